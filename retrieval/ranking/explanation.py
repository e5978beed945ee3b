"""Why a sentence ranks where it does."""

from dataclasses import dataclass
from typing import NamedTuple

from corpus.article import Sentence
from retrieval.ranking.features import FEATURES, Candidates
from retrieval.ranking.ranking import Ranking, Weights


class Part(NamedTuple):
    """A feature of a sentence, and what it added to the score."""

    feature: str
    value: float
    added: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """What speaks for a sentence and against it.

    Each of the question's terms is held by the sentence, by what stands around it, by the rest
    of its article, or by none of them: then a related word is held, or it is missing. ``parts``
    are the features that are not 0, those that did most first; they add up to the score.
    """

    sentence: Sentence
    score: float
    held: tuple[str, ...]
    near: tuple[str, ...]
    far: tuple[str, ...]
    related: tuple[str, ...]
    missing: tuple[str, ...]
    parts: tuple[Part, ...]


def explain(found: Candidates, ranking: Ranking, at: int, sentence: Sentence) -> Explanation:
    """The explanation of a candidate, whose sentence is given."""
    grids = (found.held, found.near, found.far, found.related)
    sorts: list[list[str]] = [[], [], [], [], []]
    for number, term in enumerate(found.asked.terms):
        where = (sort for sort, grid in enumerate(grids) if grid[at, number])
        sorts[next(where, len(grids))].append(term)
    held, near, far, related, missing = map(tuple, sorts)
    values = ranking.grid[at]
    added = values * Weights
    every = (Part(*part) for part in zip(FEATURES, values.tolist(), added.tolist(), strict=True))
    parts = sorted((part for part in every if part.added), key=lambda part: -abs(part.added))
    return Explanation(
        sentence=sentence,
        score=float(ranking.scores[at]),
        held=held,
        near=near,
        far=far,
        related=related,
        missing=missing,
        parts=tuple(parts),
    )
