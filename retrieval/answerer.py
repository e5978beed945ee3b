"""From a question to an answer: BM25 finds sentences, a ranker orders and judges them."""

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from corpus.article import Article, Sentence, Span
from retrieval.answer import Answer, Passage
from retrieval.entry import entry
from retrieval.explanation import Explanation, explain
from retrieval.features import Candidates, Key, Look
from retrieval.index import Index
from retrieval.parts import Groups
from retrieval.profile import Asked, asked, profile
from retrieval.ranking import Ranking, likely, rank
from retrieval.related import related_terms
from retrieval.spelling import spelt_like
from retrieval.terms import ANALYSES, analysis_for

# Measured on judged questions: a sentence says a word once, so repeats count little, and its
# length less than a document's does.
K1 = 0.4
B = 0.6
CANDIDATES = 100  # how many of BM25's best may answer
FRIENDS = 20  # of how many of them the neighbours may too, though they match nothing
LOOKED_AT = 50  # candidates whose text is read; the first three are among them, see tests/quality
PROFILES = 2000  # sentences whose profiles are kept
ARTICLES = 500  # that are kept after they were loaded
ENOUGH = 0.25  # the confidence from which on a question is answered; see tests/quality

ENGLISH = ANALYSES["en"]
Scope = Collection[str] | None  # groups of articles, or None for all
Load = Callable[[Collection[int]], Mapping[int, Article]]


class Answerer:
    """Articles ready to be asked.

    ``load`` gives articles by their keys; without it, those that were added are kept.
    """

    def __init__(self, load: Load | None = None) -> None:
        self.index = Index(k1=K1, b=B)
        self._added: dict[int, Article] = {}
        self._load = load
        self._loaded: dict[int, Article] = {}  # lately, the longest unused first
        self._profile = lru_cache(PROFILES)(profile)

    def add(self, article: Article, key: int | None = None, group: str | None = None) -> None:
        """Make the article's sentences findable.

        Without a key it is the next one; without a group it is the article's own, named by its
        id: then a scope is a set of ids.

        Raises:
            ValueError: There is an article with this key.
        """
        if key is None:
            key = max(self.index.keys(), default=0) + 1
        self.index.add(key, group or article.id, entry(article))
        self._loaded.pop(key, None)
        if self._load is None:
            self._added[key] = article
            self.index.settle()

    def reload(self, keys: Iterable[int]) -> None:
        """Load these articles anew when they are needed: they are others by now, or gone."""
        for key in keys:
            self._loaded.pop(key, None)

    def remove(self, key: int) -> None:
        """Forget the article.

        Raises:
            KeyError: It is not there.
        """
        self.index.remove(key)
        self._added.pop(key, None)
        self._loaded.pop(key, None)

    def answer(
        self,
        question: str,
        scope: Scope,
        limit: int = 3,
        least: float = ENOUGH,
        before: str | None = None,
    ) -> Answer:
        """Return up to ``limit`` passages from the scope's articles, best first.

        None unless the confidence is at least ``least``; further ones than the first only if
        they are not much less likely. With ``least`` 0 the nearest sentences are shown,
        whatever they are worth. ``before`` is the question that this one may follow up:
        "and when?" takes its words from it.
        """
        scope = _hashable(scope)
        wanted = self._asked(question, scope, before)
        found = self._candidates(wanted, scope, max(limit, LOOKED_AT))
        ranking = rank(found) if found is not None else None
        confidence = ranking.confidence if ranking is not None else 0.0
        passages: tuple[Passage, ...] = ()
        unknown: tuple[str, ...] = ()
        if found is not None and ranking is not None and confidence >= least:
            shown = ranking.shown(limit, everything=least <= 0)
            passages = tuple(self._passage(found, ranking, at) for at in shown)
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
        sentences = {at: self._sentence(found.keys[at]) for at in ranking.order[:limit]}
        return [explain(found, ranking, at, sentence) for at, sentence in sentences.items()]

    def candidates(self, question: str, scope: Scope) -> Candidates | None:
        """The sentences that may answer, and what the ranker knows of them; None without any.

        They are BM25's best, and the neighbours of the very best.
        """
        scope = _hashable(scope)
        return self._candidates(self._asked(question, scope, None), scope, sys.maxsize)

    def _asked(self, question: str, scope: Groups | None, before: str | None) -> Asked:
        """What is asked, with terms that the scope holds in place of misspelt ones."""
        wanted = asked(question, ENGLISH)
        if before and wanted.follows_up:
            wanted = wanted.after(asked(before, ENGLISH))
        respelt = {}
        for term, df in self.index.df(wanted.terms, scope).items():
            if not df:
                alike = spelt_like(term, self.index.terms_like)
                held = (one for one in alike if any(self.index.df([one], scope).values()))
                respelt[term] = next(held, term)
        return wanted.respelt(respelt)

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
        found = likely(Candidates(wanted, list(idf.values()), keys, context), looked_at)
        self._remember({key for key, _ in found.keys})
        found.looks = [self._look(key) for key in found.keys]
        return found

    def _unknown(self, question: str, wanted: Asked, scope: Groups | None) -> Iterator[str]:
        """Yield what the question says and neither sentence nor title of the scope holds.

        Words that follow one another are one phrase; with names among them, the names alone.
        """
        lacking = {term for term, df in self.index.df(wanted.terms, scope).items() if not df}
        lacking -= {term for term, df in self.index.titles(lacking, scope).items() if df}
        words = ENGLISH.printed(question)
        unknown = [(word, bool(terms) and lacking.issuperset(terms)) for word, terms in words]
        runs = groupby(unknown, key=itemgetter(1))
        phrases = [" ".join(word for word, _ in run) for is_unknown, run in runs if is_unknown]
        names = [phrase for phrase in phrases if not phrase.islower()]
        yield from dict.fromkeys(names or phrases)

    def _look(self, key: Key) -> Look:
        sentence = self._sentence(key)
        own = self._profile(sentence.text, analysis_for(sentence.article.language))
        led = own.definite is not None and self.index.holds_before(key, own.definite)
        return Look(own, led)

    def _sentence(self, key: Key) -> Sentence:
        article = self._added.get(key[0]) or self._loaded[key[0]]
        return Sentence(article, *article.spans[key[1]])

    def _remember(self, keys: Collection[int]) -> None:
        """Have these articles at hand."""
        lacking = [key for key in keys if key not in self._added and key not in self._loaded]
        if lacking and self._load is not None:
            self._loaded |= self._load(lacking)
        for key in keys & self._loaded.keys():
            self._loaded[key] = self._loaded.pop(key)
        for key in list(self._loaded)[: len(self._loaded) - ARTICLES]:
            del self._loaded[key]

    def _passage(self, found: Candidates, ranking: Ranking, at: int) -> Passage:
        sentence = self._sentence(found.keys[at])
        words = analysis_for(sentence.article.language).words(sentence.text)
        spans = {Span(word.start, word.end) for word in words if word.term in found.asked.terms}
        matches = (Span(sentence.start + start, sentence.start + end) for start, end in spans)
        also = tuple(self._sentence(found.keys[copy]) for copy in ranking.also[at])
        return Passage(sentence, float(ranking.scores[at]), tuple(sorted(matches)), also)


def _hashable(scope: Scope) -> Groups | None:
    return None if scope is None else frozenset(scope)
