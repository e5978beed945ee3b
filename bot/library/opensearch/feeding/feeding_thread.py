"""Threads that keep the engine's index up to date, and watch it, while the bot answers."""

import logging
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from time import monotonic

from bot.library.assembly.engine_health import EngineHealth
from bot.library.opensearch.client import Address, Engine
from bot.library.opensearch.feeding.feeder import Feeder
from bot.library.opensearch.feeding.state import State, count_sentences
from bot.library.opensearch.feeding.turns import turn_of
from bot.library.opensearch.health import cluster_health
from bot.library.progress import Progress
from corpus.errors import CorpusError
from corpus.store.store import Store

logger = logging.getLogger(__name__)

LOOK = 1.0  # seconds between two looks for changes, and at the engine
SELDOM = 60.0  # seconds between two counts of the sentences
GRACE = 5.0  # seconds for what it is doing at the end


class FeedingThread:
    """Feeds the engine from the database at a location, while it is this process's turn.

    Nothing that happens to the engine stops it: it tries again until it is closed. A second
    thread looks how the engine is, because feeding it can take hours.
    """

    def __init__(self, location: Path | str, address: Address, progress: Progress) -> None:
        self.state: State | None = None  # of the index, which has taken in changes up to it
        self.sentences = 0  # lately in the index
        self.health = EngineHealth.NONE
        self._location = location
        self._address = address
        self._progress = progress
        self._stopping = Event()
        self._wake = Event()
        self._problem = ""
        self._next_count = 0.0
        self._threads = [
            Thread(target=self._run, name="feeding", daemon=True),
            Thread(target=self._watch, name="watching", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Have it look for changes now."""
        self._wake.set()

    def close(self) -> None:
        """Stop it; what it has not finished is done at the next start."""
        self._stopping.set()
        self._wake.set()
        end = monotonic() + GRACE
        for thread in self._threads:
            thread.join(max(0.0, end - monotonic()))

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                with closing(Store(self._location)) as store:
                    self._feed_from(store)
            except CorpusError as error:
                self._note(str(error))
                self._stopping.wait(LOOK)
            # Whatever it is, the thread must go on: nothing else would feed the engine.
            except Exception:
                logger.exception("Could not feed the search engine")
                self._stopping.wait(LOOK)

    def _feed_from(self, store: Store) -> None:
        turn = turn_of(store)
        try:
            with closing(Engine(self._address)) as engine:
                stopping = self._stopping.is_set
                self._feed(Feeder(engine, store, turn, self._progress, stopping), engine)
        finally:
            turn.release()

    def _feed(self, feeder: Feeder, engine: Engine) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                self.state = feeder.feed()
                self._count(engine)
            except CorpusError as error:
                self._note(str(error))
                self._stopping.wait(LOOK)  # however many changes there are
            else:
                self._note("")
                self._wake.wait(LOOK)

    def _watch(self) -> None:
        while not self._stopping.is_set():
            try:
                with closing(Engine(self._address)) as engine:
                    self._watch_at(engine)
            # Whatever it is, the thread must go on: the health would stay as it was last seen.
            except Exception as error:
                self.health = EngineHealth.UNREACHABLE
                if not isinstance(error, CorpusError):  # which feeding it has, too, and logs
                    logger.exception("Could not look at the search engine")
                self._stopping.wait(LOOK)

    def _watch_at(self, engine: Engine) -> None:
        while not self._stopping.is_set():
            self.health = cluster_health(engine)
            self._stopping.wait(LOOK)

    def _count(self, engine: Engine) -> None:
        if monotonic() >= self._next_count:
            self._next_count = monotonic() + SELDOM
            self.sentences = count_sentences(engine, engine.alias)

    def _note(self, problem: str) -> None:
        """Log a problem once, and its end."""
        if problem and problem != self._problem and not self._stopping.is_set():
            logger.warning("Cannot feed the search engine: %s", problem)
        if self._problem and not problem:
            logger.info("The search engine takes changes again.")
        self._problem = problem
