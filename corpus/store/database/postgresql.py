"""A PostgreSQL database: transactions, and connecting again."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from math import inf
from time import monotonic, sleep
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from corpus.errors import CorpusError, DatabaseError
from corpus.store.database.location import shown
from corpus.store.database.postgresql_connection import (
    Row,
    Statements,
    bounded,
    connect,
    milliseconds,
)
from corpus.store.database.postgresql_errors import (
    CLOSED,
    LOST,
    NOT_REPLICATED,
    UNAVAILABLE,
    UNKNOWN_OUTCOME,
    UNREACHABLE,
    explanation,
)
from corpus.store.database.postgresql_tables import are_current, check_server, upgrade
from corpus.store.database.schema import APPLICATION_ID, LAST_CHANGE

ARTICLES = 1  # the lock of whoever changes articles, so that changes are numbered in their order
REST_SECONDS = 1.0  # after waiting in vain for the lock or for a connection
UPGRADE_SECONDS = 60.0  # to wait for others that use the tables
BEGIN = "BEGIN; SET LOCAL lock_timeout = {}"
OUTCOME_SECONDS = 5.0  # to find out whether a transaction was stored
STANDBY_SECONDS = 10.0  # to wait for the standby; the server itself would wait for ever
IMPATIENT_SECONDS = 0.5  # to do so after waiting in vain: nothing else happens in this process
PAUSE_SECONDS = 0.05  # between the attempts
# Another one after each failover and each crash, after which the server may give the number of a
# transaction to another one: it does not know numbers whose changes it had not written.
RUN = """
left(pg_walfile_name(pg_current_wal_lsn()), 8)
    || coalesce((SELECT stats_reset FROM pg_stat_archiver)::text, '')
"""
# Something in the server's log behind all other changes: once it is on a standby, so are they.
LOGGED = "pg_logical_emit_message(true, 'quotewire', '') IS NOT NULL"
# The last value says whether the end waits for a standby. It then does even if nothing is stored:
# what made that needless, such as an update that is there already, may not be on the standby.
IDENTITY = f"""
SELECT pg_current_xact_id(), {RUN}, CASE
    WHEN current_setting('synchronous_standby_names') <> ''
        AND current_setting('synchronous_commit') NOT IN ('off', 'local')
    THEN {LOGGED} ELSE false
END
"""
STATUS = f"SELECT pg_xact_status(CAST(%s AS xid8)), {RUN}"
REPLICATED = f"SELECT {LOGGED}"
LOCK = f"SELECT pg_advisory_xact_lock({APPLICATION_ID}, {ARTICLES})"


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
        self._is_impatient = False  # with the standby, after waiting for it in vain
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
        self._failure, self._connected = DatabaseError(self.path, "is closed", CLOSED), inf
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

        After an attempt in vain, the next one is made as long after it as it took, or a second
        later: nothing else happens in this process meanwhile.
        """
        if self._connection.closed:
            if self._failure is not None and monotonic() < self._connected:
                raise DatabaseError(*self._failure.args)
            begun = monotonic()
            try:
                self._connection = connect(self.location, self._busy_seconds)
            except DatabaseError as error:
                self._failure, ended = error, monotonic()
                self._connected = ended + REST_SECONDS * max(ended - begun, 1)
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
        wait = 1 if is_resting else milliseconds(self._busy_seconds)
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
        number, run, waits = identity
        longest = IMPATIENT_SECONDS if self._is_impatient else STANDBY_SECONDS
        try:
            with bounded(connection, longest if waits == "True" else None) as was_ended:
                done = connection.execute("COMMIT").statusmessage
        except psycopg.Error:
            if not connection.closed:
                raise
            done = self._outcome(number, run)
        else:
            if waits == "True":
                self._is_impatient = was_ended()
            if was_ended():
                raise DatabaseError(self.path, NOT_REPLICATED, UNKNOWN_OUTCOME)
        if done != "COMMIT":  # a statement had failed, and its error was ignored
            raise DatabaseError(self.path, "has not stored a change", "ROLLBACK")

    def _outcome(self, number: str, run: str) -> str:
        """What became of a transaction whose connection was lost while it was committed.

        Raises:
            DatabaseError: It was not stored, and can be tried again; or that cannot be found out.
        """
        deadline = monotonic() + OUTCOME_SECONDS
        while monotonic() < deadline:
            self._connected = 0.0  # connect without a pause
            status, now = "", run
            with suppress(psycopg.Error, DatabaseError):
                connection = self.live()
                status, now = _status(connection, number)
                if status == "committed" and now == run:
                    with bounded(connection, max(deadline - monotonic(), 0)) as was_ended:
                        connection.execute(REPLICATED)
                    if not was_ended():
                        return "COMMIT"
            if status == "aborted":
                raise DatabaseError(self.path, UNREACHABLE, UNAVAILABLE)
            if now != run:
                break
            sleep(PAUSE_SECONDS)
        raise DatabaseError(self.path, LOST, UNKNOWN_OUTCOME)

    def _prepare(self) -> None:
        """Check that the server can be used; create or upgrade the tables."""
        check_server(self._connection, self.path)
        if are_current(self._connection, self.path):
            return
        usual, self._busy_seconds = self._busy_seconds, UPGRADE_SECONDS
        try:
            with self._transaction(LOCK) as it:  # two processes can do so at once
                upgrade(it.raw, self.path)
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


def _status(connection: psycopg.Connection[Row], number: str) -> Iterable[str]:
    """What the server knows of a transaction, and the server's run."""
    try:
        return connection.execute(STATUS, (number,)).fetchone() or ("", "")
    except psycopg.errors.InvalidParameterValue:  # it has not given that number: it forgot it
        return "aborted", ""


def _roll_back(connection: psycopg.Connection[Row]) -> None:
    """End a transaction without its changes; disconnect if that fails, which ends it as well."""
    with suppress(psycopg.Error):
        connection.execute("ROLLBACK")
    if connection.info.transaction_status != TransactionStatus.IDLE:
        connection.close()
