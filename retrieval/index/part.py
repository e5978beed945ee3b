"""The base class of the index's parts, which hold sentences and the postings of their terms."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.scope import Groups, Names, Narrowed, Scope

Rows = NDArray[np.int32]
Codes = NDArray[np.integer]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

# Prefixes of the terms of titles, publishers and authors, whose postings name the first row of
# the article.
TITLE = "\0"
PUBLISHER = "\1"
AUTHOR = "\2"
ABOUT = TITLE + PUBLISHER + AUTHOR
MOST_BELOW = 5  # sentences below a heading that can answer a question with its words
MOST_TOGETHER = 10  # headings without a sentence between; with more, the first lead nowhere
SCOPES = 16  # cached per part, at a byte per row
SCOPES_KNOWN = 1000  # scopes for which a part caches which of their groups it contains


class Posting(NamedTuple):
    """The rows that contain a term, ascending, with a code for the tf and length of each."""

    rows: Rows
    codes: Codes


class Postings(NamedTuple):
    """The postings of several terms in sequence, and where each term's postings end."""

    rows: Rows
    codes: Codes
    ends: Sequence[int]


class Scoped(NamedTuple):
    """The rows and articles of a part that are in a scope."""

    articles: Mask
    mask: Mask | None  # of the rows; None if all are
    rows: int  # their number
    terms: int  # the number of terms in them
    languages: Mapping[str, int]  # the number of rows in each


