"""Making the index of the engine anew, beside the old one, which is searched until the end."""

import re
from collections.abc import Callable, Collection, Mapping
from contextlib import closing
from time import monotonic, sleep
from typing import Any

from bot.library.opensearch.client import Engine
from bot.library.opensearch.errors import EngineError
from bot.library.opensearch.feeding.changes import ChangeFeed
from bot.library.opensearch.feeding.loading import Load, chunks_of, load_chunks
from bot.library.opensearch.feeding.state import (
    FEED,
    SLOW,
    State,
    read_state,
    write_state,
)
from bot.library.opensearch.mapping import index_body
from bot.library.progress import Progress, no_progress, open_bar
from corpus.store.changes import NO_CHANGE
from corpus.store.store import Store
from retrieval.words.analysis import ANALYSIS_VERSION

NOTE = 5.0  # seconds between two notes of what is loaded
A_USUAL_ARTICLE = 30  # sentences
LINGER = 1.0  # seconds until an old index is deleted, in which searches that began there end
MOST_ROUNDS = 20  # of catching up with changes before the switch
# The articles, the sentences that they are said to have, and the sentences.
COUNTS = {
    "articles": {
        "filter": {"exists": {"field": "sentences"}},
        "aggs": {"sentences": {"sum": {"field": "sentences"}}},
    },
    "counted": {"filter": {"exists": {"field": "number"}}},
}
ONLY_NAMES = {"filter_path": "*.aliases"}  # and aliases, of what is known of indexes
# While articles are loaded: nothing is searched, and what a crash loses is loaded again.
LOADING = {
    "refresh_interval": "-1",
    "auto_expand_replicas": "false",
    "number_of_replicas": 0,
    "translog.durability": "async",
}
# Afterwards. What is written is found after the feed's own refresh, so that a changed article is
# not found half. One replica, if there is a second node to keep it.
LOADED = {
    "refresh_interval": "-1",
    "auto_expand_replicas": "0-1",
    "translog.durability": "request",
}


