"""The SQLite file: connections, transactions, upgrades and errors."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic, sleep

from corpus.errors import CorpusError, DatabaseError
from corpus.fingerprint import fingerprint
from corpus.store.database.schema import APPLICATION_ID, SCHEMA, SCHEMA_VERSION, UPGRADES

BUSY_SECONDS = 10.0  # how long to wait while another process writes
REST_SECONDS = 1.0  # after waiting in vain
PAUSE_SECONDS = 0.01  # between retries where SQLite itself does not wait
MOST_REWRITTEN = 32 * 1024**2  # bytes of a file that is rewritten; that takes a third of a second

REASONS = {
    "SQLITE_BUSY": "is being written by another program; try again later",
    "SQLITE_LOCKED": "is being written by another program; try again later",
    "SQLITE_READONLY": "cannot be written: the file or its folder is read-only",
    "SQLITE_CANTOPEN": "cannot be opened; check that the folder exists and is writable",
    "SQLITE_PERM": "cannot be opened by this user",
    "SQLITE_NOTADB": "is not a Quotewire database, or is damaged",
    "SQLITE_CORRUPT": "is damaged; restore a backup",
    "SQLITE_FULL": "cannot be written: the disk is full",
    "SQLITE_IOERR": "cannot be read or written: the disk reports an error",
    "SQLITE_TOOBIG": "cannot store a text of that size",
}

DAMAGED = "SQLITE_CORRUPT"
UNDECODABLE = "Could not decode to UTF-8"  # Python 3.11's message; the error has no code
# The beginnings of SQLite's messages that quote nothing that is stored.
HARMLESS = ("no such ", "duplicate column name", "table ", "index ", "UNIQUE constraint failed")


class SQLiteDatabase:
    """A connection to the file; the path ``:memory:`` keeps everything in memory.

    Changes are transactions: if the process is killed, each happens completely or not at all.
    Each waits up to ``busy_seconds`` while another process writes, and not at all if one has just
    waited in vain.

    Raises:
        CorpusError: From every method, if the file cannot be used; the message names it.
    """

    leaves_copies = True

    def __init__(self, path: Path | str, busy_seconds: float = BUSY_SECONDS) -> None:
        self.path = self.location = path
        self._busy_seconds = busy_seconds
        self._timeout = BUSY_SECONDS  # seconds to wait now while another process writes
        self._rested = 0.0  # when to wait again after waiting in vain
        self._changes = 0
        with self._explained():
            if path != ":memory:":
                Path(path).parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, BUSY_SECONDS, isolation_level=None)
            self._connection.row_factory = sqlite3.Row
        try:
            with self._explained():
                self._prepare()
                self._set_timeout(busy_seconds)
        except CorpusError:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the file; the database cannot be used afterwards."""
        self._connection.close()

    def version(self) -> tuple[int, int]:
        """A value that differs after every change, by this process or another one."""
        with self.reading() as connection:
            (others,) = connection.execute("PRAGMA data_version").fetchone()
        return others, self._changes

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for reading."""
        with self._explained():
            yield self._connection

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """A transaction; other processes wait for it."""
        with self._explained():
            self._begin()
            with self._connection:
                yield self._connection
        self._changes += 1

    @contextmanager
    def noting(self, *, durable: bool) -> Iterator[sqlite3.Connection]:
        """A transaction that changes no articles and leaves ``version`` as it is.

        Unless ``durable``, it survives a killed process but perhaps not a power cut.
        """
        with self._explained():
            self._connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            try:
                self._begin()
                with self._connection:
                    yield self._connection
            finally:
                self._connection.execute("PRAGMA synchronous = FULL")

    def overwrite_log(self) -> None:
        """Move all changes into the file and empty the log, which still holds deleted data.

        If another connection is using the file, the log stays as it is: nobody waits.
        """
        with self._explained():
            usual = self._timeout
            self._set_timeout(0)
            try:
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                self._set_timeout(usual)

    def rewrite(self) -> None:
        """Rewrite the file, unless it is large; can be called from any thread.

        SQLite (3.40) overwrites a deleted row, but not the copies that it left behind when it
        moved the row to another page. While a page has other rows, such copies can stay in it.
        """
        if self.path == ":memory:":
            return
        uri = f"{Path(self.path).resolve().as_uri()}?mode=rw"
        with self._explained(), closing(sqlite3.connect(uri, 0, uri=True)) as own:
            (count,) = own.execute("PRAGMA page_count").fetchone()
            (size,) = own.execute("PRAGMA page_size").fetchone()
            if count * size <= MOST_REWRITTEN:
                own.execute("PRAGMA temp_store = MEMORY")  # not in a folder that others can read
                own.execute("VACUUM")
                own.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _begin(self) -> None:
        """Begin to write.

        While another process keeps the file, wait once in REST_SECONDS: in between, each wait
        would only stop everything else that this process does.
        """
        if not self._timeout and monotonic() >= self._rested:
            self._set_timeout(self._busy_seconds)
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if self._timeout and getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
                self._rested = monotonic() + REST_SECONDS
                self._set_timeout(0)
            raise
        if not self._timeout:
            self._set_timeout(self._busy_seconds)

    def _set_timeout(self, seconds: float) -> None:
        """From now on, wait this many seconds while another process writes."""
        if seconds != self._timeout:
            self._timeout = seconds
            self._connection.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")

    def _prepare(self) -> None:
        """Check that the file is ours and of a known version; create or upgrade the tables."""
        self._connection.execute("PRAGMA secure_delete = ON")  # overwrite deleted data
        # One snapshot: another process may be creating the tables.
        self._connection.execute("BEGIN")
        with self._connection:
            (version,) = self._connection.execute("PRAGMA user_version").fetchone()
            (application,) = self._connection.execute("PRAGMA application_id").fetchone()
            (tables,) = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not tables:
            self._create()
        elif application != APPLICATION_ID:
            raise CorpusError(self.path, "is another program's database")
        elif version > SCHEMA_VERSION:
            raise CorpusError(self.path, "was written by a newer version of Quotewire")
        elif version < SCHEMA_VERSION:
            self._upgrade()
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA foreign_keys = ON")

    def _create(self) -> None:
        # Two processes can get here at once; the second waits for the first and finds its tables.
        self._write_ahead()
        self._connection.execute("BEGIN IMMEDIATE")
        with self._connection:
            if not self._connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                self._connection.execute(SCHEMA)
                self._connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                self._connection.execute("PRAGMA user_version = 1")
        self._upgrade()

    def _write_ahead(self) -> None:
        """Switch to a write-ahead log, so that the bot can read while "quotewire add" writes.

        This is the one statement for which SQLite (3.40) does not wait for other connections.
        """
        deadline = monotonic() + BUSY_SECONDS
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if not error.sqlite_errorname.startswith("SQLITE_BUSY") or monotonic() > deadline:
                    raise
                sleep(PAUSE_SECONDS)
            else:
                return

    def _upgrade(self) -> None:
        """Upgrade the file to the current version; two processes can do so at once."""
        self._connection.create_function("fingerprint", 1, lambda text: fingerprint([text]))
        self._connection.execute("BEGIN IMMEDIATE")
        with self._connection:
            (version,) = self._connection.execute("PRAGMA user_version").fetchone()
            for statements in UPGRADES[version - 1 :]:
                for statement in _statements(statements):
                    self._connection.execute(statement)
            self._connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            # No cause: Python's message about an undecodable text quotes all of it.
            raise _explanation(self.path, error) from None
        except UnicodeDecodeError:  # Python cannot read SQLite's message about a damaged schema
            raise DatabaseError(self.path, REASONS[DAMAGED], DAMAGED) from None
        except OSError as error:
            raise CorpusError(self.path, f"cannot be opened: {error.strerror}") from error


def _explanation(path: Path | str, error: sqlite3.Error) -> DatabaseError:
    """The error to raise instead; it contains nothing that is stored in the database."""
    name = getattr(error, "sqlite_errorname", "")
    if not name and str(error).startswith(UNDECODABLE):
        name = DAMAGED
    code = next((code for code in REASONS if name.startswith(code)), name)
    about = str(error) if str(error).startswith(HARMLESS) else name or type(error).__name__
    return DatabaseError(path, REASONS.get(code, f"cannot be used: {about}"), code)


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script. ``executescript`` would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
