"""How well articles open with some terms: in their titles, and in their first sentences."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.index.part import Floats, Part, Postings, Rows
from retrieval.scope import Scope

OPENING = 3  # sentences at an article's beginning that can tell what it is about


class Openings(NamedTuple):
    """Articles by their keys and days, and the weight of the terms that each opens with."""

    keys: NDArray[np.int64]
    days: NDArray[np.int32]
    title: Floats
    front: Floats  # in the title and the first sentence
    opening: Floats  # in the title and the first OPENING sentences


def openings_in(found: Iterable[tuple[Part, Postings]], weights: Sequence[float]) -> Openings:
    """The articles of some parts that open with any of some terms, with the sums of their weights.

    The postings are those of the terms in sentences, then of the same terms in titles.
    """
    return joined([_in_part(part, postings, weights) for part, postings in found])


def all_in(parts: Iterable[Part], scope: Scope) -> Openings:
    """All articles of a scope, as if there was nothing that they do not open with."""
    every = []
    for part in parts:
        (at,) = (part.scoped(scope).articles & (np.diff(part.starts) > 0)).nonzero()
        whole = np.ones(len(at))
        every.append(Openings(part.keys[at], part.days[at], whole, whole, whole))
    return joined(every)


def openings_of(articles: Sequence[tuple[int, int, float, float, float]]) -> Openings:
    """Articles, each with what an ``Openings`` holds of it."""
    columns = list(zip(*articles, strict=True)) or [()] * len(Openings._fields)
    kinds = np.int64, np.int32, np.float64, np.float64, np.float64
    return Openings._make(map(np.array, columns, kinds))


def joined(parts: Sequence[Openings]) -> Openings:
    """The articles of several."""
    none = np.empty(0)
    columns = zip(*parts, strict=True) if parts else [[none]] * len(Openings._fields)
    return Openings._make(np.concatenate(column) for column in columns)


def _in_part(part: Part, found: Postings, weights: Sequence[float]) -> Openings:
    titles, fronts, wholes = totals = np.zeros((3, len(part.keys)))
    bounds = list(pairwise([0, *found.ends]))
    titled = bounds[len(weights) :]
    for weight, own, title in zip(weights, bounds, titled, strict=False):
        rows = found.rows[slice(*own)]
        held = np.zeros((3, len(part.keys)), bool)
        held[:, _articles(part, found.rows[slice(*title)])] = True
        for level, length in ((1, 1), (2, OPENING)):
            held[level, _articles(part, rows[part.first_rows(length).take(rows)])] = True
        totals += weight * held
    (at,) = wholes.nonzero()
    return Openings(part.keys[at], part.days[at], titles[at], fronts[at], wholes[at])


def _articles(part: Part, rows: Rows) -> NDArray[np.intp]:
    """The positions of the articles that the rows are in."""
    return part.starts.searchsorted(rows, side="right") - 1
