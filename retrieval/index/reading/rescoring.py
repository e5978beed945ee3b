"""Scores sentences that an engine found by the statistics of its own with those of the scope."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from retrieval.index.bm25 import K1, B, saturation
from retrieval.index.scoring import Hit, first_of


class Found(NamedTuple):
    """A sentence by its place, with its terms."""

    key: int
    sentence: int
    terms: Sequence[str]
    is_heading: bool = False


def best(
    found: Sequence[Found], weights: Mapping[str, float], average: float, limit: int
) -> list[Hit]:
    """The ``limit`` best sentences found, and the headings among them, best first.

    ``weights`` holds the idf of each term times its count in the query, ``average`` the scope's
    average length. Equal scores keep corpus order.
    """
    keys = np.array([one.key for one in found], np.int64)
    numbers = np.array([one.sentence for one in found], np.int64)
    lengths = np.array([len(one.terms) for one in found])
    scores = np.zeros(len(found))
    for term, weight in weights.items():
        tf = np.array([one.terms.count(term) for one in found])
        scores += saturation(tf, lengths, average, K1, B) * weight
    order = np.lexsort((numbers, keys, -scores))
    headings = np.array([one.is_heading for one in found], bool)
    order = order[first_of(headings.take(order), limit)]
    columns = (one.take(order).tolist() for one in (keys, numbers, scores))
    return list(map(Hit._make, zip(*columns, strict=True)))
