import math
import tempfile
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from rank_bm25 import BM25Okapi

from retrieval.index.entry import Entry
from retrieval.index.index import TAIL, Index
from retrieval.index.merging import merged
from retrieval.index.scoring import Hit
from retrieval.index.segment_file import read_segment, write_segment

ALL = 10_000  # more than any index here holds
SAME = {"rel": 1e-9, "abs": 1e-9}

ids = st.sampled_from("ABCDEFG")
scopes = st.frozensets(st.sampled_from("ABCDEFGX"))  # X is never added
queries = st.lists(st.sampled_from("abcdez"), max_size=5)  # z stands in no sentence
articles = st.lists(st.lists(st.sampled_from("abcde"), max_size=6), max_size=4)
corpora = st.dictionaries(ids, articles)
parameters = st.fixed_dictionaries(
    # With b = 1 rank_bm25 divides 0 by 0 for a sentence without terms.
    {"k1": st.sampled_from([0.4, 1.5, 3.0]), "b": st.sampled_from([0.0, 0.75, 0.95])}
)
some = settings(max_examples=60, deadline=None)  # the changing index below adds many more


class Named:
    """An index whose articles have names, each a group of its own, in order of adding."""

    def __init__(self, **parameters):
        self.parameters = parameters
        self.index = Index(**parameters)
        self.names = {}  # of the keys

    def __len__(self):
        return len(self.index)

    def __contains__(self, name):
        return self._key(name) in self.index

    def _key(self, name):
        return next((key for key, other in self.names.items() if other == name), -1)

    def add(self, name, sentences):
        key = self._key(name)
        if key == -1:
            key = max(self.names, default=0) + 1
        self.index.add(key, name, Entry([list(terms) for terms in sentences]))
        self.names[key] = name

    def remove(self, name):
        key = self._key(name)
        self.index.remove(key)
        del self.names[key]

    def search(self, query, scope, limit):
        hits = self.index.search(query, frozenset(scope), limit)
        return [hit._replace(key=self.names[hit.key]) for hit in hits]

    def term_weights(self, query, scope):
        return self.index.term_weights(query, frozenset(scope))

    def settle(self):
        """Make everything one segment, or as many as there may be."""
        while parts := self.index.unsettled(tail=1):
            self.index.replace(parts, merged(parts))

    def merge(self):
        """Make all that is no tail one segment."""
        parts = list(self.index.segments)
        if parts:
            self.index.replace(parts, merged(parts))

    def reload(self):
        """Write the segments to files, and take up a new index with these."""
        self.settle()
        segments, keys = self.index.segments, set(self.index.keys())
        self.index = Index(**self.parameters)
        with tempfile.TemporaryDirectory() as folder:
            for number, segment in enumerate(segments):
                path = Path(folder) / f"{number}.segment"
                write_segment(path, segment)
                read = read_segment(path)
                read.removed |= segment.removed
                self.index.insert(read)
        for key in keys - set(self.index.keys()):  # no segment is made for what has no sentences
            self.index.add(key, self.names[key], Entry([]))


def index_of(corpus, **parameters):
    index = Named(**parameters)
    for name, sentences in corpus.items():
        index.add(name, sentences)
    return index


def inside(corpus, scope):
    """The scope's sentences with their places, in corpus order."""
    return {
        (article_id, number): list(terms)
        for article_id, sentences in corpus.items()
        if article_id in scope
        for number, terms in enumerate(sentences)
    }


def by_rank_bm25(sentences, query, **parameters):
    if not any(sentences):  # it would divide by zero
        return [0.0] * len(sentences)
    return BM25Okapi(sentences, **parameters).get_scores(query).tolist()


def by_formula(sentences, query, k1=1.5, b=0.75):
    def idf(term):
        df = sum(term in terms for terms in sentences)
        return math.log(1 + (len(sentences) - df + 0.5) / (df + 0.5))

    def gain(terms, term):
        average = sum(map(len, sentences)) / len(sentences)
        tf = terms.count(term)
        return tf * (k1 + 1) / (tf + k1 * (1 - b + b * len(terms) / average))

    return [
        sum(idf(term) * gain(terms, term) for term in query if term in terms)
        for terms in sentences
    ]


