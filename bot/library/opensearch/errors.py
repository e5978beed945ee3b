"""What is wrong with the search engine."""

from corpus.errors import CorpusError

NAME = "OpenSearch"
MISSING, MISSING_STATUS = "index_not_found_exception", 404
NO_INDEX = "does not have the index"  # until whoever feeds it has made the index
OF_ANOTHER = "has the index of another database; quotewire index --rebuild makes it anew"
STRANGE = "does not respond as OpenSearch does"
REASONS = {401: "refuses the user or the password", 403: "does not let this user do that"}
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


def refusal(what: str, kind: object, status: int | None) -> EngineError:
    """The error for what the engine refuses, by the kind that it says, or by the status alone."""
    if kind == MISSING and status == MISSING_STATUS:
        return EngineError(NO_INDEX, status)
    named = kind if isinstance(kind, str) and kind.isidentifier() else "no reason given"
    return EngineError(REASONS.get(status or 0, f"refuses {what} ({named})"), status)
