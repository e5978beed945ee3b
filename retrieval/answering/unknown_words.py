"""The words of a question that no source contains."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from retrieval.index.index import Index
from retrieval.ranking.question import Query
from retrieval.scope import Scope
from retrieval.words.analysis import Analysis
from retrieval.words.tokens import phrase


def unknown_words(
    question: str, query: Query, index: Index, scope: Scope, analysis: Analysis
) -> Iterator[str]:
    """Yield the question's words, as typed, that no sentence or title of the scope contains.

    Adjacent words form a phrase. If some phrases are names, only those are returned.
    """
    missing = {term for term, df in index.df(query.terms, scope).items() if not df}
    missing -= {term for term, df in index.titles(missing, scope).items() if df}
    words = analysis.printed(question)
    unknown = [(one.word, bool(one.terms) and missing.issuperset(one.terms)) for one in words]
    runs = groupby(unknown, key=itemgetter(1))
    phrases = [phrase(word for word, _ in run) for is_unknown, run in runs if is_unknown]
    names = [one for one in phrases if not one.islower()]
    yield from dict.fromkeys(names or phrases)
