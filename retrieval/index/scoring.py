"""Finds the best rows by summing BM25 in a table that fits into the processor's cache."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.index.part import Floats, Mask, Part, Postings, Rows

ROOM = 4  # table cells per posting, at least
FEWEST_CELLS = 1 << 15  # 256 KB, which fits into any cache
MANY = 1_000_000  # with this many postings, every row has its own cell
GROUPS = 256  # groups of sums, whose maxima estimate the limit-th best score
AT_ONCE = 64  # terms in a batch
MARGIN = 1 - 1e-9  # sums in different orders are rounded differently


class Hit(NamedTuple):
    """A sentence or heading with a term of the query.

    ``sentence`` is its number in the article, from 0.
    """

    key: int
    sentence: int
    score: float


class Weighted(NamedTuple):
    """The postings of some terms in a part, and each term's idf times its count in the query."""

    postings: Postings
    weights: Sequence[float]


class Scorer:
    """Finds the best rows of a part.

    A table with a score for every row would take megabytes, and each posting would wait for
    memory. So scores are summed in a small hash table. Several rows can share a cell, whose sum
    is then an upper bound for each of them. The rows of the best cells are summed exactly, and so
    are all rows whose cells reach the limit-th best score.
    """

    def __init__(self, k1: float, b: float) -> None:
        self.k1 = k1
        self.b = b
        self._cells = np.zeros(FEWEST_CELLS)  # all 0 between calls

    def best_in(
        self,
        parts: Sequence[Part],
        batched: Sequence[Sequence[Weighted]],
        average: float,
        limit: int,
    ) -> list[tuple[Part, Rows, Floats]]:
        """The best rows of several parts; ``batched`` has the batches of terms of each part."""
        found = []
        floor = -math.inf
        for number in sorted(range(len(parts)), key=lambda number: -parts[number].size):
            part, batches = parts[number], batched[number]
            if len(batches) == 1:
                rows, scores = self.best(part, batches[0], average, limit, floor)
            else:
                rows, scores = self.best_of_all(part, batches, average, limit)
            if len(rows):
                found.append((part, rows, scores))
            if len(part.of_sentences(rows, scores)) >= limit:
                floor = max(floor, float(scores.min()))
        return found

    def best(
        self, part: Part, weighted: Weighted, average: float, limit: int, floor: float
    ) -> tuple[Rows, Floats]:
        """The part's ``limit`` best rows and their scores, in any order.

        Includes ties with the last one, and perhaps more rows. Rows that score below ``floor`` can
        be missing. Headings do not count towards the limit.
        """
        rows = weighted.postings.rows
        if not len(rows) or len(rows) >= MANY or min(weighted.weights) <= 0:
            return self.best_of_all(part, [weighted], average, limit)
        gains = self._gains(part, weighted, average)
        sums = self._sums(rows, gains)
        wanted = limit * len(weighted.weights)  # a row can occur once for each term
        likely = max(floor, _level(part.of_sentences(rows, sums), wanted))
        (at,) = (sums >= likely * MARGIN).nonzero()
        found, scores = _added_up(rows.take(at), gains.take(at))
        sure = max(floor, _kth(part.of_sentences(found, scores), limit))
        if sure < likely:
            (at,) = (sums >= sure * MARGIN).nonzero()
            found, scores = _added_up(rows.take(at), gains.take(at))
            sure = max(floor, _kth(part.of_sentences(found, scores), limit))
        (kept,) = (scores >= sure).nonzero()
        return found.take(kept), scores.take(kept)

    def _sums(self, rows: Rows, gains: Floats) -> Floats:
        """For each posting, the sum in its row's cell."""
        size = max(FEWEST_CELLS, 1 << (ROOM * len(rows)).bit_length())
        if len(self._cells) < size:
            self._cells = np.zeros(size)
        cells = self._cells
        at = (rows & (size - 1)).astype(np.intp)  # numpy is slow with other index types
        np.add.at(cells, at, gains)
        sums = cells.take(at)
        cells[at] = 0.0
        return sums

    def _gains(self, part: Part, weighted: Weighted, average: float) -> Floats:
        """What each posting adds to the score of its row."""
        rows, codes, ends = weighted.postings
        gains = np.empty(len(rows))
        start = 0
        for weight, end in zip(weighted.weights, ends, strict=False):
            if end > start:
                part.gains(codes[start:end], weight, self.k1, self.b, average, gains[start:end])
            start = end
        return gains

    def best_of_all(
        self, part: Part, weighted: Iterable[Weighted], average: float, limit: int
    ) -> tuple[Rows, Floats]:
        """Like ``best``, but slower: for any weights, and any number of terms in batches."""
        sums = np.zeros(part.size)
        found = np.zeros(part.size, bool)
        for one in weighted:
            gains = self._gains(part, one, average)
            at = one.postings.rows.astype(np.intp)
            np.add.at(sums, at, gains)
            found[at] = True
        (rows,) = found.nonzero()
        scores = sums.take(rows)
        (kept,) = (scores >= _kth(part.of_sentences(rows, scores), limit)).nonzero()
        return rows.take(kept).astype(np.int32), scores.take(kept)


