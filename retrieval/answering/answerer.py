"""Answers questions: BM25 finds sentences, the ranker orders and judges them."""

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import itemgetter

from corpus.article import Article, Sentence, Span
from retrieval.answer import Answer, Passage
from retrieval.answering.candidate_search import CandidateSearch, Texts
from retrieval.asking.follow_ups import changes_subject, completed, is_follow_up
from retrieval.index.bm25 import K1, B
from retrieval.index.entry import entry
from retrieval.index.index import Index
from retrieval.index.part import Groups
from retrieval.meaning.encoding import vectors_of
from retrieval.meaning.meaning import Meaning
from retrieval.meaning.vectors import Vectors, block_of
from retrieval.ranking.candidates import Candidates, Key
from retrieval.ranking.confidence import default_threshold
from retrieval.ranking.explanation import Explanation, explain
from retrieval.ranking.question import Query, parse_question
from retrieval.ranking.ranking import Ranking, rank
from retrieval.words.analysis import ANALYSES, analysis_for
from retrieval.words.spelling import spelled_like
from retrieval.words.tokens import phrase

READ = 30  # candidates whose text is read, chosen by their postings; see tests/quality
LONGEST = 1000  # characters of a question or claim; the rest is ignored

ENGLISH = ANALYSES["en"]
Scope = Collection[str] | None  # groups of articles, or None for all


