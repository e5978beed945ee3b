"""A connection to PostgreSQL that takes SQLite's SQL and returns rows like SQLite's."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from threading import Event, Timer
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.types.numeric import Int8Dumper
from psycopg.types.string import StrDumperUnknown

from corpus.errors import CorpusError
from corpus.store.database.location import shown
from corpus.store.database.postgresql_errors import NO_ADDRESS, explanation, why_not_connected
from corpus.store.database.translation import translated

# Nothing hangs for ever: a server that is gone is noticed within about ten seconds, and one that
# answers too slowly gives up, sooner if somebody else has locked what it needs: that can take
# long, and until then nothing else would happen in this process. The address can set others.
CONNECTING = {
    "connect_timeout": 5,
    "keepalives_idle": 4,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "application_name": "quotewire",
    "target_session_attrs": "read-write",  # not a standby
    "client_encoding": "utf8",
}
CANCELLING = 5.0  # seconds to ask the server to cancel something
SESSION = """
SET statement_timeout = 60000;
SET idle_in_transaction_session_timeout = 60000;
SET lock_timeout = {};
SET jit = off
"""


class Row:
    """A row; its values can be had by position and by column name."""

    __slots__ = ("_places", "_values")

    def __init__(self, values: Sequence[Any], places: Mapping[str, int]) -> None:
        self._values = values
        self._places = places

    def __getitem__(self, key: int | str) -> Any:
        return self._values[self._places[key] if isinstance(key, str) else key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def keys(self) -> list[str]:
        """The names of the columns."""
        return list(self._places)


class TextDumper(StrDumperUnknown):
    """Writes text. PostgreSQL has no NUL character, so it becomes one that says it is missing."""

    def dump(self, obj: str) -> Any:
        """The text in the server's format; offsets in it stay right."""
        return super().dump(obj.replace("\0", "\ufffd") if "\0" in obj else obj)


def connect(location: str, busy_seconds: float) -> psycopg.Connection[Row]:
    """Connect to the database at an address; each statement is a transaction by itself.

    It waits up to ``busy_seconds`` for a table that somebody rewrites.

    Raises:
        DatabaseError: That is not possible.
    """
    path = shown(location)
    try:
        given = conninfo_to_dict(location)
    except psycopg.ProgrammingError:  # its message could quote the password
        raise CorpusError(path, NO_ADDRESS) from None
    try:
        connection = psycopg.connect(
            **{**CONNECTING, **given},  # type: ignore[arg-type]  # they are for libpq
            autocommit=True,
            row_factory=_rows,
        )
    except psycopg.Error as error:
        raise why_not_connected(path, error) from None
    for kind in (int, bool):  # as SQLite stores both
        connection.adapters.register_dumper(kind, Int8Dumper)
    connection.adapters.register_dumper(str, TextDumper)
    try:
        connection.execute(SESSION.format(milliseconds(busy_seconds)).encode())
    except psycopg.Error as error:
        connection.close()
        raise explanation(path, error) from None
    return connection


def milliseconds(seconds: float) -> int:
    """A time as the server's settings take it, for which 0 would mean for ever."""
    return max(round(seconds * 1000), 1)


@contextmanager
def bounded(
    connection: psycopg.Connection[Row], seconds: float | None
) -> Iterator[Callable[[], bool]]:
    """Cancel what a connection waits for after some seconds; None is never.

    The value says whether that has happened.
    """
    is_cancelled = Event()
    if seconds is None:
        yield is_cancelled.is_set
        return

    def cancel() -> None:
        is_cancelled.set()
        with suppress(psycopg.Error):
            connection.cancel_safe(timeout=CANCELLING)

    timer = Timer(seconds, cancel)
    timer.daemon = True
    timer.start()
    try:
        yield is_cancelled.is_set
    finally:
        timer.cancel()
        timer.join()  # what it has asked for could end the next statement


def _rows(cursor: psycopg.Cursor[Any]) -> Any:
    places = {column.name: place for place, column in enumerate(cursor.description or ())}
    return lambda values: Row(values, places)


class Statements:
    """Runs statements in SQLite's SQL on a connection."""

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self.raw = connection

    def execute(self, statement: str, values: Sequence[Any] = (), /) -> psycopg.Cursor[Row]:
        """Run a statement."""
        text, named = translated(statement)
        return self.raw.execute(text.encode(), _named(values) if named else values)

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]], /) -> psycopg.Cursor[Row]:
        """Run a statement once for each row of values."""
        text, named = translated(statement)
        cursor = self.raw.cursor()
        cursor.executemany(text.encode(), [_named(row) for row in rows] if named else list(rows))
        return cursor


def _named(values: Sequence[Any]) -> dict[str, Any]:
    return {str(number): value for number, value in enumerate(values, 1)}
