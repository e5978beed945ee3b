"""Which tests pytest-xdist runs in one process, one after another."""

from xdist.scheduler import LoadScopeScheduling

# They start processes, which need processors, or share an OpenSearch, which takes long to start.
ALONE = (
    "tests/process/",
    "tests/engines/",
    "tests/contracts/",
    "tests/bot/library/opensearch/",
)


class Shares(LoadScopeScheduling):
    """Gives each process a file of tests at a time, and all of ALONE to one process.

    pytest-xdist (3.8) has marks for this, but they do nothing with pytest 9.2.
    """

    def _split_scope(self, nodeid: str) -> str:
        return ALONE[0] if nodeid.startswith(ALONE) else nodeid.partition("::")[0]
