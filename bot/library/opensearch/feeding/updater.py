"""Keeping the engine, and the vectors beside the database, in sync with the store."""

from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.library.index_files import IndexFiles
from bot.library.opensearch.feeding.feed import Feed
from bot.library.scrub_schedule import Scrub
from bot.library.vectors.vector_updater import VectorUpdater
from corpus.store.changes import NO_CHANGE, Change
from corpus.store.store import Store
from retrieval.answering.answerer import new_index
from retrieval.meaning.meaning import Meaning
from retrieval.meaning.vectors import Vectors

AT_ONCE = 50  # articles in memory at a time
MANY = 5000  # changed articles; all positions are read as fast
SELDOM = 3600.0  # seconds until a scrub that nobody requested


class EngineUpdater:
    """Has the engine take in the changes of a store; what IndexUpdater is for the embedded index.

    With ``background``, threads work on the files of vectors, which are kept beside the database
    as with the embedded index. ``look_again`` is given the name of the engine's index, and the
    last change that it has taken in.
    """

    def __init__(
        self,
        store: Store,
        feed: Feed,
        vectors: Vectors,
        meaning: Meaning | None = None,
        *,
        background: bool = False,
        writes: bool = True,
        look_again: Callable[[str, Change], None] = lambda *_: None,
    ) -> None:
        self._store = store
        self._feed = feed
        self._look_again = look_again
        self._articles = StoredArticles(store)
        version = meaning.version if meaning else None
        self._files = IndexFiles(store.location, version, writes=writes)
        self._thread = ThreadPoolExecutor(1, "vector files") if background else None
        self.vectors = VectorUpdater(
            store, self._articles, vectors, meaning, self._files, self._thread
        )
        self._scrub = Scrub(new_index(), self._files, self.vectors, self._save)
        self._change: Change | None = None  # the last one seen; None before the first update
        self._taken_in = NO_CHANGE

    def close(self) -> None:
        """Stop the threads, write the vectors to disk, and release the locks."""
        self._feed.close()
        if self._thread is not None:
            self._thread.shutdown(cancel_futures=True)
        changed = self.vectors.close(self._change or NO_CHANGE)
        if self._scrub.wanted:
            changed |= self.vectors.scrub()
        if changed:
            self._save()
        self._files.close()

    @property
    def behind(self) -> bool:
        """Whether the engine has not taken in all changes yet, as far as this process knows."""
        return self._change is not None and self._taken_in.number < self._change.number

    @property
    def on_disk(self) -> bool:
        """False: there is no index on this disk that another process could open."""
        return False

    @property
    def change(self) -> Change:
        """The last change of the store that the engine has taken in."""
        return self._taken_in

    def keys(self) -> Collection[int]:
        """The positions of the articles that have, or are to have, vectors."""
        return self._articles.keys()

    def scrub(self) -> None:
        """Have ``tidy`` rewrite, within a minute, files with vectors of removed articles."""
        self._scrub.schedule.request()

    def check_files(self) -> None:
        """Drop vectors in files that have been cut short, and have them made again."""
        self.vectors.check_files()

    def update(self) -> bool:
        """Pick up the changes in the store; return whether there were any.

        Raises:
            EngineError: The engine cannot be used, and no thread feeds it.
        """
        first = self._change is None
        last, changed = self._store.changes(self._load() if self._change is None else self._change)
        if changed is None:
            self.vectors.clear()
        self.vectors.forget(changed or ())
        if is_new := last != self._change:
            self._articles.look_again(changed)
            self.vectors.look_again()
            self._change = last  # not before: if the database is away, this is done again
        if first or changed:
            self._scrub.schedule.request(0 if first else SELDOM)
        if (state := self._feed.take_in(last)) is not None:
            self._taken_in = state.change
            self._look_again(state.name, state.change)
        return is_new

    def tidy(self) -> None:
        """Encode and scrub as needed, or have the threads do so and use their results."""
        self._scrub.next_part()
        if self.vectors.tidy(self._change or NO_CHANGE):
            self._save()

    def adopt_vectors(self, path: Path) -> None:
        """Use vectors from a new file, as ``IndexUpdater.adopt_vectors`` does.

        Raises:
            OSError: The file cannot be read.
            ArrayFileError: It is damaged.
        """
        if self.vectors.adopt(path):
            self._save()

    def _load(self) -> Change:
        """Load the vectors; return the last change of the store that they include."""
        found = self._files.read()
        self.vectors.load(found.blocks)
        return found.change

    def _save(self) -> None:
        self._files.save([], self.vectors.blocks, self._change or NO_CHANGE)


class StoredArticles:
    """The articles of the store, as far as making their vectors has to know them."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._keys: set[int] | None = None  # None until they are needed

    def look_again(self, changed: Collection[int] | None) -> None:
        """Find out which of some articles there are; None for all.

        Reading the positions of all takes a second for a million, in which nobody is answered.
        """
        if changed is None or len(changed) > MANY:
            self._keys = None
        elif self._keys is not None:
            there = self._store.sentences([(key, 0) for key in changed])
            self._keys.difference_update(changed)
            self._keys.update(key for key, _ in there)

    def keys(self) -> Collection[int]:
        """The positions of the articles, all of which have sentences."""
        if self._keys is None:
            self._keys = set(self._store.positions())
        return self._keys

    def sizes(self, keys: Iterable[int]) -> dict[int, int]:
        """The number of sentences of each article that is still there."""
        every = sorted(keys)
        sizes: dict[int, int] = {}
        for start in range(0, len(every), AT_ONCE):
            articles = self._store.at(every[start : start + AT_ONCE])
            sizes |= {key: len(article.spans) for key, article in articles.items()}
        return sizes
