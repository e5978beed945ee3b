"""Which sentences hold a query's terms, and how well they match: BM25 over postings."""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from copy import copy
from functools import lru_cache
from itertools import accumulate, compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

Numbers = NDArray[np.intp]
Scores = NDArray[np.float64]

SCOPES = 16  # scopes kept prepared; each takes one byte for every sentence of the index


class Hit(NamedTuple):
    """A sentence that holds a term of the query; ``sentence`` counts from 0 in its article."""

    article_id: str
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

    Sentences are numbered in corpus order, an article's in a row. A term's postings are a
    flat array of number, tf, number, tf, ... with rising numbers. ``_mask`` is 1 where a
    sentence counts; a removed one stays in the postings until more than half are removed.
    A scope is a copy that shares the postings and has its own mask and statistics.

    Source: Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and
    Beyond"; Trotman, Puurula and Burgess 2014, "Improvements to BM25 and Language Models
    Examined".
    """

    corpus_size: int
    idf: dict[str, float]  # a scope's, empty until an original idf is asked for
    doc_len: "array[int]"

    def __init__(
        self, *, k1: float = 1.5, b: float = 0.75, epsilon: float = 0.25, positive_idf: bool = True
    ) -> None:
        self._positive_idf = positive_idf
        self._postings: dict[str, array[int]] = defaultdict(lambda: array("I"))
        self._articles: dict[str, range] = {}
        self._owners: list[str] = []  # the article of each sentence number
        self._mask = bytearray()
        self._scope = lru_cache(SCOPES)(self._narrowed)
        super().__init__((), k1=k1, b=b, epsilon=epsilon)

    def __contains__(self, article_id: str) -> bool:
        return article_id in self._articles

    def __len__(self) -> int:
        return self.corpus_size

    def add(self, article_id: str, sentences: Sequence[Sequence[str]]) -> None:
        """Put an article after the others; each of its sentences is a list of terms.

        Raises:
            ValueError: The article is in the index.
        """
        if article_id in self._articles:
            raise ValueError(f"article {article_id!r} is already in the index")
        start = len(self._owners)
        for number, terms in enumerate(sentences, start):
            for term, tf in Counter(terms).items():
                self._postings[term].extend((number, tf))
        lengths = [len(terms) for terms in sentences]
        self.doc_len.extend(lengths)
        self._owners += [article_id] * len(lengths)
        self._mask += b"\1" * len(lengths)
        self._articles[article_id] = range(start, start + len(lengths))
        self.corpus_size += len(lengths)
        self._scope.cache_clear()

    def remove(self, article_id: str) -> None:
        """Take an article out.

        Raises:
            KeyError: The article is not in the index.
        """
        numbers = self._articles.pop(article_id)
        self._mask[numbers.start : numbers.stop] = bytes(len(numbers))
        self.corpus_size -= len(numbers)
        self._scope.cache_clear()
        if 2 * len(self) < len(self._owners):
            self._compact()

    def search(self, query: Sequence[str], scope: Collection[str], limit: int) -> list[Hit]:
        """Return up to ``limit`` sentences of the scope's articles, best first.

        Every sentence that holds a term of the query is a candidate, whatever its score;
        equal scores keep corpus order. Ids that are not in the index are ignored.
        """
        part: Index = self._scope(frozenset(scope))
        hits = []
        for number, score in _best(*part._matches(query), limit):
            owner = self._owners[number]
            hits.append(Hit(owner, number - self._articles[owner].start, score))
        return hits

    def df(self, query: Iterable[str], scope: Collection[str]) -> dict[str, int]:
        """How many of the scope's sentences hold each distinct term."""
        part: Index = self._scope(frozenset(scope))
        return {term: len(part._holding(term)[0]) for term in query}

    def held_by(self, articles: Iterable[str], query: Sequence[str]) -> dict[str, frozenset[str]]:
        """The terms of the query that each article holds somewhere."""
        held: dict[str, set[str]] = {article_id: set() for article_id in articles}
        places = [self._articles[article_id] for article_id in held]
        for term in query:
            numbers = self._holding(term)[0]
            ends = np.searchsorted(numbers, [(place.start, place.stop) for place in places])
            for article_id, (start, stop) in zip(held, ends.reshape(-1, 2), strict=True):
                if start < stop:
                    held[article_id].add(term)
        return {article_id: frozenset(terms) for article_id, terms in held.items()}

    def term_weights(self, query: Sequence[str], scope: Collection[str]) -> dict[str, float]:
        """Each distinct term's idf in the scope; that of a term in no sentence is the largest."""
        part: Index = self._scope(frozenset(scope))
        return {term: part._weight(term, len(part._holding(term)[0])) for term in query}

    def get_scores(self, query: Sequence[str]) -> Scores:
        """The score of every sentence, in corpus order, as rank_bm25 gives it."""
        part: Index = self._scope(frozenset(self._articles))
        numbers, scores = part._matches(query)
        every = np.zeros(len(self._mask))
        every[numbers] = scores
        return np.compress(np.frombuffer(self._mask, bool), every)

    def _matches(self, query: Sequence[str]) -> tuple[Numbers, Scores]:
        """The numbers of the sentences that hold a term of the query, and their scores."""
        scores = np.zeros(len(self._mask))
        seen = np.zeros(len(self._mask), bool)
        lengths = np.frombuffer(self.doc_len, np.uintc)
        found = [np.empty(0, np.intp)]
        for term, count in Counter(query).items():
            numbers, tf = self._holding(term)
            if numbers.size:  # else the average length may be 0
                weight = count * self._weight(term, numbers.size)
                norm = self.k1 * (1 - self.b + self.b / self.avgdl * lengths[numbers])
                scores[numbers] += weight * (self.k1 + 1) * tf / (tf + norm)
                found.append(numbers[~seen[numbers]])
                seen[numbers] = True
        candidates = np.concatenate(found)
        return candidates, scores[candidates]

    def _holding(self, term: str) -> tuple[Numbers, NDArray[np.uintc]]:
        """The numbers of the sentences that hold the term, rising, and its tf in each."""
        postings = np.frombuffer(self._postings.get(term, b""), np.uintc)
        numbers = postings[::2].astype(np.intp)
        counts = np.frombuffer(self._mask, bool)[numbers]
        return numbers[counts], postings[1::2][counts]

    def _weight(self, term: str, df: int) -> float:
        """The term's idf; the original one needs the df of all terms and is slow."""
        odds = (self.corpus_size - df + 0.5) / (df + 0.5)
        if self._positive_idf:
            return math.log1p(odds)
        if not self.idf:
            sizes = {name: len(self._holding(name)[0]) for name in self._postings}
            self._calc_idf({name: size for name, size in sizes.items() if size})
        return self.idf.get(term, math.log(odds))

    def _narrowed(self, scope: frozenset[str]) -> "Index":
        """The index of the scope's articles alone, good until the next change."""
        part: Index = copy(self)
        part._mask = bytearray(len(self._mask))
        for article_id in scope & self._articles.keys():
            numbers = self._articles[article_id]
            part._mask[numbers.start : numbers.stop] = b"\1" * len(numbers)
        lengths = np.frombuffer(self.doc_len, np.uintc)[np.frombuffer(part._mask, bool)]
        part.corpus_size = lengths.size
        part.avgdl = int(lengths.sum()) / max(lengths.size, 1)
        part.idf = {}
        return part

    def _compact(self) -> None:
        """Forget the removed sentences; number the others without gaps."""
        renumbered = array("I", accumulate(self._mask, initial=0))
        for term in list(self._postings):
            numbers, tf = self._holding(term)
            pairs = np.column_stack((np.frombuffer(renumbered, np.uintc)[numbers], tf))
            self._postings[term] = array("I", pairs.tobytes())
            if not numbers.size:
                del self._postings[term]
        for article_id, place in self._articles.items():
            self._articles[article_id] = range(renumbered[place.start], renumbered[place.stop])
        self.doc_len = array("I", compress(self.doc_len, self._mask))
        self._owners = list(compress(self._owners, self._mask))
        self._mask = bytearray(b"\1" * len(self._owners))

    def _initialize(self, _corpus: Sequence[Sequence[str]]) -> dict[str, int]:
        """Start empty: rank_bm25 0.2.2 would divide by the number of sentences."""
        self.doc_len = array("I")
        return {}

    def _calc_idf(self, nd: dict[str, int]) -> None:
        if nd:  # rank_bm25 0.2.2 divides by the number of terms
            super()._calc_idf(nd)


def _best(numbers: Numbers, scores: Scores, limit: int) -> list[tuple[int, float]]:
    """The ``limit`` highest scores with their numbers, best first; equal ones by number."""
    if 0 < limit < scores.size:
        enough = scores >= np.partition(scores, -limit)[-limit]
        numbers, scores = numbers[enough], scores[enough]
    order = np.lexsort((numbers, -scores))[: max(limit, 0)]
    return list(zip(numbers[order].tolist(), scores[order].tolist(), strict=True))
