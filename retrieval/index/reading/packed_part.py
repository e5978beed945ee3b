"""A part of packed articles: the few that have candidates for a question."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.index.bm25 import saturation
from retrieval.index.part import ABOUT, Codes, Floats, Mask, Part, Posting, Postings, Rows
from retrieval.index.reading.packed import Packed

SHIFT = 32  # a code is tf << SHIFT | length
LOW = (1 << SHIFT) - 1

Integers = NDArray[np.int64]

NOTHING = Posting(np.empty(0, np.int32), np.empty(0, np.int64))
START = np.zeros(1, np.int64)


class Grouped(NamedTuple):
    """A packed article with its key and its group."""

    key: int
    group: str
    entry: Packed


class PackedPart(Part):
    """A part of packed articles, in the order given.

    It is made for each question, so it finds a term's postings only when it is asked for them.
    """

    def __init__(self, articles: Sequence[Grouped]) -> None:
        super().__init__()
        entries = [one.entry for one in articles]
        self.keys = np.array([one.key for one in articles], np.int64)
        self.names, self.groups = _numbered([one.group for one in articles])
        self.languages, spoken = _numbered([one.language for one in entries])
        self.spoken = spoken.astype(np.uint8)
        self.days = np.array([one.day for one in entries], np.int32)
        sizes = [len(one.lengths) for one in entries]
        self.starts = np.concatenate([[0], np.cumsum(sizes, dtype=np.int32)]).astype(np.int32)
        starts = self.starts[:-1].tolist()
        self.lengths = _joined((one.lengths for one in entries), np.int32)
        self.headings = _joined(map(_moved, [one.headings for one in entries], starts), np.int32)
        begun = [one.sections if len(one.lengths) else one.sections[:0] for one in entries]
        self.sections = _joined(map(_moved, begun, starts), np.int32)
        self._found: dict[str, Posting] = {}
        numbers: defaultdict[str, int] = defaultdict()
        numbers.default_factory = numbers.__len__
        known = [np.array([numbers[term] for term in one.vocabulary], np.int32) for one in entries]
        self._numbers = dict(numbers)
        told = [one.tokens for one in entries]
        self._tokens = _joined(map(np.take, known, told), np.int32)
        self._rows = np.repeat(np.arange(self.size, dtype=np.int32), self.lengths)
        # Titles and names are found at their article's first row.
        about = [one.about if len(one.lengths) else 0 for one in entries]
        first = zip(known, about, strict=True)
        self._about = _joined((some[:count] for some, count in first), np.int32)
        self._about_rows = np.repeat(self.starts[:-1], about)

    def find(self, term: str) -> Posting | None:
        return self._posting(term) if term in self._numbers else None

    def places(self, term: str, rows: Rows) -> NDArray[np.intp]:
        return self._posting(term).rows.searchsorted(rows)

    def postings_at(self, term: str, places: NDArray[np.intp]) -> tuple[Rows, Integers]:
        rows, codes = self._posting(term)
        return rows.take(places), self.tf(codes.take(places))

    def find_all(self, terms: Iterable[str], mask: Mask | None) -> Postings:
        found = [self._posting(term) for term in terms]
        rows = _joined((one.rows for one in found), np.int32)
        codes = np.concatenate([NOTHING.codes, *(one.codes for one in found)])
        ends = np.cumsum([len(one.rows) for one in found], dtype=np.int64)
        if mask is not None:
            (kept,) = mask.take(rows).nonzero()
            rows, codes, ends = rows.take(kept), codes.take(kept), kept.searchsorted(ends)
        return Postings(rows, codes, ends.tolist())

    def tf(self, codes: Codes) -> Integers:
        return np.asarray(codes >> SHIFT)

    def gains(
        self, codes: Codes, weight: float, k1: float, b: float, average: float, out: Floats
    ) -> None:
        np.multiply(saturation(codes >> SHIFT, codes & LOW, average, k1, b), weight, out=out)

    def terms(self) -> Iterator[str]:
        yield from self._numbers

    def terms_like(self, first: str, lengths: Iterable[int]) -> Iterator[str]:
        wanted = frozenset(lengths)
        return (term for term in self._numbers if term[0] == first and len(term) in wanted)

    def _posting(self, term: str) -> Posting:
        if term not in self._found:
            self._found[term] = self._look_up(term)
        return self._found[term]

    def _look_up(self, term: str) -> Posting:
        number = self._numbers.get(term)
        if number is None:
            return NOTHING
        is_about = term[:1] in ABOUT
        tokens, rows = (self._about, self._about_rows) if is_about else (self._tokens, self._rows)
        every = rows.take((tokens == number).nonzero()[0])
        if not len(every):
            return NOTHING
        (last,) = (every[1:] != every[:-1]).nonzero()
        ends = np.concatenate([START, last + 1, [len(every)]])
        found = every.take(ends[:-1])
        return Posting(found, (ends[1:] - ends[:-1]) << SHIFT | self.lengths.take(found))


def _numbered(names: Sequence[str]) -> tuple[list[str], NDArray[np.int32]]:
    """The distinct names, and the position of each among them."""
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return list(numbers), np.array([numbers[name] for name in names], np.int32)


def _moved(numbers: NDArray[np.integer], start: int) -> Integers:
    return numbers.astype(np.int64) + start


def _joined(pieces: Iterable[NDArray[np.integer]], kind: type[np.int32]) -> NDArray[np.int32]:
    return np.concatenate([np.empty(0, kind), *pieces]).astype(kind, copy=False)
