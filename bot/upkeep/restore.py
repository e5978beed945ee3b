"""Replacing the database with a copy, while no bot runs."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from itertools import chain, count
from pathlib import Path

from filelock import FileLock, Timeout

from bot.library.index_folder import index_folder
from bot.upkeep.database_files import (
    LOGS,
    PARTS,
    check_file,
    check_not_part_of,
    check_sound,
    part_of,
    sync,
    temporary_beside,
)
from corpus.errors import CorpusError, DatabaseError
from corpus.store.articles import current
from corpus.store.database.schema import APPLICATION_ID
from corpus.store.database.sqlite import SQLiteDatabase
from retrieval.array_file import sync_folder

MAGIC = b"SQLite format 3\0"
APPLICATION = slice(68, 72)  # where the header of a database file identifies its application
IN_USE = "is in use by a running bot or another command; stop it first"


def restore(source: Path, database: Path) -> int:
    """Replace the database with a copy; return how many articles it has.

    The old database is kept under ``kept_name``. The index is deleted, to be rebuilt.

    Raises:
        CorpusError: The copy cannot be used, or the database is in use or cannot be written;
            nothing has changed.
    """
    check_file(source)
    _check_is_ours(source)
    check_not_part_of(database, source)
    real = database.resolve()  # SQLite follows links as well
    with _index_locked(database), temporary_beside(real, source) as temporary:
        for ending in PARTS:
            if part_of(source, ending).exists():
                shutil.copyfile(part_of(source, ending), part_of(temporary, ending))
        restored = _upgrade(temporary)
        _swap(temporary, real)
        shutil.rmtree(index_folder(database), ignore_errors=True)
    return restored


def kept_name(database: Path) -> Path:
    """The path where the next restore keeps the old database: the first free one."""
    first = f"{database.resolve()}.before-restore"
    names = map(Path, chain([first], (f"{first}-{number}" for number in count(2))))
    return next(n for n in names if not any(part_of(n, ending).exists() for ending in PARTS))


def _check_is_ours(source: Path) -> None:
    head = _head(source)
    if not head.startswith(MAGIC) or head[APPLICATION] != APPLICATION_ID.to_bytes(4, "big"):
        raise CorpusError(source, "is not a Quotewire database")


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(APPLICATION.stop)
    except OSError as error:
        raise CorpusError(path, f"cannot be read: {error.strerror}") from error


def _upgrade(temporary: Path) -> int:
    """Upgrade a copy to the current version by opening it; return its number of articles."""
    with closing(SQLiteDatabase(temporary)) as copy:
        check_sound(copy)
        with copy.reading() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            return current.count(connection)


@contextmanager
def _index_locked(database: Path) -> Iterator[None]:
    """Keep bots from writing to the index of the database.

    Raises:
        CorpusError: A bot is running, or the lock cannot be created.
    """
    folder = index_folder(database)
    existed = folder.exists()
    lock = FileLock(folder / "lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise CorpusError(database, IN_USE) from None
    except OSError as error:
        raise CorpusError(database, f"cannot be written: {error.strerror}") from error
    try:
        yield
    finally:
        lock.release()
        if not existed:
            shutil.rmtree(folder, ignore_errors=True)


def _swap(temporary: Path, database: Path) -> None:
    """Replace the database with a copy, so that there is a database at all times."""
    if database.exists():
        _empty_log(database)
        _copy_permissions(database, temporary)
    sync(temporary)
    kept = kept_name(database)
    try:
        for ending in PARTS:
            if part_of(database, ending).exists():
                _link(part_of(database, ending), part_of(kept, ending))
        sync_folder(database.parent)
        for ending in (*LOGS, "-shm"):  # SQLite would apply them to the copy
            part_of(database, ending).unlink(missing_ok=True)
        temporary.replace(database)
        sync_folder(database.parent)
    except OSError:
        _undo(kept, database)
        raise


def _empty_log(database: Path) -> None:
    """Move the whole database into its main file; leave a damaged one unchanged.

    Raises:
        CorpusError: Another process has the database open.
    """
    if not _head(database).startswith(MAGIC):
        return  # SQLite would delete the log of a file that it cannot read
    try:
        with closing(SQLiteDatabase(database)) as old, old.reading() as connection:
            connection.execute("PRAGMA journal_mode = DELETE")  # fails if others have it open
            connection.execute("PRAGMA journal_mode = WAL")
    except DatabaseError as error:
        if error.is_busy:
            raise CorpusError(database, IN_USE) from error
    except CorpusError:  # it belongs to another program or a newer version
        pass


def _copy_permissions(database: Path, temporary: Path) -> None:
    """Give the copy the database's mode and owner, because root may be restoring it."""
    shutil.copymode(database, temporary)
    owner = database.stat()
    with suppress(OSError, AttributeError):  # Windows has no chown
        os.chown(temporary, owner.st_uid, owner.st_gid)


def _link(file: Path, name: Path) -> None:
    """Give a file a second name, or copy it if the disk has no hard links."""
    try:
        name.hardlink_to(file)
    except OSError:
        shutil.copy2(file, name)
        sync(name)


def _undo(kept: Path, database: Path) -> None:
    for ending in PARTS:
        with suppress(OSError):
            if part_of(database, ending).exists():
                part_of(kept, ending).unlink(missing_ok=True)
            else:
                part_of(kept, ending).replace(part_of(database, ending))