def assert_scores(index, corpus, scope, query, oracle, **parameters):
    places = inside(corpus, scope)
    hits = index.search(query, scope, ALL)
    found = {hit[:2]: hit.score for hit in hits}
    scores = oracle(list(places.values()), query, **parameters)
    expected = dict(zip(places, scores, strict=True))
    holders = {place for place, terms in places.items() if set(query) & set(terms)}
    assert len(hits) == len(found)
    assert found.keys() == holders
    assert found == pytest.approx({place: expected[place] for place in holders}, **SAME)
    assert all(expected[place] == 0 for place in places.keys() - holders)
    order = list(places)
    assert hits == sorted(hits, key=lambda hit: (-hit.score, order.index(hit[:2])))


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


class Changing(RuleBasedStateMachine):
    """Any sequence of changes and searches; the cached scopes must never be stale."""

    corpus: dict

    @initialize(corpus=corpora)
    def start(self, corpus):
        self.corpus = dict(corpus)
        self.indexes = [index_of(corpus, positive_idf=positive) for positive in (False, True)]

    @rule(article_id=ids, sentences=articles)
    def add(self, article_id, sentences):
        for index in self.indexes:
            if article_id in self.corpus:
                with pytest.raises(ValueError, match="is already in the index"):
                    index.add(article_id, sentences)
            else:
                index.add(article_id, sentences)
        self.corpus.setdefault(article_id, sentences)

    @precondition(lambda self: self.corpus)
    @rule(data=st.data())
    def remove(self, data):
        article_id = data.draw(st.sampled_from(list(self.corpus)))
        del self.corpus[article_id]
        for index in self.indexes:
            index.remove(article_id)
            with pytest.raises(KeyError):
                index.remove(article_id)

    @rule(scope=scopes | st.just(frozenset("ABCDEFG")), query=queries)
    def search(self, scope, query):
        for index, oracle in zip(self.indexes, (by_rank_bm25, by_formula), strict=True):
            assert_scores(index, self.corpus, scope, query, oracle)

    @rule(data=st.data())
    def seal(self, data):
        for index in self.indexes:
            parts = index.index.unsettled(tail=1)
            segment = merged(parts) if parts else None
            if self.corpus and data.draw(st.booleans()):  # somebody removes one meanwhile
                self.remove(data)
            if segment:
                index.index.replace(parts, segment)

    @rule()
    def merge(self):
        for index in self.indexes:
            index.merge()

    @rule()
    def save_and_load(self):
        for index in self.indexes:
            index.reload()

    @rule(query=queries)
    def score_every_sentence(self, query):
        sentences = list(inside(self.corpus, "ABCDEFG").values())
        for index, oracle in zip(self.indexes, (by_rank_bm25, by_formula), strict=True):
            scores = index.index.get_scores(query).tolist()
            assert scores == pytest.approx(oracle(sentences, query), **SAME)

    @invariant()
    def it_holds_what_was_added_and_not_removed(self):
        for index in self.indexes:
            assert len(index) == sum(map(len, self.corpus.values()))
            assert {name for name in "ABCDEFGX" if name in index} == self.corpus.keys()


Changing.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
test_after_any_changes_it_scores_as_one_built_afresh = Changing.TestCase


@some
@given(corpora, scopes, queries, st.integers(0, 5))
def test_a_limit_gives_the_first_of_all_hits(corpus, scope, query, limit):
    index = index_of(corpus)
    assert index.search(query, scope, limit) == index.search(query, scope, ALL)[:limit]


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


def test_equal_scores_keep_corpus_order():
    index = index_of({"B": ["ab", "ac"], "A": ["ad"]})
    index.remove("B")
    index.add("B", ["ae", "af"])
    index.add("C", ["ag"])
    hits = index.search(["a"], {"C", "B", "A"}, ALL)
    assert [hit[:2] for hit in hits] == [("A", 0), ("B", 0), ("B", 1), ("C", 0)]
    assert len({hit.score for hit in hits}) == 1
    assert index.search(["a"], {"A", "B", "C"}, 2) == hits[:2]


def test_hits_contain_plain_numbers():
    (hit,) = index_of({"A": ["b", "a"]}).search(["a"], ["A"], 1)
    assert hit == Hit("A", 1, pytest.approx(math.log(2)))
    assert [type(value) for value in hit] == [str, int, float]


def test_a_term_in_half_of_the_sentences_is_found_though_the_original_idf_is_0():
    index = index_of({"A": ["ab", "cd"]}, positive_idf=False)
    assert index.search(["a"], {"A"}, ALL) == [Hit("A", 0, 0.0)]


def test_a_term_in_all_sentences_is_found_though_the_original_score_is_negative():
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


