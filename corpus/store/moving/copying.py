"""Copying all tables to an empty database, and checking the copy."""

from collections.abc import Callable, Iterator
from hashlib import blake2b
from typing import Any, NamedTuple

from corpus.errors import CorpusError
from corpus.store.database.interface import Connection, Database
from corpus.store.moving.tables import (
    ROWID,
    Table,
    last_number,
    set_last_number,
    tables,
    take_time,
)

BATCH = 500  # rows; of articles, some megabytes
BITS = 128  # of a digest
NOT_EMPTY = "is not empty; name a new database"
DIFFERS = "has stored something else than was written; it is empty again"


class Contents(NamedTuple):
    """How many rows a table has, and the sum of their hashes, whatever their order."""

    rows: int
    digest: int


Report = Callable[[int, int], object]  # takes the number of rows done, and of all


def copy_all(source: Database, destination: Database, report: Report) -> dict[str, int]:
    """Copy all tables to an empty database; return the number of rows of each.

    It is one transaction: until all was read back and found to be the same, the destination stays
    empty, whatever ends the process. Meanwhile, nobody can change the articles of either. Each
    row counts twice in reports: when it is copied, and when it is read back.

    Raises:
        CorpusError: The destination is not empty, or one of them cannot be used.
    """
    listed = tables(source, destination)
    with destination.reading() as connection:
        _check_empty(destination, connection, listed)
    with source.changing() as old, destination.changing() as new:
        take_time(source, old)
        take_time(destination, new)
        _check_empty(destination, new, listed)  # again, now that nobody else can write
        rows = _Rows(2 * sum(_count(old, table) for table in listed), report)
        found = {table: rows.copy(old, new, table) for table in listed}
        for table in listed:
            _continue_numbers(source, old, destination, new, table)
        for table in listed:
            if rows.read(new, table) != found[table]:
                raise CorpusError(destination.path, f"{DIFFERS} (table {table.name})")
    return {table.name: contents.rows for table, contents in found.items()}


class _Rows:
    """Copies and reads rows, and reports how many."""

    def __init__(self, total: int, report: Report) -> None:
        self._total = total
        self._report = report
        self._done = 0

    def copy(self, old: Connection, new: Connection, table: Table) -> Contents:
        """Copy the rows of a table; return what they were."""
        contents = Contents(0, 0)
        marks = ", ".join("?" * len(table.columns))
        insert = f"INSERT INTO {table.name} ({', '.join(table.columns)}) VALUES ({marks})"
        # Those of a new database, and the changes that copied articles have just caused.
        new.execute(f"DELETE FROM {table.name}")
        for rows in _batches(old, table):
            new.executemany(insert, rows)
            contents = self._with(contents, rows)
        return contents

    def read(self, connection: Connection, table: Table) -> Contents:
        """Read the rows of a table; return what they are."""
        contents = Contents(0, 0)
        for rows in _batches(connection, table):
            contents = self._with(contents, rows)
        return contents

    def _with(self, contents: Contents, rows: list[tuple[Any, ...]]) -> Contents:
        self._done += len(rows)
        self._report(self._done, self._total)
        digest = contents.digest + sum(map(_hash, rows))
        return Contents(contents.rows + len(rows), digest % 2**BITS)


def _check_empty(database: Database, connection: Connection, listed: list[Table]) -> None:
    if any(_count(connection, table) > table.first_rows for table in listed):
        raise CorpusError(database.path, NOT_EMPTY)


def _count(connection: Connection, table: Table) -> int:
    (count,) = connection.execute(f"SELECT count(*) FROM {table.name}").fetchone()
    return int(count)


def _hash(row: tuple[Any, ...]) -> int:
    # PostgreSQL has no NUL character; what stands for one says that it is missing.
    values = [value.replace("\0", "\ufffd") if isinstance(value, str) else value for value in row]
    data = repr(values).encode()
    return int.from_bytes(blake2b(data, digest_size=BITS // 8).digest())


def _batches(connection: Connection, table: Table) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the rows of a table, up to BATCH at a time in the order of its key."""
    columns, key = ", ".join(table.columns), ", ".join(table.key)
    if not table.key:
        rows = [tuple(row) for row in connection.execute(f"SELECT {columns} FROM {table.name}")]
        yield from [rows] if rows else []
        return
    places = [table.columns.index(column) for column in table.key]
    after: list[Any] = []
    while True:
        where = f"WHERE ({key}) > ({', '.join('?' * len(places))})" if after else ""
        select = f"SELECT {columns} FROM {table.name} {where} ORDER BY {key} LIMIT {BATCH}"
        rows = [tuple(row) for row in connection.execute(select, after)]
        if not rows:
            return
        yield rows
        after = [rows[-1][place] for place in places]


def _continue_numbers(
    source: Database, old: Connection, destination: Database, new: Connection, table: Table
) -> None:
    """Let the destination give no number that the source has given, also to what is gone."""
    if table.numbered:
        number = last_number(source, old, table)
        set_last_number(destination, new, table.name, table.numbered, number)
    elif table.key == (ROWID,):
        (number,) = new.execute(f"SELECT coalesce(max(rowid), 0) FROM {table.name}").fetchone()
        set_last_number(destination, new, table.name, ROWID, int(number))
