"""Answers a question in the language that its answer is in, of those that the articles are in."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from corpus.article import Article
from corpus.languages.known import DEFAULT
from retrieval.answer import LIMIT, Answer, Turn
from retrieval.answering.added import Added
from retrieval.answering.languages.choosing import best_of, evident, foreign_to, languages_for
from retrieval.answering.languages.one_language import OneLanguage, Within
from retrieval.answering.languages.requests import Requests
from retrieval.answering.languages.searches import Searches
from retrieval.answering.languages.wanted import Wanted
from retrieval.answering.narrowing.scopes import narrowed
from retrieval.answering.texts import Texts
from retrieval.asking.given import NOTHING_GIVEN, Given
from retrieval.index.bm25 import K1, B
from retrieval.index.entry import entry
from retrieval.index.index import Index
from retrieval.index.reading.searchable import Searchable
from retrieval.meaning.encoding import vectors_of
from retrieval.meaning.meaning import Meaning
from retrieval.meaning.vectors import Vectors, block_of
from retrieval.ranking.candidates import Candidates
from retrieval.ranking.explanation import Explanation
from retrieval.scope import Groups

LONGEST = 1000  # characters of a question or claim; the rest is ignored


class Answerer:
    """Answers questions about the articles in an index, by default an embedded one of its own.

    It reads the articles from ``texts``; without it, added articles are kept in memory. Sentences
    with ``vectors`` are also judged by their meaning, if there is a model of it.
    """

    def __init__(
        self,
        texts: Texts | None = None,
        meaning: Meaning | None = None,
        index: Searchable | None = None,
    ) -> None:
        self.index = new_index() if index is None else index
        self.vectors = Vectors()
        self._meaning = meaning
        self._added = Added()
        known = self._added if texts is None else texts
        self._searches = Searches(self.index, self.vectors, known, meaning)
        self._languages: dict[str, OneLanguage] = {}
        self._requests = Requests(self.index, self._language)

    def add(self, article: Article, key: int | None = None, group: str | None = None) -> None:
        """Add an article to the embedded index, with any vectors it lacks, and keep it in memory.

        The key defaults to the next free one, and the group to the article's id, which makes a
        scope a set of ids.

        Raises:
            ValueError: The index already has an article with this key.
            TypeError: It is not the embedded one.
        """
        if not isinstance(self.index, Index):
            raise TypeError("this index gets its articles from the store")
        if key is None:
            key = max(self.index.keys(), default=0) + 1
        self.index.add(key, group or article.id, entry(article))
        self._added[key] = article
        self.index.settle()
        if not self._meaning or key in self.vectors:
            return
        if (matrix := vectors_of(article, self._meaning)) is not None:
            self.vectors.add(block_of({key: matrix}))

    def answer(
        self,
        question: str,
        scope: Collection[str] | None,
        limit: int = LIMIT,
        confidence_threshold: float | None = None,
        given: Given = NOTHING_GIVEN,
    ) -> Answer:
        """Return up to ``limit`` passages from the scope's articles, best first.

        ``given`` and the question itself can narrow the scope, to the articles of some days, for
        example. A topic has its articles instead, as ``TopicSearch.answer`` returns them.

        There are no passages if the confidence is below ``confidence_threshold``, by default that
        of ``default_threshold``, and fewer than ``limit`` if the others are far less likely. A
        threshold of 0 returns the closest sentences, however unlikely.

        The question is asked in each language in its script that articles are in; the surest
        answer counts. A follow-up is first asked in the language of the sentences shown before.
        """
        wanted = Wanted(limit, confidence_threshold, given)
        _, _, answer = self._answered(question[:LONGEST], _hashable(scope), wanted)
        return replace(answer, question=question)

    def explain(
        self,
        question: str,
        scope: Collection[str] | None,
        limit: int = LIMIT,
        given: Given = NOTHING_GIVEN,
    ) -> list[Explanation]:
        """Explain the best sentences, up to the limit, whether or not they are an answer."""
        wanted = Wanted(limit, given=given)
        language, within = self._language_for(question[:LONGEST], _hashable(scope), wanted)
        return language.explain(question[:LONGEST], within, wanted, limit)

    def candidates(self, question: str, scope: Collection[str] | None) -> Candidates | None:
        """All candidates for a question, however unlikely; None if there are none."""
        wanted = Wanted(LIMIT)
        language, within = self._language_for(question[:LONGEST], _hashable(scope), wanted)
        return language.candidates(question[:LONGEST], within, wanted)

    def _language_for(
        self, question: str, groups: Groups | None, wanted: Wanted
    ) -> tuple[OneLanguage, Within]:
        """The language that the answer is in."""
        spoken = self.index.languages(narrowed(groups, wanted.given.only))
        if len(languages_for(question, spoken)) > 1:
            answered = self._answered(question, groups, wanted)
            return answered[:2]
        code = next(iter(languages_for(question, spoken)), DEFAULT)
        return self._language(code), Within(groups, len(spoken) < 2)

    def _answered(
        self, question: str, groups: Groups | None, wanted: Wanted
    ) -> tuple[OneLanguage, Within, Answer]:
        """The answer, the language that it is in, and what was searched."""
        spoken = self.index.languages(narrowed(groups, wanted.given.only))
        within = Within(groups, len(spoken) < 2)
        requested = self._requests.answer(question, groups, wanted, spoken)
        if requested is not None:
            return self._language(requested.language), within, requested
        asked = list(map(self._language, languages_for(question, spoken) or [DEFAULT]))
        first = self._asked_first(question, wanted, asked) or asked
        answers = [one.answer(question, within, wanted) for one in first]
        if not any(one.found for one in answers):
            others = (one for one in asked if one not in first)
            answers += [one.answer(question, within, wanted) for one in others]
        best = best_of(answers)
        if best.unknown:
            every = list(map(self._language, spoken))
            best = replace(best, unknown=_unknown_to_all(best, within, every))
        if not best.found and best.query:
            best = replace(best, sources_in=foreign_to(question, spoken))
        return self._language(best.language), within, best

    def _asked_first(
        self, question: str, wanted: Wanted, asked: Sequence[OneLanguage]
    ) -> list[OneLanguage]:
        """The language that is asked alone unless it has no answer; none if that is not clear.

        It is that of the sentence shown before, if this can be a follow-up, or the question's.
        """
        if len(asked) < 2:
            return []
        after = wanted.given.after
        before = self._language_shown(after)
        follows = [one for one in asked if one.code == before and one.follows(question, after)]
        own = evident(question, [one.code for one in asked])
        return follows or [one for one in asked if one.code == own]

    def _language_shown(self, after: Turn | None) -> str | None:
        """The language of the sentence shown first in the turn before."""
        shown = (key for key, _ in after.shown if key in self.index) if after else iter(())
        return next(map(self.index.language, shown), None)

    def _language(self, code: str) -> OneLanguage:
        if code not in self._languages:
            self._languages[code] = OneLanguage(code, self._searches)
        return self._languages[code]


def new_index() -> Index:
    """An empty embedded index with the parameters that sentences of news are scored with."""
    return Index(k1=K1, b=B)


def _unknown_to_all(
    answer: Answer, within: Within, every: Sequence[OneLanguage]
) -> tuple[str, ...]:
    """The unknown words of an answer that the other languages' articles do not have, either.

    Those in other scripts can quote it: an English article may have a name in Cyrillic letters.
    """
    others = [one for one in every if one.code != answer.language]
    return tuple(
        words for words in answer.unknown if all(one.lacks(words, within) for one in others)
    )


def _hashable(scope: Collection[str] | None) -> Groups | None:
    return None if scope is None else frozenset(scope)
