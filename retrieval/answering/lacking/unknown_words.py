"""The words of a question that no source contains."""

from collections.abc import Callable, Iterable, Iterator
from itertools import compress, groupby
from operator import itemgetter

from corpus.languages.scripts import script_of
from retrieval.answering.lacking.asking_words import asking_words, asks_in_another
from retrieval.index.part import AUTHOR, PUBLISHER
from retrieval.index.reading.searchable import Searchable
from retrieval.ranking.question import Query
from retrieval.scope import Scope
from retrieval.words.analysis import Analysis, Printed, is_name
from retrieval.words.names import name_words
from retrieval.words.tokens import phrase


def unknown_words(question: str, query: Query, index: Searchable, scope: Scope) -> Iterator[str]:
    """Yield the question's words, as typed, that no sentence or title of the scope contains.

    Nor does the name of a publisher or an author. Adjacent words form a phrase. If some phrases
    are names, only those are returned. Words that may not be named are left out.
    """
    missing = {term for term, df in index.df(query.terms, scope).items() if not df}
    missing -= {term for term, df in index.titles(missing, scope).items() if df}

    printed = query.analysis.printed(question)
    may_name = may_be_named(question, query.analysis)
    lacking = [
        bool(one.terms) and missing.issuperset(one.terms) and may_name(one) for one in printed
    ]
    named = _names(compress((one.word for one in printed), lacking), index, scope)
    unknown = [
        (one.word, lacks and one.word not in named)
        for one, lacks in zip(printed, lacking, strict=True)
    ]
    runs = groupby(unknown, key=itemgetter(1))
    phrases = [phrase(word for word, _ in run) for is_unknown, run in runs if is_unknown]
    names = [one for one in phrases if not one.islower()]
    yield from dict.fromkeys(names or phrases)


def may_be_named(question: str, analysis: Analysis) -> Callable[[Printed], bool]:
    """Whether a reader may be told that a word of a question is missing.

    In English, any; there is a list of those that say too little. In other languages, also if
    English articles are asked, only names and numbers, and none if words are not spaced: parts of
    a run of characters are no words. What asks in any language is no name.
    """
    known = analysis.language
    if known.grammar and not asks_in_another(question):
        return lambda _: True
    if known.words.found != "spaced":
        return lambda _: False
    names = analysis.names(question) if known.cased else frozenset()
    asking = asking_words(script_of(question)) | known.asking.questions

    def is_telling(word: Printed) -> bool:
        has_digit = any(letter.isdecimal() for letter in word.word)
        is_named = not names.isdisjoint(word.terms) and is_name(word.word)
        return has_digit or (is_named and word.lower not in asking)

    return is_telling


def _names(printed: Iterable[str], index: Searchable, scope: Scope) -> set[str]:
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
