"""What is remembered of what the engine finds, until it has taken something in."""

from collections.abc import Callable, Collection
from time import monotonic
from typing import TypeVar

from bot.library.opensearch.client import Engine
from bot.library.opensearch.searching.entries import Entries
from bot.library.opensearch.searching.sentences import Search
from bot.library.opensearch.searching.statistics import Statistics
from corpus.store.changes import Change
from retrieval.index.reading.rescoring import Found
from retrieval.scope import Scope

FRESH = 1.0  # seconds until the engine is asked again whether it has taken something in
STATE = "state"  # the document that says what the engine has taken in
UNSEEN: tuple[str, Change | None] = "", None  # the index, and its last change


K = TypeVar("K")
V = TypeVar("V")


def keep(cache: dict[K, V], key: K, value: V, most: int) -> None:
    """Put a value in a cache, which is emptied first if it has as many as it may."""
    if len(cache) >= most:
        cache.clear()
    cache[key] = value


class Caching:
    """Remembers what the engine finds until it has taken something in.

    ``check`` raises EngineError if that is no change of the database that texts are read from: a
    place in another one's index is that of any text in this one, which may be another chat's.
    """

    def __init__(self, engine: Engine, check: Callable[[Change], None] = lambda _: None) -> None:
        self._engine = engine
        self._check = check
        self._statistics = Statistics(engine)
        self._entries = Entries(engine)
        self._known: dict[Scope, bool] = {}  # whether a scope has any article
        self._sizes: dict[Scope, dict[int, int]] = {}
        self._spellings: dict[str, frozenset[str]] = {}  # the terms like a word
        self._found: dict[Search, list[Found]] = {}  # by the last search
        self._state = UNSEEN
        self._next_look = 0.0

    def look_again(self, index: str, change: Change) -> None:
        """Forget what is cached if it is of another index, or before its last change.

        Call this between two questions, with what the engine has taken in by now.
        """
        if (index, change) == self._state:
            self._next_look = monotonic() + FRESH
            return
        self._forget(keep=False)
        self._state, self._next_look = UNSEEN, 0.0

    def _forget(self, *, keep: bool) -> None:
        """Forget what is cached, but ``keep`` articles that are gone."""
        self._statistics.forget()
        self._entries.forget(keep=keep)
        self._known.clear()
        self._sizes.clear()
        self._spellings.clear()
        self._found.clear()

    @property
    def _counts(self) -> Statistics:
        """What is counted, right at this moment."""
        self._look()
        return self._statistics

    def _with(self, keys: Collection[int]) -> Entries:
        """The entries, with those of these articles that are there."""
        self._look()
        self._entries.need(keys)
        return self._entries

    def _look(self) -> None:
        """Ask what the engine has taken in, unless that is known."""
        if monotonic() < self._next_look:
            return
        path = f"/{self._engine.alias}/_doc/{STATE}"
        found = self._engine.request("GET", path, params={"routing": STATE}, ignore=(404,))
        source = found.get("_source")
        change = Change(*source["change"]) if source else None
        if (state := (found.get("_index", ""), change)) != self._state:
            if change is not None:
                self._check(change)
            # The question that is being answered may need what it has found again.
            self._forget(keep=True)
            self._state = state
        self._next_look = monotonic() + FRESH
