"""The stored articles and an answerer over them, kept in step."""

import gc
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from bot.library.index_files import Indexing, Progress, no_progress
from corpus.article import LIBRARY, Article
from corpus.samples.sample_articles import load_samples
from corpus.store.changes import Change
from corpus.store.sources import Sources
from corpus.store.store import Store
from retrieval.answer import Answer
from retrieval.answerer import Answerer
from retrieval.ranking.confidence import DEFAULT_CONFIDENCE_THRESHOLD
from retrieval.ranking.explanation import Explanation

KEPT = 1000  # collections whose sources are kept prepared
YOUNG = 10_000  # new objects before the garbage collector looks at them; Python says 700


class Library:
    """What can be asked: the store's articles or, while there are none, the sample articles.

    A chat sees the library's articles and those of its own collection, never another's.
    A question is answered if the confidence, from 0 to 1, reaches ``confidence_threshold``. Every
    look at the sources first takes in what another process added or removed; of many new
    articles only some with ``background``. ``background``, ``writes`` and ``progress`` are as
    Indexing has them.
    """

    def __init__(
        self,
        store: Store,
        confidence_threshold: float = DEFAULT_CONFIDENCE_THRESHOLD,
        samples: Callable[[], Sequence[Article]] = load_samples,
        *,
        background: bool = False,
        writes: bool = True,
        progress: Progress = no_progress,
    ) -> None:
        self.store = store
        self.confidence_threshold = confidence_threshold
        self._load_samples = samples
        self._answerer = Answerer(store)
        self._indexing = Indexing(
            store,
            self._answerer.index,
            background=background,
            writes=writes,
            progress=progress,
        )
        self._version: tuple[int, int] | None = None
        self._sources: dict[str, Sources] = {}

    @classmethod
    def of(
        cls,
        articles: Sequence[Article],
        confidence_threshold: float = DEFAULT_CONFIDENCE_THRESHOLD,
        *,
        samples: bool = False,
    ) -> "Library":
        """A library of just these articles, kept in memory."""
        store = Store(":memory:")
        if samples:
            return cls(store, confidence_threshold, lambda: articles)
        for article in articles:
            store.add(article)
        return cls(store, confidence_threshold)

    def sources(self, collection: str = LIBRARY) -> Sources:
        """The articles that a question may be answered from, as of now.

        They are the library's and, where another collection is named, that one's.
        """
        version = self.store.version()
        if version != self._version or self.behind:
            if self._indexing.catch_up():
                self._sources = {}
            self._version = version
        self._indexing.tend()
        if collection not in self._sources:
            if len(self._sources) >= KEPT:
                del self._sources[next(iter(self._sources))]
            sources = Sources(self.store, collection)
            self._sources[collection] = sources if sources else self._samples.sources
        return self._sources[collection]

    @property
    def size(self) -> int:
        """How many sentences can be found."""
        return len(self._answerer.index)

    @property
    def behind(self) -> bool:
        """Whether there are new articles that cannot be found yet."""
        return self._indexing.behind

    @property
    def opens_fast(self) -> bool:
        """Whether another process can open the library without making an index of its own."""
        return self._indexing.is_kept and not self.behind

    @property
    def change(self) -> Change:
        """The store's last change that was looked at."""
        return self._indexing.change

    def prepare(self) -> None:
        """Open the index now rather than at the first question."""
        self.sources()
        _spare_garbage_collector()

    def warm_up(self) -> None:
        """Load what the first question needs: a bot that listens has the time."""
        self.answer("What is new?", self.sources())
        _spare_garbage_collector()

    def close(self) -> None:
        """End what is done in the background."""
        self._indexing.close()

    def answer(
        self, question: str, sources: Sources, limit: int = 3, before: str | None = None
    ) -> Answer:
        """What these sources say to the question: at most ``limit`` passages, best first.

        ``before`` is the question that it may follow up.
        """
        answerer = self._answerer_of(sources)
        return answerer.answer(question, sources.scope, limit, self.confidence_threshold, before)

    def nearest(
        self, question: str, sources: Sources, limit: int = 3, before: str | None = None
    ) -> Answer:
        """The sentences nearest to the question, whatever they are worth."""
        answerer = self._answerer_of(sources)
        return answerer.answer(question, sources.scope, limit, 0.0, before)

    def explain(
        self, question: str, sources: Sources, limit: int = 3, before: str | None = None
    ) -> list[Explanation]:
        """Why these sources' best sentences are the best."""
        return self._answerer_of(sources).explain(question, sources.scope, limit, before)

    def changed(self, quoted: Iterable[str], sources: Sources) -> list[Article]:
        """Of these sources, those that have replaced one of the articles with these ids."""
        found = filter(None, map(self.store.find_older, dict.fromkeys(quoted)))
        return [newer for _, newer in found if newer in sources]

    def alike(self, article: Article, sources: Sources) -> list[Article]:
        """Of these sources, those whose text is mostly the same as an article's."""
        return [one for one in self.store.alike(article) if one in sources]

    @cached_property
    def _samples(self) -> "_Samples":
        return _Samples(self._load_samples())

    def _answerer_of(self, sources: Sources) -> Answerer:
        return self._samples.answerer if sources.samples else self._answerer


def _spare_garbage_collector() -> None:
    """Let it look at nothing that is in memory by now, and seldom at what comes.

    Nearly all of that stays. To look through it again and again takes a tenth of a second each
    time, and nobody is answered.
    """
    gc.freeze()
    gc.set_threshold(YOUNG)


class _Samples:
    """The sample articles, ready to be asked."""

    def __init__(self, articles: Iterable[Article]) -> None:
        store = Store(":memory:")
        self.answerer = Answerer()
        for article in articles:
            store.add(article)
        for position in store.positions():
            for article in store.at([position]).values():
                self.answerer.add(article, position, article.collection)
        self.sources = Sources(store, samples=True)
