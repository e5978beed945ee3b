"""Keeping bots away from a database, whichever kind it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.upkeep.single_bot import SERVED, only_bot
from corpus.errors import CorpusError
from corpus.store.database.interface import Database
from corpus.store.database.location import is_server
from corpus.store.database.sqlite import SQLiteDatabase

# The first number of the advisory locks of living bots.
BOTS = 0x51570001
LIVING = """
SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = ?
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@contextmanager
def without_bots(location: Path | str) -> Iterator[None]:
    """Keep bots from using a database that is a file; check nothing about a server.

    Raises:
        CorpusError: A bot is running.
    """
    if is_server(location) or location == ":memory:":
        yield
    else:
        with only_bot(Path(location)):
            yield


def check_no_bots(database: Database) -> None:
    """Check that no bot uses a database now, if it is one of PostgreSQL.

    Raises:
        CorpusError: One does.
    """
    if isinstance(database, SQLiteDatabase):
        return
    with database.reading() as connection:
        (count,) = connection.execute(LIVING, (BOTS,)).fetchone()
    if count:
        raise CorpusError(database.path, SERVED)
