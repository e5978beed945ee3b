"""Answers a question: narrows it to the articles that it asks for, and finds what it asks there.

That is the context of the answer before, the articles about a topic, or sentences, which BM25 and
meaning find and the ranker orders and judges. What could be a follow-up is also asked alone.
"""

import sys
from collections.abc import Collection
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from corpus.article import Article
from retrieval.answer import LIMIT, Answer, Band, Passage
from retrieval.answering.added import Added
from retrieval.answering.candidate_search import CandidateSearch
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
from retrieval.answering.narrowing.narrowing import Asked, Narrower
from retrieval.answering.passages import passages_of, sentences_of
from retrieval.answering.respelling import respelled
from retrieval.answering.texts import Texts
from retrieval.answering.topics import TopicSearch
from retrieval.asking.completing import completed
from retrieval.asking.follow_ups import OPEN, Leaning, standing_alone
from retrieval.asking.frames import read_frame
from retrieval.asking.given import NOTHING_GIVEN, Given
from retrieval.index.bm25 import K1, B
from retrieval.index.entry import entry
from retrieval.index.index import Index
from retrieval.meaning.encoding import vectors_of
from retrieval.meaning.meaning import Meaning
from retrieval.meaning.vectors import Vectors, block_of
from retrieval.ranking.candidates import Candidates
from retrieval.ranking.confidence import band_of, default_threshold
from retrieval.ranking.explanation import Explanation, explain
from retrieval.ranking.question import Query, parse_question
from retrieval.ranking.ranking import Ranking, rank
from retrieval.scope import Groups, Narrowed, Scope
from retrieval.words.analysis import ANALYSES

READ = 30  # candidates whose text is read, chosen by their postings; see tests/quality
LONGEST = 1000  # characters of a question or claim; the rest is ignored

ENGLISH = ANALYSES["en"]
NOTHING = Answer("", (), (), 0.0)


class _Wanted(NamedTuple):
    """How many passages an answer may have, how likely it must be, and what is given with it."""

    limit: int
    threshold: float | None = None  # None for the default
    given: Given = NOTHING_GIVEN

    @property
    def any_closest(self) -> bool:
        """Whether the closest sentences are wanted, however unlikely."""
        return self.threshold is not None and self.threshold <= 0

    def needed(self, *, by_meaning: bool) -> float:
        """The confidence that is needed."""
        if self.threshold is None:
            return default_threshold(by_meaning=by_meaning)
        return self.threshold


