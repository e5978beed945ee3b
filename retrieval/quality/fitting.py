"""How the weights are found: from candidates of questions whose answers are known."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.index.context import Column, Grid
from retrieval.ranking.features import FEATURES

SHALLOW = 40  # candidates of a question that are learnt from: the best by a simple sum
SIMPLE = {"sentence": 1.0, "window": 0.3, "section": 0.25}
STEPS = 300
RATE = 0.05  # of the first step; Adam's, as the rest of its constants (Kingma and Ba, 2015)
KEPT = (0.9, 0.999)
TINY = 1e-8
# The weight of the weights' squares. Much of it for the ranking: less is a little better on the
# texts learnt from and worse on others.
RANKING_SHRINKAGE = 0.1
CONFIDENCE_SHRINKAGE = 1e-3

Flags = NDArray[np.bool_]


class Group(NamedTuple):
    """A question's candidates: their features, and which are right."""

    grid: Grid
    right: Flags


class Learnt(NamedTuple):
    """Weights for features as they come, and what is added to their sum."""

    weights: Column
    bias: float


def fit_ranking(groups: Sequence[Group]) -> Column:
    """The weights under which right candidates are likeliest to come first.

    The likelihood is the softmax over a question's candidates, as in ListNet (Cao et al.,
    2007). The same groups give the same weights.
    """
    usable = [_shallow(group) for group in groups]
    usable = [group for group in usable if group.right.any() and not group.right.all()]
    width = len(FEATURES)
    grids = np.zeros((len(usable), SHALLOW, width), np.float32)
    right = np.zeros((len(usable), SHALLOW), np.float32)
    there = np.zeros((len(usable), SHALLOW), bool)
    for number, group in enumerate(usable):
        size = len(group.right)
        grids[number, :size] = group.grid
        right[number, :size] = group.right
        there[number, :size] = True
    mean, spread = _scale(grids[there])
    grids -= mean.astype(np.float32)
    grids /= spread.astype(np.float32)
    grids[~there] = 0

    def gradient(weights: Column) -> Column:
        scores = np.where(there, grids @ weights.astype(np.float32), -np.inf)
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        wanted = likely * right
        wanted /= wanted.sum(axis=1, keepdims=True) + np.float32(TINY)
        slope = np.tensordot(likely - wanted, grids, axes=2) / len(usable)
        return np.asarray(slope, float) + RANKING_SHRINKAGE * weights

    return _descend(gradient, width) / spread


def fit_confidence(rows: Grid, right: Flags) -> Learnt:
    """The weights of a logistic regression: how likely a row is a right one."""
    mean, spread = _scale(rows)
    scaled = np.column_stack([(rows - mean) / spread, np.ones(len(rows))])

    def gradient(weights: Column) -> Column:
        likely = 1 / (1 + np.exp(-(scaled @ weights)))
        slope: Column = scaled.T @ (likely - right) / len(right)
        return slope + CONFIDENCE_SHRINKAGE * weights

    found = _descend(gradient, scaled.shape[1])
    weights = found[:-1] / spread
    return Learnt(weights, float(found[-1] - weights @ mean))


def _shallow(group: Group) -> Group:
    simple = np.array([SIMPLE.get(name, 0.0) for name in FEATURES])
    best = np.argsort(-(group.grid @ simple), kind="stable")[:SHALLOW]
    return group._replace(grid=group.grid[best], right=group.right[best])


def _scale(rows: NDArray[np.floating]) -> tuple[Column, Column]:
    """The mean and spread of each column; a column that is always the same has spread 1."""
    spread = rows.std(axis=0, dtype=float)
    return rows.mean(axis=0, dtype=float), np.where(spread < TINY, 1.0, spread)


def _descend(gradient: Callable[[Column], Column], width: int) -> Column:
    """The weights where the gradient leads, from zero."""
    weights, slope, square = np.zeros(width), np.zeros(width), np.zeros(width)
    for step in range(1, STEPS + 1):
        now = gradient(weights)
        slope = KEPT[0] * slope + (1 - KEPT[0]) * now
        square = KEPT[1] * square + (1 - KEPT[1]) * now**2
        ahead = slope / (1 - KEPT[0] ** step)
        rough = np.sqrt(square / (1 - KEPT[1] ** step))
        weights = weights - RATE * ahead / (rough + TINY)
    return weights
