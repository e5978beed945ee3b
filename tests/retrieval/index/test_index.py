import math
import tracemalloc
from itertools import accumulate, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from indexes import (
    ALL,
    SAME,
    articles,
    assert_scores,
    by_formula,
    by_rank_bm25,
    corpora,
    ids,
    index_of,
    inside,
    queries,
    scopes,
    some,
)

from retrieval.index import index as index_module
from retrieval.index import packing, scoring
from retrieval.index.entry import Entry
from retrieval.index.index import MOST_SEGMENTS, TAIL, Index
from retrieval.index.merging import merged
from retrieval.index.scoring import Hit


class Changing(RuleBasedStateMachine):
    """Any sequence of changes and searches; cached scopes must never be stale."""

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

    @rule(scope=scopes | st.none(), most=st.integers(0, 28))
    def count_sentences(self, scope, most):
        sizes = {
            name: len(sentences)
            for name, sentences in self.corpus.items()
            if sentences and (scope is None or name in scope)
        }
        for index in self.indexes:
            assert index.sizes_in(scope, most) == (sizes if sum(sizes.values()) <= most else {})

    @rule(data=st.data())
    def seal(self, data):
        for index in self.indexes:
            parts = index.index.unsettled(tail=1)
            segment = merged(parts) if parts else None
            if self.corpus and data.draw(st.booleans()):  # one is removed during the merge
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
    def it_contains_what_was_added_and_not_removed(self):
        for index in self.indexes:
            assert len(index) == sum(map(len, self.corpus.values()))
            assert {name for name in "ABCDEFGX" if name in index} == self.corpus.keys()


Changing.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
test_after_any_changes_it_scores_like_a_new_index = Changing.TestCase


class ChangingSmallSegments(Changing):
    """The same with segments that are seldom merged, because they would have too many rows."""

    def __init__(self):
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(packing, "MOST_ROWS", 5)
        self.patch.setattr(index_module, "MOST_SEGMENTS", 1)

    def teardown(self):
        self.patch.undo()

    @rule()
    def merge(self):
        for index in self.indexes:
            index.settle()
            small = [one.size - one.removed_rows for one in index.index.segments]
            assert len(small) < 3 or all(sum(pair) > 5 for pair in pairwise(small))


ChangingSmallSegments.TestCase.settings = Changing.TestCase.settings
test_it_does_so_with_segments_that_may_not_be_merged = ChangingSmallSegments.TestCase


LETTERS = "abcdefghijkl"
sentences_of_letters = st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=4)


@some
@given(
    st.lists(sentences_of_letters, min_size=2, max_size=12),
    st.data(),
    st.text(LETTERS, min_size=1, max_size=10),
    st.integers(1, 8),
    st.sampled_from([0, 6, scoring.MANY]),
)
def test_several_segments_give_exactly_the_hits_of_one(corpus, data, query, limit, many):
    index, one = Index(), Index()
    for key, sentences in enumerate(corpus):
        index.add(key, "g", Entry([list(terms) for terms in sentences]))
        one.add(key, "g", Entry([list(terms) for terms in sentences]))
        if data.draw(st.booleans()):
            parts = index.unsettled(tail=1)
            index.replace(parts, merged(parts))
    parts = one.unsettled(tail=1)
    one.replace(parts, merged(parts))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scoring, "MANY", many)
        assert index.search(query, None, limit) == one.search(query, None, limit)
    assert index.term_weights(query, None) == one.term_weights(query, None)


def test_segments_with_the_most_rows_stay_as_they_are_when_articles_are_added(monkeypatch):
    monkeypatch.setattr(packing, "MOST_ROWS", 64)
    index = Index()
    moved = 0
    for key in range(1000):
        index.add(key, "g", Entry([["word", f"w{key}"]]))
        while parts := index.unsettled(tail=1):
            moved += sum(part.size for part in parts)
            index.replace(parts, merged(parts))
    sizes = [segment.size for segment in index.segments]
    assert sum(sizes) == 1000
    assert max(sizes) <= 64
    assert len(sizes) <= 2 * 1000 / 64 + MOST_SEGMENTS
    assert moved < 20 * 1000  # 31,000 if every new article were merged with the last segment
    assert [hit[:2] for hit in index.search(["word"], None, 1000)] == [(n, 0) for n in range(1000)]


def test_a_segment_with_more_than_the_most_rows_is_searched_and_loses_what_is_removed(monkeypatch):
    index = Index()
    for key in range(100):
        index.add(key, "g", Entry([["word", f"w{key}"]]))
    parts = index.unsettled(tail=1)
    index.replace(parts, merged(parts))
    monkeypatch.setattr(packing, "MOST_ROWS", 10)
    for key in range(100, 110):
        index.add(key, "g", Entry([["word", f"w{key}"]]))
        while parts := index.unsettled(tail=1):
            index.replace(parts, merged(parts))
    assert index.segments[0].size == 100
    assert [hit.key for hit in index.search(["w3", "w105"], None, 9)] == [3, 105]
    index.remove(3)
    (part,) = index.unclean()
    index.replace([part], merged([part]))
    assert "w3" not in set(index.segments[0].terms())
    assert len(index.search(["word"], None, 200)) == 109


@some
@given(corpora, scopes, queries, st.integers(0, 5))
def test_a_limit_returns_the_first_of_all_hits(corpus, scope, query, limit):
    index = index_of(corpus)
    assert index.search(query, scope, limit) == index.search(query, scope, ALL)[:limit]


@some
@given(corpora, queries, st.integers(0, 5), st.sets(st.integers(0, 3)), st.booleans())
def test_a_limit_counts_sentences_and_the_hits_include_the_headings_among_them(
    corpus, query, limit, headings, settled
):
    index = Index()
    for key, sentences in enumerate(corpus.values()):
        entry = Entry(sentences, headings=sorted(headings & set(range(len(sentences)))))
        index.add(key, "g", entry)
        if settled and key % 2:
            parts = index.unsettled(tail=1)
            index.replace(parts, merged(parts))
    every = index.search(query, None, ALL)
    counts = list(accumulate(hit.sentence not in headings for hit in every))
    found = index.search(query, None, limit)
    enough = next((at + 1 for at, count in enumerate(counts) if count == limit), len(every))
    among = every[: enough if limit else 0]
    first = [hit for hit in among if hit.sentence in headings][:limit]
    assert found == [hit for hit in among if hit.sentence not in headings or hit in first]


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


def test_removal_takes_effect_at_once():
    index = index_of({"A": ["a"], "B": ["ab"], "C": ["c", "d", "e", "f"]})
    assert {hit.key for hit in index.search(["a"], "ABC", ALL)} == {"A", "B"}
    index.remove("A")
    assert {hit.key for hit in index.search(["a"], "ABC", ALL)} == {"B"}
    assert index.sizes_in(None, ALL) == {"B": 1, "C": 4}
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


def test_more_scopes_than_are_cached_can_be_searched():
    index = index_of({f"{number}": ["ab", "c"] for number in range(40)})
    for _ in range(2):
        for number in range(40):
            assert [hit[:2] for hit in index.search(["a"], {f"{number}"}, ALL)] == [
                (f"{number}", 0)
            ]
