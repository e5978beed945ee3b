"""The sentences around those shown before, for a reader who asks for the context."""

from collections.abc import Sequence

from corpus.article import Sentence
from retrieval.answer import Answer, Band, Key, Passage
from retrieval.answering.following import Followed
from retrieval.answering.passages import matches
from retrieval.answering.texts import Texts
from retrieval.index.reading.searchable import Searchable
from retrieval.index.scoring import Hit
from retrieval.ranking.question import Query
from retrieval.scope import Scope

HEADINGS = 10  # that may stand between the sentences


def context_of(
    question: str, query: Query, followed: Followed, places: Sequence[Key], texts: Texts
) -> Answer | None:
    """These sentences as an answer, with the words of the questions before marked.

    None if they are missing. They are what was asked for, so the confidence is 1.
    """
    articles = texts.at({key for key, _ in places})
    sentences = {
        (key, number): Sentence(articles[key], *articles[key].spans[number])
        for key, number in places
        if key in articles
    }
    if not sentences:
        return None
    passages = tuple(
        Passage(sentence, 0.0, matches(sentence, query.terms, query.analysis), place=place)
        for place, sentence in sentences.items()
    )
    return Answer(
        question,
        query.terms,
        passages,
        1.0,
        before=followed.turn,
        band=Band.SURE,
        language=query.analysis.language.code,
    )


def around(shown: Sequence[Key], scope: Scope, limit: int, index: Searchable) -> list[Key]:
    """Up to ``limit`` sentences not shown yet, as near as possible to the one shown first.

    They are in the article's order; there are none if it is gone or outside the scope.
    """
    if not shown or shown[0][0] not in index:
        return []
    key, at = shown[0]
    reach = limit + len(shown) + HEADINGS
    numbers = range(max(at - reach, 0), min(at + reach + 1, index.sizes([key], scope)[key]))
    nearest = sorted(numbers, key=lambda number: (abs(number - at), number < at))
    places = dict.fromkeys(index.quotable(Hit(key, number, 0.0) for number in nearest))
    return sorted([place for place in places if place not in shown][:limit])
