"""The candidate sentences for a question, with the data to compute their features."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType

import numpy as np

from retrieval.answer import Key
from retrieval.index.bm25 import saturation
from retrieval.index.context import Column, Context, Grid, Marks
from retrieval.meaning.vectors import Similarity
from retrieval.ranking.question import Query
from retrieval.ranking.sentence import Profile
from retrieval.words.related import CLOSE

LEAST = 1e-9  # weight, so that none is divided by 0
Feature = Callable[["Candidates"], Column]
# The features that depend on which terms are names.
OF_NAMES = ("plain coverage", "names held", "names near", "names missing")


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
        self.names = self._marked(query.names)
        self.leaned = self._marked(query.leaned)  # only in the questions before
        self.prior = np.zeros(len(keys)) if prior is None else prior
        self._features = features
        self._known = dict(known)

    def read(self, profiles: Sequence[Profile]) -> None:
        """Add the candidates' texts, whose capitals, not the reader's, show which terms are names.

        A term that is not in them stays what the reader's capitals make it.
        """
        self.profiles = profiles
        names = frozenset(term for term in self.query.terms if self._is_name(term))
        if names != self.query.names:
            self.query = replace(self.query, names=names)
            self.names = self._marked(names)
            for name in OF_NAMES:
                self._known.pop(name, None)

    def _is_name(self, term: str) -> bool:
        """Whether most candidates with a term have a capital there, except in the first word."""
        held = [own for own in self.profiles if term in own.term_set]
        capital = sum(term in own.names for own in held)
        small = sum(term not in own.names and term in own.terms[1:] for own in held)
        return capital > small if capital or small else term in self.query.names

    def _marked(self, names: Collection[str]) -> Marks:
        return np.array([term in names for term in self.query.terms], bool)

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
    def likeness(self) -> Grid:
        """How much like each term it lacks the sentence's most related term is, from 0 to 1."""
        columns: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for column, term in enumerate(self.query.terms):
            for other, alike in self.query.analysis.related_terms(term).items():
                columns[other].append((column, alike))
        related = frozenset(columns)
        grid = np.zeros(self.held.shape)
        for row, own in enumerate(self.profiles):
            for other in own.term_set & related:
                for column, alike in columns[other]:
                    grid[row, column] = max(grid[row, column], alike)
        return np.asarray(grid * ~self.held)

    @property
    def related(self) -> Marks:
        """Marks the terms for which each candidate has only a closely related one."""
        return self.likeness >= CLOSE

    def share(self, terms: Grid | Marks) -> Column:
        """The share of the query's weight in the terms marked for each candidate."""
        shares: Column = terms @ self.weight
        return shares

    def share_of(self, terms: Marks, marks: Marks) -> Column:
        """The share of the weight of some of the terms that is marked for each candidate."""
        weights: Column = self.idf * terms
        shares: Column = marks @ weights / max(float(weights.sum()), LEAST)
        return shares

    def column(self, of_profile: Callable[[Profile], float]) -> Column:
        """A number computed from each candidate's profile."""
        return np.array([of_profile(own) for own in self.profiles], float)

    def bm25(self, tf: Grid, lengths: Column, average: float, k1: float, b: float) -> Column:
        """BM25 of a grid of term frequencies, with idf as a share of the query's weight."""
        return self.share(saturation(tf, lengths[:, None], average, k1, b))
