"""What the tables' modules need from a database, whichever it is."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol


class Row(Protocol):
    """A row; its values can be had by position and by column name."""

    def __getitem__(self, key: int | str, /) -> Any: ...

    def __iter__(self) -> Iterator[Any]: ...


class Rows(Protocol):
    """The rows that a statement returns, and how many it changed."""

    @property
    def rowcount(self) -> int:
        """The number of rows changed."""

    def fetchone(self) -> Any:
        """The next row; None if there is none."""

    def fetchall(self) -> list[Any]:
        """All rows left."""

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """Runs statements, with a ``?`` for each value."""

    def execute(self, statement: str, values: Sequence[Any] = (), /) -> Rows:
        """Run a statement."""

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]], /) -> Rows:
        """Run a statement once for each row of values."""


class Database(Protocol):
    """A connection to a database.

    Changes are transactions: if the process is killed, each happens completely or not at all.

    Raises:
        CorpusError: From every method, if the database cannot be used; the message names it.
    """

    @property
    def path(self) -> Path | str:
        """Where it is; ``:memory:`` if it is kept in memory."""

    @property
    def leaves_copies(self) -> bool:
        """Whether copies of deleted rows can stay in its file until pages are overwritten."""

    @property
    def location(self) -> Path | str:
        """Its path, or the address of a server, which can hold a password and is never shown."""

    def close(self) -> None:
        """Disconnect; the database cannot be used afterwards."""

    def version(self) -> tuple[int, int]:
        """A value that differs after every change, by this process or another one."""

    def reading(self) -> AbstractContextManager[Connection]:
        """The connection, for reading."""

    def changing(self) -> AbstractContextManager[Connection]:
        """A transaction; other processes that change articles wait for it."""

    def noting(self, *, durable: bool) -> AbstractContextManager[Connection]:
        """A transaction that changes no articles and leaves ``version`` as it is.

        Unless ``durable``, it survives a killed process but perhaps not a power cut.
        """

    def overwrite_log(self) -> None:
        """Remove deleted data from the log of changes, as far as that can be done at once."""

    def rewrite(self) -> None:
        """Remove copies of deleted data, unless that takes long; can be called from any thread."""
