"""What an index of the engine says of itself: the last change of the store that it includes."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from bot.library.opensearch.client import Engine
from corpus.store.changes import NO_CHANGE, Change

STATE = "state"  # the id and the routing of the document; ids of others begin with a digit
FEED = "feed"  # the ending of the alias of each index that documents are written through

SLOW = 600.0  # seconds that a request may take that works on a whole index


class State(NamedTuple):
    """An index, and the last change of the store that can be found in it.

    While an index is being made, ``loading`` holds the change that it was begun at and, in
    ``loaded``, the numbers of the chunks of articles that are in it.
    """

    name: str
    analysis: int
    change: Change = NO_CHANGE
    loading: bool = False
    loaded: Sequence[int] = ()

    @property
    def feed(self) -> str:
        """The alias that stands for this index alone, even while it is being made."""
        return f"{self.name}-{FEED}"


def read_state(engine: Engine, name: str) -> State | None:
    """The state of an index, by its name or by an alias of it; None if there is none.

    Raises:
        EngineError: The engine cannot be used.
    """
    found = engine.request(
        "GET", f"/{name}/_doc/{STATE}", params={"routing": STATE}, ignore=(404,)
    )
    if not found.get("found"):
        return None
    source: dict[str, Any] = found["_source"]
    return State(
        found["_index"],
        source["analysis"],
        Change(*source["change"]),
        source["loading"],
        tuple(source["loaded"]),
    )


def write_state(engine: Engine, state: State) -> None:
    """Write the state of an index, unless a later one is there already.

    Raises:
        EngineError: The engine cannot be used.
    """
    params = {
        "routing": STATE,
        "require_alias": "true",
        "version": state.change.number,
        "version_type": "external_gte",
    }
    source = {
        "analysis": state.analysis,
        "change": state.change,
        "loading": state.loading,
        "loaded": list(state.loaded),
    }
    engine.request("PUT", f"/{state.feed}/_doc/{STATE}", source, params, ignore=(409,))


def count_sentences(engine: Engine, name: str) -> int:
    """The number of sentences that can be found in an index, given its name or an alias of it.

    Raises:
        EngineError: The engine cannot be used.
    """
    query = {"query": {"exists": {"field": "number"}}}
    return int(engine.request("POST", f"/{name}/_count", query, timeout=SLOW)["count"])
