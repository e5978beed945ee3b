"""Checking that no bot uses a database on a server, where there can be several."""

from bot.upkeep.single_bot import SERVED
from corpus.errors import CorpusError
from corpus.store.database.interface import Database
from corpus.store.database.sqlite import SQLiteDatabase

LIVING = """
SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = ?
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def check_no_bots(*databases: Database) -> None:
    """Check that no bot uses databases now; one in a file has ``only_bot`` for that.

    Raises:
        CorpusError: A bot is running.
    """
    for database in databases:
        if not isinstance(database, SQLiteDatabase) and _is_served(database):
            raise CorpusError(database.path, SERVED)


def _is_served(database: Database) -> bool:
    # Imported here because it loads psycopg, which a database in a file does not need.
    from corpus.store.bots.session import BOTS

    with database.reading() as connection:
        (count,) = connection.execute(LIVING, (BOTS,)).fetchone()
    return bool(count)