class Rebuild:
    """Makes the index anew from the store, and has the alias stand for it.

    If it is killed, the next one goes on with what the first one made. There must be one at a
    time.
    """

    def __init__(
        self,
        engine: Engine,
        store: Store,
        progress: Progress = no_progress,
        stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self._engine = engine
        self._store = store
        self._progress = progress
        self._stopping = stopping
        self._feed = ChangeFeed(engine, store)

    def run(self, *, afresh: bool = False) -> State:
        """Make the index; return its state. ``afresh``, without what a killed one has made.

        Raises:
            EngineError: The engine cannot be used, or lost something.
            CorpusError: The database cannot be read.
        """
        self._check_name()
        state = self._unfinished(afresh=afresh) or self._create()
        state = self._load(state)
        state = self._catch_up(state)
        self._check(state)
        self._set(state, LOADED)
        state = self._catch_up(state)
        return self._switch(state)

    def clear(self) -> None:
        """Delete indexes that were searched once, which a killed one may have left.

        Raises:
            EngineError: The engine cannot be used.
        """
        for name in self._spare():
            state = read_state(self._engine, name)
            if state is not None and not state.loading:
                self._delete(name)

    def _check_name(self) -> None:
        """Check that the alias can be made, before all is loaded."""
        name = self._engine.alias
        if name in self._engine.request("GET", f"/{name}", params=ONLY_NAMES, ignore=(404,)):
            raise EngineError(f"has an index with the name {name}: give ours another one")

    def _unfinished(self, *, afresh: bool) -> State | None:
        """The index that a killed one was making, if it can be used; others are deleted."""
        # Deleting from an alias that is gone creates an index of that name (OpenSearch 2.19).
        for name in self._indexes(f"-{FEED}"):
            self._delete(name)
        usable = None
        for name in self._spare():
            # Afresh, nothing is read: an index whose node is gone for ever does not respond.
            state = None if afresh else read_state(self._engine, name)
            if usable is None and state is not None and self._is_usable(state):
                usable = state
            else:
                self._delete(name)
        return usable

    def _is_usable(self, state: State) -> bool:
        known = self._store.changes(state.change)[1] is not None
        return known and state.loading and state.analysis == ANALYSIS_VERSION

    def _create(self) -> State:
        numbers = [int(name.rpartition("-")[2]) for name in self._indexes()]
        name = f"{self._engine.alias}-{ANALYSIS_VERSION}-{max(numbers, default=0) + 1}"
        change, _ = self._store.changes(NO_CHANGE)
        state = State(name, ANALYSIS_VERSION, change, loading=True)
        body = index_body(A_USUAL_ARTICLE * len(self._store.positions()))
        settings = body["settings"]["index"] | LOADING
        self._engine.request(
            "PUT",
            f"/{name}",
            body | {"settings": {"index": settings}, "aliases": {state.feed: {}}},
            timeout=SLOW,  # asked again, the engine would say that there is such an index
        )
        write_state(self._engine, state)
        return state

    def _load(self, state: State) -> State:
        """Load the articles that are not loaded yet."""
        loaded = set(state.loaded)
        chunks = chunks_of(self._store.positions())
        left = [chunk for chunk in chunks if chunk.number not in loaded]
        change, _ = self._store.changes(NO_CHANGE)
        load = Load(str(self._store.location), self._engine.address, state.feed, change.number)
        noted = monotonic()
        with (
            open_bar(self._progress, sum(len(chunk.positions) for chunk in left)) as bar,
            closing(load_chunks(load, left, self._stopping)) as done,
        ):
            for chunk in done:
                loaded.add(chunk.number)
                bar.update(len(chunk.positions))
                if monotonic() - noted >= NOTE:
                    noted = monotonic()
                    self._note(state._replace(loaded=sorted(loaded)))
        return state._replace(loaded=sorted(loaded))

    def _note(self, state: State) -> None:
        """Note what is loaded, after it has reached the disk."""
        self._engine.request("POST", f"/{state.name}/_flush", timeout=SLOW)
        write_state(self._engine, state)

    def _catch_up(self, state: State) -> State:
        """Apply the changes made since the loading began."""
        for _ in range(MOST_ROUNDS):
            new = self._feed.apply(state)
            if new is None:
                raise EngineError("cannot be loaded: too many articles changed meanwhile")
            if new == state:
                break
            state = new
        return state

    def _check(self, state: State) -> None:
        """Compare what is in the index with the store."""
        self._engine.request("POST", f"/{state.feed}/_refresh", timeout=SLOW)
        query = {"size": 0, "track_total_hits": False, "aggs": COUNTS}
        # Of a node that is away for a moment, nothing is lost.
        whole = {"allow_partial_search_results": "false"}
        path = f"/{state.feed}/_search"
        found = self._engine.request("POST", path, query, whole, timeout=SLOW)["aggregations"]
        articles = found["articles"]["doc_count"]
        sentences = round(found["articles"]["sentences"]["value"])
        counted = found["counted"]["doc_count"]
        stored = len(self._store.positions())
        changed = self._store.changes(state.change)[1]
        if counted != sentences or (not changed and articles != stored):
            # What a node lost when it was killed counts as loaded, so it would never come.
            self._delete(state.name)
            raise EngineError(
                f"lost something: it has {articles} of {stored} articles, and {counted} of "
                f"{sentences} sentences"
            )

    def _set(self, state: State, settings: Mapping[str, Any]) -> None:
        body = {"index": settings}
        self._engine.request("PUT", f"/{state.name}/_settings", body, timeout=SLOW)
        self._engine.request("POST", f"/{state.name}/_flush", timeout=SLOW)

    def _switch(self, state: State) -> State:
        """Have the alias stand for this index, and delete the others; return its new state."""
        alias = self._engine.alias
        old = [name for name in self._indexes() if name != state.name]
        actions: list[Mapping[str, Any]] = [
            {"remove": {"index": name, "alias": alias}}
            for name in self._searched()
            if name != state.name
        ]
        actions.append({"add": {"index": state.name, "alias": alias}})
        self._engine.request("POST", "/_aliases", {"actions": actions}, timeout=SLOW)
        done = state._replace(loading=False, loaded=())
        write_state(self._engine, done)
        if old:
            sleep(LINGER)
        for name in old:
            self._delete(name)
        return done

    def _spare(self) -> list[str]:
        """The names of all indexes of ours that are not searched."""
        searched = self._searched()
        return [name for name in self._indexes() if name not in searched]

    def _searched(self) -> Collection[str]:
        """The names of what the alias stands for: one index, unless somebody has added others."""
        # Not from /_alias, for which the user would need a right on all indexes of the cluster.
        found = self._engine.request(
            "GET", f"/{self._engine.alias}", params=ONLY_NAMES, ignore=(404,)
        )
        return () if "error" in found else found.keys()

    def _indexes(self, ending: str = "") -> list[str]:
        """The names of all indexes of ours, finished or not."""
        name = self._engine.alias
        found = self._engine.request("GET", f"/{name}-*", params=ONLY_NAMES)
        pattern = rf"{re.escape(name)}-\d+-\d+{ending}"
        return [one for one in found if re.fullmatch(pattern, one)]

    def _delete(self, name: str) -> None:
        self._engine.request("DELETE", f"/{name}", ignore=(404,), timeout=SLOW)
