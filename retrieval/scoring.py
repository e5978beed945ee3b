"""The rows of a part that score best: BM25 added up in a table that fits the processor's cache."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from retrieval.parts import Codes, Floats, Part, Rows

ROOM = 4
MANY = 1_000_000  # postings from which on every row gets a cell of its own
GROUPS = 256  # whose greatest numbers tell how high the best are
MARGIN = 1 - 1e-9  # as sums in different orders are rounded differently


class Held(NamedTuple):
    """A term that a part holds: its weight, times how often it is asked for, and its postings."""

    weight: float
    rows: Rows
    codes: Codes


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
        self._cells = np.zeros(1 << 16)  # all 0 between questions

    def best(
        self, part: Part, terms: Sequence[Held], average: float, limit: int, least: float
    ) -> tuple[Rows, Floats]:
        """The part's ``limit`` best rows, equals of the last too, and their scores; in any order.

        There may be some more. Rows whose score is below ``least`` may be left out.
        """
        count = sum(len(one.rows) for one in terms)
        if count >= MANY or any(one.weight <= 0 for one in terms):
            return self._dense(part, terms, average, limit)
        rows = np.concatenate([one.rows for one in terms])
        gains = np.empty(count)
        start = 0
        for one in terms:
            end = start + len(one.rows)
            part.gains(one.codes, one.weight, self.k1, self.b, average, gains[start:end])
            start = end
        sums = self._sums(rows, gains)
        wanted = limit * len(terms)  # each row may be there for each term
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
        size = 1 << (ROOM * len(rows)).bit_length()
        if len(self._cells) < size:
            self._cells = np.zeros(size)
        cells = self._cells[:size]
        at = (rows & (size - 1)).astype(np.intp)  # numpy is slow with other numbers as places
        np.add.at(cells, at, gains)
        sums = cells.take(at)
        cells.fill(0.0)
        return sums

    def _dense(
        self, part: Part, terms: Sequence[Held], average: float, limit: int
    ) -> tuple[Rows, Floats]:
        """The same with a cell for every row; weights need not be above 0."""
        sums = np.zeros(part.size)
        held = np.zeros(part.size, bool)
        for one in terms:
            at = one.rows.astype(np.intp)
            gains = np.empty(len(at))
            part.gains(one.codes, one.weight, self.k1, self.b, average, gains)
            sums[at] += gains
            held[at] = True
        (rows,) = held.nonzero()
        scores = sums.take(rows)
        (kept,) = (scores >= _kth(scores, limit)).nonzero()
        return rows.take(kept).astype(np.int32), scores.take(kept)


def _added_up(rows: Rows, gains: Floats) -> tuple[Rows, Floats]:
    """Each row once, rising, with the sum of its gains, in the order in which they come."""
    order = rows.argsort(kind="stable")
    rows = rows.take(order)
    new = np.ones(len(rows), bool)
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
