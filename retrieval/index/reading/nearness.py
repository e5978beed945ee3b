"""Which terms occur near one another."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np

from retrieval.index.part import Postings, Rows

NEAR = 1  # sentence, at most, from one to another that it occurs together with


def most_together(
    every: Iterable[Postings], terms: Sequence[str], others: Sequence[str]
) -> Mapping[str, int]:
    """For each term, the most of the others that are near one of its places.

    ``every`` are the postings of the terms and then of the others, in each part.
    """
    most = dict.fromkeys(terms, 0)
    for postings in every:
        starts = [0, *postings.ends]
        rows = [postings.rows[start:end] for start, end in pairwise(starts)]
        around = rows[len(terms) : len(terms) + len(others)]
        for term, own in zip(terms, rows, strict=False):
            if len(own):
                count = sum(_near(own, other) for other in around if len(other))
                most[term] = max(most[term], int(np.max(count)))
    return most


def _near(rows: Rows, others: Rows) -> Rows:
    """For each row, 1 if one of the others is near, else 0; both are ascending."""
    at = others.searchsorted(rows - NEAR)
    after = others[np.minimum(at, len(others) - 1)]
    return ((after >= rows - NEAR) & (after <= rows + NEAR)).astype(np.int32)
