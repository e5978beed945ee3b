"""Scores what the engine found with the statistics of the scope.

The engine knows only its own, of all collections. Of a hundred thousand sentences and more, its
first 200 have been seen to hold the best 100 of a small scope for each of 200 questions.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from bot.library.opensearch.mapping import place_of, token
from bot.library.opensearch.queries import Found
from retrieval.index.bm25 import K1, B, saturation
from retrieval.index.scoring import Hit, first_of


def best(
    found: Sequence[Found], weights: Mapping[str, float], average: float, limit: int
) -> list[Hit]:
    """The ``limit`` best sentences found, and the headings among them, best first.

    ``weights`` holds the idf of each term times its count in the query, ``average`` the scope's
    average length. Equal scores keep corpus order.
    """
    if not found:
        return []
    places = np.array([place_of(one["_id"]) for one in found])
    texts = [one["_source"]["terms"].split() for one in found]
    lengths = np.array([len(text) for text in texts])
    scores = np.zeros(len(found))
    for term, weight in weights.items():
        own = token(term)
        tf = np.array([text.count(own) for text in texts])
        scores += saturation(tf, lengths, average, K1, B) * weight
    order = np.lexsort((places[:, 1], places[:, 0], -scores))
    headings = np.array(["heading" in one["_source"] for one in found])
    order = order[first_of(headings.take(order), limit)]
    columns = places[order, 0], places[order, 1], scores[order]
    return list(map(Hit._make, zip(*(one.tolist() for one in columns), strict=True)))


def is_enough(found: Sequence[Found], asked: int, limit: int) -> bool:
    """Whether the engine has no more, or enough sentences are among what it found."""
    sentences = sum("heading" not in one["_source"] for one in found)
    return len(found) < asked or sentences >= limit