def _added_up(rows: Rows, gains: Floats) -> tuple[Rows, Floats]:
    """Each row once, ascending, with the sum of its gains in their order."""
    order = rows.argsort(kind="stable")
    rows = rows.take(order)
    new = np.empty(len(rows), bool)
    new[:1] = True
    np.not_equal(rows[1:], rows[:-1], out=new[1:])
    (first,) = new.nonzero()
    # Unlike np.add.reduceat, this adds one by one, as ``best_of_all`` does: equal sentences in
    # different parts have equal scores.
    sums = np.bincount(new.cumsum() - 1, gains.take(order), len(first))
    return rows.take(first), np.asarray(sums, float)


def _level(sums: Floats, wanted: int) -> float:
    """A bound that ``wanted`` sums or slightly more reach, found without sorting."""
    groups = max(GROUPS, 2 * wanted)
    if len(sums) < 2 * groups:
        return _kth(sums, wanted)
    in_groups = sums[: len(sums) // groups * groups].reshape(-1, groups)
    return _kth(in_groups.max(axis=0), wanted)


def _kth(scores: Floats, limit: int) -> float:
    """The limit-th best score; -infinity if there are fewer."""
    return float(np.partition(scores, -limit)[-limit]) if len(scores) >= limit else -math.inf


def best_hits(found: Sequence[tuple[Part, Rows, Floats]], limit: int) -> list[Hit]:
    """The ``limit`` best sentences of all parts, and the best headings among them, best first.

    There are at most ``limit`` headings. Equal scores are sorted by key and sentence.
    """
    if not found:
        return []
    keys, numbers, scores = [], [], []
    for part, rows, some in found:
        at = part.starts.searchsorted(rows, side="right") - 1
        keys.append(part.keys.take(at))
        numbers.append(rows - part.starts.take(at))
        scores.append(some)
    columns = [one[0] if len(one) == 1 else np.concatenate(one) for one in (keys, numbers, scores)]
    key, number, score = columns
    order = np.lexsort((number, key, -score))
    if any(len(part.headings) for part, _, _ in found):
        headings = np.concatenate([part.are_headings(rows) for part, rows, _ in found])
        order = order[first_of(headings.take(order), limit)]
    else:
        order = order[:limit]
    return list(map(Hit._make, zip(*(one.take(order).tolist() for one in columns), strict=True)))


def first_of(headings: Mask, limit: int) -> NDArray[np.intp]:
    """The positions of the first ``limit`` sentences, and up to as many headings among them."""
    sentences = (~headings).cumsum()
    last = sentences.searchsorted(limit)
    ranks = np.where(headings, headings.cumsum(), sentences)
    (kept,) = (ranks[: last + 1] <= limit).nonzero()
    return kept


def batches(terms: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield the terms in batches whose postings are read together."""
    every = tuple(terms)
    for start in range(0, len(every), AT_ONCE):
        yield every[start : start + AT_ONCE]
