"""What is wrong with the search engine."""

import re
from collections.abc import Mapping

from corpus.errors import CorpusError

NAME = "OpenSearch"
MISSING, MISSING_STATUS = "index_not_found_exception", 404
NO_INDEX = "does not have the index"  # until whoever feeds it has made the index
OF_ANOTHER = "has the index of another database; quotewire index --rebuild makes it anew"
TOO_SLOW = "ended a search that took too long"
STRANGE = "does not respond as OpenSearch does"
NO_USER, NO_RIGHT = 401, 403
REASONS = {
    NO_USER: "refuses the user or the password in QUOTEWIRE_SEARCH",
    NO_RIGHT: "does not let this user do that",
}
BLOCKED = "cluster_block_exception"  # with the status of a missing right, but for all users
# The rights that a user lacks, as the security plugin names them; the user's name follows.
RIGHTS = re.compile(
    r"no permissions for \[((?:(?:, )?(?:cluster|indices):[a-z/_*]+(?:\[\w\])?)+)\]"
)
BUSY = (429, 502, 503, 504)


class EngineError(CorpusError):
    """The engine cannot be used. ``status`` is what it responded with; None if it did not."""

    def __init__(self, reason: str, status: int | None = None) -> None:
        super().__init__(NAME, reason)
        self.args = (reason, status)
        self.status = status

    @property
    def is_busy(self) -> bool:
        """Whether it may be usable again soon."""
        return self.status is None or self.status in BUSY or self.reason == NO_INDEX

    @property
    def may_end(self) -> bool:
        """Whether it may be usable again, soon or once an operator has given the user rights."""
        return self.is_busy or self.status in REASONS

    @property
    def is_slow(self) -> bool:
        """Whether it works, but not fast enough for the question."""
        return self.reason == TOO_SLOW


def refusal(what: str, error: object, status: int | None) -> EngineError:
    """The error for what the engine refuses, given what it says of it, or its status alone.

    Of a text that it gives as its reason, only the names of rights are shown.
    """
    said = error if isinstance(error, Mapping) else {}
    kind = said.get("type")
    if kind == MISSING and status == MISSING_STATUS:
        return EngineError(NO_INDEX, status)
    if status is not None and 300 <= status < 400:
        return EngineError("redirects to another address, which is not followed", status)
    if status in REASONS and kind != BLOCKED:
        lacks = RIGHTS.search(str(said.get("reason")))
        missing = f": {lacks[1]}" if status == NO_RIGHT and lacks else ""
        return EngineError(REASONS[status] + missing, status)
    named = kind if isinstance(kind, str) and kind.isidentifier() else "no reason given"
    return EngineError(f"refuses {what} ({named})", status)
