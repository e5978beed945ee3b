"""What stands in and around some sentences: how often each holds each term of a query."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from retrieval.parts import TITLE, Part

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
        at = np.searchsorted(part.starts, rows, side="right") - 1
        self._first = part.starts[at]
        self._end = part.starts[at + 1]
        section = np.searchsorted(part.sections, rows, side="right") - 1
        ends = np.append(part.sections, part.size)
        self._section = ends[section]
        self._section_end = ends[section + 1]
        # All that is looked up in a term's postings, at once.
        self._bounds = np.concatenate(
            (rows, rows - 1, rows + 1, self._section, self._section_end, self._first, self._end)
        ).astype(np.int32)

    def context(self, terms: Sequence[str], related: Sequence[Collection[str]]) -> Context:
        """The context of these sentences, for some terms and what is related to each."""
        shape = len(self._rows), len(terms)
        lengths = self._part.lengths
        last = len(lengths) - 1
        before, after = self._rows > self._first, self._rows + 1 < self._end
        around = np.where(before, lengths[self._rows - 1], 0)
        around += np.where(after, lengths[np.minimum(self._rows + 1, last)], 0)
        section = _sums(self._section, self._section_end, lengths)
        found = Context(
            own=np.zeros(shape),
            before=np.zeros(shape),
            after=np.zeros(shape),
            section=np.zeros(shape),
            title=np.zeros(shape, bool),
            article=np.zeros(shape, bool),
            related=np.zeros(shape, bool),
            own_length=lengths[self._rows].astype(float),
            around_length=around.astype(float),
            section_length=section.astype(float),
            opens_section=self._rows == self._section,
        )
        for number, term in enumerate(terms):
            self._count(found, number, term, before, after)
            found.title[:, number] = self.title_holds(term)
            for other in related[number]:
                found.related[:, number] |= self._section_holds(other) | self.title_holds(other)
        return found

    def _count(self, found: Context, number: int, term: str, before: Marks, after: Marks) -> None:
        posting = self._part.find(term)
        if posting is None:
            return
        at = np.searchsorted(posting.rows, self._bounds).reshape(7, -1)
        rows, codes = posting.rows, posting.codes

        def frequency(places: NDArray[np.intp], wanted: NDArray[np.integer]) -> Column:
            places = np.minimum(places, len(rows) - 1)
            held = rows[places] == wanted
            return np.where(held, self._part.tf(codes[places]), 0).astype(float)

        found.own[:, number] = frequency(at[0], self._rows)
        found.before[:, number] = before * frequency(at[1], self._rows - 1)
        found.after[:, number] = after * frequency(at[2], self._rows + 1)
        place = at[3].copy()
        while (inside := place < at[4]).any():
            held = self._part.tf(codes[np.minimum(place, len(rows) - 1)])
            found.section[:, number] += np.where(inside, held, 0)
            place += 1
        found.article[:, number] = at[5] < at[6]

    def holds(self, term: str, rows: NDArray[np.integer]) -> Marks:
        """Whether each row holds a term."""
        posting = self._part.find(term)
        if posting is None:
            return np.zeros(len(rows), bool)
        at = np.searchsorted(posting.rows, rows)
        return np.asarray(posting.rows[np.minimum(at, len(posting.rows) - 1)] == rows)

    def title_holds(self, term: str) -> Marks:
        """Whether each sentence's article has a term in its title."""
        return self.holds(TITLE + term, self._first)

    def _section_holds(self, term: str) -> Marks:
        posting = self._part.find(term)
        if posting is None:
            return np.zeros(len(self._rows), bool)
        start, end = np.searchsorted(posting.rows, (self._section, self._section_end))
        return np.asarray(start < end)


def joined(
    found: Sequence[tuple[NDArray[np.intp], Places]],
    terms: Sequence[str],
    related: Sequence[Collection[str]],
) -> Context:
    """The contexts of places in several parts as one; with each come the numbers it has there."""
    contexts = [places.context(terms, related) for _, places in found]
    order = np.argsort(np.concatenate([numbers for numbers, _ in found]))
    names = [field.name for field in fields(Context)]
    columns = {
        name: np.concatenate([getattr(one, name) for one in contexts])[order] for name in names
    }
    return Context(**columns)


def _sums(
    starts: NDArray[np.integer], ends: NDArray[np.integer], values: NDArray[np.integer]
) -> NDArray[np.int64]:
    """The sum of the values of each range; the ranges are short."""
    sums = np.zeros(len(starts), np.int64)
    place = starts.copy()
    while (inside := place < ends).any():
        sums += np.where(inside, values[np.minimum(place, len(values) - 1)], 0)
        place += 1
    return sums
