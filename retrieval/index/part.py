"""What the index is made of: parts that hold sentences and the postings of their terms."""

from abc import ABC, abstractmethod
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.index.entry import Entry

Rows = NDArray[np.int32]
Codes = NDArray[np.integer]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Groups = frozenset[str]

TITLE = "\0"  # before a title's term, which is posted at its article's first row
SCOPES = 16  # kept prepared for each part; each takes a byte for every row
SCOPES_KNOWN = 1000  # of which each part remembers which of their groups it has
SHIFT = 32  # a code of the tail: tf << SHIFT | length


class Posting(NamedTuple):
    """The rows that hold a term, rising; for each a code that tells its tf and length."""

    rows: Rows
    codes: Codes


class Postings(NamedTuple):
    """The postings of several terms, one after the other, and where those of each end."""

    rows: Rows
    codes: Codes
    ends: Sequence[int]


class Scoped(NamedTuple):
    """What of a part counts: the rows, where not all do; how many; how many terms they have."""

    mask: Mask | None
    rows: int
    terms: int


class Part(ABC):
    """Sentences as rows, an article's one after the other, and the postings of their terms.

    ``keys``, ``groups`` and ``starts`` tell of each article its key, the number of its group
    among ``names``, and its first row; ``starts`` has one more, the count of rows. ``sections``
    are the rows at which sections begin, rising; ``lengths`` how many terms each row has.
    """

    keys: NDArray[np.int64]
    groups: NDArray[np.int32]
    starts: Rows
    sections: Rows
    lengths: NDArray[np.int32]
    names: Sequence[str]

    def __init__(self) -> None:
        self.removed: set[int] = set()  # the places of articles, counted from 0
        self._scoped: dict[Groups | None, Scoped] = {}
        self._here: dict[Groups, Groups | None] = {}
        self._totals: NDArray[np.int64] | None = None

    @abstractmethod
    def find(self, term: str) -> Posting | None:
        """The term's postings; None where no row holds it."""

    @abstractmethod
    def places(self, term: str, rows: Rows) -> NDArray[np.intp]:
        """Where among the term's postings each row, of 0 to ``size``, stands or would."""

    @abstractmethod
    def postings_at(self, term: str, places: NDArray[np.intp]) -> tuple[Rows, NDArray[np.int64]]:
        """The rows and tfs of the term's postings at some places."""

    @abstractmethod
    def find_all(self, terms: Iterable[str], mask: Mask | None) -> Postings:
        """The terms' postings, as far as their rows are in the mask."""

    @abstractmethod
    def tf(self, codes: Codes) -> NDArray[np.int64]:
        """How often the term is in each row."""

    @abstractmethod
    def gains(
        self, codes: Codes, weight: float, k1: float, b: float, average: float, out: Floats
    ) -> None:
        """Write to ``out`` what BM25 gives each row for a term of this weight."""

    @abstractmethod
    def terms(self) -> Iterator[str]:
        """Yield each term once, those of titles too."""

    @abstractmethod
    def terms_like(self, first: str, lengths: Iterable[int]) -> Iterator[str]:
        """Yield the terms of these lengths that begin with a letter."""

    @property
    def size(self) -> int:
        """How many rows there are, those of removed articles among them."""
        return int(self.starts[-1])

    @property
    def removed_rows(self) -> int:
        """How many rows are those of removed articles."""
        at = np.fromiter(self.removed, np.intp)
        return int((self.starts[at + 1] - self.starts[at]).sum())

    def holds(self, term: str, row: int) -> bool:
        """Whether a row holds a term."""
        first, end = self.places(term, np.array([row, row + 1], np.int32)).tolist()
        return bool(first < end)

    def remove(self, at: int) -> None:
        """Count an article no longer."""
        self.removed.add(at)
        self._scoped.clear()

    def scoped(self, groups: Groups | None) -> Scoped:
        """What counts of the groups' articles; of all articles with None."""
        here = None if groups is None else self._groups_here(groups)
        found = self._scoped.get(here)
        if found is None:
            if len(self._scoped) >= SCOPES:
                del self._scoped[next(iter(self._scoped))]
            found = self._scoped[here] = self._scope(here)
        return found

    def _groups_here(self, groups: Groups) -> Groups | None:
        """Those of the groups that have articles here; None where all that have are among them.

        Most chats have no articles of their own: then they share what is prepared.
        """
        if groups not in self._here:
            if len(self._here) >= SCOPES_KNOWN:
                del self._here[next(iter(self._here))]
            here = groups.intersection(self.names)
            self._here[groups] = None if len(here) == len(self.names) else here
        return self._here[groups]

    def _scope(self, groups: Groups | None) -> Scoped:
        counts = np.ones(len(self.keys), bool)
        if groups is not None:
            counts = np.array([name in groups for name in self.names], bool)[self.groups]
        if self.removed:
            counts[list(self.removed)] = False
        sizes = np.diff(self.starts)
        rows = int(sizes[counts].sum())
        terms = int(self._lengths_of_articles()[counts].sum())
        return Scoped(None if rows == self.size else np.repeat(counts, sizes), rows, terms)

    def _lengths_of_articles(self) -> NDArray[np.int64]:
        """How many terms each article has."""
        if self._totals is None:
            ends = np.concatenate([[0], np.cumsum(self.lengths, dtype=np.int64)])
            self._totals = np.diff(ends[self.starts])
        return self._totals


