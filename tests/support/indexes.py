"""Small indexes of named articles, and the scores that they should give."""

import math
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from retrieval.index.entry import Entry
from retrieval.index.index import Index
from retrieval.index.merging import merged
from retrieval.index.segment_file import read_segment, write_segment

ALL = 10_000  # more than any of these indexes holds
SAME = {"rel": 1e-9, "abs": 1e-9}
ids = st.sampled_from("ABCDEFG")
scopes = st.frozensets(st.sampled_from("ABCDEFGX"))  # X is never added
queries = st.lists(st.sampled_from("abcdez"), max_size=5)  # z is in no sentence
articles = st.lists(st.lists(st.sampled_from("abcde"), max_size=6), max_size=4)
corpora = st.dictionaries(ids, articles)
parameters = st.fixed_dictionaries(
    # With b = 1 rank_bm25 divides 0 by 0 for a sentence without terms.
    {"k1": st.sampled_from([0.4, 1.5, 3.0]), "b": st.sampled_from([0.0, 0.75, 0.95])}
)
some = settings(max_examples=60, deadline=None)  # the test of random changes adds many more


class Named:
    """An index of articles with names, each one in a group by itself."""

    def __init__(self, **parameters):
        self.parameters = parameters
        self.index = Index(**parameters)
        self.names = {}  # by key

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

    def sizes_in(self, scope, most):
        sizes = self.index.sizes_in(None if scope is None else frozenset(scope), most)
        return {self.names[key]: size for key, size in sizes.items()}

    def term_weights(self, query, scope):
        return self.index.term_weights(query, frozenset(scope))

    def settle(self):
        """Merge everything into as few segments as possible."""
        while parts := self.index.unsettled(tail=1):
            self.index.replace(parts, merged(parts))

    def merge(self):
        """Merge everything but the tail into one segment."""
        parts = list(self.index.segments)
        if parts:
            self.index.replace(parts, merged(parts))

    def reload(self):
        """Write the segments to files and load them into a new index."""
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
        for key in keys - set(self.index.keys()):  # articles without sentences are in no segment
            self.index.add(key, self.names[key], Entry([]))


def index_of(corpus, **parameters):
    index = Named(**parameters)
    for name, sentences in corpus.items():
        index.add(name, sentences)
    return index


def inside(corpus, scope):
    """Return the scope's sentences by place, in corpus order."""
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
