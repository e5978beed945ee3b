"""Answers questions: BM25 finds sentences, the ranker orders and judges them."""

import sys
from collections.abc import Collection

from corpus.article import Article
from retrieval.answer import Answer, Passage
from retrieval.answering.added import Added
from retrieval.answering.candidate_search import CandidateSearch
from retrieval.answering.context_shown import around, context_of
from retrieval.answering.follow_up_confidence import follow_up_confidence
from retrieval.answering.following import (
    Followed,
    chosen,
    followed_by,
    names_shown,
    not_repeated,
)
from retrieval.answering.passages import passages_of, sentences_of
from retrieval.answering.texts import Texts
from retrieval.answering.unknown_words import unknown_words
from retrieval.asking.completing import completed
from retrieval.asking.follow_ups import OPEN, Leaning
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
from retrieval.scope import Groups, Scope
from retrieval.words.analysis import ANALYSES
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

        There are none if the confidence is below ``confidence_threshold``, by default that of
        ``default_threshold``, and more than one only if the others are nearly as likely. A
        threshold of 0 returns the closest sentences, however unlikely.
        """
        scope = _hashable(scope)
        followed = followed_by(question[:LONGEST], given.after, ENGLISH)
        if followed is not None and followed.leaning is Leaning.CONTEXT:
            places = around(followed.turn.shown, scope, limit, self.index)
            terms = self._query(question, scope, followed).terms
            context = context_of(question, terms, followed, places, self._texts)
            if context is not None:
                return context
        if followed is not None and followed.leaning not in OPEN:
            return self._answer(question, scope, limit, confidence_threshold, followed)
        alone = self._answer(question, scope, limit, confidence_threshold, None)
        if followed is None or (followed.leaning is Leaning.LITTLE and alone.found):
            return alone
        answer = self._answer(question, scope, limit, confidence_threshold, followed)
        weights = self.index.term_weights(self._query(question, scope, None).terms, scope)
        return chosen(answer, alone, weights, followed.leaning)

    def _answer(
        self,
        question: str,
        scope: Scope,
        limit: int,
        confidence_threshold: float | None,
        followed: Followed | None,
    ) -> Answer:
        query = self._query(question, scope, followed)
        found = self._search.candidates(query, scope, max(limit, READ), followed)
        ranking = rank(found) if found is not None else None
        confidence = 0.0
        if found is not None and ranking is not None:
            confidence = ranking.confidence
            if followed is not None:
                confidence = follow_up_confidence(question, followed, found, ranking)
        by_meaning = ranking is not None and ranking.by_meaning
        if confidence_threshold is None:
            confidence_threshold = default_threshold(by_meaning=by_meaning)
        passages: tuple[Passage, ...] = ()
        if found is not None and ranking is not None and confidence >= confidence_threshold:
            shown = ranking.shown(limit, everything=confidence_threshold <= 0)
            shown = not_repeated(shown, found, followed)
            passages = passages_of(found, ranking, shown, self._texts)
        unknown = tuple(unknown_words(question, query, self.index, scope, ENGLISH))
        before = followed.turn if followed else None
        return Answer(question, query.terms, passages, confidence, unknown, before, by_meaning)

    def explain(
        self,
        question: str,
        scope: Collection[str] | None,
        limit: int = 3,
        given: Given = NOTHING_GIVEN,
    ) -> list[Explanation]:
        """Explain the best sentences, up to the limit, whether or not they are an answer."""
        scope = _hashable(scope)
        followed = followed_by(question[:LONGEST], given.after, ENGLISH)
        if followed and self.answer(question, scope, limit, given=given).before is None:
            followed = None
        query = self._query(question, scope, followed)
        found = self._search.candidates(query, scope, max(limit, READ), followed)
        if found is None:
            return []
        ranking = rank(found)
        sentences = sentences_of(found, ranking.order[:limit], self._texts)
        return [explain(found, ranking, at, sentence) for at, sentence in sentences.items()]

    def candidates(self, question: str, scope: Collection[str] | None) -> Candidates | None:
        """All candidates for a question, however unlikely; None if there are none."""
        scope = _hashable(scope)
        return self._search.candidates(self._query(question, scope, None), scope, sys.maxsize)

    def _query(self, question: str, scope: Scope, followed: Followed | None) -> Query:
        """The query, with misspelled terms replaced by terms in the scope."""
        query = parse_question(question[:LONGEST], ENGLISH)
        if followed is not None:
            before = followed.questions(ENGLISH)
            named = names_shown(followed, self._texts)
            query = completed(
                query, [parse_question(one, ENGLISH) for one in before], followed.leaning, named
            )
        corrections = {}
        for term, df in self.index.df(query.terms, scope).items():
            if not df:
                alike = spelled_like(term, self.index.terms_like)
                in_scope = (one for one in alike if any(self.index.df([one], scope).values()))
                corrections[term] = next(in_scope, term)
        return query.respelled(corrections)


def _hashable(scope: Collection[str] | None) -> Groups | None:
    return None if scope is None else frozenset(scope)
