"""Counts query terms in sentences and in the text around them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from retrieval.index.part import TITLE, Part, Rows

Column = NDArray[np.float64]  # a number for each sentence
Grid = NDArray[np.float64]  # a number for each sentence and term
Marks = NDArray[np.bool_]

LEVELS = 3  # headings directly above each other that count for the sentences below
HEADING = 2.0  # how much more a heading counts for the next sentence than a sentence before it


@dataclass(slots=True)
class Context:
    """Term frequencies, and lengths in terms, of sentences and the text around them.

    ``before`` and ``after`` are the neighbors of each sentence in its article, without a heading
    that follows. ``title`` and ``article`` mark the terms they contain, ``related`` the terms for
    which the section or the title contains a related one. The headings above a sentence belong to
    its section, and to its title.
    """

    own: Grid
    before: Grid
    after: Grid
    section: Grid
    title: Marks
    article: Marks
    related: Marks
    own_length: Column
    around_length: Column  # of both neighbors together
    section_length: Column

    def some(self, chosen: Sequence[int]) -> "Context":
        """The context of the sentences at these positions."""
        return Context(*(getattr(self, field.name)[chosen] for field in fields(Context)))


class Places:
    """The sentences in these rows of a part."""

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
        # Most parts have no headings; they need not pay for them.
        self._headed = len(part.headings) > 0
        if self._headed:
            self._headings, self._headings_end = self._above()
        # A window of rows that covers a sentence, its neighbors and its section.
        self._start = np.maximum(self._section - 1, 0)
        self._width = int((self._section_end - self._start).max(initial=0)) + 1
        self._stop = np.minimum(self._start + self._width, part.size)

    def context(self, terms: Sequence[str], related: Sequence[Collection[str]]) -> Context:
        """The context of these sentences, given the terms and the terms related to each."""
        rows, lengths = self._rows, self._part.lengths
        shape = len(rows), len(terms)
        title, article, has_related = (np.zeros(shape, bool) for _ in range(3))
        tf = np.zeros((len(rows), self._width, len(terms)))  # of each row of the window
        for number, term in enumerate(terms):
            article[:, number] = self._count(term, tf[:, :, number])
            title[:, number] = self._title_holds(term)
            for other in related[number]:
                has_related[:, number] |= self._section_holds(other) | self._title_holds(other)
        each, own = np.arange(len(rows)), rows - self._start
        has_before, has_after = rows > self._first, self._has_after()
        context = Context(
            own=tf[each, own],
            before=tf[each, own - 1] * has_before[:, None],
            after=tf[each, own + 1] * has_after[:, None],
            section=(tf * self._in_section()[:, :, None]).sum(axis=1),
            title=title,
            article=article,
            related=has_related,
            own_length=lengths[rows].astype(float),
            around_length=self._around_lengths(has_before, has_after).astype(float),
            section_length=_sums(self._section, self._section_end, lengths).astype(float),
        )
        if self._headed:
            self._add_headings(context, terms)
        return context

    def _add_headings(self, context: Context, terms: Sequence[str]) -> None:
        """Count the headings above each sentence in its title and section, and before it."""
        headings = np.column_stack([self._headings_count(term) for term in terms])
        context.title |= headings > 0
        outside = self._headings_end <= self._section
        context.section += headings * outside[:, None]
        lengths = _sums(self._headings, self._headings_end, self._part.lengths)
        context.section_length += lengths * outside
        # A heading says more about the sentence directly below it than another sentence would.
        below = (self._headings < self._rows) & (self._headings_end == self._rows)
        context.before[below] = HEADING * headings[below]

    def _above(self) -> tuple[Rows, Rows]:
        """The headings above each sentence, directly above each other, as ranges of rows.

        A range is empty if there are none.
        """
        headings, rows = self._part.headings, self._rows.astype(np.int32)
        end = headings[headings.searchsorted(rows) - 1] + 1
        above = (self._first < end) & (end <= rows)
        end = np.where(above, end, rows)
        start = end - above
        for _ in range(LEVELS - 1):
            before = np.maximum(start - 1, 0)
            start -= above & (start > self._first) & self._part.are_headings(before)
        return start, end

    def _has_after(self) -> Marks:
        """Whether another sentence follows in the article, and no heading before it."""
        has_after = self._rows + 1 < self._end
        if self._headed:
            has_after[has_after] = ~self._part.are_headings(self._rows[has_after] + 1)
        return np.asarray(has_after)

    def _in_section(self) -> Marks:
        """Marks the rows of each window that are in the sentence's section."""
        row = np.arange(self._width) + self._start[:, None]
        return np.asarray((row >= self._section[:, None]) & (row < self._section_end[:, None]))

    def _around_lengths(self, has_before: Marks, has_after: Marks) -> NDArray[np.int32]:
        lengths = self._part.lengths
        after = np.minimum(self._rows + 1, len(lengths) - 1)
        around = np.where(has_before, lengths[self._rows - 1], 0)
        return np.asarray(around + np.where(has_after, lengths[after], 0))

    def _count(self, term: str, tf: Grid) -> Marks:
        """Write the term's tf to each window; return whether each article contains the term."""
        bounds = np.concatenate((self._start, self._stop, self._first, self._end))
        starts, ends, first, end = self._part.places(term, bounds).reshape(4, -1)
        each, places = _each(starts, ends)
        if len(places):
            rows, found = self._part.postings_at(term, places)
            tf[each, rows - self._start[each]] = found
        return np.asarray(first < end)

    def _title_holds(self, term: str) -> Marks:
        """Whether the title of each sentence's article contains a term."""
        return self._hold(TITLE + term, self._first, self._first + 1)

    def _section_holds(self, term: str) -> Marks:
        """Whether the section or the headings above it contain a term."""
        held = self._hold(term, self._section, self._section_end)
        if self._headed:
            held |= self._hold(term, self._headings, self._headings_end)
        return held

    def _headings_count(self, term: str) -> Column:
        """The term's tf in the headings above each sentence."""
        bounds = np.concatenate((self._headings, self._headings_end))
        starts, ends = self._part.places(term, bounds).reshape(2, -1)
        each, places = _each(starts, ends)
        tf = self._part.postings_at(term, places)[1]
        return np.bincount(each, tf, len(starts)).astype(float)

    def _hold(self, term: str, starts: Rows, ends: Rows) -> Marks:
        """Whether each range of rows contains a term."""
        first, end = self._part.places(term, np.concatenate((starts, ends))).reshape(2, -1)
        return np.asarray(first < end)


def joined(
    found: Sequence[tuple[NDArray[np.intp], Places]],
    terms: Sequence[str],
    related: Sequence[Collection[str]],
) -> Context:
    """Join the contexts of several parts; ``found`` has each sentence's position in the result."""
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
    """For every number in the ranges, in sequence: the index of its range, and the number."""
    counts = ends - starts
    each = np.repeat(np.arange(len(counts)), counts)
    shifts = starts - counts.cumsum() + counts
    return each, np.arange(len(each)) + shifts[each]


def _sums(
    starts: NDArray[np.integer], ends: NDArray[np.integer], values: NDArray[np.integer]
) -> NDArray[np.int64]:
    """The sum of the values in each range."""
    each, places = _each(starts, ends)
    return np.bincount(each, values[places], len(starts)).astype(np.int64)
