"""Keeping the engine's index up to date with the store."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from time import monotonic, sleep

from bot.library.opensearch.client import Engine
from bot.library.opensearch.errors import OF_ANOTHER, EngineError
from bot.library.opensearch.feeding.changes import ChangeFeed
from bot.library.opensearch.feeding.rebuilding import Rebuild
from bot.library.opensearch.feeding.state import State, read_state
from bot.library.opensearch.feeding.turns import Turn
from bot.library.progress import Progress, no_progress
from corpus.store.changes import MOST_CHANGES, NO_CHANGE, Change
from corpus.store.store import Store
from retrieval.words.analysis import ANALYSIS_VERSION

LONGEST_WAIT = 5.0  # seconds until a change is taken in by whoever feeds the engine
MOST_WAITED_FOR = 1000  # changes; more are the work of minutes
PAUSE = 0.02  # seconds between two looks
BEING_MADE = "has no index yet; it is being made"


class Feeder:
    """Applies the store's changes to the engine, while it is this process's turn.

    The index is made anew if there is none, if an older version of Quotewire made it, or if too
    much has changed since. One of another database is left alone: it may have taken hours to make,
    and two databases with one index would take turns for ever.
    """

    def __init__(
        self,
        engine: Engine,
        store: Store,
        turn: Turn,
        progress: Progress = no_progress,
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self._engine = engine
        self._store = store
        self._turn = turn
        self._changes = ChangeFeed(engine, store)
        # A new one each time: what one knows of an index is not true of the next of that name.
        self._new_rebuild = partial(Rebuild, engine, store, progress, stopping)
        self._is_first = True
        self._stuck: State | None = None  # in which it was at the end of a wait in vain

    def feed(self) -> State:
        """Have the engine take in all changes if it is this process's turn; return its state.

        Raises:
            EngineError: The engine cannot be used, or has no index yet.
            CorpusError: The database cannot be read.
        """
        state = read_state(self._engine, self._engine.alias)
        if state is not None and state.analysis > ANALYSIS_VERSION:
            raise EngineError("has an index that a newer version of Quotewire made")
        if not self._turn.acquire():
            if state is None or state.analysis != ANALYSIS_VERSION:
                raise EngineError(BEING_MADE)
            return state
        new = self._apply(state) or self.rebuild()
        if self._is_first:
            with suppress(EngineError):  # what may be left over is not in the way
                self._new_rebuild().clear()
            self._is_first = False
        return new

    def rebuild(self, *, afresh: bool = False) -> State:
        """Make the index anew; ``afresh``, without what an earlier attempt has made.

        Raises:
            EngineError, CorpusError: As from ``feed``.
        """
        return self._new_rebuild().run(afresh=afresh)

    def wait_for(self, change: Change) -> State:
        """Wait until the engine has taken in a change, unless it is far behind; return its state.

        If it takes in nothing, only the first call waits: an engine whose disks are full answers.

        Raises:
            EngineError: The engine cannot be used, or has no index yet.
        """
        deadline = monotonic() + LONGEST_WAIT
        while True:
            state = read_state(self._engine, self._engine.alias)
            if state is None or state.analysis != ANALYSIS_VERSION:
                raise EngineError(BEING_MADE)
            self.check(state.change)
            behind = change.number - state.change.number
            if not 0 < behind <= MOST_WAITED_FOR or state == self._stuck:
                return state
            if monotonic() >= deadline:
                self._stuck = state
                return state
            sleep(PAUSE)

    def check(self, change: Change) -> None:
        """Check that the change that an index includes is one of this store.

        Raises:
            EngineError: It is not: the index is of another database.
        """
        known = change == NO_CHANGE or self._store.changes(change)[1] is not None
        if not known and not self._is_too_old(change):
            raise EngineError(OF_ANOTHER)

    def _apply(self, state: State | None) -> State | None:
        """Apply the changes since a state; None if the index must be made anew."""
        if state is None or state.analysis != ANALYSIS_VERSION:
            return None
        # It is searched: whoever made it may have been killed before that was noted.
        new = self._changes.apply(state._replace(loading=False, loaded=()))
        if new is None and not self._is_too_old(state.change):
            raise EngineError(OF_ANOTHER)
        return new

    def _is_too_old(self, change: Change) -> bool:
        """Whether a change is so old that the store no longer knows it."""
        last, _ = self._store.changes(NO_CHANGE)
        return last.number - change.number >= MOST_CHANGES
