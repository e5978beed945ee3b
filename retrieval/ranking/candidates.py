"""The candidate sentences for a question, with the data to compute their features."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

import numpy as np

from retrieval.answer import Key
from retrieval.index.bm25 import saturation
from retrieval.index.context import Column, Context, Grid, Marks
from retrieval.meaning.vectors import Similarity
from retrieval.ranking.question import Query
from retrieval.ranking.sentence import Profile
from retrieval.words.analysis import ANALYSES
from retrieval.words.related import related_terms

Feature = Callable[["Candidates"], Column]


class Candidates:
    """The candidates for a question, as grids with a row per candidate and a column per term.

    ``idf`` holds the idf of each term, ``features`` the functions that compute the features,
    ``similarity`` how near each is to the question in meaning, ``known`` the features computed so
    far, and ``prior`` what the turn before adds to each score. Without ``profiles``, one per
    candidate, only the features WITHOUT_TEXT can be computed.
    """

    def __init__(
        self,
        query: Query,
        idf: Sequence[float],
        keys: Sequence[Key],
        context: Context,
        features: Mapping[str, Feature],
        similarity: Similarity,
        profiles: Sequence[Profile] = (),
        known: Mapping[str, Column] = MappingProxyType({}),
        prior: Column | None = None,
    ) -> None:
        self.query = query
        self.keys = keys
        self.profiles = profiles
        self.context = context
        self.similarity = similarity
        self.idf = np.asarray(idf, float)
        self.weight = self.idf / self.idf.sum()
        self.own = context.own
        self.lengths = context.own_length
        self.held = self.own > 0
        around = context.before + context.after + context.section > 0
        self.near = (around | context.title) & ~self.held  # only in the text around
        self.far = context.article & ~self.held & ~self.near  # only elsewhere in the article
        self.names = np.array([term in query.names for term in query.terms], bool)
        self.prior = np.zeros(len(keys)) if prior is None else prior
        self._features = features
        self._known = dict(known)

    def some(self, chosen: Sequence[int]) -> "Candidates":
        """The candidates at these positions."""
        return Candidates(
            self.query,
            self.idf.tolist(),
            [self.keys[at] for at in chosen],
            self.context.some(chosen),
            self._features,
            self.similarity.some(chosen),
            [self.profiles[at] for at in chosen] if self.profiles else (),
            {name: column[chosen] for name, column in self._known.items()},
            self.prior[chosen],
        )

    def feature(self, name: str) -> Column:
        """A feature of each candidate, by name."""
        if name not in self._known:
            self._known[name] = self._features[name](self)
        return self._known[name]

    @cached_property
    def related(self) -> Marks:
        """Marks the terms for which each candidate has only a related term."""
        relations = related_terms(ANALYSES["en"])
        related = [relations.get(term, frozenset()) for term in self.query.terms]
        held = [own.term_set for own in self.profiles]
        marks = [[not one.isdisjoint(terms) for one in related] for terms in held]
        return np.asarray(np.array(marks, bool) & ~self.held)

    def share(self, terms: Grid | Marks) -> Column:
        """The share of the query's weight in the terms marked for each candidate."""
        shares: Column = terms @ self.weight
        return shares

    def column(self, of_profile: Callable[[Profile], float]) -> Column:
        """A number computed from each candidate's profile."""
        return np.array([of_profile(own) for own in self.profiles], float)

    def bm25(self, tf: Grid, lengths: Column, average: float, k1: float, b: float) -> Column:
        """BM25 of a grid of term frequencies, with idf as a share of the query's weight."""
        return self.share(saturation(tf, lengths[:, None], average, k1, b))
