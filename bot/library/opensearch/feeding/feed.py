"""Who feeds the engine: a thread of this process, this process when it is asked to, or others."""

from bot.library.assembly.engine_health import EngineHealth
from bot.library.opensearch.client import Engine
from bot.library.opensearch.feeding.feeder import Feeder
from bot.library.opensearch.feeding.feeding_thread import FeedingThread
from bot.library.opensearch.feeding.state import State, count_sentences
from bot.library.opensearch.feeding.turns import turn_of
from bot.library.opensearch.health import cluster_health
from bot.library.progress import Progress, no_progress
from corpus.store.changes import Change
from corpus.store.store import Store


class Feed:
    """Has the engine take in the changes of a store, by one process at a time.

    With ``background``, a thread does it all, and nothing here waits for the engine. Without
    ``writes``, it is left to other processes.
    """

    def __init__(
        self,
        store: Store,
        engine: Engine,
        *,
        background: bool = False,
        writes: bool = True,
        progress: Progress = no_progress,
    ) -> None:
        self._engine = engine
        self._writes = writes
        self._turn = turn_of(store)
        self._feeder = Feeder(engine, store, self._turn, progress)
        self._thread = (
            FeedingThread(store.location, engine.address, progress) if background else None
        )

    def close(self) -> None:
        """Stop, and let another process feed the engine."""
        if self._thread is not None:
            self._thread.close()
        else:
            self._turn.release()
        self._engine.close()

    def take_in(self, last: Change) -> State | None:
        """Have the engine take in the changes up to ``last``; return its state, if it is known.

        With ``background``, it takes them in soon after the return.

        Raises:
            EngineError: The engine cannot be used.
        """
        if self._thread is not None:
            state = self._thread.state
            if state is None or state.change.number < last.number:
                self._thread.wake()
            return state
        fed = self._feeder.feed() if self._writes else None
        if fed is None or fed.change.number < last.number:
            return self._feeder.wait_for(last)
        return fed

    def check(self, change: Change) -> None:
        """Check that the change that an index includes is one of the store.

        Raises:
            EngineError: It is not: the index is of another database.
        """
        self._feeder.check(change)

    def rebuild(self) -> State:
        """Make the engine's index anew; return its state.

        Raises:
            EngineError: The engine cannot be used.
        """
        return self._feeder.rebuild(afresh=True)

    def size(self) -> int:
        """The number of sentences in the engine; with ``background``, that of a while ago.

        Raises:
            EngineError: The engine cannot be used.
        """
        if self._thread is not None:
            return self._thread.sentences
        return count_sentences(self._engine, self._engine.alias)

    def health(self) -> EngineHealth:
        """How the engine's cluster is; with ``background``, a moment ago."""
        return self._thread.health if self._thread else cluster_health(self._engine)
