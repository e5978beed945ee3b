"""How the engine's cluster is."""

from enum import IntEnum

from bot.library.opensearch.client import Engine
from bot.library.opensearch.errors import EngineError

SHARDS = ("active_primary", "initializing", "unassigned")


class Health(IntEnum):
    """What the cluster says of the index; the values are those of the metric."""

    NONE = -1  # there is no index yet, or nobody has asked
    UNREACHABLE = 0
    RED = 1  # a part of the index is nowhere: answers may lack sentences
    YELLOW = 2  # each part is somewhere, but not as often as it should be
    GREEN = 3


def cluster_health(engine: Engine) -> Health:
    """The health of the index, or of the cluster while there is no index."""
    try:
        path = f"/_cluster/health/{engine.alias}"
        # Without an index, the engine would wait for one and call this a red status.
        params = {"timeout": "0s"}
        found = engine.request("GET", path, params=params, ignore=(404, 408))
    except EngineError:
        return Health.UNREACHABLE
    if not any(found.get(f"{kind}_shards") for kind in SHARDS):
        return Health.NONE
    return {"green": Health.GREEN, "yellow": Health.YELLOW}.get(found["status"], Health.RED)


def trouble(health: Health) -> str | None:
    """What is wrong, as a sentence; None if nothing is."""
    return {
        Health.UNREACHABLE: "The search engine cannot be reached.",
        Health.RED: "The search engine has lost a part of the index (status red).",
        Health.YELLOW: "The search engine lacks copies of the index (status yellow).",
    }.get(health)
