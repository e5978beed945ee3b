"""Answers questions: BM25 finds sentences, the ranker orders and judges them."""

import sys
from collections.abc import Collection
from dataclasses import replace

from corpus.article import Article
from retrieval.answer import Answer, Passage, Turn
from retrieval.answering.added import Added
from retrieval.answering.candidate_search import CandidateSearch, Texts
from retrieval.answering.dated.versions import LOOKED_AT, by_date
from retrieval.answering.lacking.unknown_words import unknown_words
from retrieval.answering.narrowing.narrowing import Asked, Narrower
from retrieval.answering.passages import passages_of, sentences_of
from retrieval.answering.topics import TopicSearch
from retrieval.asking.follow_ups import changes_subject, completed, is_follow_up
from retrieval.asking.frames import read_frame
from retrieval.asking.given import NOTHING_GIVEN, Given
from retrieval.index.bm25 import K1, B
from retrieval.index.entry import entry
from retrieval.index.index import Index
from retrieval.meaning.encoding import vectors_of
from retrieval.meaning.meaning import Meaning
from retrieval.meaning.vectors import Vectors, block_of
from retrieval.ranking.candidates import Candidates
from retrieval.ranking.confidence import default_threshold
from retrieval.ranking.explanation import Explanation, explain
from retrieval.ranking.question import Query, parse_question
from retrieval.ranking.ranking import rank
from retrieval.scope import Groups, Narrowed, Scope
from retrieval.words.analysis import ANALYSES, analysis_for
from retrieval.words.spelling import spelled_like

READ = 30  # candidates whose text is read, chosen by their postings; see tests/quality
LONGEST = 1000  # characters of a question or claim; the rest is ignored

