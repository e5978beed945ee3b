"""Copies of the database: one is made while the bot runs, one is put in its place."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from itertools import chain, count
from pathlib import Path

from filelock import FileLock, Timeout

from bot.library.index_files import index_folder
from corpus.errors import CorpusError, DatabaseError
from corpus.store import articles
from corpus.store.database import Database
from corpus.store.schema import APPLICATION_ID
from corpus.store.waiting_updates import WaitingUpdates
from retrieval.index.segment_file import sync_folder

MAGIC = b"SQLite format 3\0"
APPLICATION = slice(68, 72)  # where a database's first bytes name its program
LOGS = ("-wal", "-journal")  # files beside a database that may hold a part of it
PARTS = ("", *LOGS)
ENDINGS = (*PARTS, "-shm")
IN_USE = "is in use by a running bot or another command; stop it first"
UNWRITTEN = {  # errors that lie with the place, not with what was to be copied
    f"SQLITE_{name}" for name in ("FULL", "READONLY", "CANTOPEN", "PERM", "IOERR")
}


def back_up(path: Path, target: Path) -> int:
    """How many articles were copied; the copy is one whole file that only its owner may read.

    Others may write to the database meanwhile. The messages that wait in it are not copied.

    Raises:
        CorpusError: It could not be done; at ``target`` is what was there before.
    """
    _check_file(path)
    if is_there(target) and not target.is_file():
        raise CorpusError(target, "is a folder or a device; name a file")
    if _belongs(target, path):
        raise CorpusError(target, "is the database itself")
    with _beside(target, path) as temporary:
        copied = _copy(path, temporary)
        _sync(temporary)
        temporary.replace(target)
        sync_folder(target.parent)
    return copied


def restore(source: Path, path: Path) -> int:
    """How many articles the database has, now that a copy has taken its place.

    What was there before is kept, see ``kept_name``. The index is deleted; it is made anew.

    Raises:
        CorpusError: The copy cannot be used, the database is in use, or cannot be written;
            it is as it was.
    """
    _check_ours(source)
    if _belongs(source, path):
        raise CorpusError(source, "is the database itself")
    real = path.resolve()  # SQLite, too, follows a link
    with _alone(path), _beside(real, source) as temporary:
        for ending in PARTS:
            if _part(source, ending).exists():
                shutil.copyfile(_part(source, ending), _part(temporary, ending))
        restored = _check(temporary)
        _swap(temporary, real)
        shutil.rmtree(index_folder(path), ignore_errors=True)
    return restored


def kept_name(path: Path) -> Path:
    """Where the next restore keeps the database that it replaces: a name that is free."""
    first = f"{path.resolve()}.before-restore"
    names = map(Path, chain([first], (f"{first}-{number}" for number in count(2))))
    return next(one for one in names if not any(_part(one, end).exists() for end in PARTS))


def is_there(path: Path) -> bool:
    """Whether there is something at a path.

    Raises:
        CorpusError: That cannot be told.
    """
    try:
        return path.exists()
    except OSError as error:  # the folder may not be searched
        raise CorpusError(path, f"cannot be opened: {error.strerror}") from error


def _copy(path: Path, temporary: Path) -> int:
    with closing(Database(path)) as stored, closing(Database(temporary)) as copy:
        with stored.reading() as held, copy.reading() as connection:
            held.backup(connection)  # in one step: of one moment, and no writer waits
            connection.execute("PRAGMA journal_mode = DELETE")
        WaitingUpdates(copy).clear()
        _check_sound(copy)
        with copy.reading() as connection:
            connection.execute("VACUUM")
        return _articles(copy)


def _check(temporary: Path) -> int:
    """How many articles are in a copy, which is made of today's version."""
    with closing(Database(temporary)) as copy:
        _check_sound(copy)
        with copy.reading() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
        return _articles(copy)


def _check_sound(database: Database) -> None:
    with database.reading() as connection:
        (first, *_) = connection.execute("PRAGMA integrity_check").fetchone()
    if first != "ok":
        raise CorpusError(database.path, "is damaged")


def _articles(database: Database) -> int:
    with database.reading() as connection:
        return articles.count(connection)


