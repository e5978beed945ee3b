"""From a question to an answer: BM25 finds sentences, a ranker orders and judges them."""

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter
from typing import Protocol

from corpus.article import Article, Sentence, Span
from retrieval.answer import Answer, Passage
from retrieval.index.entry import entry
from retrieval.index.index import Index
from retrieval.index.part import Groups
from retrieval.ranking.confidence import DEFAULT_CONFIDENCE_THRESHOLD
from retrieval.ranking.explanation import Explanation, explain
from retrieval.ranking.features import Candidates, Key, Look
from retrieval.ranking.question import Asked, asked, profile
from retrieval.ranking.ranking import Ranking, likely, rank
from retrieval.words.analysis import ANALYSES, analysis_for
from retrieval.words.related import related_terms
from retrieval.words.spelling import spelt_like

# Measured on judged questions: a sentence says a word once, so repeats count little, and its
# length less than a document's does.
K1 = 0.4
B = 0.6
CANDIDATES = 100  # how many of BM25's best may answer
FRIENDS = 20  # of how many of them the neighbours may too, though they match nothing
LOOKED_AT = 30  # candidates whose text is read; the first is among them, see tests/quality
LONGEST = 1000  # characters of a question or claim that are looked at: the first ones tell
PROFILES = 500  # sentences whose profiles are kept; each takes about 3 KB

ENGLISH = ANALYSES["en"]
Scope = Collection[str] | None  # groups of articles, or None for all


class Texts(Protocol):
    """Where articles are kept, by the keys that they have in the index."""

    def at(self, keys: Collection[int], /) -> Mapping[int, Article]:
        """The articles with these keys, as far as there are any still."""

    def sentences(self, keys: Collection[Key], /) -> Mapping[Key, tuple[str, str | None]]:
        """The texts of these sentences and their languages, as far as there are any still."""


