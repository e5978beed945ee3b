"""The files of a database, and new files that replace them."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from corpus.errors import CorpusError, DatabaseError
from corpus.store.database.location import is_server, shown
from corpus.store.database.sqlite import SQLiteDatabase

LOGS = ("-wal", "-journal")  # endings of files next to a database that may contain part of it
PARTS = ("", *LOGS)
ENDINGS = (*PARTS, "-shm")
# Errors in writing a copy that are due to its destination, not to the database copied.
PLACE_ERRORS = {f"SQLITE_{name}" for name in ("FULL", "READONLY", "CANTOPEN", "PERM", "IOERR")}


def part_of(database: Path, ending: str) -> Path:
    """The file of a database with one of the ENDINGS."""
    return database.with_name(database.name + ending)


def exists(path: Path) -> bool:
    """Whether there is something at a path.

    Raises:
        CorpusError: Access to its folder is denied.
    """
    try:
        return path.exists()
    except OSError as error:
        raise CorpusError(path, f"cannot be opened: {error.strerror}") from error


def check_file(path: Path) -> None:
    """Check that a file exists.

    Raises:
        CorpusError: There is nothing at the path, or something other than a file.
    """
    if not exists(path):
        raise CorpusError(path, "does not exist")
    if not path.is_file():
        raise CorpusError(path, "is not a file")


def check_not_part_of(database: Path, path: Path) -> None:
    """Check that a path is not the database under another name, or one of its files.

    Raises:
        CorpusError: It is.
    """
    same = exists(path) and exists(database) and path.samefile(database)
    if same or path.resolve() in [part_of(database.resolve(), ending) for ending in ENDINGS]:
        raise CorpusError(path, "is the database itself")


def check_sound(database: SQLiteDatabase) -> None:
    """Have SQLite check the whole database.

    Raises:
        CorpusError: It is damaged.
    """
    with database.reading() as connection:
        (first, *_) = connection.execute("PRAGMA integrity_check").fetchone()
    if first != "ok":
        raise CorpusError(database.path, "is damaged")


def file_of(location: Path | str, use: str) -> Path:
    """The file of a database; ``use`` is the program for one that is on a server.

    Raises:
        CorpusError: It is on a server.
    """
    if is_server(location):
        raise CorpusError(shown(location), f"is on a server; use {use} instead")
    return Path(location)


@contextmanager
def temporary_beside(final: Path, source: Path) -> Iterator[Path]:
    """A new empty file in the folder of ``final``, for a copy of ``source``; deleted at the end.

    Raises:
        CorpusError: The copy failed; the error names the path that caused it.
    """
    temporary = final.with_name(f".{final.name}.{secrets.token_hex(4)}.new")
    try:
        temporary.touch(0o600, exist_ok=False)
        yield temporary
    except CorpusError as error:
        if error.path != temporary:
            raise
        is_destination = isinstance(error, DatabaseError) and error.code in PLACE_ERRORS
        raise CorpusError(final if is_destination else source, error.reason) from error
    except OSError as error:
        raise CorpusError(final, f"cannot be written: {error.strerror}") from error
    finally:
        for ending in ENDINGS:
            with suppress(OSError):
                part_of(temporary, ending).unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Flush a file to disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
