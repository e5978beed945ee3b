"""Measures how good a ranking is, and how well the confidence separates right from wrong."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

DEPTH = 10  # lower ranks count as not found
RESAMPLES = 1000
SEED = 20240229

Ranks = NDArray[np.float64]  # of the first right sentence, from 1; infinity if there is none


def _hit(depth: int) -> Callable[[Ranks], NDArray[np.float64]]:
    return lambda ranks: (ranks <= depth).astype(float)


# Each measure is a mean over questions: the share with a right sentence at this depth or above, or
# the mean reciprocal rank (Voorhees, 1999).
MEASURES: Mapping[str, Callable[[Ranks], NDArray[np.float64]]] = {
    "p_at_1": _hit(1),
    "hit_at_3": _hit(3),
    "hit_at_5": _hit(5),
    "mrr_at_10": lambda ranks: np.where(ranks <= DEPTH, 1 / ranks, 0.0),
}


class Estimate(NamedTuple):
    """A mean over questions with its 95 % interval, each from 0 to 1."""

    value: float
    low: float
    high: float


def measure(ranks: Sequence[float], documents: Sequence[Hashable]) -> dict[str, Estimate | None]:
    """Each measure of the questions' ranks; None without questions.

    The intervals are from a bootstrap (Efron, 1979) over documents, because questions about the
    same document are not independent. It is deterministic.
    """
    if not ranks:
        return dict.fromkeys(MEASURES)
    numbers = {document: number for number, document in enumerate(dict.fromkeys(documents))}
    owners = np.array([numbers[document] for document in documents])
    counts = np.bincount(owners)
    draws = np.random.default_rng(SEED).integers(len(counts), size=(RESAMPLES, len(counts)))
    sizes = counts[draws].sum(axis=1)
    found: dict[str, Estimate | None] = {}
    for name, of_ranks in MEASURES.items():
        values = of_ranks(np.asarray(ranks, dtype=float))
        means = np.bincount(owners, weights=values)[draws].sum(axis=1) / sizes
        low, high = np.percentile(means, [2.5, 97.5])
        found[name] = Estimate(float(values.mean()), float(low), float(high))
    return found


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """The share of pairs in which the positive scores higher; ties count half.

    Source: Hanley and McNeil, 1982.

    >>> auroc([0.9, 0.4], [0.1, 0.4])
    0.875
    """
    ordered = np.sort(np.asarray(negative, dtype=float))
    below = np.searchsorted(ordered, positive, side="left")
    up_to = np.searchsorted(ordered, positive, side="right")
    return float((below + up_to).sum() / 2 / (len(positive) * len(negative)))
