"""Backing up the database to a file, while the bot runs."""

from contextlib import closing
from pathlib import Path

from bot.upkeep.database_files import (
    check_file,
    check_not_part_of,
    check_sound,
    exists,
    sync,
    temporary_beside,
)
from corpus.errors import CorpusError
from corpus.store.articles import current
from corpus.store.database.sqlite import SQLiteDatabase
from corpus.store.recent_answers import StoredAnswers
from corpus.store.waiting_updates import WaitingUpdates
from retrieval.array_file import sync_folder


def back_up(database: Path, target: Path) -> int:
    """Copy the database; return how many articles it has.

    The copy is a single file that only its owner can read. Other processes can keep writing to
    the database. Messages waiting for an answer and recent answers are not copied.

    Raises:
        CorpusError: The copy failed; ``target`` is unchanged.
    """
    check_file(database)
    if exists(target) and not target.is_file():
        raise CorpusError(target, "is a folder or a device; name a file")
    check_not_part_of(database, target)
    with temporary_beside(target, database) as temporary:
        copied = _copy(database, temporary)
        sync(temporary)
        temporary.replace(target)
        sync_folder(target.parent)
    return copied


def _copy(database: Path, temporary: Path) -> int:
    with closing(SQLiteDatabase(database)) as stored, closing(SQLiteDatabase(temporary)) as copy:
        with stored.reading() as source, copy.reading() as connection:
            source.backup(connection)  # in one step, so it is consistent and no writer waits
            connection.execute("PRAGMA journal_mode = DELETE")
        WaitingUpdates(copy).clear()
        StoredAnswers(copy).clear()
        check_sound(copy)
        with copy.reading() as connection:
            connection.execute("VACUUM")
            return current.count(connection)