ENGLISH = ANALYSES["en"]


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
        limit: int = 3,
        confidence_threshold: float | None = None,
        given: Given = NOTHING_GIVEN,
    ) -> Answer:
        """Return up to ``limit`` passages from the scope's articles, best first.

        ``given`` and the question itself can narrow the scope, to the articles of some days, for
        example. A topic has its articles instead, as ``TopicSearch.answer`` returns them.

        There are no passages if the confidence is below ``confidence_threshold``, by default that
        of ``default_threshold``, and more than one only if the others are nearly as likely. A
        threshold of 0 returns the closest sentences, however unlikely.
        """

        def ask(asked: Asked) -> Answer:
            return self._answer_in(*asked, limit, confidence_threshold, given)

        narrowing = self._narrower.read(question[:LONGEST], _hashable(scope), given)
        return replace(narrowing.answered(ask, self.index)[1], question=question)

    def _answer_in(
        self,
        question: str,
        scope: Scope,
        limit: int,
        confidence_threshold: float | None,
        given: Given,
    ) -> Answer:
        """The answer from the articles of a scope, which the question's words do not narrow."""
        topic = self._topic(question, scope, limit, confidence_threshold)
        if topic is not None:
            return topic
        before = _followed(question, given)
        answer = self._answer(question, scope, limit, confidence_threshold, before)
        if answer.before and self._changes_subject(question, scope, answer):
            alone = self._answer(question, scope, limit, confidence_threshold, None)
            return alone if alone.found else answer
        return answer

    def _topic(
        self, question: str, scope: Scope, limit: int, confidence_threshold: float | None
    ) -> Answer | None:
        """The articles of the topic that the question asks for, if it does."""
        if confidence_threshold is None:
            confidence_threshold = default_threshold(by_meaning=False)
        if confidence_threshold <= 0:
            return None
        framed = read_frame(question[:LONGEST], ENGLISH)
        query = self._query(question, scope, None)
        answer = self._topics.answer(question, framed, query, scope, limit)
        if answer is None or answer.confidence < confidence_threshold:
            return None
        unknown = unknown_words(framed.subject, query, self.index, scope, ENGLISH)
        return replace(answer, unknown=tuple(unknown))

    def _answer(
        self,
        question: str,
        scope: Scope,
        limit: int,
        confidence_threshold: float | None,
        before: Turn | None,
    ) -> Answer:
        query = self._query(question, scope, before)
        found = self._search.candidates(query, scope, max(limit, READ))
        ranking = rank(found) if found is not None else None
        confidence = ranking.confidence if ranking is not None else 0.0
        by_meaning = ranking is not None and ranking.by_meaning
        if confidence_threshold is None:
            confidence_threshold = default_threshold(by_meaning=by_meaning)
        passages: tuple[Passage, ...] = ()
        if found is not None and ranking is not None and confidence >= confidence_threshold:
            versions = by_date(found, ranking, self.index, self._texts)
            most = max(limit, LOOKED_AT)
            shown = ranking.shown(most, everything=confidence_threshold <= 0)
            shown = versions.shown(shown)[:limit]
            passages = passages_of(found, ranking, shown, self._texts, versions.earlier)
        unknown = tuple(unknown_words(question, query, self.index, scope, ENGLISH))
        return Answer(question, query.terms, passages, confidence, unknown, before, by_meaning)

    def explain(
        self,
        question: str,
        scope: Collection[str] | None,
        limit: int = 3,
        given: Given = NOTHING_GIVEN,
    ) -> list[Explanation]:
        """Explain the best sentences, up to the limit, whether or not they are an answer."""
        asked = self._asked(question, _hashable(scope), limit, given)
        query = self._query(*asked, _followed(asked.question, given))
        found = self._search.candidates(query, asked.scope, max(limit, READ))
        if found is None:
            return []
        ranking = rank(found)
        order = by_date(found, ranking, self.index, self._texts).order
        sentences = sentences_of(found, order[:limit], self._texts)
        return [explain(found, ranking, at, sentence) for at, sentence in sentences.items()]

    def _asked(self, question: str, groups: Groups | None, limit: int, given: Given) -> Asked:
        """The question and the scope that the answer comes from."""

        def ask(asked: Asked) -> Answer:
            return self._answer_in(*asked, limit, None, given)

        narrowing = self._narrower.read(question[:LONGEST], groups, given)
        return narrowing.first if narrowing.is_plain else narrowing.answered(ask, self.index)[0]

    def candidates(self, question: str, scope: Collection[str] | None) -> Candidates | None:
        """All candidates for a question, however unlikely; None if there are none."""
        groups = _hashable(scope)
        return self._search.candidates(self._query(question, groups, None), groups, sys.maxsize)

    def _query(self, question: str, scope: Scope, before: Turn | None) -> Query:
        """The query, with misspelled terms replaced by terms in the scope."""
        query = _parsed(question)
        if before is not None:
            query = completed(query, _parsed(before.question))
        corrections = {}
        if isinstance(scope, Narrowed):
            scope = scope.groups  # a word of the articles around is no misspelled one
        for term, df in self.index.df(query.terms, scope).items():
            if not df:
                alike = spelled_like(term, self.index.terms_like)
                in_scope = (one for one in alike if any(self.index.df([one], scope).values()))
                corrections[term] = next(in_scope, term)
        return query.respelled(corrections)

    def _changes_subject(self, question: str, scope: Scope, answer: Answer) -> bool:
        found = [
            term
            for sentence in (passage.sentence for passage in answer.passages)
            for term in analysis_for(sentence.article.language).terms(sentence.text)
        ]
        own = self._query(question, scope, None)
        return answer.found and changes_subject(question[:LONGEST], own, found, ENGLISH)


def _parsed(question: str) -> Query:
    """The query of a question without the words that only frame it."""
    return parse_question(read_frame(question[:LONGEST], ENGLISH).subject, ENGLISH)


def _followed(question: str, given: Given) -> Turn | None:
    """The turn before, if this question follows up on it."""
    follows = given.after is not None and is_follow_up(question[:LONGEST], ENGLISH)
    return given.after if follows else None


def _hashable(scope: Collection[str] | None) -> Groups | None:
    return None if scope is None else frozenset(scope)
