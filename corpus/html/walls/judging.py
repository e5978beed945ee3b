"""Recognizes pages that stand in an article's place, such as cookie notices and error messages."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from corpus.html.walls.consent import CONSENT, CONSENT_TITLE, PRIVACY, SPOKEN_TO
from corpus.html.walls.phrases import WALLS

LONGEST = 3000  # characters; an article of some length is one whatever it speaks about
LONGEST_CONSENT = 12_000  # such requests can list all their purposes
# How much of the text must be the page's own words to its visitor; less if its title is, too.
SHARE, TITLED_SHARE = 0.5, 0.3
CONSENT_SHARE, TITLED_CONSENT_SHARE = 0.6, 0.4
LITTLE = 60  # characters; less is no article below a title such as "404"
SENTENCE = re.compile(
    r"[^\n.!?…。！？]+(?:[.!?…。！？]+(?=[^\s.!?…。！？])[^\n.!?…。！？]+)*[.!?…。！？]*"
)
QUOTED = re.compile(r"[“\"„«][^“”\"„«»\n]{1,400}[”\"“»]")
END = re.compile(r"[.!?…。！？][\"'”’»)]*$")
LABEL = 25  # characters; shorter lines without an end are buttons, menus and names
BETWEEN = re.compile(r"\s+[|·•–—»:-]+\s+")
COOKIES = "a cookie notice"


def wall_name(text: str, titles: Iterable[str] = (), links: Iterable[str] = ()) -> str | None:
    """What a page is if it is no article, such as "a cookie notice"; None if it may be one.

    ``links`` are lines that only lead elsewhere, such as the headlines below an error message.
    """
    if len(text) > LONGEST_CONSENT:
        return None
    elsewhere = set(links)
    lines = [line for line in map(str.strip, text.split("\n")) if line not in elsewhere]
    spoken = QUOTED.sub("", "\n".join(lines))
    sentences = [found.group().strip() for found in SENTENCE.finditer(spoken)]
    prose = [one for one in sentences if len(one) >= LABEL or END.search(one)]
    parts = [part.strip() for title in titles for part in (title, *BETWEEN.split(title))]
    return _consent(sentences, prose, parts) or _other_wall(sentences, prose, parts)


def _consent(sentences: Sequence[str], prose: Sequence[str], titles: Sequence[str]) -> str | None:
    asking = [one for one in sentences if CONSENT.search(one)]
    if not asking:
        return None
    said = {one for one in prose if SPOKEN_TO.search(one) and PRIVACY.search(one)}
    for before, one in pairwise(prose):  # "We use cookies to:", and a list
        if before in said and not END.search(before) and not END.search(one):
            said.add(one)
    said = (said | set(asking)).intersection(prose)
    share = sum(map(len, said)) / max(1, sum(map(len, set(prose))))
    is_titled = any(map(CONSENT_TITLE.fullmatch, titles))
    return COOKIES if share >= (TITLED_CONSENT_SHARE if is_titled else CONSENT_SHARE) else None


def _other_wall(
    sentences: Sequence[str], prose: Sequence[str], titles: Sequence[str]
) -> str | None:
    length = sum(map(len, prose))
    if length > LONGEST:
        return None
    said: Counter[str] = Counter()
    for one in prose or sentences:
        kind = next((wall.name for wall in WALLS if wall.sentence.search(one)), None)
        if kind:
            said[kind] += len(one)
    titled = [wall.name for wall in WALLS if any(map(wall.title.fullmatch, titles))]
    share = said.total() / max(1, length)
    if titled and (share >= TITLED_SHARE or length - said.total() <= LITTLE):
        return max(titled, key=lambda name: said[name])
    return said.most_common(1)[0][0] if said and share >= SHARE else None