def _check_file(path: Path) -> None:
    if not is_there(path):
        raise CorpusError(path, "there is no such file")
    if not path.is_file():
        raise CorpusError(path, "is no file")


def _check_ours(source: Path) -> None:
    _check_file(source)
    head = _head(source)
    if not head.startswith(MAGIC) or head[APPLICATION] != APPLICATION_ID.to_bytes(4, "big"):
        raise CorpusError(source, "is not a Quotewire database")


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(APPLICATION.stop)
    except OSError as error:
        raise CorpusError(path, f"cannot be read: {error.strerror}") from error


def _belongs(other: Path, path: Path) -> bool:
    """Whether another name stands for the database, or for a file that SQLite keeps for it."""
    if is_there(other) and is_there(path) and other.samefile(path):
        return True
    return other.resolve() in [_part(path.resolve(), ending) for ending in ENDINGS]


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """While this lasts, no bot writes to the index of the database; none did before."""
    folder = index_folder(path)
    was_there = folder.exists()
    lock = FileLock(folder / "lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise CorpusError(path, IN_USE) from None
    except OSError as error:
        raise CorpusError(path, f"cannot be written: {error.strerror}") from error
    try:
        yield
    finally:
        lock.release()
        if not was_there:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _beside(final: Path, origin: Path) -> Iterator[Path]:
    """A new file beside ``final``, for a copy of ``origin``; it is gone at the end.

    Raises:
        CorpusError: What went wrong, of the one of the two that it lies with.
    """
    temporary = final.with_name(f".{final.name}.{secrets.token_hex(4)}.new")
    try:
        temporary.touch(0o600, exist_ok=False)
        yield temporary
    except CorpusError as error:
        if error.path != temporary:
            raise
        unwritten = isinstance(error, DatabaseError) and error.code in UNWRITTEN
        blamed = final if unwritten else origin
        raise CorpusError(blamed, error.reason) from error
    except OSError as error:
        raise CorpusError(final, f"cannot be written: {error.strerror}") from error
    finally:
        for ending in ENDINGS:
            with suppress(OSError):
                _part(temporary, ending).unlink(missing_ok=True)


def _swap(temporary: Path, path: Path) -> None:
    """Put a copy in the place of the database; at each moment one of them is there."""
    if path.exists():
        _settle(path)
        _make_alike(temporary, path)
    _sync(temporary)
    kept = kept_name(path)
    try:
        for ending in PARTS:
            if _part(path, ending).exists():
                _link(_part(path, ending), _part(kept, ending))
        sync_folder(path.parent)
        for ending in (*LOGS, "-shm"):  # SQLite would take them for the copy's
            _part(path, ending).unlink(missing_ok=True)
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError:
        _undo(kept, path)
        raise


def _settle(path: Path) -> None:
    """Have the whole database in its one file; where it is damaged, leave it as it is.

    Raises:
        CorpusError: Somebody has it open.
    """
    if not _head(path).startswith(MAGIC):
        return  # SQLite would delete the log of what it cannot read
    try:
        with closing(Database(path)) as old, old.reading() as connection:
            connection.execute("PRAGMA journal_mode = DELETE")  # refused while others have it open
            connection.execute("PRAGMA journal_mode = WAL")
    except CorpusError as error:
        if isinstance(error, DatabaseError) and error.is_busy:
            raise CorpusError(path, IN_USE) from error


def _make_alike(temporary: Path, path: Path) -> None:
    """Let those use the copy who may use the database: it may be root who restores."""
    shutil.copymode(path, temporary)
    owner = path.stat()
    with suppress(OSError, AttributeError):  # which Windows has not
        os.chown(temporary, owner.st_uid, owner.st_gid)


def _link(one: Path, other: Path) -> None:
    """Give a file another name; where the disk knows one name only, copy it."""
    try:
        other.hardlink_to(one)
    except OSError:
        shutil.copy2(one, other)
        _sync(other)


def _undo(kept: Path, path: Path) -> None:
    for ending in PARTS:
        with suppress(OSError):
            if _part(path, ending).exists():
                _part(kept, ending).unlink(missing_ok=True)
            else:
                _part(kept, ending).replace(_part(path, ending))


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _part(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