class Part(ABC):
    """Sentences as rows, article by article, and the postings of their terms.

    For each article, ``keys`` holds its key, ``groups`` the position of its group in ``names``,
    ``days`` the ordinal of its day, 0 if unknown, ``spoken`` the position of its language in
    ``languages``, and ``starts`` its first row; ``starts`` ends with the number of rows.
    ``sections`` are the first rows of the sections, ascending; ``headings`` are the rows that are
    headings, which are searched but never quoted, ascending; ``lengths`` counts each row's terms.
    """

    keys: NDArray[np.int64]
    groups: NDArray[np.int32]
    days: NDArray[np.int32]
    spoken: NDArray[np.uint8]
    starts: Rows
    sections: Rows
    headings: Rows
    lengths: NDArray[np.int32]
    names: Sequence[str]
    languages: Sequence[str]

    def __init__(self) -> None:
        self.removed: set[int] = set()  # positions of articles, from 0
        self._scoped: dict[Scope, Scoped] = {}
        self._present: dict[Groups, Groups | None] = {}
        self._article_terms: NDArray[np.int64] | None = None
        self._heading_mask: Mask | None = None
        self._first: dict[int, Mask] = {}

    @abstractmethod
    def find(self, term: str) -> Posting | None:
        """The term's postings; None if no row contains it."""

    @abstractmethod
    def places(self, term: str, rows: Rows) -> NDArray[np.intp]:
        """The position that each row, from 0 to ``size``, has or would have in the postings."""

    @abstractmethod
    def postings_at(self, term: str, places: NDArray[np.intp]) -> tuple[Rows, NDArray[np.int64]]:
        """The rows and tfs of the term's postings at these positions."""

    @abstractmethod
    def find_all(self, terms: Iterable[str], mask: Mask | None) -> Postings:
        """The terms' postings in the rows of the mask; in all rows if it is None."""

    @abstractmethod
    def tf(self, codes: Codes) -> NDArray[np.int64]:
        """The term frequency of each code."""

    @abstractmethod
    def gains(
        self, codes: Codes, weight: float, k1: float, b: float, average: float, out: Floats
    ) -> None:
        """Write the BM25 score of each posting of a term with this weight to ``out``."""

    @abstractmethod
    def terms(self) -> Iterator[str]:
        """Yield each term once, including those of titles and names."""

    @abstractmethod
    def terms_like(self, first: str, lengths: Iterable[int]) -> Iterator[str]:
        """Yield the terms of these lengths that begin with the letter ``first``."""

    @property
    def size(self) -> int:
        """The number of rows, including those of removed articles."""
        return int(self.starts[-1])

    @property
    def removed_rows(self) -> int:
        """The number of rows of removed articles."""
        at = np.fromiter(self.removed, np.intp)
        return int((self.starts[at + 1] - self.starts[at]).sum()) if len(at) else 0

    def rows_in(self, at: int, scope: Scope = None) -> int:
        """The number of rows of an article; 0 if it is outside the scope."""
        within = scope is None or bool(self.scoped(scope).articles[at])
        return int(self.starts[at + 1] - self.starts[at]) if within else 0

    def are_headings(self, rows: NDArray[np.integer]) -> Mask:
        """Marks the rows that are headings."""
        if not len(self.headings):
            return np.zeros(len(rows), bool)
        if self._heading_mask is None:
            self._heading_mask = np.zeros(self.size, bool)
            self._heading_mask[self.headings] = True
        return self._heading_mask.take(rows)

    def of_sentences(self, rows: NDArray[np.integer], values: Floats) -> Floats:
        """The values, one for each row, of the rows that are not headings."""
        return values[~self.are_headings(rows)] if len(self.headings) else values

    def quotable(self, at: int, number: int, most: int) -> list[int]:
        """The sentence of an article with this number; below a heading, up to ``most`` sentences.

        These are the sentences before the next heading. Headings without any sentence between
        them share the sentences below.
        """
        if not self._is_heading(at, number):
            return [number]
        start, end = self.starts[at : at + 2].tolist()
        first = start + number
        rows = np.arange(first, min(end, first + MOST_TOGETHER + most), dtype=np.int32)
        sentences = rows[~self.are_headings(rows)]
        together = sentences - np.arange(len(sentences)) == sentences[:1]
        return [row - start for row in sentences[together][:most].tolist()]

    def neighbors(self, at: int, number: int) -> list[int]:
        """The sentences before and after one in its article; below a heading, several."""
        if self._is_heading(at, number):
            return self.quotable(at, number, MOST_BELOW)
        size = self.rows_in(at)
        near = [one for one in (number - 1, number + 1) if 0 <= one < size]
        return [one for one in near if not self._is_heading(at, one)]

    def _is_heading(self, at: int, number: int) -> bool:
        if not len(self.headings):
            return False
        return bool(self.are_headings(self.starts[at : at + 1] + number).item())

    def first_rows(self, length: int) -> Mask:
        """Marks the first ``length`` rows of each article."""
        if length not in self._first:
            sizes = np.diff(self.starts)
            numbers = np.arange(self.size) - np.repeat(self.starts[:-1], sizes)
            self._first[length] = numbers < length
        return self._first[length]

    def remove(self, at: int) -> None:
        """Mark an article as removed."""
        self.removed.add(at)
        self._scoped.clear()

    def scoped(self, scope: Scope) -> Scoped:
        """The rows and articles of a scope."""
        present = self._scope_present(scope)
        found = self._scoped.get(present)
        if found is None:
            if len(self._scoped) >= SCOPES:
                del self._scoped[next(iter(self._scoped))]
            found = self._scoped[present] = self._scope(present)
        return found

    def sizes(self, scope: Scope) -> dict[int, int]:
        """The number of rows of each of the scope's articles that has any, by its key."""
        at = self._articles_in(scope)
        sizes = self.starts[at + 1] - self.starts[at]
        return dict(zip(self.keys[at].tolist(), sizes.tolist(), strict=True))

    def dated(self, scope: Scope) -> Iterator[tuple[int, int]]:
        """Yield the day and the key of each of the scope's articles that has rows."""
        at = self._articles_in(scope)
        yield from zip(self.days[at].tolist(), self.keys[at].tolist(), strict=True)

    def articles(self, scope: Scope) -> Mask:
        """Marks the scope's articles; this does not look at their rows."""
        present = self._scope_present(scope)
        known = self._scoped.get(present)
        return self._articles(present) if known is None else known.articles

    def _articles_in(self, scope: Scope) -> NDArray[np.intp]:
        """The positions of the scope's articles that have rows."""
        return (self.articles(scope) & (np.diff(self.starts) > 0)).nonzero()[0]

    def _scope_present(self, scope: Scope) -> Scope:
        if not isinstance(scope, Narrowed):
            return self._groups_present(scope)
        groups = self._groups_present(scope.groups)
        language = None if (scope.language,) == tuple(self.languages) else scope.language
        present = replace(scope, groups=groups, language=language)
        return groups if present == Narrowed(groups) else present

    def _groups_present(self, groups: Groups | None) -> Groups | None:
        """The groups with articles in this part; None if these are all of its groups.

        Most chats have no articles of their own, so they share a cached scope.
        """
        if groups is None:
            return None
        if groups not in self._present:
            if len(self._present) >= SCOPES_KNOWN:
                del self._present[next(iter(self._present))]
            present = groups.intersection(self.names)
            self._present[groups] = None if len(present) == len(self.names) else present
        return self._present[groups]

    def _scope(self, scope: Scope) -> Scoped:
        counts = self._articles(scope)
        sizes = np.diff(self.starts)
        rows = int(sizes[counts].sum())
        terms = int(self._article_lengths()[counts].sum())
        mask = None if rows == self.size else np.repeat(counts, sizes)
        return Scoped(counts, mask, rows, terms, self._spoken_in(counts, sizes))

    def _spoken_in(self, counts: Mask, sizes: NDArray[np.integer]) -> dict[str, int]:
        """The number of rows of the marked articles in each language that has any."""
        rows = np.bincount(self.spoken[counts], sizes[counts], len(self.languages)).tolist()
        return {one: int(some) for one, some in zip(self.languages, rows, strict=True) if some}

    def _articles(self, scope: Scope) -> Mask:
        counts = self._narrowed(scope) if isinstance(scope, Narrowed) else self._all_articles()
        groups = scope.groups if isinstance(scope, Narrowed) else scope
        if groups is not None:
            counts &= np.array([name in groups for name in self.names], bool)[self.groups]
        if self.removed:
            counts[list(self.removed)] = False
        return counts

    def _all_articles(self) -> Mask:
        return np.ones(len(self.keys), bool)

    def _narrowed(self, scope: Narrowed) -> Mask:
        """Marks the articles with the days, publishers, authors, keys and language of a scope."""
        kept = (self.days >= scope.since) & (self.days <= scope.until)
        if scope.keys is not None:
            kept &= (self.keys >= scope.keys.start) & (self.keys < scope.keys.stop)
        if scope.language is not None:
            kept &= np.array([one == scope.language for one in self.languages], bool)[self.spoken]
        for prefix, names in ((PUBLISHER, scope.publishers), (AUTHOR, scope.authors)):
            if names:
                kept &= self._named(prefix, names)
        return np.asarray(kept)

    def _named(self, prefix: str, names: Names) -> Mask:
        """Marks the articles whose publisher or author has all the words of one of the names."""
        named = ~self._all_articles()
        for words in names:
            has_all = self._all_articles()
            for word in words:
                has_all &= self._with(prefix + word)
            named |= has_all
        return named

    def _with(self, term: str) -> Mask:
        """Marks the articles whose first row is in the term's postings."""
        marks = ~self._all_articles()
        if (found := self.find(term)) is not None:
            marks[self.starts.searchsorted(found.rows, side="right") - 1] = True
        return marks

    def _article_lengths(self) -> NDArray[np.int64]:
        """The number of terms in each article."""
        if self._article_terms is None:
            ends = np.concatenate([[0], np.cumsum(self.lengths, dtype=np.int64)])
            self._article_terms = np.diff(ends[self.starts])
        return self._article_terms
