"""Decides where columns are read above a white band before they go on below it."""

import re
from bisect import bisect
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import inf
from statistics import median
from typing import NamedTuple

from corpus.formats.pdf.rows import SENTENCE_END, Row
from corpus.formats.pdf.words import joined

BAND = 1.5  # times the usual leading; a white band across all columns
WIDE_BAND = 3  # times the usual leading; what is below it is read after all that is above
SMALL = 0.93  # times the usual size of type; captions and footnotes
LARGE = 1.2  # times the usual size of type; headings
HEADING = ""  # stands for their text
CAPTION = re.compile(
    r"(?:figure|fig\.|table|photo|image|picture|chart|map|abbildung|abb\.|tabelle|figura|tabla)"
    r"\s*\d+(?:\.\d+)?\s*[.:|–—-]",
    re.IGNORECASE,
)
# How well a stretch of text goes on in another: in the middle of a sentence, or after one.
MIDDLE, AFTER, UNLIKELY = 1.0, 0.5, -1.0


class Column(NamedTuple):
    """The lines of text of a column, without captions and notes, from top to bottom."""

    depths: list[float]  # below any line
    texts: list[str]


Stretch = tuple[str, str]  # its first line and its last


def starts_of_parts(rows: Sequence[Row], columns: Sequence[Sequence[Row]]) -> list[int]:
    """The rows below white bands whose columns are read after all columns above the band."""
    leading = _leading(columns)
    texts = _texts(columns)
    starts = []
    top = -inf
    for number, (row, below) in enumerate(pairwise(rows), 1):
        gap = row[0].base - below[0].base
        middle = -(row[0].base + below[0].base) / 2
        if gap > BAND * leading and _is_border(texts, top, middle, gap > WIDE_BAND * leading):
            starts.append(number)
            top = middle
    return starts


def _leading(columns: Iterable[Sequence[Row]]) -> float:
    steps = [above[0].base - below[0].base for rows in columns for above, below in pairwise(rows)]
    return median(steps or [0])


def _texts(columns: Iterable[Sequence[Row]]) -> list[Column]:
    em = median(word.size for rows in columns for row in rows for word in row)
    found = []
    for rows in columns:
        lines = [
            (-row[0].base, joined(row) if row[0].size < LARGE * em else HEADING)
            for row in rows
            if row[0].size >= SMALL * em
        ]
        lines = [line for line in lines if not CAPTION.match(line[1])]
        found.append(Column([depth for depth, _ in lines], [text for _, text in lines]))
    return found


def _is_border(columns: Sequence[Column], top: float, middle: float, is_wide: bool) -> bool:
    """Whether sentences go on rather from column to column above a band than across it."""
    above = [_stretch(column, top, middle) for column in columns]
    below = [_stretch(column, middle, inf) for column in columns]
    by_parts = _sense([*above, *below])
    by_columns = _sense(part for pair in zip(above, below, strict=True) for part in pair)
    return by_parts > by_columns or (by_parts == by_columns and is_wide)


def _stretch(column: Column, top: float, bottom: float) -> Stretch | None:
    """The part of a column between two depths; None if nothing stands there."""
    first, after = bisect(column.depths, top), bisect(column.depths, bottom)
    return (column.texts[first], column.texts[after - 1]) if first < after else None


def _sense(stretches: Iterable[Stretch | None]) -> float:
    """How well each stretch of text goes on in the next."""
    return sum(_joint(a[1], b[0]) for a, b in pairwise(one for one in stretches if one))


def _joint(last: str, first: str) -> float:
    ends = last == HEADING or SENTENCE_END.search(last) is not None
    if first[:1].islower():
        return UNLIKELY if ends else MIDDLE
    if first == HEADING and not ends:
        return UNLIKELY
    return AFTER if ends else 0.0
