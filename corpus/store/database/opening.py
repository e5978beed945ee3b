"""Opening the database at a location."""

from pathlib import Path

from corpus.store.database.interface import Database
from corpus.store.database.sqlite import BUSY_SECONDS, SQLiteDatabase


def open_database(path: Path | str, busy_seconds: float = BUSY_SECONDS) -> Database:
    """Open the database at a path, creating or upgrading its tables.

    Each change waits up to ``busy_seconds`` while another process writes.

    Raises:
        CorpusError: It cannot be opened; the message names it.
    """
    return SQLiteDatabase(path, busy_seconds)
