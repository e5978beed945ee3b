"""Puts the words of a page or column into rows and lines, from top to bottom."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from corpus.formats.pdf.words import Word, joined

SENTENCE_END = re.compile(r"[.!?…:。！？][\"'”’»)\]]*$")
# In em:
SAME_LINE = 0.5  # between the base lines of two words of a line
OVERLAP = 0.3  # of two words that can still be of the same line
CELL_GAP = 1.5  # between the cells of a row of a table
EVEN = 0.3  # how much the gaps between words that are spread over a line differ at most

Row = list[Word]  # at the same height, sorted from left to right


class Line(NamedTuple):
    """A line of a column, in points."""

    text: str
    left: float
    right: float
    base: float
    size: float
    gaps: tuple[tuple[float, float], ...] = ()  # where the gaps between cells start and end


def rows_of(words: Iterable[Word]) -> list[Row]:
    """The words in rows, from top to bottom."""
    rows: list[Row] = []
    base = size = 0.0
    for word in sorted(words, key=lambda word: -word.base):
        if not rows or base - word.base > SAME_LINE * min(size, word.size):
            rows.append([])
            base, size = word.base, word.size
        rows[-1].append(word)
    ordered = (sorted(row, key=lambda word: word.left) for row in rows)
    return [line for row in ordered for line in _apart(row)]


def _apart(row: Row) -> list[Row]:
    """The lines of a row: words that stand over one another are of different lines."""
    overlap = any(
        before.right - word.left > OVERLAP * word.size and before.base - word.base
        for before, word in pairwise(row)
    )
    if not overlap:
        return [row]
    lines: dict[float, Row] = {}
    for word in row:
        lines.setdefault(round(word.base / word.size, 1), []).append(word)
    return [lines[base] for base in sorted(lines, reverse=True)]


def cells_of(row: Row) -> list[Row]:
    """The parts of a row that have wide gaps between them."""
    cells = [row[:1]]
    for before, word in pairwise(row):
        if word.left - before.right > CELL_GAP * max(before.size, word.size):
            cells.append([])
        cells[-1].append(word)
    return cells


def line_of(row: Row) -> Line:
    """A row as a line of text."""
    largest = max(row, key=lambda word: word.right - word.left)
    right = max(word.right for word in row)
    gaps = tuple((cell[-1].right, after[0].left) for cell, after in pairwise(cells_of(row)))
    spaces = [word.left - before.right for before, word in pairwise(row)]
    if len(spaces) > 1 and max(spaces) - min(spaces) < EVEN * largest.size:
        gaps = ()  # words spread over the line, not cells
    return Line(joined(row), row[0].left, right, largest.base, largest.size, gaps)
