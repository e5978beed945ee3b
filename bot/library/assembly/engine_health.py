"""What can be wrong with the search engine, if there is one."""

from enum import IntEnum


class EngineHealth(IntEnum):
    """What the cluster says of the index; the values are those of the metric."""

    NONE = -1  # there is no index yet, or nobody has asked
    UNREACHABLE = 0
    RED = 1  # a part of the index is nowhere: answers may lack sentences
    YELLOW = 2  # each part is somewhere, but not as often as it should be
    GREEN = 3


def trouble(health: EngineHealth | None) -> str | None:
    """What is wrong, as a sentence; None if nothing is."""
    sentences = {
        EngineHealth.UNREACHABLE: "The search engine cannot be reached.",
        EngineHealth.RED: "The search engine has lost a part of the index (status red).",
        EngineHealth.YELLOW: "The search engine lacks copies of the index (status yellow).",
    }
    return None if health is None else sentences.get(health)
