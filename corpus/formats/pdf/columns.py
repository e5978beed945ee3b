"""Puts the words of a page into reading order, column after column."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import mean, median
from typing import NamedTuple

from corpus.formats.pdf.flow import starts_of_parts
from corpus.formats.pdf.rows import Line, Row, cells_of, line_of, rows_of
from corpus.formats.pdf.words import Word

# In em:
STEP = 0.125  # how finely gaps are looked for
GUTTER = 5  # steps; the narrowest gap between columns
NARROWEST = 6  # mean width of the lines of a column of text; a column of a table has less
FEWEST_WORDS = 2.5  # in the mean line of a column of text
NARROW = 0.6  # of the width of a page; narrower rows stand in a column of their own
FEWEST_LINES = 3  # of a column
AHEAD = 3  # lines; base lines of columns need not agree, so a gap can show after some lines only
MOST_COLUMNS = 12  # of text; a table can have more
DEEPEST = 5  # columns within columns
MOST_STEPS = 4000  # across a page


class Block(NamedTuple):
    """Consecutive lines of a column, and where that column starts and ends."""

    lines: list[Line]
    left: float
    right: float


def blocks_of(words: Sequence[Word], depth: int = 0) -> Iterator[Block]:
    """Yield the blocks of a page or a column, in reading order."""
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


def _plain(rows: Sequence[Row], left: float, right: float) -> Iterator[Block]:
    """Yield a block of rows that are not columns, between the sides of the page or column."""
    if not rows:
        return
    lines = [line_of(row) for row in rows]
    first, last = min(line.left for line in lines), max(line.right for line in lines)
    if last - first < NARROW * (right - left):  # what is below the end of the other columns
        left, right = first, last
    yield Block(lines, left, right)


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
    starts = [0, *starts_of_parts(rows, [rows_of(column) for column in _columns(words, cuts)])]
    parts = [
        [word for row in rows[start:end] for word in row]
        for start, end in pairwise([*starts, len(rows)])
    ]
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
