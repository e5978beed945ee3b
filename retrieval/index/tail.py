"""The part of the index that grows: postings in dictionaries."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from retrieval.index.bm25 import saturation
from retrieval.index.entry import Entry
from retrieval.index.part import (
    AUTHOR,
    PUBLISHER,
    TITLE,
    Codes,
    Floats,
    Mask,
    Part,
    Posting,
    Postings,
    Rows,
)

SHIFT = 32  # a code is tf << SHIFT | length

NOTHING = Posting(np.empty(0, np.int32), np.empty(0, np.int64))


class Tail(Part):
    """A part to which articles are added."""

    def __init__(self) -> None:
        super().__init__()
        self.postings: dict[str, array[int]] = defaultdict(lambda: array("q"))  # row, code, ...
        self.names: list[str] = []
        self.languages: list[str] = []
        self._keys = array("q")
        self._groups = array("i")
        self._days = array("i")
        self._spoken = array("B")
        self._starts = array("i", [0])
        self._sections = array("i")
        self._headings = array("i")
        self._lengths = array("i")
        self._publish()

    def add(self, key: int, group: str, article: Entry) -> int:
        """Add an article; return its position."""
        start = self._starts[-1]
        sentences = article.sentences
        about = {TITLE: article.title, PUBLISHER: article.publisher, AUTHOR: article.author}
        for prefix, terms in about.items() if sentences else ():
            for term in set(terms):
                self.postings[prefix + term].extend((start, 1 << SHIFT))
        for row, terms in enumerate(sentences, start):
            length = len(terms)
            self._lengths.append(length)
            for term, tf in Counter(terms).items():
                self.postings[term].extend((row, tf << SHIFT | length))
        if group not in self.names:
            self.names.append(group)
        self._keys.append(key)
        if article.language not in self.languages:
            self.languages.append(article.language)
        self._groups.append(self.names.index(group))
        self._spoken.append(self.languages.index(article.language))
        self._days.append(article.day)
        self._starts.append(start + len(sentences))
        self._sections.extend([start + number for number in article.sections if sentences])
        self._headings.extend([start + number for number in article.headings])
        self._present.clear()
        self._publish()
        return len(self._keys) - 1

    def find(self, term: str) -> Posting | None:
        found = self.postings.get(term)
        if found is None:
            return None
        pairs = np.array(found, np.int64)
        return Posting(pairs[::2].astype(np.int32), pairs[1::2])

    def places(self, term: str, rows: Rows) -> NDArray[np.intp]:
        found = self.find(term) or NOTHING
        return found.rows.searchsorted(rows)

    def postings_at(self, term: str, places: NDArray[np.intp]) -> tuple[Rows, NDArray[np.int64]]:
        found = self.find(term) or NOTHING
        return found.rows[places], self.tf(found.codes[places])

    def find_all(self, terms: Iterable[str], mask: Mask | None) -> Postings:
        found = [self.find(term) or NOTHING for term in terms]
        rows = np.concatenate([NOTHING.rows, *(one.rows for one in found)])
        codes = np.concatenate([NOTHING.codes, *(one.codes for one in found)])
        ends = np.cumsum([len(one.rows) for one in found])
        if mask is not None:
            (kept,) = mask.take(rows).nonzero()
            rows, codes, ends = rows.take(kept), codes.take(kept), kept.searchsorted(ends)
        return Postings(rows, codes, ends.tolist())

    def tf(self, codes: Codes) -> NDArray[np.int64]:
        return codes >> SHIFT

    def gains(
        self, codes: Codes, weight: float, k1: float, b: float, average: float, out: Floats
    ) -> None:
        tf = codes >> SHIFT
        lengths = codes & ((1 << SHIFT) - 1)
        np.multiply(saturation(tf, lengths, average, k1, b), weight, out=out)

    def terms(self) -> Iterator[str]:
        yield from self.postings

    def terms_like(self, first: str, lengths: Iterable[int]) -> Iterator[str]:
        wanted = frozenset(lengths)
        for term in self.postings:
            if term[0] == first and len(term) in wanted:
                yield term

    def _publish(self) -> None:
        """Copy the arrays; an array with a numpy view cannot grow."""
        self.keys = np.array(self._keys, np.int64)
        self.groups = np.array(self._groups, np.int32)
        self.days = np.array(self._days, np.int32)
        self.spoken = np.array(self._spoken, np.uint8)
        self.starts = np.array(self._starts, np.int32)
        self.sections = np.array(self._sections, np.int32)
        self.headings = np.array(self._headings, np.int32)
        self.lengths = np.array(self._lengths, np.int32)
        self._scoped.clear()
        self._article_terms = None
        self._heading_mask = None
        self._first.clear()
