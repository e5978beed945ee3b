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
FIXED_CONFIDENCE = {"numbers absent": -5.0}


class WeightSet(NamedTuple):
    """The weight of each of FEATURES in the ranking, and of each of EVIDENCE in the confidence."""

    ranking: Column
    confidence: Column
    bias: float

    def confidence_of(self, evidence: Column) -> float:
        """The probability, from 0 to 1, that one of the first three sentences is right."""
        return float(1 / (1 + np.exp(-(evidence @ self.confidence + self.bias))))


def weight_set(ranking: dict[str, float], confidence: dict[str, float], bias: float) -> WeightSet:
    """A set of weights; a feature without one counts as 0, so that training can add it."""
    return WeightSet(
        np.array([(ranking | FIXED_RANKING).get(one, 0.0) for one in FEATURES]),
        np.array([(confidence | FIXED_CONFIDENCE).get(one, 0.0) for one in EVIDENCE]),
        bias,
    )


LEXICAL = weight_set(weights.LEXICAL_RANKING, weights.LEXICAL_CONFIDENCE, weights.LEXICAL_BIAS)
MEANING = weight_set(weights.MEANING_RANKING, weights.MEANING_CONFIDENCE, weights.MEANING_BIAS)
