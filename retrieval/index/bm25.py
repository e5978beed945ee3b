"""BM25: the formula that scores a sentence by the query terms it contains.

A sentence's score is the sum of idf * saturation over the query terms, including repeated ones,
with

    saturation = tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average length))
    idf        = ln(1 + (N - df + 0.5) / (df + 0.5))

for a term that occurs ``tf`` times in the sentence and in ``df`` of ``N`` sentences. Lengths are
in terms.

Source: Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond";
Trotman, Puurula and Burgess 2014, "Improvements to BM25 and Language Models Examined".
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

# Measured on judged questions. A sentence seldom repeats a word, so repetitions count little, and
# its length matters less than a document's.
K1 = 0.4
B = 0.6


def saturation(
    tf: NDArray[np.integer] | NDArray[np.floating],
    lengths: NDArray[np.integer] | NDArray[np.floating],
    average: float,
    k1: float,
    b: float,
) -> NDArray[np.float64]:
    """How much each term frequency counts: from 0, rising ever more slowly to ``k1 + 1``."""
    return np.asarray(tf * (k1 + 1) / (tf + k1 * (1 - b + b * lengths / average)))


def idf(df: int, size: int) -> float:
    """Lucene's idf, which is always positive."""
    return math.log1p((size - df + 0.5) / (df + 0.5))


def original_idf(df: int, size: int) -> float:
    """rank_bm25's idf: 0 for a term in half of the sentences, negative for a more frequent one."""
    return math.log((size - df + 0.5) / (df + 0.5))


def average_original_idf(every_df: Iterable[int], size: int) -> float:
    """The average of rank_bm25's idf over all terms, given the df of each."""
    counts = Counter(df for df in every_df if df)
    total = sum(
        count * (math.log(size - df + 0.5) - math.log(df + 0.5)) for df, count in counts.items()
    )
    return total / max(counts.total(), 1)


class ScopedBM25(BM25Okapi):  # type: ignore[misc]  # rank_bm25 ships no types
    """rank_bm25's parameters and interface; each query's scope decides the idf.

    The default is Lucene's idf. With ``positive_idf=False`` it is rank_bm25's, with negative
    values replaced by ``epsilon`` times the average idf; real matches in a small corpus then
    often score 0.
    """

    corpus_size: int  # sentences

    def __init__(self, k1: float, b: float, epsilon: float, *, positive_idf: bool) -> None:
        self._positive_idf = positive_idf
        super().__init__((), k1=k1, b=b, epsilon=epsilon)

    def _idf(self, df: int, size: int, every_df: Callable[[], Iterable[int]]) -> float:
        """The idf of a term; ``every_df``, which is slow, is only called for rank_bm25's."""
        if self._positive_idf:
            return idf(df, size)
        original = original_idf(df, size)
        if original >= 0 or not df:
            return original
        return float(self.epsilon * average_original_idf(every_df(), size))

    def _initialize(self, _corpus: Sequence[Sequence[str]]) -> dict[str, int]:
        """Start empty: rank_bm25 0.2.2 would divide by the number of sentences, which is 0."""
        return {}

    def _calc_idf(self, nd: dict[str, int]) -> None:
        """Do nothing: idf is computed for each query."""
