"""Opening the database at a location."""

from pathlib import Path

from corpus.errors import CorpusError
from corpus.store.database.interface import Database
from corpus.store.database.location import is_server, shown
from corpus.store.database.sqlite import BUSY_SECONDS, SQLiteDatabase

NOT_INSTALLED = "needs psycopg: pip install '.[postgresql]'"


def open_database(location: Path | str, busy_seconds: float = BUSY_SECONDS) -> Database:
    """Open the database at a path or an address, creating or upgrading its tables.

    Each change waits up to ``busy_seconds`` while another process writes.

    Raises:
        CorpusError: It cannot be opened; the message names it.
    """
    if not is_server(location):
        return SQLiteDatabase(location, busy_seconds)
    try:
        # Imported here because most installations have no psycopg, which takes a while to import.
        from corpus.store.database.postgresql import PostgreSQLDatabase
    except ImportError:
        raise CorpusError(shown(location), NOT_INSTALLED) from None
    return PostgreSQLDatabase(str(location), busy_seconds)
