"""The two kinds of libraries: with an index beside the database, and with a search engine."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from bot.library.assembly.engine_health import EngineHealth
from bot.library.index_updater import IndexUpdater
from bot.library.progress import Progress
from bot.library.vectors.vector_updater import VectorUpdater
from corpus.store.changes import Change
from corpus.store.store import Store
from retrieval.answering.answerer import Answerer, new_index
from retrieval.meaning.meaning import Meaning

if TYPE_CHECKING:
    from bot.library.opensearch.client import Address


class Updater(Protocol):
    """Keeps what is searched in sync with the store, as IndexUpdater does."""

    vectors: VectorUpdater

    @property
    def behind(self) -> bool:
        """Whether there are changes that are still to be applied."""

    @property
    def on_disk(self) -> bool:
        """Whether another process can open the index from disk."""

    @property
    def change(self) -> Change:
        """The last change of the store that has been applied."""

    def scrub(self) -> None:
        """Have ``tidy`` rewrite, within a minute, what holds something of removed articles."""

    def check_files(self) -> None:
        """Drop what is in files that have been cut short, and have it made again."""

    def update(self) -> bool:
        """Pick up the changes in the store; return whether there were any."""

    def tidy(self) -> None:
        """Do what is due, or use what threads have done."""

    def adopt_vectors(self, path: Path) -> None:
        """Use vectors from a new file."""

    def close(self) -> None:
        """Stop the threads, and write the rest to disk."""


class Parts(NamedTuple):
    """What answers, what keeps it up to date, and what is known of it.

    ``size`` is the number of sentences that are searched; ``keys`` those of the articles that
    have, or are to have, vectors. Only an engine has ``health`` and can be filled by ``rebuild``.
    """

    answerer: Answerer
    updater: Updater
    size: Callable[[], int]
    keys: Callable[[], Collection[int]]
    health: Callable[[], EngineHealth] | None = None
    rebuild: Callable[[], object] | None = None


class Kind(NamedTuple):
    """What is the same for both kinds."""

    store: Store
    meaning: Meaning | None
    background: bool
    writes: bool
    progress: Progress

    def embedded(self) -> Parts:
        """An answerer over an index beside the database."""
        index = new_index()
        answerer = Answerer(self.store, self.meaning, index)
        updater = IndexUpdater(
            self.store,
            index,
            answerer.vectors,
            self.meaning,
            background=self.background,
            writes=self.writes,
            progress=self.progress,
        )
        return Parts(answerer, updater, index.__len__, index.keys)

    def remote(self, address: "Address") -> Parts:
        """An answerer over the index of a search engine."""
        # Imported here because opensearch-py is in an extra, and takes a while to import.
        from bot.library.opensearch.candidates import OpenSearchIndex
        from bot.library.opensearch.client import Engine
        from bot.library.opensearch.feeding.feed import Feed
        from bot.library.opensearch.feeding.updater import EngineUpdater

        engine = Engine(address)
        feed = Feed(
            self.store,
            engine,
            background=self.background,
            writes=self.writes,
            progress=self.progress,
        )
        index = OpenSearchIndex(engine, feed.check)
        answerer = Answerer(self.store, self.meaning, index)
        updater = EngineUpdater(
            self.store,
            feed,
            answerer.vectors,
            self.meaning,
            background=self.background,
            writes=self.writes,
            look_again=index.look_again,
        )
        return Parts(answerer, updater, feed.size, updater.keys, feed.health, feed.rebuild)
