"""The words of a question that no source contains."""

from collections.abc import Iterable, Iterator
from itertools import compress, groupby
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

    printed = analysis.printed(question)
    lacking = [bool(one.terms) and missing.issuperset(one.terms) for one in printed]
    named = _names(compress((one.word for one in printed), lacking), index, scope)
    unknown = [
        (one.word, lacks and one.word not in named)
        for one, lacks in zip(printed, lacking, strict=True)
    ]
    runs = groupby(unknown, key=itemgetter(1))
    phrases = [phrase(word for word, _ in run) for is_unknown, run in runs if is_unknown]
    names = [one for one in phrases if not one.islower()]
    yield from dict.fromkeys(names or phrases)


def _names(printed: Iterable[str], index: Index, scope: Scope) -> set[str]:
    """Those of some words that are the names, or part of them, of publishers and authors.

    They are looked up together: a message can have hundreds of words that no source contains.
    """
    words = {word: name_words(word) for word in printed}
    every = {one for some in words.values() for one in some}
    known = [index.about(prefix, every, scope) for prefix in (PUBLISHER, AUTHOR)]
    return {
        word
        for word, some in words.items()
        if some and any(all(dfs[one] for one in some) for dfs in known)
    }
