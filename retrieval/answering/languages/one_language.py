"""Answers a question in one language: of its articles, with its own words.

That narrows the question to the articles that it asks for, and finds what it asks there: the
context of the answer before, the articles about a topic, or sentences, which BM25 and meaning find
and the ranker orders and judges. What could be a follow-up is also asked alone.
"""

import sys
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache, partial
from typing import NamedTuple

from retrieval.answer import Answer, Band, Passage, Turn
from retrieval.answering.candidate_search import CANDIDATES
from retrieval.answering.context_shown import around, context_of
from retrieval.answering.dated.versions import LOOKED_AT, by_date
from retrieval.answering.differing.differing import differing
from retrieval.answering.follow_up_confidence import follow_up_confidence, of_several, stays
from retrieval.answering.following import (
    Followed,
    chosen,
    followed_by,
    names_shown,
    not_repeated,
)
from retrieval.answering.lacking.unknown_words import unknown_words
from retrieval.answering.languages.searches import Searches
from retrieval.answering.languages.wanted import Wanted
from retrieval.answering.narrowing.narrowing import Asked, Narrowing
from retrieval.answering.narrowing.scopes import narrowed, whole
from retrieval.answering.passages import passages_of, sentences_of
from retrieval.answering.respelling import respelled
from retrieval.asking.completing import completed
from retrieval.asking.follow_ups import OPEN, Leaning, standing_alone
from retrieval.asking.frames import Framed, read_frame
from retrieval.asking.given import ANY_ARTICLE
from retrieval.ranking.candidates import Candidates
from retrieval.ranking.confidence import band_of
from retrieval.ranking.explanation import Explanation, explain
from retrieval.ranking.question import Query, parse_question
from retrieval.ranking.ranking import Ranking, rank
from retrieval.scope import Groups, Scope
from retrieval.words.analysis import analysis_for

PARSED = 8  # questions whose query is cached: each is needed several times
READ = 30  # candidates whose text is read, chosen by their postings; see tests/quality

NOTHING = Answer("", (), (), 0.0)


class Within(NamedTuple):
    """The groups that a question is asked of, and whether they have articles in one language."""

    groups: Groups | None
    alone: bool


