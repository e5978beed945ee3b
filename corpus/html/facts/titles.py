"""Finds an article's title on a page, without the names of the site and its sections."""

import re
from collections.abc import Iterable, Sequence

from corpus.html.facts.tags import Tags, squeeze
from corpus.languages.prose import PIECE
from corpus.placeholders import is_page_placeholder

LONGEST = 250  # characters; a longer line is a paragraph
SENTENCE = 140  # characters; a longer title that ends with a stop is a lead
SEPARATOR = re.compile(r"\s*\|+\s*|\s+[-–—·•»«:/\\<>]{1,3}\s+|\s*::\s*|\s*»\s*")
BAR = re.compile(r"\s*(?:\||::|»|•|\\)+\s*")
SECTION = re.compile(
    r"(?:(?:breaking|latest|top|local|world|uk|us|national|international|business|sports?) )?"
    r"(?:news|politics|business|sports?|world|opinion|comment|culture|tech(?:nology)?|science|"
    r"entertainment|lifestyle|life|health|money|travel|local|nation|features?|stories|blogs?|"
    r"videos?|analysis|editorial|columnists?|arts?|music|film|books|style|environment)",
    re.IGNORECASE,
)
ALIKE = 0.5  # of the words of the shorter title, in both
MAIN = 4  # words of a title's main part, and of the site's name after it


def find_title(
    tags: Tags, headlines: Sequence[str], sites: Iterable[str], other: str = ""
) -> str | None:
    """The title as a reader sees it on the page, or else the ``other``; None if there is none.

    ``headlines`` are those in the page's structured data, ``sites`` the names of its site.
    """
    names = {squeeze(site) for site in sites} - {""}
    said = [
        tags.first("og:title"),
        *headlines,
        tags.first(
            "twitter:title", "sailthru.title", "parsely-title", "dc.title", "dcterms.title"
        ),
        tags.first("citation_title", "headline", "hdl", "title"),
        tags.title,
    ]
    others = [
        bare for title in said if _is_title(bare := without_site(without_bars(title), names))
    ]
    headings = [heading for heading in tags.headings if squeeze(heading) not in names]
    headings = [heading for heading in headings if _is_title(heading)]
    seen = max(headings, key=lambda heading: _most_alike(heading, others), default="")
    if seen and (_most_alike(seen, others) >= ALIKE or not others):
        return _without_section(without_site(seen, names, sections=False), others)
    other = without_site(other, names)
    others += [other] if _is_title(other) else []
    return _whole(others[0], others[1:]) if others else None


def without_bars(title: str) -> str:
    """The main part of a title that bars divide, such as "Opinion | A title | A section"."""
    parts = [part for part in BAR.split(title) if part]
    main = max(parts, key=_count, default=title)
    first, last = _count(parts[0]) if parts else 0, _count(parts[-1]) if parts else 0
    is_clear = _count(main) >= MAIN and (main is parts[0] or first <= 2) and last <= MAIN
    return main if is_clear else title


def without_site(title: str, names: Iterable[str], *, sections: bool = True) -> str:
    """A title without the site's name before or after it, or a section's after it."""
    known = set(names)
    while True:
        ends = [found for found in SEPARATOR.finditer(title) if found.start() > 0]
        if not ends:
            return title.strip()
        before, after = title[: ends[0].start()], title[ends[-1].end() :]
        if _is_site(after, known) or (sections and SECTION.fullmatch(after)):
            title = title[: ends[-1].start()]
        elif _is_site(before, known):
            title = title[ends[0].end() :]
        else:
            return title.strip()


def _is_site(part: str, names: set[str]) -> bool:
    own = squeeze(part)
    bare = own.removeprefix("the")
    for name in names:
        short = name.removeprefix("the")
        if bare == short or (len(short) >= 3 and bare in (short + "com", short + "online")):
            return True
        rest = part[len(short) :] if own.startswith(short) and len(short) >= 3 else ""
        if rest and (SECTION.fullmatch(rest.strip(" -.")) or rest.lower().strip() == "com"):
            return True
    return False


def _is_title(title: str) -> bool:
    is_lead = len(title) > SENTENCE and title.endswith((".", "…"))
    return 0 < len(title) <= LONGEST and not is_lead and not is_page_placeholder(title)


def _most_alike(title: str, others: Iterable[str]) -> float:
    return max((_alike(title, other) for other in others), default=0.0)


def _alike(one: str, other: str) -> float:
    """The share of words that two titles have in common, of the shorter one's."""
    if squeeze(one) == squeeze(other):
        return 1.5
    ours, theirs = (set(PIECE.findall(title.casefold())) for title in (one, other))
    shorter = min(len(ours), len(theirs))
    return len(ours & theirs) / shorter if shorter >= 2 else 0.0


def _whole(title: str, others: Iterable[str]) -> str:
    """The title, or another that goes on where it is cut off with an ellipsis."""
    start = title.rstrip(" .…")
    longer = (other for other in others if other.startswith(start))
    return next(longer, title) if title.endswith(("…", "...")) else title


def _without_section(heading: str, others: Iterable[str]) -> str:
    """The heading without a section's name in it that no other title has."""
    for other in others:
        before, found, after = heading.partition(other)
        if found and all(
            not part or SECTION.fullmatch(part)
            for part in (before.strip(" |:-"), after.strip(" |:-"))
        ):
            return other
    return heading


def _count(text: str) -> int:
    return len(PIECE.findall(text))
