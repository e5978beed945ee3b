import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from retrieval.index.bm25 import average_original_idf, idf, original_idf, saturation

CORPUS = [["a", "b"], ["a", "c"], ["d"], ["d", "d"], ["e"]]


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_the_idf_is_positive_and_falls_with_the_df(df, more):
    size = df + more
    assert idf(df, size) > 0
    assert df == 0 or idf(df, size) < idf(df - 1, size)


def test_the_original_idf_is_that_of_rank_bm25():
    expected = BM25Okapi(CORPUS)
    dfs = {"a": 2, "b": 1, "c": 1, "d": 2, "e": 1}
    assert {term: original_idf(df, 5) for term, df in dfs.items()} == pytest.approx(expected.idf)
    assert average_original_idf(dfs.values(), 5) == pytest.approx(expected.average_idf)


def test_saturation_rises_with_tf_and_falls_with_length():
    tf, lengths = np.array([0, 1, 2, 100, 2]), np.array([10, 10, 10, 10, 20])
    none, once, twice, often, longer = saturation(tf, lengths, 10.0, 1.5, 0.75)
    assert none == 0
    assert once == 1  # in a sentence of average length
    assert once < twice < often < 2.5  # k1 + 1
    assert longer < twice
