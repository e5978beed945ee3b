"""The articles that hold some terms, anywhere in them."""

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import pairwise

import numpy as np

from retrieval.index.part import Mask, Part, Postings

# What an article must hold: all terms of one of these, each with its prefix if it is not one of
# a sentence.
Wanted = Sequence[Collection[str]]

Has = Callable[[str], Mask]  # marks the articles with a term


def terms_in(wanted: Iterable[Wanted]) -> tuple[str, ...]:
    """The distinct terms in all that is wanted."""
    return tuple(dict.fromkeys(term for one in wanted for terms in one for term in terms))


def keys_holding(
    part: Part, found: Postings, terms: Sequence[str], wanted: Sequence[Wanted]
) -> list[int]:
    """The keys of a part's articles that hold all that is wanted, given the terms' postings."""
    marks = dict(zip(terms, _marks(part, found), strict=True))
    kept = _all(_any(_all(map(marks.__getitem__, terms)) for terms in one) for one in wanted)
    return [] if kept is None else part.keys[kept].tolist()


def _marks(part: Part, found: Postings) -> list[Mask]:
    """The articles with each term, in the order of the terms."""
    marks = []
    for start, end in pairwise([0, *found.ends]):
        mark = np.zeros(len(part.keys), bool)
        mark[part.starts.searchsorted(found.rows[start:end], side="right") - 1] = True
        marks.append(mark)
    return marks


def _all(marks: Iterable[Mask | None]) -> Mask | None:
    """The articles that every mark has, leaving out None; None if nothing is left."""
    found = [one for one in marks if one is not None]
    return np.logical_and.reduce(found) if found else None


def _any(marks: Iterable[Mask | None]) -> Mask | None:
    """The articles that one of the marks has; None if there is none."""
    found = [one for one in marks if one is not None]
    return np.logical_or.reduce(found) if found else None
