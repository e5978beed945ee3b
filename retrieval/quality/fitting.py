"""Fits the weights of the ranking and the confidence to questions with known answers."""

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.index.context import Column, Grid
from retrieval.ranking.features import FEATURES

# The number of a question's candidates that are used, the best by a simple sum of features.
SHALLOW = 40
SIMPLE = {
    "sentence": 1.0,
    "window": 0.3,
    "section": 0.25,
    "meaning": 2.0,
    "window meaning": 2.0,
}
STEPS = 300
# Adam (Kingma and Ba, 2015) with its recommended constants, except for the rate.
RATE = 0.05
DECAY = (0.9, 0.999)
TINY = 1e-8
CONFIDENCE_SHRINKAGE = 1e-3  # L2 regularization

Flags = NDArray[np.bool_]


class Group(NamedTuple):
    """A question's candidates: their features, and which of them are right."""

    grid: Grid
    right: Flags


class LogisticModel(NamedTuple):
    """A logistic regression: the weights of unscaled features, and the bias."""

    weights: Column
    bias: float


def fit_ranking(groups: Sequence[Group], learned: Collection[str], shrinkage: float) -> Column:
    """The weights that maximize the likelihood of right candidates. Deterministic.

    The likelihood is the softmax over a question's candidates, as in ListNet (Cao et al., 2007).
    Only features that are ``learned`` get a weight other than 0; ``shrinkage`` is the strength of
    the L2 regularization.
    """
    grids, right, exists = _stacked(groups)
    grids *= np.array([name in learned for name in FEATURES], np.float32)
    mean, spread = _scale(grids[exists])
    grids -= mean.astype(np.float32)
    grids /= spread.astype(np.float32)
    grids[~exists] = 0

    def gradient(weights: Column) -> Column:
        scores = np.where(exists, grids @ weights.astype(np.float32), -np.inf)
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        target = likely * right
        target /= target.sum(axis=1, keepdims=True) + np.float32(TINY)
        slope = np.tensordot(likely - target, grids, axes=2) / len(grids)
        return np.asarray(slope, float) + shrinkage * weights

    return _descend(gradient, len(FEATURES)) / spread


def _stacked(
    groups: Sequence[Group],
) -> tuple[NDArray[np.float32], NDArray[np.float32], Flags]:
    """The usable groups as padded arrays, and a mask of the rows that are not padding."""
    usable = [_shallow(group) for group in groups]
    usable = [group for group in usable if group.right.any() and not group.right.all()]
    grids = np.zeros((len(usable), SHALLOW, len(FEATURES)), np.float32)
    right = np.zeros((len(usable), SHALLOW), np.float32)
    exists = np.zeros((len(usable), SHALLOW), bool)
    for number, group in enumerate(usable):
        size = len(group.right)
        grids[number, :size] = group.grid
        right[number, :size] = group.right
        exists[number, :size] = True
    return grids, right, exists


def fit_confidence(rows: Grid, right: Flags) -> LogisticModel:
    """A logistic regression of the probability that a row is right."""
    mean, spread = _scale(rows)
    scaled = np.column_stack([(rows - mean) / spread, np.ones(len(rows))])

    def gradient(weights: Column) -> Column:
        likely = 1 / (1 + np.exp(-(scaled @ weights)))
        slope: Column = scaled.T @ (likely - right) / len(right)
        return slope + CONFIDENCE_SHRINKAGE * weights

    found = _descend(gradient, scaled.shape[1])
    weights = found[:-1] / spread
    return LogisticModel(weights, float(found[-1] - weights @ mean))


def _shallow(group: Group) -> Group:
    simple = np.array([SIMPLE.get(name, 0.0) for name in FEATURES])
    best = np.argsort(-(group.grid @ simple), kind="stable")[:SHALLOW]
    return group._replace(grid=group.grid[best], right=group.right[best])


def _scale(rows: NDArray[np.floating]) -> tuple[Column, Column]:
    """The mean and standard deviation of each column, the latter 1 for a constant column."""
    spread = rows.std(axis=0, dtype=float)
    return rows.mean(axis=0, dtype=float), np.where(spread < TINY, 1.0, spread)


def _descend(gradient: Callable[[Column], Column], width: int) -> Column:
    """Minimize by gradient descent, starting from zero."""
    weights, slope, square = np.zeros(width), np.zeros(width), np.zeros(width)
    for step in range(1, STEPS + 1):
        now = gradient(weights)
        slope = DECAY[0] * slope + (1 - DECAY[0]) * now
        square = DECAY[1] * square + (1 - DECAY[1]) * now**2
        ahead = slope / (1 - DECAY[0] ** step)
        rough = np.sqrt(square / (1 - DECAY[1] ** step))
        weights = weights - RATE * ahead / (rough + TINY)
    return weights