class Answerer:
    """Answers questions about the articles in its index.

    It reads the articles from ``texts``; without it, added articles are kept in memory. Sentences
    with ``vectors`` are also judged by their meaning, if there is a model of it.
    """

    def __init__(self, texts: Texts | None = None, meaning: Meaning | None = None) -> None:
        self.index = Index(k1=K1, b=B)
        self.vectors = Vectors()
        self._meaning = meaning
        self._added = Added()
        self._texts = self._added if texts is None else texts
        self._search = CandidateSearch(self.index, self.vectors, self._texts, meaning)
        self._topics = TopicSearch(self.index, self.vectors, self._texts, meaning)
        self._narrower = Narrower(self.index)

    def add(self, article: Article, key: int | None = None, group: str | None = None) -> None:
        """Add an article to the index, with its vectors if there are none, and keep it in memory.

        The key defaults to the next free one, and the group to the article's id, which makes a
        scope a set of ids.

        Raises:
            ValueError: The index already has an article with this key.
        """
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
        """
        wanted = _Wanted(limit, confidence_threshold, given)
        groups = _hashable(scope)
        answer = self._further(question[:LONGEST], groups, wanted)
        if answer is None:
            narrowing = self._narrower.read(question[:LONGEST], groups, given)
            answer = narrowing.answered(partial(self._answer_in, wanted), self.index)[1]
        return replace(answer, question=question)

    def _further(self, question: str, groups: Groups | None, wanted: _Wanted) -> Answer | None:
        """Further articles of the topic asked for before, if the question asks for more."""
        followed = followed_by(question, wanted.given.after, ENGLISH)
        if followed is None or followed.leaning is not Leaning.MORE:
            return None
        seen = {key for key, _ in followed.turn.shown}

        def ask(asked: Asked) -> Answer:
            return self._topic(*asked, wanted, seen) or NOTHING

        before = followed.questions(ENGLISH)[0]
        narrowing = self._narrower.read(before, groups, wanted.given)
        answer = narrowing.answered(ask, self.index)[1]
        return replace(answer, before=followed.turn) if answer.found else None

    def _answer_in(self, wanted: _Wanted, asked: Asked) -> Answer:
        """The answer from the articles of a scope, which the question's words do not narrow."""
        question, scope = asked
        followed = followed_by(question, wanted.given.after, ENGLISH)
        if followed is not None and followed.leaning is Leaning.CONTEXT:
            context = self._context(question, scope, wanted.limit, followed)
            if context is not None:
                return context
        if followed is not None and followed.leaning not in OPEN:
            return self._answer(question, scope, wanted, followed)
        if followed is None:
            question = standing_alone(question)
        topic = self._topic(question, scope, wanted)
        if topic is not None:
            return topic
        alone = self._answer(question, scope, wanted, None)
        if followed is None or (followed.leaning is Leaning.LITTLE and alone.found):
            return alone
        answer = self._answer(question, scope, wanted, followed)
        weights = self.index.term_weights(self._query(question, scope, None).terms, scope)
        return chosen(answer, alone, weights, followed.leaning)

    def _context(
        self, question: str, scope: Scope, limit: int, followed: Followed
    ) -> Answer | None:
        """The sentences around those shown before; None if they are missing."""
        places = around(followed.turn.shown, scope, limit, self.index)
        terms = self._query(question, scope, followed).terms
        return context_of(question, terms, followed, places, self._texts)

    def _topic(
        self, question: str, scope: Scope, wanted: _Wanted, seen: Collection[int] = ()
    ) -> Answer | None:
        """The articles of the topic that the question asks for, if it does, except those seen."""
        framed = read_frame(question, ENGLISH)
        if wanted.any_closest or not framed.may_be_topic:
            return None
        query = self._query(question, scope, None)
        answer = self._topics.answer(question, framed, query, scope, wanted.limit, seen)
        if answer is None or answer.confidence < wanted.needed(by_meaning=False):
            return None
        unknown = unknown_words(framed.subject, query, self.index, scope, ENGLISH)
        return replace(answer, unknown=tuple(unknown))

    def _answer(
        self, question: str, scope: Scope, wanted: _Wanted, followed: Followed | None
    ) -> Answer:
        query = self._query(question, scope, followed)
        found = self._search.candidates(query, scope, max(wanted.limit, READ), followed)
        before = followed.turn if followed else None
        unknown = tuple(unknown_words(question, query, self.index, scope, ENGLISH))
        if found is None:
            return Answer(question, query.terms, (), 0.0, unknown, before, band=Band.SILENT)
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
        )

    def _passages(
        self,
        found: Candidates,
        ranking: Ranking,
        followed: Followed | None,
        wanted: _Wanted,
    ) -> tuple[Passage, ...]:
        """The passages to show."""
        everything = wanted.any_closest
        versions = by_date(found, ranking, self.index, self._texts)
        shown = ranking.shown(max(wanted.limit, LOOKED_AT), everything=everything)
        shown = not_repeated(versions.shown(shown), found, followed)
        first = [] if everything else shown[:1]
        others = differing(found, first, versions.order, self.index, self._texts)
        shown = [at for at in shown if at not in others][: max(1, wanted.limit - len(others))]
        shown = shown if everything else ranking.with_replies(shown)
        return passages_of(found, ranking, shown, self._texts, versions.earlier, others)

    def explain(
        self,
        question: str,
        scope: Collection[str] | None,
        limit: int = LIMIT,
        given: Given = NOTHING_GIVEN,
    ) -> list[Explanation]:
        """Explain the best sentences, up to the limit, whether or not they are an answer."""
        wanted = _Wanted(limit, given=given)
        asked = self._asked(question[:LONGEST], _hashable(scope), wanted)
        followed = followed_by(asked.question, given.after, ENGLISH)
        if followed and self._answer_in(wanted, asked).before is None:
            followed = None
        query = self._query(*asked, followed)
        found = self._search.candidates(query, asked.scope, max(limit, READ), followed)
        if found is None:
            return []
        ranking = rank(found)
        order = by_date(found, ranking, self.index, self._texts).order
        sentences = sentences_of(found, order[:limit], self._texts)
        return [explain(found, ranking, at, sentence) for at, sentence in sentences.items()]

    def _asked(self, question: str, groups: Groups | None, wanted: _Wanted) -> Asked:
        """The question and the scope that the answer comes from."""
        narrowing = self._narrower.read(question, groups, wanted.given)
        if narrowing.is_plain:
            return narrowing.first
        return narrowing.answered(partial(self._answer_in, wanted), self.index)[0]

    def candidates(self, question: str, scope: Collection[str] | None) -> Candidates | None:
        """All candidates for a question, however unlikely; None if there are none."""
        groups = _hashable(scope)
        query = self._query(question[:LONGEST], groups, None)
        return self._search.candidates(query, groups, sys.maxsize)

    def _query(self, question: str, scope: Scope, followed: Followed | None) -> Query:
        """The query, with misspelled terms replaced by terms in the scope."""
        query = _parsed(question)
        if followed is not None:
            before = map(_parsed, followed.questions(ENGLISH))
            named = names_shown(followed, self._texts)
            query = completed(query, list(before), followed.leaning, named)
        # A word of the articles around those searched is spelled right.
        whole = scope.groups if isinstance(scope, Narrowed) else scope
        return respelled(query, self.index, whole)


def _parsed(question: str) -> Query:
    """The query of a question without the words that only frame it."""
    return parse_question(read_frame(question, ENGLISH).subject, ENGLISH)


def _hashable(scope: Collection[str] | None) -> Groups | None:
    return None if scope is None else frozenset(scope)
