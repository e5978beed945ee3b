"""How well articles open with some terms: in their titles, and in their first sentences."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.index.index import Index
from retrieval.index.part import TITLE, Floats, Part, Postings, Rows
from retrieval.scope import Scope

OPENING = 3  # sentences at an article's beginning that can tell what it is about


class Openings(NamedTuple):
    """Articles by their keys and days, and the weight of the terms that each opens with."""

    keys: NDArray[np.int64]
    days: NDArray[np.int32]
    title: Floats
    front: Floats  # in the title and the first sentence
    opening: Floats  # in the title and the first OPENING sentences


def openings(index: Index, weights: Mapping[str, float], scope: Scope) -> Openings:
    """The scope's articles that open with any of the terms, with the sums of their weights."""
    terms = (*weights, *(TITLE + term for term in weights))
    every = index.postings(terms, scope)
    return _joined([_in_part(part, found, list(weights.values())) for part, found in every])


def every_article(index: Index, scope: Scope) -> Openings:
    """All of the scope's articles, as if there was nothing that they do not open with."""
    parts = []
    for part, _ in index.postings((), scope):
        (at,) = (part.scoped(scope).articles & (np.diff(part.starts) > 0)).nonzero()
        whole = np.ones(len(at))
        parts.append(Openings(part.keys[at], part.days[at], whole, whole, whole))
    return _joined(parts)


def _joined(parts: Sequence[Openings]) -> Openings:
    none = np.empty(0)
    columns = zip(*parts, strict=True) if parts else [[none]] * len(Openings._fields)
    return Openings._make(np.concatenate(column) for column in columns)


def _in_part(part: Part, found: Postings, weights: list[float]) -> Openings:
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
