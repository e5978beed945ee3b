"""What is wrong with the search engine."""

from corpus.errors import CorpusError

NAME = "OpenSearch"
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
        return self.status is None or self.status in BUSY
