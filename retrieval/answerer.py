"""From a question to an answer: BM25 finds sentences, a ranker orders and judges them."""

from collections import Counter
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter

from corpus.article import Article, Sentence, Span
from retrieval.answer import Answer, Passage
from retrieval.explanation import Explanation, explain
from retrieval.features import Candidates, Place
from retrieval.index import Index
from retrieval.profile import Asked, Profile, TermCounts, asked, profile
from retrieval.ranking import Ranking, rank
from retrieval.sections import split_sections
from retrieval.spelling import Spelling
from retrieval.terms import ANALYSES, analysis_for

# Measured on judged questions: a sentence says a word once, so repeats count little, and its
# length less than a document's does.
K1 = 0.4
B = 0.6
CANDIDATES = 100  # how many of BM25's best are looked at closely
FRIENDS = 20  # of how many of them the neighbours are looked at too, though they match nothing
PROFILES = 20_000  # sentences whose profiles are kept
ENOUGH = 0.25  # the confidence from which on a question is answered; see tests/quality

ENGLISH = ANALYSES["en"]
Key = tuple[str, int]  # an article's id and the number of a sentence of it, from 0


NOTHING = TermCounts({}, 0)


class Answerer:
    """Articles ready to be asked."""

    def __init__(self) -> None:
        self._index = Index(k1=K1, b=B)
        self._spelling = Spelling()
        self._articles: dict[str, Article] = {}
        self._titles: dict[str, frozenset[str]] = {}  # the terms of each article's title
        self._profile = lru_cache(PROFILES)(self._make_profile)
        self._counts = lru_cache(PROFILES)(self._make_counts)
        self._sections = lru_cache(PROFILES // 10)(self._make_sections)
        self._section = lru_cache(PROFILES)(self._make_section)

    def add(self, article: Article) -> None:
        """Make the article's sentences findable.

        Raises:
            ValueError: It is there already.
        """
        analysis = analysis_for(article.language)
        sentences = [analysis.terms(sentence.text) for sentence in article.sentences]
        self._index.add(article.id, sentences)
        self._spelling.learn(chain.from_iterable(sentences))
        self._articles[article.id] = article
        self._titles[article.id] = frozenset(analysis.terms(article.title))

    def remove(self, article_id: str) -> None:
        """Forget the article.

        Raises:
            KeyError: It is not there.
        """
        self._index.remove(article_id)
        del self._articles[article_id], self._titles[article_id]
        for kept in (self._profile, self._counts, self._sections, self._section):
            kept.cache_clear()

    def answer(
        self,
        question: str,
        scope: Collection[str],
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
        wanted = self._asked(question, scope, before)
        keys, found = self._candidates(wanted, scope)
        ranking = rank(found) if found is not None else None
        confidence = ranking.confidence if ranking is not None else 0.0
        passages: tuple[Passage, ...] = ()
        unknown: tuple[str, ...] = ()
        if ranking is not None and confidence >= least:
            shown = ranking.shown(limit, everything=least <= 0)
            passages = tuple(self._passage(keys, ranking, at, wanted.terms) for at in shown)
        else:
            unknown = tuple(self._unknown(question, wanted, scope))
        followed = before if wanted.follows_up else None
        return Answer(question, wanted.terms, passages, confidence, unknown, followed)

    def explain(
        self, question: str, scope: Collection[str], limit: int = 3, before: str | None = None
    ) -> list[Explanation]:
        """Why the best sentences are the best: as many as the limit, found or not."""
        keys, found = self._candidates(self._asked(question, scope, before), scope)
        if found is None:
            return []
        ranking = rank(found)
        sentences = {at: self._sentence(keys[at]) for at in ranking.order[:limit]}
        return [explain(found, ranking, at, sentence) for at, sentence in sentences.items()]

    def candidates(
        self, question: str, scope: Collection[str]
    ) -> tuple[list[Key], Candidates | None]:
        """The sentences that may answer, and what the ranker knows of them; None without any.

        They are BM25's best, and the neighbours of the very best.
        """
        return self._candidates(self._asked(question, scope, None), scope)

    def _asked(self, question: str, scope: Collection[str], before: str | None) -> Asked:
        """What is asked, with terms that the scope holds in place of misspelt ones."""
        wanted = asked(question, ENGLISH)
        if before and wanted.follows_up:
            wanted = wanted.after(asked(before, ENGLISH))
        respelt = {}
        for term, df in self._index.df(wanted.terms, scope).items():
            if not df:
                alike = self._index.df(self._spelling.alike(term), scope)
                respelt[term] = next((other for other, held in alike.items() if held), term)
        return wanted.respelt(respelt)

    def _candidates(
        self, wanted: Asked, scope: Collection[str]
    ) -> tuple[list[Key], Candidates | None]:
        hits = self._index.search(wanted.terms, scope, CANDIDATES)
        keys = dict.fromkeys((hit.article_id, hit.sentence) for hit in hits)
        for article_id, number in list(keys)[:FRIENDS]:
            last = len(self._articles[article_id].spans) - 1
            keys |= {(article_id, at): None for at in (number - 1, number + 1) if 0 <= at <= last}
        if not keys:
            return [], None
        idf = self._index.term_weights(wanted.terms, scope)
        held = self._index.held_by({article_id for article_id, _ in keys}, wanted.terms)
        places = [self._place(*key, held[key[0]]) for key in keys]
        return list(keys), Candidates(wanted, list(idf.values()), places)

    def _unknown(self, question: str, wanted: Asked, scope: Collection[str]) -> Iterator[str]:
        """Yield what the question says and neither sentence nor title of the scope holds.

        Words that follow one another are one phrase; with names among them, the names alone.
        """
        df = self._index.df(wanted.terms, scope)
        lacking = {term for term, count in df.items() if not count}
        for article_id in scope:
            lacking -= self._titles.get(article_id, frozenset())
        words = ENGLISH.printed(question)
        unknown = [(word, bool(terms) and lacking.issuperset(terms)) for word, terms in words]
        runs = groupby(unknown, key=itemgetter(1))
        phrases = [" ".join(word for word, _ in run) for is_unknown, run in runs if is_unknown]
        names = [phrase for phrase in phrases if not phrase.islower()]
        yield from dict.fromkeys(names or phrases)

    def _place(self, article_id: str, number: int, held: frozenset[str]) -> Place:
        sentences = next(one for one in self._sections(article_id) if number in one)
        last = len(self._articles[article_id].spans) - 1
        return Place(
            article_id=article_id,
            number=number,
            own=self._profile(article_id, number),
            before=self._counts(article_id, number - 1) if number else NOTHING,
            after=self._counts(article_id, number + 1) if number < last else NOTHING,
            section=self._section(article_id, sentences),
            opens_section=sentences.start == number,
            title=self._titles[article_id],
            article=held,
        )

    def _make_profile(self, article_id: str, number: int) -> Profile:
        analysis = analysis_for(self._articles[article_id].language)
        return profile(self._sentence((article_id, number)).text, analysis)

    def _make_sections(self, article_id: str) -> list[range]:
        return split_sections(self._articles[article_id])

    def _make_counts(self, article_id: str, number: int) -> TermCounts:
        analysis = analysis_for(self._articles[article_id].language)
        terms = analysis.terms(self._sentence((article_id, number)).text)
        return TermCounts(Counter(terms), len(terms))

    def _make_section(self, article_id: str, sentences: range) -> TermCounts:
        counts: Counter[str] = Counter()
        for number in sentences:
            counts.update(self._counts(article_id, number).counts)
        return TermCounts(counts, counts.total())

    def _sentence(self, key: Key) -> Sentence:
        article = self._articles[key[0]]
        return Sentence(article, *article.spans[key[1]])

    def _passage(
        self, keys: list[Key], ranking: Ranking, at: int, query: Collection[str]
    ) -> Passage:
        sentence = self._sentence(keys[at])
        words = analysis_for(sentence.article.language).words(sentence.text)
        spans = {Span(word.start, word.end) for word in words if word.term in query}
        matches = (Span(sentence.start + start, sentence.start + end) for start, end in spans)
        also = tuple(self._sentence(keys[copy]) for copy in ranking.also[at])
        return Passage(sentence, float(ranking.scores[at]), tuple(sorted(matches)), also)
