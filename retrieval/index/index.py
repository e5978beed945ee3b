"""Which sentences hold a query's terms, and how well they match: BM25 over postings."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from rank_bm25 import BM25Okapi

from retrieval.index.context import Context, Places, joined
from retrieval.index.entry import Entry
from retrieval.index.part import TITLE, Floats, Groups, Part, Postings, Rows, Tail
from retrieval.index.scoring import Held, Scorer
from retrieval.index.segment import Segment, merged

TAIL = 4096  # rows from which on the tail becomes a segment
MOST_SEGMENTS = 4
AT_ONCE = 64  # terms whose postings are looked at together

NONE = Postings(np.empty(0, np.int32), np.empty(0, np.int32), ())


class Hit(NamedTuple):
    """A sentence that holds a term of the query; ``sentence`` counts from 0 in its article."""

    key: int
    sentence: int
    score: float


class Index(BM25Okapi):  # type: ignore[misc]  # rank_bm25 ships no types
    """BM25 as rank_bm25 defines it, over the articles of a scope, without its scan.

    A sentence's score is the sum over the query's terms, repeated ones counted again, of

        idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average length))

    and the idf of a term that df of N sentences hold is

        ln(1 + (N - df + 0.5) / (df + 0.5))    by default,
        ln((N - df + 0.5) / (df + 0.5))        with ``positive_idf=False``.

    The second is rank_bm25's: 0 for a term in half of the sentences, and where it is below
    0, ``epsilon`` times the average idf. Among few sentences that makes true matches worth
    nothing; the first, Lucene's, is always above 0. N, df and the average length are those
    of the scope: what is outside it has no influence.

    Articles are known by their keys, and their order is that of the keys. Each belongs to a
    group; a scope is a set of groups, or None for all articles. They are kept in parts: a tail
    takes what is added, and becomes a segment, which is never changed, when it is full; segments
    are merged when there are many. ``settle`` does that, at once or elsewhere.

    Not to be used by two threads at once.

    Source: Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and
    Beyond"; Trotman, Puurula and Burgess 2014, "Improvements to BM25 and Language Models
    Examined".
    """

    corpus_size: int

    def __init__(
        self, *, k1: float = 1.5, b: float = 0.75, epsilon: float = 0.25, positive_idf: bool = True
    ) -> None:
        self._positive_idf = positive_idf
        self.segments: list[Segment] = []
        self._sealing: list[Part] = []  # that are becoming a segment
        self.tail = Tail()
        self._where: dict[int, tuple[Part, int]] = {}
        # What was looked up last, as a question needs it repeatedly: terms and scope, postings.
        self._kept: dict[tuple[tuple[str, ...], Groups | None], list[Postings]] = {}
        super().__init__((), k1=k1, b=b, epsilon=epsilon)
        self._scorer = Scorer(k1, b)

    def __contains__(self, key: int) -> bool:
        return key in self._where

    def __len__(self) -> int:
        return self.corpus_size

    def keys(self) -> Collection[int]:
        """The keys of the articles."""
        return self._where.keys()

    def add(self, key: int, group: str, article: Entry) -> None:
        """Add an article.

        Raises:
            ValueError: The article is in the index.
        """
        if key in self._where:
            raise ValueError(f"article {key!r} is already in the index")
        self._kept.clear()
        self._where[key] = self.tail, self.tail.add(key, group, article)
        self.corpus_size += len(article.sentences)

    def remove(self, key: int) -> None:
        """Take an article out.

        Raises:
            KeyError: The article is not in the index.
        """
        part, at = self._where.pop(key)
        self._kept.clear()
        part.remove(at)
        self.corpus_size -= int(part.starts[at + 1] - part.starts[at])

    def clear(self) -> None:
        """Take everything out."""
        self._kept.clear()
        self.segments = []
        self._sealing = []
        self.tail = Tail()
        self._where = {}
        self.corpus_size = 0

    def insert(self, segment: Segment) -> None:
        """Add the articles of a segment, which the index must not have yet."""
        self._kept.clear()
        self.segments.append(segment)
        self._find_articles(segment)
        self.corpus_size += segment.size - segment.removed_rows

    def settle(self) -> None:
        """Make a full tail a segment, and merge segments, until there is nothing to do."""
        while True:
            parts = self.unsettled()
            if not parts:
                return
            self.replace(parts, merged(parts))

    def unsettled(self, tail: int = TAIL) -> list[Part]:
        """The parts that are to become one segment next; a tail among them grows no more.

        Besides a tail of so many rows these are the two neighbours that are smallest together,
        where there are more than MOST_SEGMENTS, or a segment most of whose rows are removed.
        """
        if self.tail.size >= tail:
            self._kept.clear()
            full, self.tail = self.tail, Tail()
            self._sealing.append(full)
            return [full]
        for segment in self.segments:
            if 2 * segment.removed_rows > segment.size:
                return [segment]
        if len(self.segments) > MOST_SEGMENTS:
            sizes = [segment.size for segment in self.segments]
            at = min(range(len(sizes) - 1), key=lambda at: sizes[at] + sizes[at + 1])
            return list(self.segments[at : at + 2])
        return []

    def replace(self, parts: Sequence[Part], segment: Segment) -> None:
        """Put a segment, made of some parts, in their place; what was removed since stays so."""
        self._kept.clear()
        places = [at for at, one in enumerate(self.segments) if one in parts]
        at = places[0] if places else len(self.segments)
        self.segments = [one for one in self.segments if one not in parts]
        self._sealing = [one for one in self._sealing if one not in parts]
        for place, key in enumerate(segment.keys.tolist()):
            where = self._where.get(key)
            if where is None or where[0] not in parts:
                segment.remove(place)
        if segment.size:
            self.segments.insert(at, segment)
        self._find_articles(segment)

    def search(self, query: Sequence[str], scope: Groups | None, limit: int) -> list[Hit]:
        """Return up to ``limit`` sentences of the scope's articles, best first.

        Every sentence that holds a term of the query is a candidate, whatever its score;
        equal scores keep corpus order.
        """
        counts = Counter(query)
        if not counts or limit <= 0:
            return []
        weights = self.term_weights(query, scope)
        batches = [
            (terms, [counts[term] * weights[term] for term in terms]) for terms in _batches(counts)
        ]
        average = self._average(scope)
        parts = self._parts()
        found = []
        least = -math.inf
        for number in sorted(range(len(parts)), key=lambda number: -parts[number].size):
            part = parts[number]
            held = (Held(self._found(terms, scope)[number], some) for terms, some in batches)
            if len(batches) == 1:
                rows, scores = self._scorer.best(part, next(held), average, limit, least)
            else:
                rows, scores = self._scorer.best_of_all(part, held, average, limit)
            if len(rows):
                found.append((part, rows, scores))
            if len(scores) >= limit:
                least = max(least, float(scores.min()))
        return _hits(found, limit) if found else []

    def df(self, query: Iterable[str], scope: Groups | None) -> dict[str, int]:
        """How many of the scope's sentences hold each distinct term."""
        dfs: dict[str, int] = {}
        for terms in _batches(dict.fromkeys(query)):
            ends = [one.ends for one in self._found(terms, scope) if one is not NONE]
            totals = [sum(some) for some in zip(*ends, strict=True)] or [0] * len(terms)
            sizes = (end - start for start, end in pairwise([0, *totals]))
            dfs |= dict(zip(terms, sizes, strict=True))
        return dfs

    def context(
        self,
        places: Sequence[tuple[int, int]],
        terms: Sequence[str],
        related: Sequence[Collection[str]],
    ) -> Context:
        """What stands in and around sentences, each given by its article's key and its number."""
        where = [self._where[key] for key, _ in places]
        articles = np.array([at for _, at in where])
        numbers = np.array([number for _, number in places])
        found = []
        for part in dict.fromkeys(part for part, _ in where):
            chosen = np.flatnonzero([one is part for one, _ in where])
            rows = part.starts[articles[chosen]] + numbers[chosen]
            found.append((chosen, Places(part, rows)))
        return joined(found, terms, related)

    def neighbours(self, key: int, sentence: int) -> list[tuple[int, int]]:
        """The sentences before and after one, in its article."""
        part, at = self._where[key]
        count = int(part.starts[at + 1] - part.starts[at])
        return [(key, near) for near in (sentence - 1, sentence + 1) if 0 <= near < count]

    def holds_before(self, place: tuple[int, int], term: str) -> bool:
        """Whether the sentence before one, in its article, holds a term."""
        part, at = self._where[place[0]]
        row = int(part.starts[at]) + place[1] - 1
        return place[1] > 0 and part.holds(term, row)

    def terms_like(self, first: str, lengths: Collection[int]) -> set[str]:
        """The terms of these lengths, in letters, that begin with a letter."""
        return {term for part in self._parts() for term in part.terms_like(first, lengths)}

    def titles(self, query: Iterable[str], scope: Groups | None) -> dict[str, int]:
        """How many of the scope's articles hold each distinct term in their titles."""
        found = self.df([TITLE + term for term in dict.fromkeys(query)], scope)
        return {term[len(TITLE) :]: df for term, df in found.items()}

    def term_weights(self, query: Sequence[str], scope: Groups | None) -> dict[str, float]:
        """Each distinct term's idf in the scope; that of a term in no sentence is the largest."""
        size = self._size(scope)
        return {term: self._idf(df, size, scope) for term, df in self.df(query, scope).items()}

    def get_scores(self, query: Sequence[str]) -> Floats:
        """The score of every sentence, in corpus order, as rank_bm25 gives it."""
        scores = {hit[:2]: hit.score for hit in self.search(query, None, len(self))}
        every = []
        for key in sorted(self._where):
            part, at = self._where[key]
            count = int(part.starts[at + 1] - part.starts[at])
            every += [scores.get((key, number), 0.0) for number in range(count)]
        return np.array(every, float)

    def _initialize(self, _corpus: Sequence[Sequence[str]]) -> dict[str, int]:
        """Start empty: rank_bm25 0.2.2 would divide by the number of sentences."""
        return {}

    def _calc_idf(self, nd: dict[str, int]) -> None:
        """Wait for a query: what idf is depends on its scope."""

    def _parts(self) -> list[Part]:
        parts = [*self.segments, *self._sealing]
        return [*parts, self.tail] if self.tail.size else parts

    def _find_articles(self, part: Part) -> None:
        for at, key in enumerate(part.keys.tolist()):
            if at not in part.removed:
                self._where[key] = part, at

    def _size(self, scope: Groups | None) -> int:
        return sum(part.scoped(scope).rows for part in self._parts())

    def _average(self, scope: Groups | None) -> float:
        """The average length, in terms, of the scope's sentences."""
        terms = sum(part.scoped(scope).terms for part in self._parts())
        return terms / max(self._size(scope), 1)

    def _found(self, terms: tuple[str, ...], scope: Groups | None) -> list[Postings]:
        """The scope's postings of some terms, in each part."""
        asked = terms, scope
        if asked not in self._kept:
            self._kept.clear()
            self._kept[asked] = [
                part.find_all(terms, part.scoped(scope).mask) if part.scoped(scope).rows else NONE
                for part in self._parts()
            ]
        return self._kept[asked]

    def _idf(self, df: int, size: int, scope: Groups | None) -> float:
        """The idf of a term; the original one may need the df of all terms and is slow."""
        odds = (size - df + 0.5) / (df + 0.5)
        if self._positive_idf:
            return math.log1p(odds)
        idf = math.log(odds)
        return idf if idf >= 0 or not df else self.epsilon * self._average_idf(size, scope)

    def _average_idf(self, size: int, scope: Groups | None) -> float:
        """The average over all terms of the scope, as rank_bm25 has it."""
        terms = {term for part in self._parts() for term in part.terms() if term[0] != TITLE}
        sizes = Counter(df for df in self.df(terms, scope).values() if df)
        total = sum(
            n * (math.log(size - df + 0.5) - math.log(df + 0.5)) for df, n in sizes.items()
        )
        return total / max(sizes.total(), 1)


def _hits(found: Sequence[tuple[Part, Rows, Floats]], limit: int) -> list[Hit]:
    """The best of all parts; equal ones by key and number."""
    keys, numbers, scores = [], [], []
    for part, rows, some in found:
        at = part.starts.searchsorted(rows, side="right") - 1
        keys.append(part.keys.take(at))
        numbers.append(rows - part.starts.take(at))
        scores.append(some)
    columns = [one[0] if len(one) == 1 else np.concatenate(one) for one in (keys, numbers, scores)]
    key, number, score = columns
    order = np.lexsort((number, key, -score))[:limit]
    return list(map(Hit._make, zip(*(one.take(order).tolist() for one in columns), strict=True)))


def _batches(terms: Iterable[str]) -> Iterator[tuple[str, ...]]:
    every = tuple(terms)
    for start in range(0, len(every), AT_ONCE):
        yield every[start : start + AT_ONCE]
