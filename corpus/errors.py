"""Errors that say in one line why a file, a page or the database cannot be used."""

from pathlib import Path


class CorpusError(Exception):
    """``path`` cannot be used. ``reason`` follows it as a predicate, such as "is empty"."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(path, reason)  # both, so that it can be pickled
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class NotAnArticleError(CorpusError):
    """A page shows something other than an article, such as a cookie notice or an error."""


class UnavailableError(CorpusError):
    """Something is unavailable now; try again after ``retry_after`` seconds if that is not 0."""

    def __init__(self, path: Path | str, reason: str, retry_after: int = 0) -> None:
        super().__init__(path, reason)
        self.args = (path, reason, retry_after)
        self.retry_after = retry_after


class DatabaseError(CorpusError):
    """The database cannot be used.

    ``code`` is SQLite's primary error code, such as "SQLITE_FULL", or says the same of PostgreSQL.
    """

    def __init__(self, path: Path | str, reason: str, code: str) -> None:
        super().__init__(path, reason)
        self.args = (path, reason, code)
        self.code = code

    @property
    def is_busy(self) -> bool:
        """Whether another connection is using it, or its server cannot be reached now."""
        return self.code in ("SQLITE_BUSY", "SQLITE_LOCKED", "LOCKED", "UNAVAILABLE")

    @property
    def is_damaged(self) -> bool:
        """Whether it is damaged."""
        return self.code in ("SQLITE_CORRUPT", "CORRUPT")
