"""Requests for news and topics, which are looked for in all languages of the articles.

What such a request names is asked of each language by itself. News of any topic are the newest
articles, in whatever language.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from corpus.languages.known import DEFAULT
from retrieval.answer import LIMIT, Answer, Passage, Turn
from retrieval.answering.following import followed_by
from retrieval.answering.languages.choosing import BANDS
from retrieval.answering.languages.one_language import NOTHING, OneLanguage, Within
from retrieval.answering.languages.wanted import Wanted
from retrieval.answering.narrowing.narrowing import Asked
from retrieval.answering.narrowing.scopes import in_language
from retrieval.answering.topics import MOST_ARTICLES
from retrieval.asking.courtesies import said_in
from retrieval.asking.follow_ups import OPEN, Leaning
from retrieval.asking.frames import Frame, Framed, read_frame
from retrieval.index.reading.searchable import Searchable
from retrieval.scope import Groups
from retrieval.words.analysis import ANALYSES

ENGLISH = ANALYSES[DEFAULT]
NEWS = "latest news"  # what is asked for by the phrases for it in any language
NEWS_SAID = "news"  # their key in the languages' files


class Requests:
    """Answers the messages that ask for news or for a topic."""

    def __init__(self, index: Searchable, language: Callable[[str], OneLanguage]) -> None:
        self._index = index
        self._language = language

    def answer(
        self, question: str, groups: Groups | None, wanted: Wanted, spoken: Sequence[str]
    ) -> Answer | None:
        """What the articles open with that a message asks for; None if it asks for no such thing.

        ``spoken`` are the languages of the articles. A message that asks for more of what was
        asked for before has further articles.
        """
        if wanted.any_closest:
            return None
        before = self._more_of(question, wanted.given.after)
        first = before.question.splitlines()[-1] if before else question
        asked = NEWS if NEWS_SAID in said_in(first) else first
        if asked == first and list(spoken) == [DEFAULT]:
            return None
        seen = {key for key, _ in before.shown} if before else ()
        answer = self._found(asked, groups, wanted, spoken, seen)
        return replace(answer, question=question, before=before) if answer else None

    def _more_of(self, question: str, after: Turn | None) -> Turn | None:
        """The turn before, if the question asks for more of it."""
        followed = followed_by(question, after, ENGLISH)
        return after if followed is not None and followed.leaning is Leaning.MORE else None

    def _found(
        self,
        question: str,
        groups: Groups | None,
        wanted: Wanted,
        spoken: Sequence[str],
        seen: Collection[int] = (),
    ) -> Answer | None:
        followed = None if seen else followed_by(question, wanted.given.after, ENGLISH)
        if followed is not None and followed.leaning not in OPEN:
            return None

        def ask(asked: Asked) -> Answer:
            framed = read_frame(asked.question, ENGLISH)
            if framed.frame is Frame.NONE:
                return NOTHING
            found = list(self._about(framed, asked, wanted, spoken, seen))
            return _merged(found, framed.frame, wanted.limit) if found else NOTHING

        self._index.expect((), question, groups, 0)
        narrowing = self._language(DEFAULT).narrowing(question, Within(groups, alone=True), wanted)
        answer = narrowing.answered(ask, self._index)[1]
        return replace(answer, question=question) if answer.found else None

    def _about(
        self,
        framed: Framed,
        asked: Asked,
        wanted: Wanted,
        spoken: Sequence[str],
        seen: Collection[int],
    ) -> Iterator[Answer]:
        """Yield what is found in each language; news of any topic are found at once."""
        in_all = framed.frame is Frame.NEWS
        for code in (DEFAULT,) if in_all else spoken:
            scope = asked.scope if in_all else in_language(asked.scope, code)
            found = self._language(code).about(framed, Asked(asked.question, scope), wanted, seen)
            if found is not None:
                yield found


def _merged(answers: Sequence[Answer], frame: Frame, limit: int) -> Answer:
    """One answer with the articles of the surest answers, newest first, or oldest first."""
    best = max(answers, key=lambda one: (BANDS.index(one.band), one.confidence))
    language = best.passages[0].sentence.article.language or DEFAULT
    equals = [one for one in answers if one.band is best.band]
    if len(equals) == 1:
        return replace(best, language=language)
    leads: dict[str, Passage] = {}
    for one in (passage for answer in equals for passage in answer.passages):
        leads.setdefault(one.sentence.article.id, one)
    ordered = sorted(leads.values(), key=_day, reverse=frame is not Frame.TIMELINE)
    dated = [one for one in ordered if _day(one)[0]]
    ordered = dated + [one for one in ordered if not _day(one)[0]]
    most = limit if limit < LIMIT else max(limit, MOST_ARTICLES)
    more = sum(one.more for one in equals) + max(len(ordered) - most, 0)
    return replace(best, passages=tuple(ordered[:most]), more=more, language=language)


def _day(passage: Passage) -> tuple[int, int]:
    """The day of a passage's article, 0 if it has none, and its key."""
    article = passage.sentence.article
    day = article.updated or article.published
    return day.toordinal() if day else 0, passage.place[0] if passage.place else 0
