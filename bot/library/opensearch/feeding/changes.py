"""Applying the store's changes to an index of the engine."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.library.opensearch.client import Engine
from bot.library.opensearch.feeding.bulk import Action, Bulk
from bot.library.opensearch.feeding.documents import Kept, added, removed
from bot.library.opensearch.feeding.state import State, write_state
from corpus.store.changes import NO_CHANGE, Change
from corpus.store.store import Store

AT_ONCE = 50  # articles in memory at a time


class ChangeFeed:
    """Applies the changes of a store to an index of the engine.

    If it is killed, the next one applies the same changes again. Two at once do no harm: the
    engine ignores what is older than what it has.
    """

    def __init__(self, engine: Engine, store: Store) -> None:
        self._engine = engine
        self._store = store
        self._refreshed: set[str] = set()  # the indexes in which all that was written is found

    def apply(self, state: State) -> State | None:
        """Apply what has changed since a state; return the new state, whose changes are found.

        The result is None if the store does not know the state's change: the index is of another
        database, or too old.

        Raises:
            EngineError: The engine cannot be used.
            CorpusError: The database cannot be read.
        """
        last, changed = changes_since(self._store, state)
        if changed is None:
            return None
        if last == state.change:
            return state
        if state.name not in self._refreshed:  # a feed that was killed may have written more
            self._refresh(state)
        self._refreshed.discard(state.name)
        bulk = Bulk(self._engine, state.feed)
        for start in range(0, len(changed), AT_ONCE):
            bulk.write(self._actions(state, changed[start : start + AT_ONCE], last))
        self._refresh(state)
        new = state._replace(change=last)
        write_state(self._engine, new)
        return new

    def _actions(self, state: State, keys: Sequence[int], last: Change) -> Iterator[Action]:
        """Yield what brings some articles up to date."""
        kept, articles = self._kept(state, keys), self._store.at(keys)
        for key in keys:
            article = articles.get(key)
            for one in kept.get(key, ()):
                yield from removed(key, one, last.number, article)
            if article is not None:
                yield from added(key, article, last.number)

    def _kept(self, state: State, keys: Collection[int]) -> Mapping[int, list[Kept]]:
        """What the index has of some articles; one that was being moved may be in it twice."""
        query = {
            "size": 2 * len(keys),
            "_source": ["article", "group", "sentences"],
            "query": {
                "bool": {
                    "filter": [
                        {"terms": {"article": sorted(keys)}},
                        {"exists": {"field": "sentences"}},
                    ]
                }
            },
        }
        found = self._engine.request("POST", f"/{state.feed}/_search", query)
        kept = defaultdict(list)
        for hit in found["hits"]["hits"]:
            source = hit["_source"]
            kept[source["article"]].append(Kept(source["group"], source["sentences"]))
        return kept

    def _refresh(self, state: State) -> None:
        self._engine.request("POST", f"/{state.feed}/_refresh")
        self._refreshed.add(state.name)


def changes_since(store: Store, state: State) -> tuple[Change, list[int] | None]:
    """The store's last change, and the positions that changed after a state, ascending.

    The positions are None if the store does not know the state's change.
    """
    last, changed = store.changes(state.change)
    # An index that was made when there were no articles is one of any database.
    return last, store.positions() if state.change == NO_CHANGE else changed