class Answerer:
    """Articles ready to be asked.

    What is in the index is read from ``texts``. Without them, those that are added are kept.
    """

    def __init__(self, texts: Texts | None = None) -> None:
        self.index = Index(k1=K1, b=B)
        self._added = _Added()
        self._texts = self._added if texts is None else texts
        self._profile = lru_cache(PROFILES)(profile)

    def add(self, article: Article, key: int | None = None, group: str | None = None) -> None:
        """Make the article's sentences findable, and keep it.

        Without a key it is the next one; without a group it is the article's own, named by its
        id: then a scope is a set of ids.

        Raises:
            ValueError: There is an article with this key.
        """
        if key is None:
            key = max(self.index.keys(), default=0) + 1
        self.index.add(key, group or article.id, entry(article))
        self._added[key] = article
        self.index.settle()

    def remove(self, key: int) -> None:
        """Forget the article.

        Raises:
            KeyError: It is not there.
        """
        self.index.remove(key)
        self._added.pop(key, None)

    def answer(
        self,
        question: str,
        scope: Scope,
        limit: int = 3,
        confidence_threshold: float = DEFAULT_CONFIDENCE_THRESHOLD,
        before: str | None = None,
    ) -> Answer:
        """Return up to ``limit`` passages from the scope's articles, best first.

        None if the confidence is below ``confidence_threshold``; passages after the first only
        if they are nearly as likely. A threshold of 0 returns the nearest sentences, however
        unlikely. ``before`` is the question that this one may follow up:
        "and when?" takes its words from it.
        """
        scope = _hashable(scope)
        answer = self._answer(question, scope, limit, confidence_threshold, before)
        if answer.before and self._is_about_another_matter(question, scope, answer):
            alone = self._answer(question, scope, limit, confidence_threshold, None)
            return alone if alone.found else answer
        return answer

    def _answer(
        self,
        question: str,
        scope: Groups | None,
        limit: int,
        confidence_threshold: float,
        before: str | None,
    ) -> Answer:
        wanted = self._asked(question, scope, before)
        found = self._candidates(wanted, scope, max(limit, LOOKED_AT))
        ranking = rank(found) if found is not None else None
        confidence = ranking.confidence if ranking is not None else 0.0
        passages: tuple[Passage, ...] = ()
        unknown: tuple[str, ...] = ()
        if found is not None and ranking is not None and confidence >= confidence_threshold:
            shown = ranking.shown(limit, everything=confidence_threshold <= 0)
            passages = tuple(self._passages(found, ranking, shown))
        else:
            unknown = tuple(self._unknown(question, wanted, scope))
        followed = before if wanted.follows_up else None
        return Answer(question, wanted.terms, passages, confidence, unknown, followed)

    def explain(
        self, question: str, scope: Scope, limit: int = 3, before: str | None = None
    ) -> list[Explanation]:
        """Why the best sentences are the best: as many as the limit, found or not."""
        scope = _hashable(scope)
        wanted = self._asked(question, scope, before)
        found = self._candidates(wanted, scope, max(limit, LOOKED_AT))
        if found is None:
            return []
        ranking = rank(found)
        sentences = self._sentences(found, ranking.order[:limit])
        return [explain(found, ranking, at, sentence) for at, sentence in sentences.items()]

    def candidates(self, question: str, scope: Scope) -> Candidates | None:
        """The sentences that may answer, and what the ranker knows of them; None without any.

        They are BM25's best, and the neighbours of the very best.
        """
        scope = _hashable(scope)
        return self._candidates(self._asked(question, scope, None), scope, sys.maxsize)

    def _asked(self, question: str, scope: Groups | None, before: str | None) -> Asked:
        """What is asked, with terms that the scope holds in place of misspelt ones."""
        wanted = asked(question[:LONGEST], ENGLISH)
        if before and wanted.follows_up:
            wanted = wanted.after(asked(before[:LONGEST], ENGLISH))
        respelt = {}
        for term, df in self.index.df(wanted.terms, scope).items():
            if not df:
                alike = spelt_like(term, self.index.terms_like)
                held = (one for one in alike if any(self.index.df([one], scope).values()))
                respelt[term] = next(held, term)
        return wanted.respelt(respelt)

    def _is_about_another_matter(
        self, question: str, scope: Groups | None, answer: Answer
    ) -> bool:
        """Whether a short question has words, and what the one before made of it holds none."""
        own = self._asked(question, scope, None)
        held = {
            term
            for sentence in (passage.sentence for passage in answer.passages)
            for term in analysis_for(sentence.article.language).terms(sentence.text)
        }
        return bool(answer.found and own.terms) and not own.leans and held.isdisjoint(own.terms)

    def _candidates(
        self, wanted: Asked, scope: Groups | None, looked_at: int
    ) -> Candidates | None:
        hits = self.index.search(wanted.terms, scope, CANDIDATES)
        keys = [(hit.key, hit.sentence) for hit in hits]
        keys += [near for key in keys[:FRIENDS] for near in self.index.neighbours(*key)]
        keys = list(dict.fromkeys(keys))
        if not keys:
            return None
        akin = related_terms(ENGLISH)
        context = self.index.context(keys, wanted.terms, [akin.get(t, ()) for t in wanted.terms])
        idf = self.index.term_weights(wanted.terms, scope)
        every = Candidates(wanted, list(idf.values()), keys, context)
        return self._looked_at(likely(every, looked_at))

    def _unknown(self, question: str, wanted: Asked, scope: Groups | None) -> Iterator[str]:
        """Yield what the question says and neither sentence nor title of the scope holds.

        Words that follow one another are one phrase; with names among them, the names alone.
        """
        lacking = {term for term, df in self.index.df(wanted.terms, scope).items() if not df}
        lacking -= {term for term, df in self.index.titles(lacking, scope).items() if df}
        words = ENGLISH.printed(question)
        unknown = [(one.word, bool(one.terms) and lacking.issuperset(one.terms)) for one in words]
        runs = groupby(unknown, key=itemgetter(1))
        phrases = [" ".join(word for word, _ in run) for is_unknown, run in runs if is_unknown]
        names = [phrase for phrase in phrases if not phrase.islower()]
        yield from dict.fromkeys(names or phrases)

    def _looked_at(self, found: Candidates) -> Candidates | None:
        """The candidates with a look at each; without those that are gone by now."""
        texts = self._texts.sentences(found.keys)
        if len(texts) < len(found.keys):
            found = found.some([at for at, key in enumerate(found.keys) if key in texts])
        found.looks = [self._look(key, *texts[key]) for key in found.keys]
        return found if found.keys else None

    def _look(self, key: Key, text: str, language: str | None) -> Look:
        own = self._profile(text, analysis_for(language))
        led = own.definite is not None and self.index.holds_before(key, own.definite)
        return Look(own, led)

    def _passages(
        self, found: Candidates, ranking: Ranking, shown: Sequence[int]
    ) -> list[Passage]:
        """The passages of some candidates; without those that are gone by now."""
        every = [*shown, *chain.from_iterable(ranking.also[at] for at in shown)]
        sentences = self._sentences(found, every)
        return [
            Passage(
                sentences[at],
                float(ranking.scores[at]),
                _matches(sentences[at], found.asked.terms),
                tuple(sentences[copy] for copy in ranking.also[at] if copy in sentences),
            )
            for at in shown
            if at in sentences
        ]

    def _sentences(self, found: Candidates, chosen: Iterable[int]) -> dict[int, Sentence]:
        """Those of some candidates that are still there, by the candidates' places."""
        keys = {at: found.keys[at] for at in chosen}
        articles = self._texts.at({key for key, _ in keys.values()})
        return {
            at: Sentence(articles[key], *articles[key].spans[number])
            for at, (key, number) in keys.items()
            if key in articles
        }


class _Added(dict[int, Article]):
    """Articles that are kept in memory."""

    def at(self, keys: Collection[int]) -> Mapping[int, Article]:
        return {key: self[key] for key in keys if key in self}

    def sentences(self, keys: Collection[Key]) -> Mapping[Key, tuple[str, str | None]]:
        return {
            (key, number): (article.text[slice(*article.spans[number])], article.language)
            for key, number in keys
            if (article := self.get(key)) is not None
        }


def _matches(sentence: Sentence, terms: Collection[str]) -> tuple[Span, ...]:
    """Where the sentence's words stand in the article that are of these terms."""
    words = analysis_for(sentence.article.language).words(sentence.text)
    spans = {Span(word.start, word.end) for word in words if word.term in terms}
    return tuple(sorted(Span(sentence.start + one, sentence.start + end) for one, end in spans))


def _hashable(scope: Scope) -> Groups | None:
    return None if scope is None else frozenset(scope)
