"""From a question to an answer: BM25 finds sentences, a rule decides whether they answer."""

from collections.abc import Collection, Sequence
from itertools import groupby

from corpus.article import Article, Sentence, Span
from retrieval.answer import Answer, Passage
from retrieval.index import Hit, Index
from retrieval.terms import ANALYSES, analysis_for

# Measured on judged questions about news: a sentence says a word once, so repeats count
# little, and its length less than a document's does.
K1 = 0.4
B = 0.6
CANDIDATES = 200  # how many of BM25's best are looked at closely
NEIGHBOURS_SCORE = 0.15  # how much of the scores of the sentences before and after is added
NEAR = 0.5  # what a word of the question is worth that only the neighbourhood holds
FEWEST = 2  # how many of its words, if it has as many: a single word proves nothing
UNKNOWN = 0.6  # what a word counts that no source holds: it may be another word for one there
UNKNOWN_NAME = 2.0  # the same for a name: without it, it is hardly the same matter
ENOUGH = 0.45  # the share of the question that a passage and its neighbourhood must hold
NOWHERE = " "  # no term: its idf is that of a term in no sentence

Weighted = Sequence[tuple[tuple[str, ...], float]]  # a question's words: their terms, weights


class Answerer:
    """Articles ready to be asked."""

    def __init__(self) -> None:
        self._index = Index(k1=K1, b=B)
        self._articles: dict[str, Article] = {}
        self._terms: dict[str, list[frozenset[str]]] = {}  # sentence by sentence
        self._title_terms: dict[str, frozenset[str]] = {}

    def add(self, article: Article) -> None:
        """Make the article's sentences findable.

        Raises:
            ValueError: It is there already.
        """
        analysis = analysis_for(article.language)
        terms = [analysis.terms(sentence.text) for sentence in article.sentences]
        self._index.add(article.id, terms)
        self._articles[article.id] = article
        self._terms[article.id] = [frozenset(sentence) for sentence in terms]
        self._title_terms[article.id] = frozenset(analysis.terms(article.title))

    def remove(self, article_id: str) -> None:
        """Forget the article.

        Raises:
            KeyError: It is not there.
        """
        self._index.remove(article_id)
        del self._articles[article_id], self._terms[article_id], self._title_terms[article_id]

    def answer(
        self, question: str, scope: Collection[str], limit: int = 3, least: float = ENOUGH
    ) -> Answer:
        """Return up to ``limit`` passages from the scope's articles, best first.

        A sentence is as good as its BM25 score and a part of its neighbours'. It answers if
        it holds at least the share ``least`` of the question: each word weighs its idf, and
        counts in full when the sentence holds it, by half when only the sentence before, the
        one after or the title does. The first passage's share is the answer's confidence or,
        where nothing is found, the largest share there is.
        """
        analysis = ANALYSES["en"]
        query = analysis.query(question)
        if not query:
            return Answer(question, (), (), 0.0)
        hits = self._ranked(self._index.search(query, scope, CANDIDATES))
        words = self._weighted(question, query, scope)
        shares = [(hit, self._share(hit, words)) for hit in hits]
        found = [(hit, share) for hit, share in shares if share >= least][:limit]
        return Answer(
            question=question,
            query=query,
            passages=tuple(self._passage(hit, query) for hit, _ in found),
            confidence=max((share for _, share in found[:1] or shares), default=0.0),
        )

    def _ranked(self, hits: Sequence[Hit]) -> list[Hit]:
        """The hits, each with a part of its neighbours' scores, best first."""
        scores = {(hit.article_id, hit.sentence): hit.score for hit in hits}

        def with_neighbours(hit: Hit) -> Hit:
            beside = ((hit.article_id, hit.sentence + step) for step in (-1, 1))
            added = NEIGHBOURS_SCORE * sum(scores.get(place, 0.0) for place in beside)
            return hit._replace(score=hit.score + added)

        return sorted(map(with_neighbours, hits), key=lambda hit: -hit.score)

    def _weighted(self, question: str, query: Sequence[str], scope: Collection[str]) -> Weighted:
        """The question's words, each with its weight: a compound counts as its commonest part."""
        analysis = ANALYSES["en"]
        idf = self._index.term_weights([*query, NOWHERE], scope)
        names = analysis.names(question)

        def weight(terms: tuple[str, ...]) -> float:
            least = min(idf[term] for term in terms)
            if least < idf[NOWHERE]:
                return least
            return least * (UNKNOWN_NAME if names.issuperset(terms) else UNKNOWN)

        places = groupby(analysis.words(question), key=lambda word: (word.start, word.end))
        words = {tuple(word.term for word in same) for _, same in places}
        return [(terms, weight(terms)) for terms in sorted(words)]

    def _share(self, hit: Hit, words: Weighted) -> float:
        """How much of the question the sentence and its neighbourhood hold, from 0 to 1."""
        sentences = self._terms[hit.article_id]
        here = sentences[hit.sentence]
        near = self._title_terms[hit.article_id].union(
            *sentences[max(hit.sentence - 1, 0) : hit.sentence + 2]
        )
        if sum(_held(terms, near) > 0 for terms, _ in words) < min(FEWEST, len(words)):
            return 0.0
        held = sum(
            weight * (NEAR * _held(terms, near) + (1 - NEAR) * _held(terms, here))
            for terms, weight in words
        )
        return held / sum(weight for _, weight in words)

    def _passage(self, hit: Hit, query: Collection[str]) -> Passage:
        article = self._articles[hit.article_id]
        sentence = Sentence(article, *article.spans[hit.sentence])
        words = analysis_for(article.language).words(sentence.text)
        spans = {Span(word.start, word.end) for word in words if word.term in query}
        matches = (Span(sentence.start + start, sentence.start + end) for start, end in spans)
        return Passage(sentence, hit.score, tuple(sorted(matches)))


def _held(terms: Sequence[str], present: Collection[str]) -> float:
    """How much of a word is there: all of it, or a compound's share of parts.

    >>> _held(("anti", "missil", "antimissil"), {"antimissil"})
    1.0
    >>> _held(("anti", "missil", "antimissil"), {"missil", "defenc"})
    0.5
    """
    *parts, whole = terms
    if whole in present:
        return 1.0
    return sum(part in present for part in parts) / max(len(parts), 1)
