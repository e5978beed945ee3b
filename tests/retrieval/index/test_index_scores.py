"""The index's scores and weights, compared with rank_bm25 and with the formula."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from indexes import (
    ALL,
    SAME,
    assert_scores,
    by_formula,
    by_rank_bm25,
    corpora,
    index_of,
    inside,
    parameters,
    queries,
    scopes,
    some,
)
from rank_bm25 import BM25Okapi

from retrieval.index.index import Index
from retrieval.index.scoring import Hit


@some
@given(corpora, scopes, queries, parameters, st.sampled_from([0.0, 0.25, 1.0]))
def test_original_scores_are_those_of_rank_bm25_over_the_scope(
    corpus, scope, query, options, epsilon
):
    options["epsilon"] = epsilon
    index = index_of(corpus, positive_idf=False, **options)
    assert_scores(index, corpus, scope, query, by_rank_bm25, **options)


@some
@given(corpora, scopes, queries, parameters)
def test_the_default_scores_follow_the_formula(corpus, scope, query, options):
    index = index_of(corpus, **options)
    assert_scores(index, corpus, scope, query, by_formula, **options)


@some
@given(corpora, corpora, scopes, queries)
def test_articles_outside_the_scope_do_not_affect_scores(corpus, others, scope, query):
    inner = {name: sentences for name, sentences in corpus.items() if name in scope}
    outer = {name: sentences for name, sentences in others.items() if name not in scope}
    alone, among = index_of(inner), index_of({**outer, **inner})
    assert among.search(query, scope, ALL) == alone.search(query, scope, ALL)
    assert among.term_weights(query, scope) == alone.term_weights(query, scope)


@some
@given(corpora, scopes)
def test_original_term_weights_are_those_of_rank_bm25(corpus, scope):
    sentences = list(inside(corpus, scope).values())
    expected = BM25Okapi(sentences).idf if any(sentences) else {}
    weights = index_of(corpus, positive_idf=False).term_weights(list(expected), scope)
    assert weights == pytest.approx(expected, **SAME)


@pytest.mark.parametrize("positive", [True, False])
def test_a_term_in_no_sentence_of_the_scope_weighs_most(positive):
    index = index_of({"A": ["ab", "a", "c"], "B": ["z"]}, positive_idf=positive)
    weights = index.term_weights(["z", "b", "a", "nowhere"], {"A"})
    assert weights["z"] == weights["nowhere"] > weights["b"] > weights["a"]


def test_term_weights_list_each_term_once_in_query_order():
    weights = index_of({"A": ["ab", "c"]}).term_weights(["c", "a", "c", "a"], {"A"})
    assert list(weights) == ["c", "a"]


def test_a_term_in_half_of_the_sentences_is_found_even_if_its_idf_is_0():
    index = index_of({"A": ["ab", "cd"]}, positive_idf=False)
    assert index.search(["a"], {"A"}, ALL) == [Hit("A", 0, 0.0)]


def test_a_term_in_all_sentences_is_found_even_if_its_score_is_negative():
    index = index_of({"A": ["a", "a"]}, positive_idf=False)
    hits = index.search(["a"], {"A"}, ALL)
    assert [hit.sentence for hit in hits] == [0, 1]
    assert all(hit.score < 0 for hit in hits)


def test_the_default_score_of_a_term_in_all_sentences_is_above_0():
    hits = index_of({"A": ["a", "a"]}).search(["a"], {"A"}, ALL)
    assert [hit.score > 0 for hit in hits] == [True, True]


def test_a_sentence_without_terms_is_harmless_when_b_is_1():
    index = index_of({"A": ["", "a", "bc"]}, b=1.0)
    assert_scores(index, {"A": ["", "a", "bc"]}, {"A"}, ["a", "b"], by_formula, b=1.0)


def test_a_repeated_query_term_counts_each_time():
    index = index_of({"A": ["ab", "cd", "b"]})
    (once,) = index.search(["a"], {"A"}, ALL)
    (thrice,) = index.search(["a", "a", "a"], {"A"}, ALL)
    assert thrice.score == pytest.approx(3 * once.score)


def test_weights_in_an_empty_scope_are_finite():
    for positive in (True, False):
        (weight,) = Index(positive_idf=positive).term_weights(["a"], frozenset()).values()
        assert math.isfinite(weight)


def test_rank_bm25s_get_top_n_uses_its_scores():
    index = index_of({"A": ["b", "a"], "B": ["bb"]})
    assert index.index.get_top_n(["a"], ["first", "second", "third"], n=1) == ["second"]
