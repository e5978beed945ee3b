"""The stored articles and an answerer over them, kept in step."""

from collections.abc import Callable, Iterable, Sequence

from corpus.article import LIBRARY, Article
from corpus.samples import load_samples
from corpus.sources import Sources
from corpus.store import Store
from retrieval.answer import Answer
from retrieval.answerer import ENOUGH, Answerer
from retrieval.explanation import Explanation


class Library:
    """What can be asked: the store's articles or, while there are none, the sample articles.

    A chat sees the library's articles and those of its own collection, never another's.
    ``least`` is the confidence, from 0 to 1, from which on a question is answered. Every look
    at the sources first takes in what another process added or removed.
    """

    def __init__(
        self,
        store: Store,
        least: float = ENOUGH,
        samples: Callable[[], Sequence[Article]] = load_samples,
    ) -> None:
        self.store = store
        self._least = least
        self._load_samples = samples
        self._answerer = Answerer()
        self._version: tuple[int, int] | None = None
        self._change = 0  # the last one of the store's that was taken in
        self._articles: dict[str, Article] = {}
        self._ids: dict[int, str] = {}  # the articles by their positions in the store
        self._samples: tuple[Article, ...] = ()
        self._sources: dict[str, Sources] = {}

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

    def sources(self, collection: str = LIBRARY) -> Sources:
        """The articles that a question may be answered from, as of now.

        They are the library's and, where another collection is named, that one's.
        """
        version = self.store.version()
        if version != self._version:
            self._take_in()
            self._version = version
            self._sources = {}
        if collection not in self._sources:
            self._sources[collection] = self._sources_of(collection)
        return self._sources[collection]

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

    def changed(self, quoted: Iterable[str], sources: Sources) -> list[Article]:
        """Of these sources, those that have replaced one of the articles with these ids."""
        found = filter(None, map(self.store.find_older, dict.fromkeys(quoted)))
        return [newer for _, newer in found if newer.id in sources.scope]

    def alike(self, article: Article, sources: Sources) -> list[Article]:
        """Of these sources, those whose text is mostly the same as an article's."""
        return [one for one in self.store.alike(article) if one.id in sources.scope]

    def _sources_of(self, collection: str) -> Sources:
        stored = sorted(self._articles.values(), key=lambda article: article.number or 0)
        library = [article for article in stored if article.collection == LIBRARY]
        own = [article for article in stored if article.collection == collection != LIBRARY]
        if library or own:
            return Sources((*own, *library))
        if not self._samples:
            self._samples = tuple(self._load_samples())
            for article in self._samples:
                self._answerer.add(article)
        return Sources(self._samples, samples=True)

    def _take_in(self) -> None:
        last, changed = self.store.changes(self._change)
        if changed is None or not self._change:
            changed = [*self._ids, *self.store.positions()]
        for position in changed:
            gone = self._ids.pop(position, None)
            if gone is not None:
                self._answerer.remove(gone)
                del self._articles[gone]
        for position in sorted(set(changed)):
            article = self.store.at(position)
            if article is not None:
                self._drop_samples()
                self._answerer.add(article)
                self._articles[article.id] = article
                self._ids[position] = article.id
        self._change = last

    def _drop_samples(self) -> None:
        """Forget the samples for now: one of them may have been added as an article."""
        for article in self._samples:
            self._answerer.remove(article.id)
        self._samples = ()
