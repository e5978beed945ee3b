"""A PostgreSQL database: transactions, upgrades, and connecting again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from time import monotonic, sleep
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from corpus.errors import CorpusError, DatabaseError
from corpus.store.database.location import shown
from corpus.store.database.postgresql_connection import Row, Statements, bounded, connect
from corpus.store.database.postgresql_errors import (
    LOST,
    NOT_REPLICATED,
    UNAVAILABLE,
    UNKNOWN_OUTCOME,
    UNREACHABLE,
    explanation,
)
from corpus.store.database.schema import (
    APPLICATION_ID,
    LAST_CHANGE,
    SCHEMA,
    SCHEMA_VERSION,
    UPGRADES,
)
from corpus.store.database.translation import definitions, views

ARTICLES = 1  # the lock of whoever changes articles, so that changes are numbered in their order
OLDEST = 15  # version of the server
REST_SECONDS = 1.0  # after waiting in vain for the lock or for a connection
UPGRADE_SECONDS = 60.0  # to wait for others that use the tables
VERSION = "CREATE TABLE quotewire (version BIGINT NOT NULL); INSERT INTO quotewire VALUES (0)"
BEGIN = "BEGIN; SET LOCAL lock_timeout = {}"
OUTCOME_SECONDS = 5.0  # to find out whether a transaction was stored
STANDBY_SECONDS = 10.0  # to wait for the standby; the server itself would wait for ever
PAUSE_SECONDS = 0.05  # between the attempts
TIMELINE = "left(pg_walfile_name(pg_current_wal_lsn()), 8)"  # another one after each failover
IDENTITY = f"""
SELECT pg_current_xact_id(), {TIMELINE}, current_setting('synchronous_standby_names') <> ''
"""
STATUS = f"SELECT pg_xact_status(CAST(%s AS xid8)), {TIMELINE}"
# A change behind that of which the outcome is asked: once it is on a standby, so is the other.
REPLICATED = "UPDATE quotewire SET version = version"
LOCK = f"SELECT pg_advisory_xact_lock({APPLICATION_ID}, {ARTICLES})"
TABLES = "SELECT to_regclass('quotewire'), to_regclass('article')"


class PostgreSQLDatabase:
    """A connection to the database at an address, such as ``postgresql://user@host/name``.

    Changes are transactions: if the process is killed, each happens completely or not at all.
    Each waits up to ``busy_seconds`` for another one, and hardly at all if one has just waited in
    vain. A lost connection is made again when it is next used.

    Raises:
        CorpusError: From every method, if the database cannot be used; the message names it. If
            its server cannot be reached now, that is a DatabaseError that ``is_busy``.
    """

    leaves_copies = False

    def __init__(self, location: str, busy_seconds: float) -> None:
        self.location = location
        self.path = shown(location)
        self._busy_seconds = busy_seconds
        self._rested = 0.0  # when to wait for the lock again after waiting in vain
        self._connected = 0.0  # when to connect again after an attempt in vain
        self._failure: DatabaseError | None = None  # of that attempt
        self._changes = 0
        self.is_within = False  # a transaction
        self._connection = connect(location, busy_seconds)
        try:
            with self._explained():
                self._prepare()
        except CorpusError:
            self._connection.close()
            raise

    def close(self) -> None:
        """Disconnect; the database cannot be used afterwards."""
        self._connected = float("inf")
        self._connection.close()

    def version(self) -> tuple[int, int]:
        """A value that differs after every change, by this process or another one."""
        with self.reading() as connection:
            (number,) = connection.execute(LAST_CHANGE).fetchone() or (0,)
        return number, self._changes

    @contextmanager
    def reading(self) -> Iterator[Statements]:
        """The connection, for reading; a statement is repeated if the connection was lost."""
        with self._explained():
            yield Repeating(self)

    @contextmanager
    def changing(self) -> Iterator[Statements]:
        """A transaction; other processes that change articles wait for it."""
        with self._transaction(LOCK) as connection:
            yield connection
        self._changes += 1

    @contextmanager
    def noting(self, *, durable: bool) -> Iterator[Statements]:
        """A transaction that changes no articles and leaves ``version`` as it is.

        Unless ``durable``, it survives a killed process but perhaps not the server's power cut.
        """
        with self._transaction("" if durable else "SET LOCAL synchronous_commit = off") as it:
            yield it

    def overwrite_log(self) -> None:
        """Do nothing: the server reuses the space of its log by itself."""

    def rewrite(self) -> None:
        """Do nothing: the server's autovacuum frees the space of what was deleted."""

    def live(self) -> psycopg.Connection[Row]:
        """The connection, made again if it was lost.

        After an attempt in vain, the next one is made a second later: each can take a while.
        """
        if self._connection.closed:
            if self._failure is not None and monotonic() < self._connected:
                raise DatabaseError(*self._failure.args)
            try:
                self._connection = connect(self.location, self._busy_seconds)
            except DatabaseError as error:
                self._failure = error
                self._connected = monotonic() + REST_SECONDS
                raise
        return self._connection

    @contextmanager
    def _transaction(self, first: str) -> Iterator[Statements]:
        """A transaction that begins with a statement."""
        with self._explained():
            connection, identity = self._begin(first)
            self.is_within = True
            try:
                yield Statements(connection)
            except BaseException:
                _roll_back(connection)
                raise
            finally:
                self.is_within = False
            self._commit(connection, identity)

    def _begin(self, first: str) -> tuple[psycopg.Connection[Row], list[str]]:
        """Begin a transaction, on a new connection if this one was lost meanwhile.

        With the connection comes what identifies the transaction.
        """
        is_resting = monotonic() < self._rested
        wait = 1 if is_resting else max(round(self._busy_seconds * 1000), 1)  # 0 means for ever
        begin = f"{BEGIN.format(wait)}; {first}; {IDENTITY}".encode()
        for is_last in (False, True):
            connection = self.live()
            try:
                cursor = connection.execute(begin)
            except psycopg.Error as error:
                _roll_back(connection)
                if isinstance(error, psycopg.errors.LockNotAvailable) and not is_resting:
                    self._rested = monotonic() + REST_SECONDS
                if is_last or not connection.closed:
                    raise
            else:
                break
        while cursor.nextset():
            pass
        return connection, [str(value) for value in cursor.fetchone() or ()]

    def _commit(self, connection: psycopg.Connection[Row], identity: list[str]) -> None:
        number, timeline, waits = identity
        try:
            with bounded(connection, STANDBY_SECONDS if waits == "True" else None) as was_ended:
                done = connection.execute("COMMIT").statusmessage
        except psycopg.Error:
            if not connection.closed:
                raise
            done = self._outcome(number, timeline)
        if was_ended():
            raise DatabaseError(self.path, NOT_REPLICATED, UNKNOWN_OUTCOME)
        if done != "COMMIT":  # a statement had failed, and its error was ignored
            raise DatabaseError(self.path, "has not stored a change", "ROLLBACK")

    def _outcome(self, number: str, timeline: str) -> str:
        """What became of a transaction whose connection was lost while it was committed.

        Raises:
            DatabaseError: It was not stored, and can be tried again; or that cannot be found out.
        """
        deadline = monotonic() + OUTCOME_SECONDS
        while monotonic() < deadline:
            self._connected = 0.0  # connect without a pause
            status, now = "", timeline
            with suppress(psycopg.Error, DatabaseError):
                connection = self.live()
                status, now = connection.execute(STATUS, (number,)).fetchone() or ("", "")
                if status == "committed" and now == timeline:
                    with bounded(connection, OUTCOME_SECONDS) as was_ended:
                        connection.execute(REPLICATED)
                    if not was_ended():
                        return "COMMIT"
            if now != timeline:  # a standby has taken over, and numbers its own transactions
                break
            if status == "aborted":
                raise DatabaseError(self.path, UNREACHABLE, UNAVAILABLE)
            sleep(PAUSE_SECONDS)
        raise DatabaseError(self.path, LOST, UNKNOWN_OUTCOME)

    def _prepare(self) -> None:
        """Check that the server can be used; create or upgrade the tables."""
        info = self._connection.info
        if info.server_version < OLDEST * 10_000:
            is_at = info.server_version // 10_000
            raise CorpusError(
                self.path, f"is on PostgreSQL {is_at}; Quotewire needs {OLDEST} or newer"
            )
        if info.parameter_status("server_encoding") != "UTF8":
            raise CorpusError(self.path, "is not in UTF-8; create it with createdb -E UTF8")
        if self._stored_version() < SCHEMA_VERSION:
            self._upgrade()

    def _stored_version(self) -> int:
        """The version of the tables; 0 if there are none."""
        ours, article = self._connection.execute(TABLES).fetchone() or (None, None)
        if ours is None:
            if article is not None:
                raise CorpusError(self.path, "is another program's database")
            return 0
        (version,) = self._connection.execute("SELECT version FROM quotewire").fetchone() or (0,)
        if version > SCHEMA_VERSION:
            raise CorpusError(self.path, "was written by a newer version of Quotewire")
        return int(version)

    def _upgrade(self) -> None:
        """Create or upgrade the tables; two processes can do so at once."""
        usual, self._busy_seconds = self._busy_seconds, UPGRADE_SECONDS
        try:
            with self._transaction(LOCK):
                self._connection.execute("SET LOCAL statement_timeout = 0")
                version = self._stored_version()
                scripts = UPGRADES[version - 1 :] if version else (SCHEMA, *UPGRADES)
                if not version:
                    self._connection.execute(VERSION)
                for script in scripts:
                    self._connection.execute(definitions(script).encode())
                self._connection.execute(views(UPGRADES).encode())
                self._connection.execute("UPDATE quotewire SET version = %s", (SCHEMA_VERSION,))
        finally:
            self._busy_seconds = usual

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            if isinstance(error, psycopg.errors.FeatureNotSupported):  # by prepared statements:
                self._connection.close()  # another version has added columns to their tables
            # No cause: the server's messages quote what is stored.
            raise explanation(self.path, error) from None


class Repeating(Statements):
    """Runs statements that only read; each is run again on a new connection if that was lost."""

    def __init__(self, database: PostgreSQLDatabase) -> None:
        super().__init__(database.live())
        self._database = database

    def execute(self, statement: str, values: Sequence[Any] = (), /) -> psycopg.Cursor[Row]:
        """Run a statement."""
        try:
            return super().execute(statement, values)
        except psycopg.Error as error:
            if self._database.is_within:
                raise
            if isinstance(error, psycopg.errors.FeatureNotSupported):  # as above
                self.raw.close()
            if not self.raw.closed:
                raise
        self.raw = self._database.live()
        return super().execute(statement, values)


def _roll_back(connection: psycopg.Connection[Row]) -> None:
    """End a transaction without its changes; disconnect if that fails, which ends it as well."""
    with suppress(psycopg.Error):
        connection.execute("ROLLBACK")
    if connection.info.transaction_status != TransactionStatus.IDLE:
        connection.close()
