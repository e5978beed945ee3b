"""The inverted index: the sentences that contain a query's terms, ranked by BM25."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, pairwise

import numpy as np

from retrieval.index.articles import Articles
from retrieval.index.bm25 import ScopedBM25
from retrieval.index.entry import Entry
from retrieval.index.merging import merged, together
from retrieval.index.part import ABOUT, TITLE, Floats, Part, Postings, Rows
from retrieval.index.reading.nearness import most_together
from retrieval.index.scoring import Hit, Scorer, Weighted, batches, best_hits
from retrieval.index.segment import Segment
from retrieval.index.tail import Tail
from retrieval.scope import Scope

TAIL = 4096  # rows at which the tail becomes a segment
MOST_SEGMENTS = 4

NONE = Postings(np.empty(0, np.int32), np.empty(0, np.int32), ())


class Index(Articles, ScopedBM25):
    """BM25 over the articles of a scope.

    Articles have keys and are ordered by key. Each belongs to a group. Sentences outside the
    scope do not affect the scores.

    Articles are kept in parts. New ones go to a tail, which becomes an immutable segment when it
    is full; many segments are merged into fewer, but never into one that would be too large.
    ``settle`` does so at once; ``unsettled`` and ``replace`` let a caller do it in the background.

    Not thread-safe.
    """

    def __init__(
        self, *, k1: float = 1.5, b: float = 0.75, epsilon: float = 0.25, positive_idf: bool = True
    ) -> None:
        # Caches the last lookup (terms and scope to postings): answering a question repeats it.
        self._cached: dict[tuple[tuple[str, ...], Scope], list[Postings]] = {}
        super().__init__(k1, b, epsilon, positive_idf=positive_idf)
        self.clear()
        self._scorer = Scorer(k1, b)

    def __len__(self) -> int:
        return self.corpus_size

    def sizes_in(self, scope: Scope, most: int) -> dict[int, int]:
        """The number of sentences of each of the scope's articles; none if more than ``most``."""
        parts = self._parts() if self._size(scope) <= most else ()
        return {key: size for part in parts for key, size in part.sizes(scope).items()}

    def add(self, key: int, group: str, article: Entry) -> None:
        """Add an article.

        Raises:
            ValueError: The article is already in the index.
        """
        if key in self._where:
            raise ValueError(f"article {key!r} is already in the index")
        self._cached.clear()
        self._where[key] = self.tail, self.tail.add(key, group, article)
        self.corpus_size += len(article.sentences)

    def remove(self, key: int) -> None:
        """Remove an article.

        Raises:
            KeyError: The article is not in the index.
        """
        part, at = self._where.pop(key)
        self._cached.clear()
        part.remove(at)
        self.corpus_size -= part.rows_in(at)

    def clear(self) -> None:
        """Remove all articles."""
        self._cached.clear()
        self.segments: list[Segment] = []
        self._sealing: list[Part] = []  # full tails that are becoming a segment
        self.tail = Tail()
        self._where: dict[int, tuple[Part, int]] = {}
        self.corpus_size = 0

    def insert(self, part: Segment | Tail) -> None:
        """Add a segment, or a tail that is becoming one, with articles that are new."""
        self._cached.clear()
        self.segments += [part] if isinstance(part, Segment) else []
        self._sealing += [part] if isinstance(part, Tail) else []
        self._find_articles(part)
        self.corpus_size += part.size - part.removed_rows

    def drop(self, lost: Sequence[Segment]) -> list[int]:
        """Drop segments without reading them; return the keys of their articles."""
        self._cached.clear()
        self.segments = [one for one in self.segments if one not in lost]
        keys = [key for key, (part, _) in self._where.items() if part in lost]
        for key in keys:
            del self._where[key]
        self.corpus_size = sum(part.size - part.removed_rows for part in self._parts())
        return keys

    def settle(self) -> None:
        """Turn a full tail into a segment and merge segments as needed."""
        while parts := self.unsettled():
            self.replace(parts, merged(parts))

    def unsettled(self, tail: int = TAIL) -> list[Part]:
        """The parts to merge into one segment next; a tail among them stops growing.

        This is a tail of at least ``tail`` rows, a segment with most of its rows removed, or, of
        more than MOST_SEGMENTS that may be merged with a neighbor, the two neighbors with the
        fewest rows in total.
        """
        if self.tail.size >= tail:
            self._cached.clear()
            full, self.tail = self.tail, Tail()
            self._sealing.append(full)
            return [full]
        for segment in self.segments:
            if 2 * segment.removed_rows > segment.size:
                return [segment]
        if len(self.segments) <= MOST_SEGMENTS:
            return []
        pairs = [pair for pair in pairwise(self.segments) if len(together(pair)) == 2]
        if len(set(chain.from_iterable(pairs))) <= MOST_SEGMENTS:
            return []
        return [*min(pairs, key=lambda pair: pair[0].size + pair[1].size)]

    def unclean(self) -> list[Part]:
        """The parts that hold removed articles; a tail among them stops growing."""
        tail = self.unsettled(tail=0) if self.tail.removed else []
        return [*tail, *(segment for segment in self.segments if segment.removed)]

    def replace(self, parts: Sequence[Part], segment: Segment) -> None:
        """Replace parts by the segment merged from them.

        Articles removed in the meantime stay removed.
        """
        self._cached.clear()
        at = next((at for at, one in enumerate(self.segments) if one in parts), len(self.segments))
        self.segments = [one for one in self.segments if one not in parts]
        self._sealing = [one for one in self._sealing if one not in parts]
        for place, key in enumerate(segment.keys.tolist()):
            where = self._where.get(key)
            if where is None or where[0] not in parts:
                segment.remove(place)
        if segment.size:
            self.segments.insert(at, segment)
        self._find_articles(segment)

    def expect(self, *_: object) -> None:
        """Do nothing: everything is at hand."""

    expect_typed = expect

    def search(self, query: Sequence[str], scope: Scope, limit: int) -> list[Hit]:
        """Return up to ``limit`` sentences of the scope, and the headings among them, best first.

        There are at most ``limit`` headings. Every sentence that contains a term of the query is a
        candidate, whatever its score. Equal scores keep corpus order.
        """
        counts = Counter(query)
        if not counts or limit <= 0:
            return []
        weights = self.term_weights(query, scope)
        weighted = [
            (terms, [counts[term] * weights[term] for term in terms]) for terms in batches(counts)
        ]
        return best_hits(self._best_rows(weighted, scope, limit), limit)

    def _best_rows(
        self, batched: Sequence[tuple[tuple[str, ...], list[float]]], scope: Scope, limit: int
    ) -> list[tuple[Part, Rows, Floats]]:
        """The best rows of each part, and their scores."""
        parts = self._parts()
        every = [
            [Weighted(self.find(terms, scope)[number], weights) for terms, weights in batched]
            for number in range(len(parts))
        ]
        return self._scorer.best_in(parts, every, self._average(scope), limit)

    def df(self, query: Iterable[str], scope: Scope) -> dict[str, int]:
        """The number of the scope's sentences that contain each distinct term."""
        dfs: dict[str, int] = {}
        for terms in batches(dict.fromkeys(query)):
            ends = [one.ends for one in self.find(terms, scope) if one is not NONE]
            totals = [sum(some) for some in zip(*ends, strict=True)] or [0] * len(terms)
            sizes = (end - start for start, end in pairwise([0, *totals]))
            dfs |= dict(zip(terms, sizes, strict=True))
        return dfs

    def terms_like(
        self, _typed: Collection[str], first: str, lengths: Collection[int]
    ) -> set[str]:
        """The terms of these lengths, in letters, that begin with the letter ``first``."""
        return {term for part in self._parts() for term in part.terms_like(first, lengths)}

    def together(
        self, terms: Sequence[str], others: Sequence[str], scope: Scope
    ) -> Mapping[str, int]:
        """For each term, the most of the others that a sentence with it and its neighbors have."""
        return most_together(self.find((*terms, *others), scope), terms, others)

    def titles(self, query: Iterable[str], scope: Scope) -> dict[str, int]:
        """The number of the scope's articles with each distinct term in their title."""
        return self.about(TITLE, query, scope)

    def about(self, prefix: str, terms: Iterable[str], scope: Scope) -> dict[str, int]:
        """The same with each term in what the prefix stands for, such as their author."""
        found = self.df([prefix + term for term in dict.fromkeys(terms)], scope)
        return {term[len(prefix) :]: df for term, df in found.items()}

    def postings(self, terms: tuple[str, ...], scope: Scope) -> Iterator[tuple[Part, Postings]]:
        """Yield each part that has articles of the scope, and its postings of the terms there."""
        found = zip(self._parts(), self.find(terms, scope), strict=True)
        return (pair for pair in found if pair[1] is not NONE)

    def term_weights(self, query: Sequence[str], scope: Scope) -> dict[str, float]:
        """Each distinct term's idf in the scope; a term in no sentence has the largest."""
        size = self._size(scope)
        every = partial(self._every_df, scope)
        return {term: self._idf(df, size, every) for term, df in self.df(query, scope).items()}

    def get_scores(self, query: Sequence[str]) -> Floats:
        """The score of every sentence in corpus order, as in rank_bm25."""
        scores = {hit[:2]: hit.score for hit in self.search(query, None, len(self))}
        sizes = self.sizes(sorted(self._where)).items()
        places = [(key, at) for key, size in sizes for at in range(size)]
        return np.array([scores.get(place, 0.0) for place in places], float)

    def _parts(self) -> list[Part]:
        parts = [*self.segments, *self._sealing]
        return [*parts, self.tail] if self.tail.size else parts

    def _find_articles(self, part: Part) -> None:
        for at, key in enumerate(part.keys.tolist()):
            if at not in part.removed:
                self._where[key] = part, at

    def _size(self, scope: Scope) -> int:
        return sum(part.scoped(scope).rows for part in self._parts())

    def _average(self, scope: Scope) -> float:
        """The average length, in terms, of the scope's sentences."""
        terms = sum(part.scoped(scope).terms for part in self._parts())
        return terms / max(self._size(scope), 1)

    def find(self, terms: tuple[str, ...], scope: Scope) -> list[Postings]:
        """The scope's postings of some terms, for each part."""
        wanted = terms, scope
        if wanted not in self._cached:
            self._cached.clear()
            self._cached[wanted] = [
                part.find_all(terms, part.scoped(scope).mask) if part.scoped(scope).rows else NONE
                for part in self._parts()
            ]
        return self._cached[wanted]

    def _every_df(self, scope: Scope) -> Collection[int]:
        """The df of every term."""
        terms = {term for part in self._parts() for term in part.terms() if term[0] not in ABOUT}
        return self.df(terms, scope).values()
