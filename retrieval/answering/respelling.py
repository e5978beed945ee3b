"""Replaces misspelled terms of a query by terms of the scope."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from retrieval.index.index import Index
from retrieval.index.part import Rows
from retrieval.ranking.question import Query
from retrieval.scope import Scope
from retrieval.words.spelling import errors_in, stems_of

MOST = 12  # terms considered for one that is misspelled, the closest
NEAR = 1  # sentence, at most, from one to another that it occurs together with


def respelled(query: Query, index: Index, scope: Scope) -> Query:
    """The query with terms that the scope lacks replaced by the likeliest it has.

    A term that is related to others is a word, and so is no error. The likeliest is the one with
    the fewest errors; of several, the one that occurs together with most of the query's other
    terms, then the longest, because letters are left out more often than added, then the most
    frequent.
    """
    dfs = index.df(query.terms, scope)
    known = [term for term, df in dfs.items() if df]
    words = {term: word for word, term in query.words.items()}
    corrections = {
        term: _likeliest(term, words.get(term, term), known, index, scope)
        for term, df in dfs.items()
        if not df and not query.analysis.related_terms(term)
    }
    return query.respelled(corrections) if corrections else query


def _likeliest(term: str, word: str, known: Sequence[str], index: Index, scope: Scope) -> str:
    """The likeliest term of the scope that a word stands for; its own term if there is none."""
    errors = errors_in(word, term, index.terms_like)
    errors = dict.fromkeys(stems_of(word), 1) | errors
    errors.pop(term, None)
    dfs = index.df(errors, scope)
    found = sorted((one for one in errors if dfs[one]), key=lambda one: (errors[one], one))[:MOST]
    if len(found) < 2:
        return found[0] if found else term
    together = _together(found, [one for one in known if one not in found], index, scope)

    def likelihood(one: str) -> tuple[int, int, int, int, str]:
        return errors[one], -together[one], -len(one), -dfs[one], one

    return min(found, key=likelihood)


def _together(
    terms: Sequence[str], others: Sequence[str], index: Index, scope: Scope
) -> Mapping[str, int]:
    """For each term, the most of the other terms that are near one of its places."""
    most = dict.fromkeys(terms, 0)
    for postings in index.find((*terms, *others), scope):
        starts = [0, *postings.ends]
        rows = [postings.rows[start:end] for start, end in pairwise(starts)]
        around = rows[len(terms) :]
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
