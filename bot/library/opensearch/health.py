"""How the engine's cluster is."""

from bot.library.assembly.engine_health import EngineHealth
from bot.library.opensearch.client import Engine
from bot.library.opensearch.errors import EngineError

COLORS = {"green": EngineHealth.GREEN, "yellow": EngineHealth.YELLOW}
SHARDS = ("active_primary", "initializing", "unassigned")


def cluster_health(engine: Engine) -> EngineHealth:
    """The health of the index, or of the cluster while there is no index."""
    try:
        return asked_health(engine)
    except EngineError:
        return EngineHealth.UNREACHABLE


def asked_health(engine: Engine) -> EngineHealth:
    """The same, of an engine that responds.

    Raises:
        EngineError: The engine cannot be used.
    """
    # Without an index, the engine would wait for one and call this a red status.
    params = {"timeout": "0s"}
    path = f"/_cluster/health/{engine.alias}"
    found = engine.request("GET", path, params=params, ignore=(404, 408))
    if not any(found.get(f"{kind}_shards") for kind in SHARDS):
        return EngineHealth.NONE
    return COLORS.get(found.get("status", ""), EngineHealth.RED)
