"""Judges whether a text is an article, or what a page shows instead of one."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from corpus.html.walls.consent import CONSENT, CONSENT_TITLE, PRIVACY, SPOKEN_TO
from corpus.html.walls.phrases import WALLS
from corpus.languages.prose import CLOSING, STOPS

LONGEST = 3000  # characters; a longer text is an article, whatever it is about
LONGEST_CONSENT = 12_000  # such requests can list all their purposes
# How much of the text must be the page's own words to its visitor; less if its title is, too.
SHARE, TITLED_SHARE = 0.5, 0.3
CONSENT_SHARE, TITLED_CONSENT_SHARE = 0.6, 0.4
# Characters of other text; less is no article below a title such as "404", or "Page not found".
LITTLE, LITTLE_IF_SURE = 60, 100
SENTENCE = re.compile(rf"[^\n{STOPS}]+(?:[{STOPS}]+(?=[^\s{STOPS}])[^\n{STOPS}]+)*[{STOPS}]*")
QUOTED = re.compile(r"[“\"„«][^“”\"„«»\n]{1,400}[”\"“»]")
COPYRIGHT = re.compile(r"©|\(c\) \d{4}|\bcopyright\b|\ball rights reserved\b", re.IGNORECASE)
END = re.compile(rf"[{STOPS}]{CLOSING}")
LABEL = 25  # characters; shorter lines without an end are buttons, menus and names
BETWEEN = re.compile(r"\s+[|·•–—»:-]+\s+")
SURE = re.compile(r"\d|\w+\W+\w")  # a number, or words; one word can be any article's title
MANY_LINKS = 10  # on a page that also asks for consent
COOKIES = "a cookie notice"
# What is told of others is no page's own word: "Access was denied, police said on Monday."
REPORTED = re.compile(
    r"\b(?:said|told|announced|reported|according to|spokes\w+|police|officials?|mayor|minister|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|sagten?|hieß es|teilten?|(?:Mon|Diens|Donners|"
    r"Frei|Sams|Sonn)tag|a dit|ont dit|a déclaré|selon|(?:lun|mar|mercre|jeu|vendre|same)di|"
    r"dijo|dijeron|según|afirmó|lunes|martes|miércoles|jueves|viernes|ha detto|secondo|lunedì|"
    r"disse|afirmou|segunda-feira|zei|volgens|maandag|powiedzia\w+|poinformowa\w+|řekl\w*|"
    r"uvedl\w*|sade|sa|сказал\w*|сообщил\w*|заявил\w*|понедельник|вторник|сред[уы]|четверг|"
    r"пятниц[уы]|söyledi|açıkladı)\b|قال|कहा|말했|밝혔|述べた|発表した|(?<!即)表示|报道[称说]",
    re.IGNORECASE,
)
# Of a text that a person adds, which is hardly ever such a page: a share, and sentences.
PASTED_SHARE, FEWEST_PASTED, FEWEST_TITLED = 0.7, 3, 2


def wall_name(text: str, titles: Iterable[str] = (), links: Iterable[str] = ()) -> str | None:
    """What a page is if it is no article, such as "a cookie notice"; None if it may be one.

    ``links`` are lines that only lead elsewhere, such as the headlines below an error message.
    """
    if len(text) > LONGEST_CONSENT:
        return None
    elsewhere = set(links)
    lines = [line for line in map(str.strip, text.split("\n")) if line not in elsewhere]
    spoken = QUOTED.sub('""', "\n".join(lines))
    sentences = [found.group().strip() for found in SENTENCE.finditer(spoken)]
    sentences = [one for one in sentences if COPYRIGHT.search(one) is None]
    prose = [one for one in sentences if len(one) >= LABEL or END.search(one)]
    parts = [part.strip() for title in titles for part in (title, *BETWEEN.split(title))]
    asking = {one for one in sentences if CONSENT.search(one) and not REPORTED.search(one)}
    others = [one for one in prose if one not in asking]
    labels = [one for one in sentences if one not in asking]
    other, said = _other_wall(labels, others, parts)
    is_list = len(text.split("\n")) - len(lines) > MANY_LINKS
    asked = 0 if is_list else _consent(asking, prose, parts)
    return COOKIES if asked > said else other


def pasted_wall_name(text: str) -> str | None:
    """What a plain text is if it is no article, like ``wall_name``, but only beyond doubt.

    A short text that a person adds often has a sentence that such pages have, too.
    """
    title = text.strip().partition("\n")[0].strip()
    name = wall_name(text, [title])
    if name is None:
        return None
    sentences = {found.group().strip() for found in SENTENCE.finditer(text)} - {title}
    prose = {one for one in sentences if len(one) >= LABEL or END.search(one)}
    said = {one for one in prose if _kind(one) or (CONSENT.search(one) and PRIVACY.search(one))}
    titled = any(wall.title.fullmatch(title) for wall in WALLS) or CONSENT_TITLE.fullmatch(title)
    fewest = FEWEST_TITLED if titled else FEWEST_PASTED
    enough = sum(map(len, said)) >= PASTED_SHARE * sum(map(len, prose))
    return name if enough and len(said) >= fewest else None


def _kind(sentence: str) -> str | None:
    """The kind of page that says this sentence to its visitor."""
    if REPORTED.search(sentence):
        return None
    return next((wall.name for wall in WALLS if wall.sentence.search(sentence)), None)


def _consent(asking: set[str], prose: Sequence[str], titles: Sequence[str]) -> int:
    """How many characters of the text ask for consent; 0 if it is not such a request."""
    if not asking:
        return 0
    said = {one for one in prose if SPOKEN_TO.search(one) and PRIVACY.search(one)}
    for before, one in pairwise(prose):  # "We use cookies to:", and a list
        if before in said and not END.search(before) and not END.search(one):
            said.add(one)
    length = sum(map(len, (said | asking).intersection(prose))) or 1
    is_titled = any(map(CONSENT_TITLE.fullmatch, titles))
    share = length / max(1, sum(map(len, set(prose))))
    return length if share >= (TITLED_CONSENT_SHARE if is_titled else CONSENT_SHARE) else 0


def _other_wall(
    sentences: Sequence[str], prose: Sequence[str], titles: Sequence[str]
) -> tuple[str | None, int]:
    """The kind of a page without an article, and how many characters say so."""
    length = sum(map(len, prose))
    if length > LONGEST:
        return None, 0
    said: Counter[str] = Counter()
    for one in prose or sentences:
        if kind := _kind(one):
            said[kind] += len(one)
    named = {wall.name: [t for t in titles if wall.title.fullmatch(t)] for wall in WALLS}
    titled = max((name for name in named if named[name]), key=lambda name: said[name], default="")
    rest = length - said.total()
    sure = any(map(SURE.search, named.get(titled, ())))
    if titled and (
        said.total() >= TITLED_SHARE * max(1, length)
        or rest <= (LITTLE_IF_SURE if sure else LITTLE)
        or (sure and said[titled])
    ):
        return titled, LONGEST if sure else said.total()
    if said and said.total() >= SHARE * max(1, length):
        return said.most_common(1)[0][0], said.total()
    return None, 0