class Answerer:
    """Answers questions about the articles in its index.

    It reads the articles from ``texts``; without it, added articles are kept in memory. Sentences
    with ``vectors`` are also judged by their meaning, if there is a model of it.
    """

    def __init__(self, texts: Texts | None = None, meaning: Meaning | None = None) -> None:
        self.index = Index(k1=K1, b=B)
        self.vectors = Vectors()
        self._meaning = meaning
        self._added = _Added()
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
        scope: Scope,
        limit: int = 3,
        confidence_threshold: float | None = None,
        before: str | None = None,
    ) -> Answer:
        """Return up to ``limit`` passages from the scope's articles, best first.

        There are none if the confidence is below ``confidence_threshold``, by default that of
        ``default_threshold``, and more than one only if the others are nearly as likely. A
        threshold of 0 returns the closest sentences, however unlikely. ``before`` is the previous
        question, which this one can follow up on.
        """
        scope = _hashable(scope)
        answer = self._answer(question, scope, limit, confidence_threshold, before)
        if answer.before and self._changes_subject(question, scope, answer):
            alone = self._answer(question, scope, limit, confidence_threshold, None)
            return alone if alone.found else answer
        return answer

    def _answer(
        self,
        question: str,
        scope: Groups | None,
        limit: int,
        confidence_threshold: float | None,
        before: str | None,
    ) -> Answer:
        followed = _followed(question, before)
        query = self._query(question, scope, followed)
        found = self._search.candidates(query, scope, max(limit, READ))
        ranking = rank(found) if found is not None else None
        confidence = ranking.confidence if ranking is not None else 0.0
        by_meaning = ranking is not None and ranking.by_meaning
        if confidence_threshold is None:
            confidence_threshold = default_threshold(by_meaning=by_meaning)
        passages: tuple[Passage, ...] = ()
        unknown: tuple[str, ...] = ()
        if found is not None and ranking is not None and confidence >= confidence_threshold:
            shown = ranking.shown(limit, everything=confidence_threshold <= 0)
            passages = tuple(self._passages(found, ranking, shown))
        else:
            unknown = tuple(self._unknown(question, query, scope))
        return Answer(question, query.terms, passages, confidence, unknown, followed, by_meaning)

    def explain(
        self, question: str, scope: Scope, limit: int = 3, before: str | None = None
    ) -> list[Explanation]:
        """Explain the best sentences, up to the limit, whether or not they are an answer."""
        scope = _hashable(scope)
        query = self._query(question, scope, _followed(question, before))
        found = self._search.candidates(query, scope, max(limit, READ))
        if found is None:
            return []
        ranking = rank(found)
        sentences = self._sentences(found, ranking.order[:limit])
        return [explain(found, ranking, at, sentence) for at, sentence in sentences.items()]

    def candidates(self, question: str, scope: Scope) -> Candidates | None:
        """All candidates for a question, however unlikely; None if there are none."""
        scope = _hashable(scope)
        return self._search.candidates(self._query(question, scope, None), scope, sys.maxsize)

    def _query(self, question: str, scope: Groups | None, followed: str | None) -> Query:
        """The query, with misspelled terms replaced by terms in the scope."""
        query = parse_question(question[:LONGEST], ENGLISH)
        if followed:
            query = completed(query, parse_question(followed[:LONGEST], ENGLISH))
        corrections = {}
        for term, df in self.index.df(query.terms, scope).items():
            if not df:
                alike = spelled_like(term, self.index.terms_like)
                in_scope = (one for one in alike if any(self.index.df([one], scope).values()))
                corrections[term] = next(in_scope, term)
        return query.respelled(corrections)

    def _changes_subject(self, question: str, scope: Groups | None, answer: Answer) -> bool:
        found = [
            term
            for sentence in (passage.sentence for passage in answer.passages)
            for term in analysis_for(sentence.article.language).terms(sentence.text)
        ]
        own = self._query(question, scope, None)
        return answer.found and changes_subject(question[:LONGEST], own, found, ENGLISH)

    def _unknown(self, question: str, query: Query, scope: Groups | None) -> Iterator[str]:
        """Yield the question's words that no sentence or title of the scope contains.

        Adjacent words form a phrase. If some phrases are names, only those are returned.
        """
        missing = {term for term, df in self.index.df(query.terms, scope).items() if not df}
        missing -= {term for term, df in self.index.titles(missing, scope).items() if df}
        words = ENGLISH.printed(question)
        unknown = [(one.word, bool(one.terms) and missing.issuperset(one.terms)) for one in words]
        runs = groupby(unknown, key=itemgetter(1))
        phrases = [phrase(word for word, _ in run) for is_unknown, run in runs if is_unknown]
        names = [one for one in phrases if not one.islower()]
        yield from dict.fromkeys(names or phrases)

    def _passages(
        self, found: Candidates, ranking: Ranking, shown: Sequence[int]
    ) -> list[Passage]:
        """The passages of some candidates, without those deleted in the meantime."""
        every = [*shown, *chain.from_iterable(ranking.also[at] for at in shown)]
        sentences = self._sentences(found, every)
        return [
            Passage(
                sentences[at],
                float(ranking.scores[at]),
                _matches(sentences[at], found.query.terms),
                tuple(sentences[copy] for copy in ranking.also[at] if copy in sentences),
            )
            for at in shown
            if at in sentences
        ]

    def _sentences(self, found: Candidates, chosen: Iterable[int]) -> dict[int, Sentence]:
        """The sentences of some candidates by position, without those deleted in the meantime."""
        keys = {at: found.keys[at] for at in chosen}
        articles = self._texts.at({key for key, _ in keys.values()})
        return {
            at: Sentence(articles[key], *articles[key].spans[number])
            for at, (key, number) in keys.items()
            if key in articles
        }


class _Added(dict[int, Article]):
    """Articles kept in memory."""

    def at(self, keys: Collection[int]) -> Mapping[int, Article]:
        return {key: self[key] for key in keys if key in self}

    def sentences(self, keys: Collection[Key]) -> Mapping[Key, tuple[str, str | None]]:
        return {
            (key, number): (article.text[slice(*article.spans[number])], article.language)
            for key, number in keys
            if (article := self.get(key)) is not None
        }


def _followed(question: str, before: str | None) -> str | None:
    """The previous question, if this one follows up on it."""
    return before if before and is_follow_up(question[:LONGEST], ENGLISH) else None


def _matches(sentence: Sentence, terms: Collection[str]) -> tuple[Span, ...]:
    """The words of the sentence with these terms, as spans of the article's text."""
    words = analysis_for(sentence.article.language).words(sentence.text)
    found = sorted({(word.start, word.end) for word in words if word.term in terms})
    spans: list[Span] = []
    for start, end in found:  # pairs of characters overlap
        if spans and start < spans[-1].end:
            start = spans.pop().start
        spans.append(Span(start, end))
    return tuple(Span(sentence.start + start, sentence.start + end) for start, end in spans)


def _hashable(scope: Scope) -> Groups | None:
    return None if scope is None else frozenset(scope)