NOTHING = Posting(np.empty(0, np.int32), np.empty(0, np.int64))


class Tail(Part):
    """The part that grows, in dictionaries."""

    def __init__(self) -> None:
        super().__init__()
        self.postings: dict[str, array[int]] = defaultdict(lambda: array("q"))  # row, code, ...
        self.names: list[str] = []
        self._keys = array("q")
        self._groups = array("i")
        self._starts = array("i", [0])
        self._sections = array("i")
        self._lengths = array("i")
        self._show()

    def add(self, key: int, group: str, article: Entry) -> int:
        """Add an article; return its place."""
        start = self._starts[-1]
        sentences = article.sentences
        for term in set(article.title) if sentences else ():
            self.postings[TITLE + term].extend((start, 1 << SHIFT))
        for row, terms in enumerate(sentences, start):
            length = len(terms)
            self._lengths.append(length)
            for term, tf in Counter(terms).items():
                self.postings[term].extend((row, tf << SHIFT | length))
        if group not in self.names:
            self.names.append(group)
        self._keys.append(key)
        self._groups.append(self.names.index(group))
        self._starts.append(start + len(sentences))
        self._sections.extend([start + number for number in article.sections if sentences])
        self._here.clear()
        self._show()
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
        np.multiply(impacts(tf, lengths, k1, b, average), weight, out=out)

    def terms(self) -> Iterator[str]:
        yield from self.postings

    def terms_like(self, first: str, lengths: Iterable[int]) -> Iterator[str]:
        wanted = frozenset(lengths)
        for term in self.postings:
            if term[0] == first and len(term) in wanted:
                yield term

    def _show(self) -> None:
        """Make arrays of copies: an array that is looked at could not grow."""
        self.keys = np.array(self._keys, np.int64)
        self.groups = np.array(self._groups, np.int32)
        self.starts = np.array(self._starts, np.int32)
        self.sections = np.array(self._sections, np.int32)
        self.lengths = np.array(self._lengths, np.int32)
        self._scoped.clear()
        self._totals = None


def impacts(
    tf: NDArray[np.int64] | Floats, lengths: NDArray[np.int64] | Floats,
    k1: float, b: float, average: float,
) -> Floats:  # fmt: skip
    """BM25's tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average))."""
    return tf * (k1 + 1) / (tf + k1 * (1 - b + b / average * lengths))
