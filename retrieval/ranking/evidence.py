"""The evidence that the confidence in an answer is computed from."""

from collections.abc import Sequence

import numpy as np

from retrieval.index.context import Column, Grid
from retrieval.ranking.candidates import Candidates
from retrieval.ranking.features import FEATURES

# The best candidate's features and these.
EVIDENCE = (
    *FEATURES,
    "margin",  # how far the first candidate's score is above the second's
    "agreement",  # the share of the best ten that come from the first one's article
    "brevity",  # 1 / the number of query terms: one word proves little
)
WIDEST_MARGIN = 5.0
BEST = 10


def evidence(found: Candidates, grid: Grid, scores: Column, order: Sequence[int]) -> Column:
    """A number for each name in EVIDENCE, given the candidates in order, best first."""
    first, second = order[0], order[1:2]
    margin = scores[first] - scores[second[0]] if second else WIDEST_MARGIN
    articles = [found.keys[at][0] for at in order[:BEST]]
    agreement = articles.count(articles[0]) / len(articles)
    brevity = 1 / len(found.query.terms)
    return np.array([*grid[first], min(margin, WIDEST_MARGIN), agreement, brevity])
