"""Finds what repeats at the top and bottom of a PDF's pages: running heads and page numbers."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import NamedTuple

from corpus.formats.pdf.rows import SENTENCE_END, Row, cells_of, rows_of
from corpus.formats.pdf.words import CAPITAL, Word, joined

EDGE = 2  # rows at the top and bottom of a page that can be running heads
REPEATED = 3  # a running head is on at least this many pages, or on two at the same height
SAME_HEIGHT = 0.5  # em
APART = 1.5  # em; the gap between the text and a page number without the word "page"
SMALL = 0.92  # times the usual size of type
NUMBER = re.compile(r"\d+")
# What a browser or a word processor prints on each page; the rest of such a row is its title.
PRINTED = re.compile(
    r"(?:page|seite|página|pagina|p\.)\s*\d{1,4}(?:\s*(?:/|of|von|de|sur|di|van)\s*\d{1,4})?"
    r"|\d{1,4}\s*(?:/|of|von|sur)\s*\d{1,4}"
    r"|\S+\.(?:indd|qxp|qxd)\b.{0,40}"  # beside the page, for the printer
    r"|\d{1,2}([/.])\d{1,2}\1\d{2,4},? \d{1,2}[:.]\d{2}(?: ?[ap]m)?",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"(?:https?|file)://\S+", re.IGNORECASE)
BARE = re.compile(r"[-–—|]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-–—|]?")


class Head(NamedTuple):
    """A part of a row at the edge of a page."""

    text: str
    words: tuple[Word, ...]
    base: float  # in em
    is_printed: bool  # whether only a running head looks like it

    @property
    def shape(self) -> str:
        """The text with its numbers masked, so that those with page numbers match."""
        return NUMBER.sub("#", self.text.casefold())


def without_heads(pages: Sequence[Sequence[Word]]) -> tuple[list[list[Word]], list[str]]:
    """The words of each page without running heads, and the heads, each once."""
    edges = [list(_edges(words)) for words in pages]
    repeated = _repeated(edges)
    found = [[one for one in edge if one.is_printed or one.shape in repeated] for edge in edges]
    bodies = []
    for words, heads in zip(pages, found, strict=True):
        gone = {word for head in heads for word in head.words}
        bodies.append([word for word in words if word not in gone])
    if not any(bodies):
        return [list(words) for words in pages], []
    return bodies, list(dict.fromkeys(head.text for heads in found for head in heads))


def _edges(words: Sequence[Word]) -> Iterator[Head]:
    """Yield the parts of the rows at the top and bottom of a page."""
    rows = rows_of(words)
    small = SMALL * median(word.size for word in words) if words else 0
    places = sorted({*range(len(rows))[:EDGE], *range(len(rows))[-EDGE:]})
    for place in places:
        row = rows[place]
        cells = [(joined(cell), cell) for cell in cells_of(row)]
        is_printed = any(PRINTED.fullmatch(text) for text, _ in cells)
        is_number = place == len(rows) - 1 and place > 0 and _is_apart(rows[place - 1], row)
        if place == 0 and len(rows) > 1 and _is_apart(row, rows[1]):
            # Above the headline of a single page: the name of the paper, the day, the section.
            is_small = max(word.size for word in row) < small
            is_printed |= is_small and not SENTENCE_END.search(joined(row))
        for text, cell in cells:
            alone = ADDRESS.fullmatch(text) or (is_number and BARE.fullmatch(text))
            base = row[0].base / row[0].size
            yield Head(text, tuple(cell), base, is_printed or bool(alone))


def _is_apart(above: Row, row: Row) -> bool:
    gap = above[0].base - row[0].base - CAPITAL * row[0].size
    return gap > APART * min(above[0].size, row[0].size)


def _repeated(pages: Sequence[Iterable[Head]]) -> set[str]:
    """The shapes of the heads that are on several pages."""
    places: dict[str, list[float]] = {}
    for heads in pages:
        for shape, head in {head.shape: head for head in heads}.items():
            places.setdefault(shape, []).append(head.base)
    fewest = max(REPEATED, len(pages) / 3)
    often = {shape for shape, bases in places.items() if len(bases) >= fewest}
    if len(pages) >= 2 * REPEATED:
        return often
    twice = {shape for shape, bases in places.items() if _has_twins(bases)}
    return often | twice


def _has_twins(bases: Iterable[float]) -> bool:
    """Whether two of them are at the same height."""
    heights = Counter(round(base / SAME_HEIGHT) for base in bases)
    return any(count > 1 for count in heights.values())
