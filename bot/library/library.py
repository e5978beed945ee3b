"""The stored articles and an answerer over them, kept in sync."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bot.library.assembly.engine_health import EngineHealth
from bot.library.assembly.kinds import Kind
from bot.library.assembly.samples import Samples
from bot.library.assembly.tuning import share_processor, tune_garbage_collector
from bot.library.opensearch.scope_check import check_scope, sentences_in
from bot.library.progress import Progress, no_progress
from bot.library.rewordings import with_rewordings
from corpus.article import LIBRARY, Article
from corpus.samples.sample_articles import load_samples
from corpus.store.changes import NO_CHANGE, Change
from corpus.store.sources import Sources
from corpus.store.store import Store
from retrieval.answer import LIMIT, Answer
from retrieval.answering.answerer import Answerer
from retrieval.answering.messages import answer_message
from retrieval.answering.narrowing.by_words import WithWords, articles_with
from retrieval.answering.narrowing.scopes import unmatched
from retrieval.asking.given import NOTHING_GIVEN, Filters, Given
from retrieval.meaning.meaning import Meaning
from retrieval.ranking.explanation import Explanation

if TYPE_CHECKING:
    from bot.library.opensearch.client import Address

KEPT = 1000  # collections whose sources are cached
FIRST = "Who opened the new bridge?"  # asked only to load what answers need


class Library:
    """The articles to answer from: the store's or, while it is empty, the samples.

    A chat sees the library's articles and its own, never those of another chat. A question is
    answered if the confidence, from 0 to 1, reaches ``confidence_threshold``. ``sources`` picks up
    what other processes added and removed. ``search`` is where the engine is that finds sentences
    instead of an index beside the database. The rest is passed to IndexUpdater or EngineUpdater.
    """

    def __init__(
        self,
        store: Store,
        confidence_threshold: float | None = None,
        samples: Callable[[], Sequence[Article]] = load_samples,
        *,
        meaning: Meaning | None = None,
        search: "Address | None" = None,
        background: bool = False,
        writes: bool = True,
        progress: Progress = no_progress,
    ) -> None:
        self.store = store
        self.confidence_threshold = confidence_threshold
        self._load_samples = samples
        self.meaning = meaning
        self._model_works = None if meaning is not None else False  # None until it is loaded
        self.search = search
        kind = Kind(store, meaning, background=background, writes=writes, progress=progress)
        self.on_scrub: Callable[[], None] = lambda: None  # tells other bots, if there are any
        self._parts = kind.embedded() if search is None else kind.remote(search)
        self._answerer, self._updater = self._parts.answerer, self._parts.updater
        self._version: tuple[int, int] | None = None
        self._sources: dict[str, Sources] = {}

    @classmethod
    def of(
        cls,
        articles: Iterable[Article],
        confidence_threshold: float | None = None,
        meaning: Meaning | None = None,
    ) -> "Library":
        """A library of these articles, in memory; if there are none, of the samples."""
        store = Store(":memory:")
        for article in articles:
            store.add(article)
        return cls(store, confidence_threshold, meaning=meaning)

    def sources(self, collection: str = LIBRARY) -> Sources:
        """The current articles of the library and, if one is named, of another collection."""
        self._updater.check_files()
        version = self.store.version()
        if version != self._version or self.behind:
            known, self._sources = self._sources, {}  # also if the update fails half-way
            if not self._updater.update():
                self._sources = known
            self._version = version
        self._updater.tidy()
        if collection not in self._sources:
            if len(self._sources) >= KEPT:
                del self._sources[next(iter(self._sources))]
            sources = Sources(self.store, collection)
            self._sources[collection] = sources if sources else self._samples.sources
        return self._sources[collection]

    @property
    def size(self) -> int:
        """The number of sentences in the index."""
        return self._parts.size()

    @property
    def behind(self) -> bool:
        """Whether some new articles are not in the index yet."""
        return self._updater.behind

    @property
    def opens_fast(self) -> bool:
        """Whether another process can open the index from disk instead of building it."""
        return self._updater.on_disk and not self.behind

    @property
    def uses_model(self) -> bool:
        """Whether the model of meaning is loaded and still works."""
        if self._model_works and self.meaning is not None:
            self.load_model()  # it is: this only asks it again
        return bool(self._model_works)

    @property
    def without_vectors(self) -> int:
        """The number of articles whose vectors are still to be made."""
        if self.meaning is None:
            return 0
        return max(0, len(self._parts.keys()) - len(self._answerer.vectors.keys()))

    @property
    def encodes(self) -> bool:
        """Whether vectors are being made in the background."""
        return self._updater.vectors.encoding

    def lacking(self) -> dict[int, int]:
        """The number of sentences of each article without vectors, by its position.

        ``adopt_vectors`` expects vectors of these articles.
        """
        self.sources()
        return self._updater.vectors.lacking()

    def vector_paths(self) -> Iterator[Path]:
        """Yield paths for new files of vectors; none if another process writes the index."""
        return self._updater.vectors.new_paths()

    def adopt_vectors(self, path: Path) -> None:
        """Use the vectors in a new file, except those of articles that have changed meanwhile.

        Raises:
            OSError: It cannot be read.
            ArrayFileError: It is damaged.
        """
        self._updater.adopt_vectors(path)

    @property
    def change(self) -> Change:
        """The last change of the store that the index includes."""
        return self._updater.change

    @property
    def health(self) -> EngineHealth | None:
        """How the engine is that finds sentences; None if there is none."""
        return self._parts.health() if self._parts.health is not None else None

    @property
    def changes_left(self) -> int:
        """The number of the store's changes that the engine has not taken in yet."""
        last, _ = self.store.changes(NO_CHANGE)  # since ``change``, it would list all of them
        return max(0, last.number - self.change.number)

    def rebuild(self) -> bool:
        """Make the engine's index anew, beside the one in use; return whether there is an engine.

        Raises:
            EngineError: The engine cannot be used.
        """
        if self._parts.rebuild is None:
            return False
        self._parts.rebuild()
        return True

    def scrub(self) -> None:
        """Delete the words and vectors of removed articles from disk within a minute."""
        self._updater.scrub()
        self.on_scrub()

    def scrub_as_well(self) -> None:
        """Do so because another bot does, whose database this one shares."""
        self.sources()
        self._updater.scrub()

    def prepare(self) -> None:
        """Open the index now instead of when the first question comes."""
        self._updater.vectors.waits = True  # loading the model would delay the start
        try:
            self.sources()
        finally:
            self._updater.vectors.waits = False
        tune_garbage_collector()

    def warm_up(self) -> None:
        """Load the modules and data that the first question would load."""
        self.answer(FIRST, self.sources())
        tune_garbage_collector()
        share_processor()

    def needs_model(self, sources: Sources) -> bool:
        """Whether the next question to these sources would have to load the model of meaning."""
        return self._model_works is None and bool(self._answerer_of(sources).vectors)

    def load_model(self) -> None:
        """Load the model, which takes a tenth of a second or more; a thread can call this."""
        if self.meaning is not None:
            self._model_works = self.meaning.question(FIRST) is not None

    def close(self) -> None:
        """Stop the background threads and write the index to disk."""
        self._updater.close()

    def answer(
        self, question: str, sources: Sources, limit: int = LIMIT, given: Given = NOTHING_GIVEN
    ) -> Answer:
        """Answer a question from these sources, with at most ``limit`` passages, best first.

        If it is a message with several questions, each has its answer.
        """
        return self._answer(question, sources, limit, self.confidence_threshold, given)

    def nearest(
        self, question: str, sources: Sources, limit: int = LIMIT, given: Given = NOTHING_GIVEN
    ) -> Answer:
        """The sentences closest to the question, at any confidence."""
        return self._answer(question, sources, limit, 0.0, given)

    def _answer(
        self,
        message: str,
        sources: Sources,
        limit: int,
        confidence_threshold: float | None,
        given: Given,
    ) -> Answer:
        answerer = self._answerer_of(sources)

        def ask(question: str, given: Given) -> Answer:
            return answerer.answer(question, sources.scope, limit, confidence_threshold, given)

        answer = answer_message(message, given, ask)
        if sources.samples:
            return answer
        if self.search is not None:
            check_scope(sentences_in(answer), sources.scope)
        return with_rewordings(answer, self.store)

    def explain(
        self, answer: Answer, sources: Sources, limit: int = LIMIT, given: Given = NOTHING_GIVEN
    ) -> list[Explanation]:
        """Explanations of the ranks of the best sentences for each question that was answered."""
        explain = self._answerer_of(sources).explain
        explained = [
            explanation
            for part in answer.parts or [answer]
            for explanation in explain(
                part.asked or part.question,
                sources.scope,
                limit,
                replace(given, after=part.before),
            )
        ]
        if self.search is not None and not sources.samples:
            check_scope((one.sentence for one in explained), sources.scope)
        return explained

    def unmatched(self, sources: Sources, only: Filters) -> Filters | None:
        """The first of some filters that no source passes, as ``scopes.unmatched`` does."""
        return unmatched(self._answerer_of(sources).index, sources.scope, only)

    def with_words(self, words: str, sources: Sources) -> WithWords:
        """The sources that have these words."""
        return articles_with(words, self._answerer_of(sources).index, sources.scope)

    def changed(self, quoted: Iterable[str], sources: Sources) -> list[Article]:
        """The sources that have replaced one of the articles with these ids."""
        found = filter(None, map(self.store.find_replaced, dict.fromkeys(quoted)))
        return [newer for _, newer in found if newer in sources]

    def alike(self, article: Article, sources: Sources) -> list[Article]:
        """The sources with nearly the same text as an article."""
        return [similar for similar in self.store.alike(article) if similar in sources]

    @cached_property
    def _samples(self) -> Samples:
        return Samples(self._load_samples(), self.meaning)

    def _answerer_of(self, sources: Sources) -> Answerer:
        if sources.samples:
            return self._samples.answerer
        self._updater.check_files()  # again: questions may have waited for a second process
        return self._answerer
