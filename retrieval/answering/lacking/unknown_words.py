"""The words of a question that no source contains."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from retrieval.index.index import Index
from retrieval.index.part import AUTHOR, PUBLISHER
from retrieval.ranking.question import Query
from retrieval.scope import Scope
from retrieval.words.analysis import Analysis
from retrieval.words.names import name_words
from retrieval.words.tokens import phrase


def unknown_words(
    question: str, query: Query, index: Index, scope: Scope, analysis: Analysis
) -> Iterator[str]:
    """Yield the question's words, as typed, that no sentence or title of the scope contains.

    Nor does the name of a publisher or an author. Adjacent words form a phrase. If some phrases
    are names, only those are returned.
    """
    missing = {term for term, df in index.df(query.terms, scope).items() if not df}
    missing -= {term for term, df in index.titles(missing, scope).items() if df}

    def is_name(word: str) -> bool:
        words = name_words(word)
        found = (index.about(prefix, words, scope).values() for prefix in (PUBLISHER, AUTHOR))
        return any(words and all(dfs) for dfs in found)

    words = analysis.printed(question)
    unknown = [
        (one.word, bool(one.terms) and missing.issuperset(one.terms) and not is_name(one.word))
        for one in words
    ]
    runs = groupby(unknown, key=itemgetter(1))
    phrases = [phrase(word for word, _ in run) for is_unknown, run in runs if is_unknown]
    names = [one for one in phrases if not one.islower()]
    yield from dict.fromkeys(names or phrases)