def test_a_repeated_term_of_the_query_counts_repeatedly():
    index = index_of({"A": ["ab", "cd", "b"]})
    (once,) = index.search(["a"], {"A"}, ALL)
    (thrice,) = index.search(["a", "a", "a"], {"A"}, ALL)
    assert thrice.score == pytest.approx(3 * once.score)


def test_removal_takes_effect_at_once():
    index = index_of({"A": ["a"], "B": ["ab"], "C": ["c", "d", "e", "f"]})
    assert {hit.key for hit in index.search(["a"], "ABC", ALL)} == {"A", "B"}
    index.remove("A")
    assert {hit.key for hit in index.search(["a"], "ABC", ALL)} == {"B"}
    weights = index.term_weights(["a", "nowhere"], {"A"})
    assert weights["a"] == weights["nowhere"]


def test_an_article_added_to_a_searched_scope_is_found():
    index = index_of({"A": ["b"]})
    assert index.search(["a"], {"A", "B"}, ALL) == []
    index.add("B", [["a"]])
    assert [hit[:2] for hit in index.search(["a"], {"A", "B"}, ALL)] == [("B", 0)]


def test_a_removed_article_can_return_with_other_sentences():
    index = index_of({"A": ["a"], "B": ["b", "b", "b"]})
    index.remove("A")
    index.add("A", [["c"], ["d"]])
    assert index.search(["a"], {"A"}, ALL) == []
    assert [hit[:2] for hit in index.search(["d"], {"A"}, ALL)] == [("A", 1)]


def test_removing_most_articles_keeps_the_positions_of_the_rest():
    corpus = {f"{number}": ["ab", "", "c"] * (number % 3) for number in range(60)}
    index = index_of(corpus)
    for number in range(60):
        if number % 7:
            index.remove(f"{number}")
            del corpus[f"{number}"]
            assert_scores(index, corpus, corpus.keys(), ["a", "c"], by_formula)


def test_removed_articles_do_not_pile_up():
    index = index_of({"kept": ["a"]}).index
    tracemalloc.start()
    for number in range(2, 12_000):
        index.add(number, "g", Entry([[f"term {number}"]]))
        index.remove(number)
        index.settle()
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert used < 400 * TAIL  # bytes; one posting that stays takes about 200
    assert len(index.segments) == 1


def test_a_rejected_article_changes_nothing():
    index = index_of({"A": ["a"]})
    with pytest.raises(ValueError, match="is already in the index"):
        index.add("A", [["a", "a"]])
    assert len(index) == 1
    assert [hit[:2] for hit in index.search(["a"], {"A"}, ALL)] == [("A", 0)]


def test_removing_an_unknown_article_is_an_error():
    with pytest.raises(KeyError, match="1"):
        Index().remove(1)


@pytest.mark.parametrize("positive", [True, False])
@pytest.mark.parametrize(
    ("corpus", "query", "scope", "limit"),
    [
        ({}, ["a"], {"A"}, 5),
        ({"A": []}, ["a"], {"A"}, 5),
        ({"A": ["", ""]}, ["a"], {"A"}, 5),
        ({"A": ["", ""], "B": ["a"]}, ["a"], {"A"}, 5),
        ({"A": ["a"]}, ["a"], set(), 5),
        ({"A": ["a"]}, ["a"], {"B"}, 5),
        ({"A": ["a"]}, ["b"], {"A"}, 5),
        ({"A": ["a"]}, [], {"A"}, 5),
        ({"A": ["a"]}, ["a"], {"A"}, 0),
    ],
)
def test_a_search_without_matches_returns_an_empty_list(corpus, query, scope, limit, positive):
    assert index_of(corpus, positive_idf=positive).search(query, scope, limit) == []


def test_weights_in_an_empty_scope_are_finite():
    for positive in (True, False):
        (weight,) = Index(positive_idf=positive).term_weights(["a"], frozenset()).values()
        assert math.isfinite(weight)


def test_more_scopes_than_are_cached_can_be_searched():
    index = index_of({f"{number}": ["ab", "c"] for number in range(40)})
    for _ in range(2):
        for number in range(40):
            assert [hit[:2] for hit in index.search(["a"], {f"{number}"}, ALL)] == [
                (f"{number}", 0)
            ]


def test_rank_bm25s_get_top_n_uses_its_scores():
    index = index_of({"A": ["b", "a"], "B": ["bb"]})
    assert index.index.get_top_n(["a"], ["first", "second", "third"], n=1) == ["second"]
