"""Puts the words of a page into the order of a reader, column after column."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import mean, median
from typing import NamedTuple

from corpus.formats.pdf.words import Word, joined

SENTENCE_END = re.compile(r"[.!?…:。！？][\"'”’»)\]]*$")
# In em:
SAME_LINE = 0.5  # between the base lines of two words of a line
OVERLAP = 0.3  # of two words that can still be of the same line
STEP = 0.125  # how finely gaps are looked for
GUTTER = 5  # steps; the narrowest gap between columns
NARROWEST = 6  # mean width of the lines of a column of text; a column of a table has less
CELL_GAP = 1.5  # between the cells of a row of a table
EVEN = 0.3  # how much the gaps between words that are spread over a line differ at most
FEWEST_WORDS = 2.5  # in the mean line of a column of text
FEWEST_LINES = 3  # of a column
AHEAD = 3  # lines; base lines of columns need not agree, so a gap can show after some lines only
BAND = 1.5  # times the usual leading; a white band across all columns
WIDE_BAND = 3  # times the usual leading; what is below it is read after all that is above
MOST_COLUMNS = 12  # of text; a table can have more
DEEPEST = 5  # columns within columns
MOST_STEPS = 4000  # across a page


class Line(NamedTuple):
    """A line of a column, in points."""

    text: str
    left: float
    right: float
    base: float
    size: float
    gaps: tuple[tuple[float, float], ...] = ()  # where the gaps between cells start and end


class Block(NamedTuple):
    """Lines one below the other in the same column, and where that column starts and ends."""

    lines: list[Line]
    left: float
    right: float


Row = list[Word]  # at the same height, sorted from left to right


def blocks_of(words: Sequence[Word], depth: int = 0) -> Iterator[Block]:
    """Yield the blocks of a page or a column, in the order of a reader."""
    rows = rows_of(words)
    if not rows:
        return
    left, right = min(word.left for word in words), max(word.right for word in words)
    masks = _masks(rows, left, right)
    plain: list[Row] = []
    start = 0
    while start < len(rows):
        end = _end_of_columns(masks, start) if depth < DEEPEST else start
        parts = _parts(rows[start:end])
        if end - start < FEWEST_LINES + AHEAD and all(len(part) == 1 for part in parts):
            # A gap between words; columns can begin below it.
            end, parts = start + 1, [[rows[start]]]
        elif above := _beside_gutters(plain, rows[start:end]):
            plain = plain[: -len(above)]
            parts = _parts([*above, *rows[start:end]])
        for part in parts:
            if len(part) > 1:
                yield from _plain(plain, left, right)
                plain = []
                for column in part:
                    yield from blocks_of(column, depth + 1)
            else:
                plain += rows_of(part[0])
        start = end
    yield from _plain(plain, left, right)


def _beside_gutters(above: Sequence[Row], rows: Sequence[Row]) -> list[Row]:
    """The rows above a region that its gutters do not cut, such as those beside a picture."""
    cuts = _cuts([word for row in rows for word in row])
    found: list[Row] = []
    for row in reversed(above):
        ends = [(cell[0].left, cell[-1].right) for cell in cells_of(row)]
        if any(left < cut < right for left, right in ends for cut in cuts):
            break
        found.append(row)
    return found[::-1]


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


def _plain(rows: Sequence[Row], left: float, right: float) -> Iterator[Block]:
    if rows:
        yield Block([line_of(row) for row in rows], left, right)


def line_of(row: Row) -> Line:
    """A row as a line of text."""
    largest = max(row, key=lambda word: word.right - word.left)
    right = max(word.right for word in row)
    gaps = tuple((cell[-1].right, after[0].left) for cell, after in pairwise(cells_of(row)))
    spaces = [word.left - before.right for before, word in pairwise(row)]
    if len(spaces) > 1 and max(spaces) - min(spaces) < EVEN * largest.size:
        gaps = ()  # words spread over the line, not cells
    return Line(joined(row), row[0].left, right, largest.base, largest.size, gaps)


def _em(words: Iterable[Word]) -> float:
    return median(word.size for word in words)


def _masks(rows: Sequence[Row], left: float, right: float) -> list[int]:
    """For each row, the steps across the page that it covers, as the bits of a number."""
    em = _em(word for row in rows for word in row)
    step = max(STEP * em, (right - left) / MOST_STEPS)
    return [_mask(row, left, step) for row in rows]


def _mask(row: Row, left: float, step: float) -> int:
    covered = 0
    end, size = row[0].left, row[0].size
    for word in row:
        is_space = word.left - end < GUTTER * STEP * max(size, word.size)
        first = int(((min(end, word.left) if is_space else word.left) - left) / step)
        covered |= (1 << int((word.right - left) / step) + 1) - (1 << first)
        end, size = word.right, word.size
    return covered


def _has_gutter(covered: int) -> bool:
    free = ~covered & ((1 << covered.bit_length()) - 1)
    free &= ~((covered & -covered) - 1)  # not before the first word
    for _ in range(GUTTER - 1):
        free &= free >> 1
    return free != 0


def _end_of_columns(masks: Sequence[int], start: int) -> int:
    """The row before which the columns end that begin in a row; ``start`` if none do."""
    covered, found = 0, False
    for row in range(start, len(masks)):
        covered |= masks[row]
        has_gutter = _has_gutter(covered)
        if (found and not has_gutter) or (not found and row == start + AHEAD):
            return row if found else start
        found = has_gutter
    return len(masks) if found else start


def _parts(rows: Sequence[Row]) -> list[list[list[Word]]]:
    """The parts of a region, from top to bottom, each as its columns of text."""
    if not rows:
        return []
    words = [word for row in rows for word in row]
    cuts = _cuts(words)
    leading = _leading(_columns(words, cuts))
    parts: list[list[Word]] = [[]]
    for row, below in pairwise([*rows, []]):
        parts[-1] += row
        if below and _is_new_part(parts[-1], cuts, row[0].base - below[0].base, leading):
            parts.append([])
    found = [_columns_of_text(part, cuts, FEWEST_LINES) for part in parts]
    if any(len(columns) > 1 for columns in found):  # also for the few lines above or below
        found = [_columns_of_text(part, cuts, 1) for part in parts]
    return found


def _cuts(words: Sequence[Word]) -> list[float]:
    """The middles of the gaps that all words leave free."""
    em = _em(words)
    cuts = []
    ordered = sorted(words, key=lambda word: word.left)
    right = ordered[0].right
    for word in ordered:
        if word.left - right > (GUTTER - 1) * STEP * em:
            cuts.append((word.left + right) / 2)
        right = max(right, word.right)
    return cuts


def _columns(words: Iterable[Word], cuts: Sequence[float]) -> list[list[Word]]:
    columns: list[list[Word]] = [[] for _ in range(len(cuts) + 1)]
    for word in words:
        columns[sum(cut < word.left for cut in cuts)].append(word)
    return [column for column in columns if column]


def _leading(columns: Iterable[Sequence[Word]]) -> float:
    steps = [
        above[0].base - below[0].base
        for column in columns
        for above, below in pairwise(rows_of(column))
    ]
    return median(steps or [0])


def _is_new_part(part: Sequence[Word], cuts: Sequence[float], gap: float, leading: float) -> bool:
    """Whether the columns above a gap are read before those below it."""
    if gap <= BAND * leading:
        return False
    first = rows_of(_columns(part, cuts)[0])[-1]
    # A sentence that does not end above the gap goes on in the next column, not below.
    return gap > WIDE_BAND * leading or not SENTENCE_END.search(joined(first))


def _columns_of_text(
    words: Sequence[Word], cuts: Sequence[float], fewest: int
) -> list[list[Word]]:
    """The columns; one that is not of text, as in a table, belongs to the one nearest to it."""
    columns = _columns(words, cuts)
    if len(columns) > MOST_COLUMNS:
        return [list(words)]
    while len(columns) > 1:
        strange = [number for number, column in enumerate(columns) if not _is_text(column, fewest)]
        if not strange:
            break
        number = strange[0]
        gaps = [_gap(left, right) for left, right in pairwise(columns)]
        near = gaps[max(number - 1, 0) : number + 1]
        first = max(number - 1, 0) + near.index(min(near))
        columns[first : first + 2] = [columns[first] + columns[first + 1]]
    return columns


def _gap(left: Iterable[Word], right: Iterable[Word]) -> float:
    return min(word.left for word in right) - max(word.right for word in left)


def _is_text(column: Sequence[Word], fewest: int) -> bool:
    """Whether the lines of a column are long enough to be text."""
    rows = rows_of(column)
    width = mean(row[-1].right - row[0].left for row in rows) / _em(column)
    has_words = len(column) / len(rows) >= FEWEST_WORDS or width >= 2 * NARROWEST
    return len(rows) >= fewest and width >= NARROWEST and has_words
