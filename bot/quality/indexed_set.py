"""A judged set with an index: the candidates for its questions, which training learns from."""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

import numpy as np
from tqdm import tqdm

from bot.quality.judged_sets import JudgedQuestion, JudgedSet
from retrieval.answer import LIMIT
from retrieval.answering.answerer import Answerer
from retrieval.answering.languages.one_language import READ
from retrieval.index.context import Column
from retrieval.meaning.meaning import Meaning
from retrieval.quality.fitting import Group
from retrieval.ranking.candidates import Candidates
from retrieval.ranking.features import feature_grid
from retrieval.ranking.ranking import Ranking

SEED = 13
ASKED = 2500  # questions drawn from a set to train the confidence and the sureness

Half = bool  # one half of a set's documents: True for the first
Rankings = Mapping[Half | None, Column]  # weights trained on each half, and on all (None)


class Sample(NamedTuple):
    """A question's candidates in its own document or, if ``everywhere``, in all documents."""

    half: Half  # that contains its document
    everywhere: bool
    group: Group


class Trial(NamedTuple):
    """A question asked of one document or, if ``everywhere``, of one half of the documents."""

    half: Half  # that it is asked of
    everywhere: bool
    present: bool  # whether its own document is among them
    judged: Mapping[Half | None, "Judged"]  # with each ranking


class Judged(NamedTuple):
    """The evidence for an answer, and whether one of its sentences, and its first, is right."""

    evidence: Column
    helps: bool
    first: bool


class IndexedSet:
    """A judged set with an index of its documents, and their vectors if there is a model.

    A document that is in ``like``, too, is in the same half as there.
    """

    def __init__(
        self, judged: JudgedSet, meaning: Meaning | None, like: "IndexedSet | None" = None
    ) -> None:
        self._ids = {document: article.id for document, article in judged.articles.items()}
        self._every_question = judged.questions
        self._questions = [question for question in judged.questions if question.answerable]
        self._everywhere = frozenset(self._ids.values())
        first = self._first_half(like)
        self._halves: dict[Half, frozenset[str]] = {True: first, False: self._everywhere - first}
        self._answerer = Answerer(meaning=meaning)
        self._keys: dict[str, int] = {}  # of the articles in the index
        for key, article in enumerate(judged.articles.values()):
            if article.id not in self._keys:
                self._keys[article.id] = key
                self._answerer.add(article, key)

    def _first_half(self, like: "IndexedSet | None") -> frozenset[str]:
        """The articles in the first half: drawn at random, except for those in ``like``."""
        first = set(
            np.random.default_rng(SEED).permutation(sorted(self._everywhere))[::2].tolist()
        )
        known = {own: like and like.half_of(document) for document, own in self._ids.items()}
        kept = {own for own, half in known.items() if half is not None}
        return frozenset(first - kept | {own for own in kept if known[own]})

    def half_of(self, document: str) -> Half | None:
        """The half that contains a document, by its id; None if the set does not have it."""
        own = self._ids.get(document)
        return None if own is None else own in self._halves[True]

    def samples(self) -> Iterator[Sample]:
        """Yield the samples to train the ranking on."""
        for question in tqdm(self._questions, unit="question", disable=None):
            own = self._ids[question.document]
            half = own in self._halves[True]
            for everywhere, scope in ((False, frozenset({own})), (True, self._everywhere)):
                candidates = self._candidates(question, scope)
                if candidates is not None:
                    yield Sample(half, everywhere, candidates[1])

    def trials(self, rankings: Rankings) -> Iterator[Trial]:
        """Yield the trials to train the confidence on; in half of them the document is absent."""
        chance = np.random.default_rng(SEED)
        drawn = chance.permutation(len(self._questions))[:ASKED].tolist()
        for at in tqdm(drawn, unit="question", disable=None):
            question = self._questions[at]
            own = self._ids[question.document]
            for half, documents in self._halves.items():
                others = sorted(documents - {own})
                single = own if own in documents else others[chance.integers(len(others))]
                for everywhere, scope in ((False, frozenset({single})), (True, documents)):
                    judged = self._judged(question, scope, rankings)
                    if judged:
                        yield Trial(half, everywhere, own in documents, judged)

    def near_trials(self, rankings: Rankings) -> Iterator[Trial]:
        """Yield trials of all questions, also of those that their own document does not answer."""
        chance = np.random.default_rng(SEED)
        drawn = chance.permutation(len(self._every_question))[:ASKED].tolist()
        for at in tqdm(drawn, unit="question", disable=None):
            question = self._every_question[at]
            own = self._ids[question.document]
            half = own in self._halves[True]
            for everywhere, scope in ((False, frozenset({own})), (True, self._halves[half])):
                judged = self._judged(question, scope, rankings)
                if judged:
                    yield Trial(half, everywhere, question.answerable, judged)

    def _judged(
        self, question: JudgedQuestion, scope: Collection[str], rankings: Rankings
    ) -> Mapping[Half | None, Judged]:
        """The answer by each ranking."""
        found = self._candidates(question, scope)
        return {of: _judge(*found, one) for of, one in rankings.items()} if found else {}

    def _candidates(
        self, question: JudgedQuestion, scope: Collection[str]
    ) -> tuple[Candidates, Group] | None:
        found = self._answerer.candidates(question.text, scope)
        if found is None:
            return None
        own = self._keys[self._ids[question.document]]
        right = [key == own and number in question.relevant for key, number in found.keys]
        return found, Group(feature_grid(found).astype(np.float32), np.array(right))


def _judge(found: Candidates, group: Group, weights: Column) -> Judged:
    """The answer by a ranking, of as many candidates as the answerer reads.

    They are chosen by that ranking, and not by the answerer's, which depends on earlier training.
    """
    scores = group.grid @ weights
    best = np.sort(np.argsort(-scores, kind="stable")[:READ])
    ranking = Ranking(found.some(best.tolist()), group.grid[best], scores[best])
    right = group.right[best]
    shown = any(right[at] for at in ranking.shown(LIMIT))
    return Judged(ranking.evidence, shown, bool(right[ranking.order[0]]))