class OneLanguage:
    """Answers questions of the articles in the language with a code."""

    def __init__(self, code: str, searches: Searches) -> None:
        self.code = code
        self._analysis = analysis_for(code)
        self._is_english = self._analysis.language.grammar
        self._index, self._texts = searches.index, searches.texts
        self._search, self._topics = searches.sentences, searches.topics
        self._narrower = searches.narrower
        self._parsed = lru_cache(PARSED)(self._parse)

    def answer(self, question: str, within: Within, wanted: Wanted) -> Answer:
        """The answer from the groups' articles in this language."""
        self._expect(question, within, wanted)
        answer = self._further(question, within, wanted)
        if answer is None:
            narrowing = self.narrowing(question, within, wanted)
            answer = narrowing.answered(partial(self._answer_in, wanted), self._index)[1]
        return replace(answer, question=question)

    def _expect(self, question: str, within: Within, wanted: Wanted) -> None:
        """Tell the index what the question will most likely ask it."""
        scope = narrowed(within.groups, wanted.given.only, None if within.alone else self.code)
        naming = question if self._is_english else ""
        self._index.expect(self._parsed(question).terms, naming, scope, CANDIDATES)

    def lacks(self, words: str, within: Within) -> bool:
        """Whether not all of some words are in the groups' articles in this language."""
        scope = narrowed(within.groups, ANY_ARTICLE, None if within.alone else self.code)
        terms = self._analysis.query(words)
        missing = [term for term, df in self._index.df(terms, scope).items() if not df]
        return not all(self._index.titles(missing, scope).values())

    def follows(self, question: str, after: Turn | None) -> bool:
        """Whether a question can follow up on the turn before."""
        return followed_by(question, after, self._analysis) is not None

    def narrowing(self, question: str, within: Within, wanted: Wanted) -> Narrowing:
        """How to ask a question of the groups' articles in this language."""
        language = None if within.alone else self.code
        if self._is_english:
            return self._narrower.read(question, within.groups, wanted.given, language)
        return Narrowing(Asked(question, narrowed(within.groups, wanted.given.only, language)))

    def _further(self, question: str, within: Within, wanted: Wanted) -> Answer | None:
        """Further articles of the topic asked for before, if the question asks for more."""
        followed = followed_by(question, wanted.given.after, self._analysis)
        if not self._is_english or followed is None or followed.leaning is not Leaning.MORE:
            return None
        seen = {key for key, _ in followed.turn.shown}

        def ask(asked: Asked) -> Answer:
            return self._topic(*asked, wanted, seen) or NOTHING

        before = followed.questions(self._analysis)[0]
        narrowing = self.narrowing(before, within, wanted)
        answer = narrowing.answered(ask, self._index)[1]
        return replace(answer, before=followed.turn) if answer.found else None

    def _answer_in(self, wanted: Wanted, asked: Asked) -> Answer:
        """The answer from the articles of a scope, which the question's words do not narrow."""
        question, scope = asked
        followed = followed_by(question, wanted.given.after, self._analysis)
        if followed is not None and followed.leaning is Leaning.CONTEXT:
            context = self._context(question, scope, wanted.limit, followed)
            if context is not None:
                return context
        if followed is not None and followed.leaning not in OPEN:
            return self._answer(question, scope, wanted, followed)
        if followed is None and self._is_english:
            question = standing_alone(question)
        topic = self._topic(question, scope, wanted)
        if topic is not None:
            return topic
        alone = self._answer(question, scope, wanted, None)
        if followed is None or (followed.leaning is Leaning.LITTLE and alone.found):
            return alone
        answer = self._answer(question, scope, wanted, followed)
        weights = self._index.term_weights(self._query(question, scope, None).terms, scope)
        return chosen(answer, alone, weights, followed.leaning)

    def _context(
        self, question: str, scope: Scope, limit: int, followed: Followed
    ) -> Answer | None:
        """The sentences around those shown before; None if they are missing."""
        places = around(followed.turn.shown, scope, limit, self._index)
        query = self._query(question, scope, followed)
        return context_of(question, query, followed, places, self._texts)

    def _topic(
        self, question: str, scope: Scope, wanted: Wanted, seen: Collection[int] = ()
    ) -> Answer | None:
        """The articles of the topic that the question asks for, if it does, except those seen."""
        if wanted.any_closest or not self._is_english:
            return None
        framed = read_frame(question, self._analysis)
        return self.about(framed, Asked(question, scope), wanted, seen)

    def about(
        self, framed: Framed, asked: Asked, wanted: Wanted, seen: Collection[int] = ()
    ) -> Answer | None:
        """The articles of the topic that a question frames, if it does, except those seen."""
        if not framed.may_be_topic:
            return None
        question, scope = asked
        query = self._query(question if self._is_english else framed.subject, scope, None)
        answer = self._topics.answer(question, framed, query, scope, wanted.limit, seen)
        if answer is None or answer.confidence < wanted.needed(by_meaning=False):
            return None
        unknown = unknown_words(framed.subject, query, self._index, scope)
        return replace(answer, unknown=tuple(unknown))

    def _answer(
        self, question: str, scope: Scope, wanted: Wanted, followed: Followed | None
    ) -> Answer:
        query = self._query(question, scope, followed)
        found = self._search.candidates(query, scope, max(wanted.limit, READ), followed)
        before = followed.turn if followed else None
        unknown = tuple(unknown_words(question, query, self._index, scope))
        if found is None:
            return Answer(question, query.terms, (), 0.0, unknown, before, language=self.code)
        ranking = rank(found)
        confidence, sureness, by_meaning = ranking.confidence, ranking.sureness, ranking.by_meaning
        if followed is not None:
            first = follow_up_confidence(question, followed, found, ranking)
            confidence = first if unknown else of_several(first)
            sureness = first if stays(followed, found, ranking) else 0.0
        band = band_of(confidence, sureness, wanted.needed(by_meaning=by_meaning))
        passages: tuple[Passage, ...] = ()
        if band is not Band.SILENT:
            passages = self._passages(found, ranking, followed, wanted)
        return Answer(
            question,
            query.terms,
            passages,
            confidence,
            unknown,
            before,
            by_meaning,
            band=band if passages else Band.SILENT,
            language=self.code,
        )

    def _passages(
        self,
        found: Candidates,
        ranking: Ranking,
        followed: Followed | None,
        wanted: Wanted,
    ) -> tuple[Passage, ...]:
        """The passages to show."""
        everything = wanted.any_closest
        versions = by_date(found, ranking, self._index, self._texts)
        shown = ranking.shown(max(wanted.limit, LOOKED_AT), everything=everything)
        shown = not_repeated(versions.shown(shown), found, followed)
        first = [] if everything else shown[:1]
        others = differing(found, first, versions.order, self._index, self._texts)
        shown = [at for at in shown if at not in others][: max(1, wanted.limit - len(others))]
        shown = shown if everything else ranking.with_replies(shown)
        return passages_of(found, ranking, shown, self._texts, versions.earlier, others)

    def explain(
        self, question: str, within: Within, wanted: Wanted, limit: int
    ) -> list[Explanation]:
        """Explain the best sentences, up to the limit, whether or not they are an answer."""
        asked = self._asked(question, within, wanted)
        followed = followed_by(asked.question, wanted.given.after, self._analysis)
        if followed and self._answer_in(wanted, asked).before is None:
            followed = None
        query = self._query(*asked, followed)
        found = self._search.candidates(query, asked.scope, max(limit, READ), followed)
        if found is None:
            return []
        ranking = rank(found)
        order = by_date(found, ranking, self._index, self._texts).order
        sentences = sentences_of(found, order[:limit], self._texts)
        return [explain(found, ranking, at, sentence) for at, sentence in sentences.items()]

    def _asked(self, question: str, within: Within, wanted: Wanted) -> Asked:
        """The question and the scope that the answer comes from."""
        narrowing = self.narrowing(question, within, wanted)
        if narrowing.is_plain:
            return narrowing.first
        return narrowing.answered(partial(self._answer_in, wanted), self._index)[0]

    def candidates(self, question: str, within: Within, wanted: Wanted) -> Candidates | None:
        """All candidates for a question, however unlikely; None if there are none."""
        language = None if within.alone else self.code
        scope = narrowed(within.groups, wanted.given.only, language)
        query = self._query(question, scope, None)
        return self._search.candidates(query, scope, sys.maxsize)

    def _query(self, question: str, scope: Scope, followed: Followed | None) -> Query:
        """The query, with misspelled terms replaced by terms in the scope."""
        query = self._parsed(question)
        if followed is not None:
            before = map(self._parsed, followed.questions(self._analysis))
            named = names_shown(followed, self._texts, self._analysis)
            query = completed(query, list(before), followed.leaning, named)
        # A word of the articles around those searched is spelled right.
        return respelled(query, self._index, whole(scope))

    def _parse(self, question: str) -> Query:
        """The query of a question without the words that only frame it."""
        if self._is_english:
            question = read_frame(question, self._analysis).subject
        return parse_question(question, self._analysis)
