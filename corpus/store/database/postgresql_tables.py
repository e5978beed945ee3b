"""What a PostgreSQL database must be like, and its tables: creating and upgrading them."""

from pathlib import Path

import psycopg

from corpus.errors import CorpusError
from corpus.store.database.postgresql_connection import Row
from corpus.store.database.schema import SCHEMA, SCHEMA_VERSION, UPGRADES
from corpus.store.database.translation import definitions, views

OLDEST = 15  # version of the server
VERSION = "CREATE TABLE quotewire (version BIGINT NOT NULL); INSERT INTO quotewire VALUES (0)"
# For what several bots ask all the time, however many updates wait.
INDEXES = """
CREATE INDEX IF NOT EXISTS inbox_free ON inbox (chat, number)
    WHERE body IS NOT NULL AND (bot IS NULL OR bot = 0);
CREATE INDEX IF NOT EXISTS inbox_held ON inbox (chat, bot) WHERE bot > 0;
CREATE INDEX IF NOT EXISTS recent_chat ON recent (chat, answered);
"""
# The last of them; a database of this version can be without them.
HAS_INDEXES = "SELECT to_regclass('recent_chat') IS NOT NULL"
TABLES = "SELECT to_regclass('quotewire'), to_regclass('article')"


def check_server(connection: psycopg.Connection[Row], path: Path | str) -> None:
    """Check that the server and the database can be used.

    Raises:
        CorpusError: They cannot.
    """
    info = connection.info
    if info.server_version < OLDEST * 10_000:
        is_at = info.server_version // 10_000
        raise CorpusError(path, f"is on PostgreSQL {is_at}; Quotewire needs {OLDEST} or newer")
    if info.parameter_status("server_encoding") != "UTF8":
        raise CorpusError(path, "is not in UTF-8; create it with createdb -E UTF8")


def are_current(connection: psycopg.Connection[Row], path: Path | str) -> bool:
    """Whether the tables are there, of this version, and with all indexes.

    Raises:
        CorpusError: They are of a newer version, or of another program.
    """
    if _version(connection, path) < SCHEMA_VERSION:
        return False
    (has_indexes,) = connection.execute(HAS_INDEXES).fetchone() or (False,)
    return bool(has_indexes)


def upgrade(connection: psycopg.Connection[Row], path: Path | str) -> None:
    """Create the tables or upgrade them, in a transaction, unless that has just been done.

    Raises:
        CorpusError: They are of a newer version, or of another program.
    """
    connection.execute("SET LOCAL statement_timeout = 0")
    version = _version(connection, path)
    scripts = UPGRADES[version - 1 :] if version else (SCHEMA, *UPGRADES)
    if not version:
        connection.execute(VERSION)
    for script in scripts:
        connection.execute(definitions(script).encode())
    connection.execute(views(UPGRADES).encode())
    connection.execute(INDEXES)
    connection.execute("UPDATE quotewire SET version = %s", (SCHEMA_VERSION,))


def _version(connection: psycopg.Connection[Row], path: Path | str) -> int:
    """The version of the tables; 0 if there are none."""
    ours, article = connection.execute(TABLES).fetchone() or (None, None)
    if ours is None:
        if article is not None:
            raise CorpusError(path, "is another program's database")
        return 0
    (version,) = connection.execute("SELECT version FROM quotewire").fetchone() or (0,)
    if version > SCHEMA_VERSION:
        raise CorpusError(path, "was written by a newer version of Quotewire")
    return int(version)
