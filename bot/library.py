"""The stored articles and an answerer over them, kept in step."""

from collections.abc import Callable, Sequence

from corpus.article import Article
from corpus.samples import load_samples
from corpus.sources import Sources
from corpus.store import Store
from retrieval.answer import Answer
from retrieval.answerer import ENOUGH, Answerer
from retrieval.explanation import Explanation


class Library:
    """What can be asked: the store's articles or, while there are none, the sample articles.

    ``least`` is the confidence, from 0 to 1, from which on a question is answered.
    Every look at the sources first takes in what another process added or removed.
    """

    def __init__(
        self,
        store: Store,
        least: float = ENOUGH,
        samples: Callable[[], Sequence[Article]] = load_samples,
    ) -> None:
        self._store = store
        self._least = least
        self._load_samples = samples
        self._answerer = Answerer()
        self._version: tuple[int, int] | None = None
        self._sources = Sources(())

    @classmethod
    def of(
        cls, articles: Sequence[Article], least: float = ENOUGH, *, samples: bool = False
    ) -> "Library":
        """A library of just these articles, kept in memory."""
        store = Store(":memory:")
        if samples:
            return cls(store, least, lambda: articles)
        for article in articles:
            store.add(article)
        return cls(store, least)

    def sources(self) -> Sources:
        """The articles that a question may be answered from, as of now."""
        version = self._store.version()
        if version != self._version:
            self._take_in()
            self._version = version
        return self._sources

    def answer(
        self, question: str, sources: Sources, limit: int = 3, before: str | None = None
    ) -> Answer:
        """What these sources say to the question: at most ``limit`` passages, best first.

        ``before`` is the question that it may follow up.
        """
        return self._answerer.answer(question, sources.scope, limit, self._least, before)

    def nearest(
        self, question: str, sources: Sources, limit: int = 3, before: str | None = None
    ) -> Answer:
        """The sentences nearest to the question, whatever they are worth."""
        return self._answerer.answer(question, sources.scope, limit, 0.0, before)

    def explain(
        self, question: str, sources: Sources, limit: int = 3, before: str | None = None
    ) -> list[Explanation]:
        """Why these sources' best sentences are the best."""
        return self._answerer.explain(question, sources.scope, limit, before)

    def _take_in(self) -> None:
        known = {article.id: article for article in self._sources.articles}
        ids = self._store.ids()
        articles = (known.get(article_id) or self._store.article(article_id) for article_id in ids)
        stored = tuple(article for article in articles if article is not None)
        self._sources = Sources(stored or tuple(self._load_samples()), samples=not stored)
        for gone in known.keys() - self._sources.scope:
            self._answerer.remove(gone)
        for article in self._sources.articles:
            if article.id not in known:
                self._answerer.add(article)
