"""What stands in and around some sentences: how often each holds each term of a query."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from retrieval.index.part import TITLE, Part, Rows

Column = NDArray[np.float64]  # a number for each sentence
Grid = NDArray[np.float64]  # a number for each sentence and each term
Marks = NDArray[np.bool_]


@dataclass(slots=True)
class Context:
    """Term frequencies and lengths, in terms, of sentences and of what is around them.

    ``before`` and ``after`` are the sentences next to each, in its article; ``title`` and
    ``article`` tell which terms stand there at all, ``related`` for which terms a related one
    stands in the section or the title.
    """

    own: Grid
    before: Grid
    after: Grid
    section: Grid
    title: Marks
    article: Marks
    related: Marks
    own_length: Column
    around_length: Column  # of the sentences before and after together
    section_length: Column
    opens_section: Marks

    def some(self, chosen: Sequence[int]) -> "Context":
        """The same of some of the sentences, given by their places here."""
        return Context(*(getattr(self, field.name)[chosen] for field in fields(Context)))


class Places:
    """Some sentences of a part, given by their rows."""

    def __init__(self, part: Part, rows: NDArray[np.integer]) -> None:
        self._part = part
        self._rows = rows
        at = part.starts.searchsorted(rows, side="right") - 1
        self._first = part.starts[at]
        self._end = part.starts[at + 1]
        section = part.sections.searchsorted(rows, side="right") - 1
        ends = np.append(part.sections, part.size).astype(np.int32)
        self._section = ends[section]
        self._section_end = ends[section + 1]
        # A sentence, the ones next to it and its section stand in so many rows from here on.
        self._start = np.maximum(self._section - 1, 0)
        self._width = int((self._section_end - self._start).max(initial=0)) + 1
        self._stop = np.minimum(self._start + self._width, part.size)

    def context(self, terms: Sequence[str], related: Sequence[Collection[str]]) -> Context:
        """The context of these sentences, for some terms and what is related to each."""
        shape = len(self._rows), len(terms)
        lengths = self._part.lengths
        last = len(lengths) - 1
        before, after = self._rows > self._first, self._rows + 1 < self._end
        around = np.where(before, lengths[self._rows - 1], 0)
        around += np.where(after, lengths[np.minimum(self._rows + 1, last)], 0)
        title, article, akin = (np.zeros(shape, bool) for _ in range(3))
        tf = np.zeros((len(self._rows), self._width, len(terms)))
        for number, term in enumerate(terms):
            article[:, number] = self._count(term, tf[:, :, number])
            title[:, number] = self._title_holds(term)
            for other in related[number]:
                akin[:, number] |= self._section_holds(other) | self._title_holds(other)
        each, own = np.arange(len(self._rows)), self._rows - self._start
        column = np.arange(self._width) + self._start[:, None]
        inside = (column >= self._section[:, None]) & (column < self._section_end[:, None])
        return Context(
            own=tf[each, own],
            before=tf[each, own - 1] * before[:, None],
            after=tf[each, own + 1] * after[:, None],
            section=(tf * inside[:, :, None]).sum(axis=1),
            title=title,
            article=article,
            related=akin,
            own_length=lengths[self._rows].astype(float),
            around_length=around.astype(float),
            section_length=_sums(self._section, self._section_end, lengths).astype(float),
            opens_section=self._rows == self._section,
        )

    def _count(self, term: str, tf: Grid) -> Marks:
        """Write the term's tf in the rows around each sentence; whether its article holds it."""
        bounds = np.concatenate((self._start, self._stop, self._first, self._end))
        starts, ends, first, end = self._part.places(term, bounds).reshape(4, -1)
        each, places = _each(starts, ends)
        if len(places):
            rows, found = self._part.postings_at(term, places)
            tf[each, rows - self._start[each]] = found
        return np.asarray(first < end)

    def _title_holds(self, term: str) -> Marks:
        """Whether each sentence's article has a term in its title."""
        return self._hold(TITLE + term, self._first, self._first + 1)

    def _section_holds(self, term: str) -> Marks:
        return self._hold(term, self._section, self._section_end)

    def _hold(self, term: str, starts: Rows, ends: Rows) -> Marks:
        """Whether each range of rows holds a term."""
        first, end = self._part.places(term, np.concatenate((starts, ends))).reshape(2, -1)
        return np.asarray(first < end)


def joined(
    found: Sequence[tuple[NDArray[np.intp], Places]],
    terms: Sequence[str],
    related: Sequence[Collection[str]],
) -> Context:
    """The contexts of places in several parts as one; with each come the numbers it has there."""
    contexts = [places.context(terms, related) for _, places in found]
    if len(contexts) == 1:
        return contexts[0]
    order = np.argsort(np.concatenate([numbers for numbers, _ in found]))
    names = [field.name for field in fields(Context)]
    columns = {
        name: np.concatenate([getattr(one, name) for one in contexts])[order] for name in names
    }
    return Context(**columns)


def _each(
    starts: NDArray[np.integer], ends: NDArray[np.integer]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The numbers of all ranges, one range after the other; before them, of which each is."""
    counts = ends - starts
    each = np.repeat(np.arange(len(counts)), counts)
    shifts = starts - counts.cumsum() + counts
    return each, np.arange(len(each)) + shifts[each]


def _sums(
    starts: NDArray[np.integer], ends: NDArray[np.integer], values: NDArray[np.integer]
) -> NDArray[np.int64]:
    """The sum of the values of each range."""
    each, places = _each(starts, ends)
    return np.bincount(each, values[places], len(starts)).astype(np.int64)
