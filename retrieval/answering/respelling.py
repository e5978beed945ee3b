"""Replaces misspelled terms of a query by terms of the scope."""

from collections.abc import Mapping, Sequence
from functools import partial

from retrieval.index.reading.searchable import Searchable
from retrieval.ranking.question import Query
from retrieval.scope import Scope
from retrieval.words.spelling import errors_in, may_be_misspelled, stems_of

MOST = 12  # terms considered for one that is misspelled, the closest


def respelled(query: Query, index: Searchable, scope: Scope) -> Query:
    """The query with terms that the scope lacks replaced by the likeliest it has.

    A term that is related to others is a word, and so is no error. The likeliest is the one with
    the fewest errors; of several, the one that occurs together with most of the query's other
    terms, then the longest, because letters are left out more often than added, then the most
    frequent.
    """
    dfs = index.df(query.terms, scope)
    known = [term for term, df in dfs.items() if df]
    words = {term: word for word, term in query.words.items()}
    lacking = {
        term: words.get(term, term)
        for term, df in dfs.items()
        if not df and not query.analysis.related_terms(term)
    }
    if not lacking:
        return query
    doubtful = [(term, word) for term, word in lacking.items() if may_be_misspelled(word, term)]
    index.expect_typed([one for pair in doubtful for one in pair])
    errors = {term: _alike(term, word, index) for term, word in lacking.items()}
    index.expect([one for some in errors.values() for one in some], "", scope, 0)
    return query.respelled(
        {term: _likeliest(term, some, known, index, scope) for term, some in errors.items()}
    )


def _alike(term: str, word: str, index: Searchable) -> dict[str, int]:
    """The terms that a word may stand for besides its own, with the number of errors."""
    errors = errors_in(word, term, partial(index.terms_like, (word, term)))
    errors = dict.fromkeys(stems_of(word), 1) | errors
    errors.pop(term, None)
    return errors


def _likeliest(
    term: str, errors: Mapping[str, int], known: Sequence[str], index: Searchable, scope: Scope
) -> str:
    """The likeliest term of the scope that a word stands for; its own term if there is none."""
    dfs = index.df(errors, scope)
    found = sorted((one for one in errors if dfs[one]), key=lambda one: (errors[one], one))[:MOST]
    if len(found) < 2:
        return found[0] if found else term
    together = index.together(found, [one for one in known if one not in found], scope)

    def likelihood(one: str) -> tuple[int, int, int, int, str]:
        return errors[one], -together[one], -len(one), -dfs[one], one

    return min(found, key=likelihood)
