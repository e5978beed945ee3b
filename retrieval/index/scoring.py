"""The rows of a part that score best: BM25 added up in a table that fits the processor's cache."""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from retrieval.index.part import Floats, Part, Postings, Rows

ROOM = 4  # cells of the table for each posting, at least
FEWEST_CELLS = 1 << 15  # 256 KB, which fit the cache in any case
MANY = 1_000_000  # postings from which on every row gets a cell of its own
GROUPS = 256  # whose greatest numbers tell how high the best are
MARGIN = 1 - 1e-9  # as sums in different orders are rounded differently


class Held(NamedTuple):
    """The postings of some terms in a part, and what each term weighs as often as it is asked."""

    postings: Postings
    weights: Sequence[float]


class Scorer:
    """Finds the best rows of parts, with parameters as in the papers.

    A number for every row would be spread over megabytes, and each posting would wait for the
    memory. So the postings are added up in a small table, in which several rows may share a
    cell: a cell's sum is at least the score of each of its rows. The rows of the best cells are
    added up exactly, and others whose cells' sums reach what these score.
    """

    def __init__(self, k1: float, b: float) -> None:
        self.k1 = k1
        self.b = b
        self._cells = np.zeros(FEWEST_CELLS)  # all 0 between questions

    def best(
        self, part: Part, held: Held, average: float, limit: int, least: float
    ) -> tuple[Rows, Floats]:
        """The part's ``limit`` best rows, equals of the last too, and their scores; in any order.

        There may be some more. Rows whose score is below ``least`` may be left out.
        """
        rows = held.postings.rows
        if not len(rows) or len(rows) >= MANY or min(held.weights) <= 0:
            return self.best_of_all(part, [held], average, limit)
        gains = self._gains(part, held, average)
        sums = self._sums(rows, gains)
        wanted = limit * len(held.weights)  # each row may be there for each term
        likely = max(least, _level(sums, wanted))
        (at,) = (sums >= likely * MARGIN).nonzero()
        found, scores = _added_up(rows.take(at), gains.take(at))
        sure = max(least, _kth(scores, limit))
        if sure < likely:
            (at,) = (sums >= sure * MARGIN).nonzero()
            found, scores = _added_up(rows.take(at), gains.take(at))
            sure = max(least, _kth(scores, limit))
        (kept,) = (scores >= sure).nonzero()
        return found.take(kept), scores.take(kept)

    def _sums(self, rows: Rows, gains: Floats) -> Floats:
        """For each posting what its row's cell holds once all are added up."""
        size = max(FEWEST_CELLS, 1 << (ROOM * len(rows)).bit_length())
        if len(self._cells) < size:
            self._cells = np.zeros(size)
        cells = self._cells
        at = (rows & (size - 1)).astype(np.intp)  # numpy is slow with other numbers as places
        np.add.at(cells, at, gains)
        sums = cells.take(at)
        cells[at] = 0.0
        return sums

    def _gains(self, part: Part, held: Held, average: float) -> Floats:
        """What each posting adds to its row's score."""
        rows, codes, ends = held.postings
        gains = np.empty(len(rows))
        start = 0
        for weight, end in zip(held.weights, ends, strict=False):
            if end > start:
                part.gains(codes[start:end], weight, self.k1, self.b, average, gains[start:end])
            start = end
        return gains

    def best_of_all(
        self, part: Part, held: Iterable[Held], average: float, limit: int
    ) -> tuple[Rows, Floats]:
        """The same, slower, for any weights and any number of terms, which come in batches."""
        sums = np.zeros(part.size)
        found = np.zeros(part.size, bool)
        for one in held:
            gains = self._gains(part, one, average)
            at = one.postings.rows.astype(np.intp)
            np.add.at(sums, at, gains)
            found[at] = True
        (rows,) = found.nonzero()
        scores = sums.take(rows)
        (kept,) = (scores >= _kth(scores, limit)).nonzero()
        return rows.take(kept).astype(np.int32), scores.take(kept)


def _added_up(rows: Rows, gains: Floats) -> tuple[Rows, Floats]:
    """Each row once, rising, with the sum of its gains, in the order in which they come."""
    order = rows.argsort(kind="stable")
    rows = rows.take(order)
    new = np.empty(len(rows), bool)
    new[:1] = True
    np.not_equal(rows[1:], rows[:-1], out=new[1:])
    (first,) = new.nonzero()
    return rows.take(first), np.add.reduceat(gains.take(order), first)


def _level(sums: Floats, wanted: int) -> float:
    """A number that at least so many reach, and about so many; found without sorting."""
    groups = max(GROUPS, 2 * wanted)
    if len(sums) < 2 * groups:
        return _kth(sums, wanted)
    in_groups = sums[: len(sums) // groups * groups].reshape(-1, groups)
    return _kth(in_groups.max(axis=0), wanted)


def _kth(scores: Floats, limit: int) -> float:
    """The score that so many reach."""
    return float(np.partition(scores, -limit)[-limit]) if len(scores) >= limit else -math.inf
