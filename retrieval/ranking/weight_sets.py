"""The two sets of weights: for sentences with vectors, and for those without."""

from typing import NamedTuple

import numpy as np

from retrieval.index.context import Column
from retrieval.ranking import weights
from retrieval.ranking.evidence import EVIDENCE
from retrieval.ranking.features import FEATURES

# Weights that training leaves as they are, because too few judged questions show their worth.
# If a number that is asked about is not there, the sentence is about something else: "2.5 per
# cent" is not answered by "48 per cent".
FIXED_RANKING = {"numbers absent": -1.0}
FIXED_CONFIDENCE = {"numbers absent": -6.0}


class Probability(NamedTuple):
    """A logistic regression: the weight of each of EVIDENCE, and the bias."""

    weights: Column
    bias: float

    def of(self, evidence: Column) -> float:
        """The probability, from 0 to 1."""
        return float(1 / (1 + np.exp(-(evidence @ self.weights + self.bias))))


class WeightSet(NamedTuple):
    """The weight of each of FEATURES in the ranking, and two probabilities.

    ``confidence`` is that one of the first three sentences is right, ``sureness`` that the first
    is.
    """

    ranking: Column
    confidence: Probability
    sureness: Probability


# A feature without a weight counts as 0, so that training can add it.
def ranking_of(learned: dict[str, float]) -> Column:
    """The weights of a ranking, by name, with the fixed ones."""
    return np.array([(learned | FIXED_RANKING).get(one, 0.0) for one in FEATURES])


def probability_of(learned: dict[str, float], bias: float) -> Probability:
    """A probability from its weights, by name, with the fixed ones."""
    every = learned | FIXED_CONFIDENCE
    return Probability(np.array([every.get(one, 0.0) for one in EVIDENCE]), bias)


LEXICAL = WeightSet(
    ranking_of(weights.LEXICAL_RANKING),
    probability_of(weights.LEXICAL_CONFIDENCE, weights.LEXICAL_BIAS),
    probability_of(weights.LEXICAL_SURENESS, weights.LEXICAL_SURENESS_BIAS),
)
MEANING = WeightSet(
    ranking_of(weights.MEANING_RANKING),
    probability_of(weights.MEANING_CONFIDENCE, weights.MEANING_BIAS),
    probability_of(weights.MEANING_SURENESS, weights.MEANING_SURENESS_BIAS),
)
