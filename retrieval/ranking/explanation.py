"""Explains why a sentence is ranked where it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from corpus.article import Sentence
from retrieval.ranking.candidates import Candidates
from retrieval.ranking.features import FEATURES
from retrieval.ranking.ranking import Ranking, weights_for

TINY = 1e-6  # differences by rounding
# What makes the scores of sentences with vectors and of those without comparable.
COMPARED = "among sentences without vectors"
FOLLOWS = "after the question before"


class Contribution(NamedTuple):
    """A feature of a sentence, and what it added to the score."""

    feature: str
    value: float
    added: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """The evidence for and against a sentence.

    Each query term is listed once: it is in the sentence (``held``), in the text around it
    (``near``), elsewhere in the article (``far``), represented in the sentence by a ``related``
    term, or ``missing``. ``typed`` has the word that was typed for each, if any.
    ``parts`` are the contributions that are not 0, largest first; they add up to the score.
    """

    sentence: Sentence
    score: float
    held: tuple[str, ...]
    near: tuple[str, ...]
    far: tuple[str, ...]
    related: tuple[str, ...]
    missing: tuple[str, ...]
    typed: Mapping[str, str]
    parts: tuple[Contribution, ...]


def explain(found: Candidates, ranking: Ranking, at: int, sentence: Sentence) -> Explanation:
    """Explain the rank of a candidate, given its sentence."""
    held, near, far, related, missing = _terms_by_place(found, at)
    return Explanation(
        sentence=sentence,
        score=float(ranking.scores[at]),
        held=held,
        near=near,
        far=far,
        related=related,
        missing=missing,
        typed={term: word for word, term in found.query.words.items()},
        parts=_contributions(found, ranking, at),
    )


def _terms_by_place(found: Candidates, at: int) -> list[tuple[str, ...]]:
    grids = (found.held, found.near, found.far, found.related)
    places: list[list[str]] = [[], [], [], [], []]
    for number, term in enumerate(found.query.terms):
        where = (place for place, grid in enumerate(grids) if grid[at, number])
        places[next(where, len(grids))].append(term)
    return list(map(tuple, places))


def _contributions(found: Candidates, ranking: Ranking, at: int) -> tuple[Contribution, ...]:
    values = ranking.grid[at]
    weights = weights_for(known=bool(found.similarity.known[at])).ranking
    added = values * weights
    every = [*map(Contribution, FEATURES, values.tolist(), added.tolist())]
    if prior := float(found.prior[at]):
        every.append(Contribution(FOLLOWS, 1.0, prior))
    if abs(rest := float(ranking.scores[at] - added.sum() - prior)) > TINY:
        every.append(Contribution(COMPARED, 1.0, rest))
    return tuple(sorted((one for one in every if one.added), key=lambda one: -abs(one.added)))
