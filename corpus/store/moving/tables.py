"""The tables of the schema as data, for copying them from one database to another."""

from collections.abc import Iterator
from contextlib import closing
from typing import NamedTuple

from corpus.store.database.interface import Connection, Database
from corpus.store.database.sqlite import SQLiteDatabase

ROWID = "rowid"  # by which rows are in the order in which they came
NAMES = """
SELECT name, sql LIKE '%AUTOINCREMENT%' FROM sqlite_master
WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY rowid
"""


class Table(NamedTuple):
    """A table, with the columns that identify a row; they are none if it has few rows.

    ``numbered`` is the column whose numbers are given by the database, and never twice.
    ``first_rows`` is the number of rows that a new database has.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    numbered: str | None
    first_rows: int


def tables(*databases: Database) -> list[Table]:
    """The tables of the schema, each after those to which it refers.

    Columns that only some of these databases have are left out.
    """
    with closing(SQLiteDatabase(":memory:")) as empty, empty.reading() as connection:
        return [
            _table(connection, name, numbers=numbers, ordered=_all_ordered(name, databases))
            for name, numbers in connection.execute(NAMES).fetchall()
        ]


def last_number(database: Database, connection: Connection, table: Table) -> int:
    """The highest number that the database has ever given in a table; 0 if none."""
    if isinstance(database, SQLiteDatabase):
        select = "SELECT seq FROM sqlite_sequence WHERE name = ?"
        row = connection.execute(select, (table.name,)).fetchone()
        return row[0] if row else 0
    select = "SELECT pg_get_serial_sequence(?, ?)"
    (sequence,) = connection.execute(select, (table.name, table.numbered)).fetchone()
    select = f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}"
    (number,) = connection.execute(select).fetchone()
    return int(number)


def set_last_number(
    database: Database, connection: Connection, table: str, column: str, number: int
) -> None:
    """Let the database give no number up to this one in a column any more."""
    if not isinstance(database, SQLiteDatabase):
        setval = "SELECT setval(pg_get_serial_sequence(?, ?), greatest(?, 1), ? > 0)"
        connection.execute(setval, (table, column, number, number))
    elif column != ROWID:  # whose highest one SQLite looks up
        connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
        if number:
            connection.execute("INSERT INTO sqlite_sequence VALUES (?, ?)", (table, number))


def take_time(database: Database, connection: Connection) -> None:
    """Let no statement of this transaction be ended because it takes long."""
    if not isinstance(database, SQLiteDatabase):
        connection.execute("SET LOCAL statement_timeout = 0")
        connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")


def _table(connection: Connection, name: str, *, numbers: bool, ordered: bool) -> Table:
    described = list(connection.execute(f"PRAGMA table_info({name})"))
    primary = sorted((row["pk"], row["name"]) for row in described if row["pk"])
    key = tuple(column for _, column in primary)
    columns = tuple(row["name"] for row in described)
    (rows,) = connection.execute(f"SELECT count(*) FROM {name}").fetchone()
    if ordered:
        return Table(name, (ROWID, *columns), (ROWID,), None, rows)
    return Table(name, columns, key, key[0] if numbers else None, rows)


def _all_ordered(name: str, databases: tuple[Database, ...]) -> bool:
    """Whether the rows of a table have an order of their own in each of these databases."""
    return all(name in set(_ordered(database)) for database in databases)


def _ordered(database: Database) -> Iterator[str]:
    """Yield the tables that have row ids apart from their columns."""
    if isinstance(database, SQLiteDatabase):
        select = """
            SELECT name FROM pragma_table_list AS listed WHERE NOT wr AND NOT EXISTS (
                SELECT 1 FROM pragma_table_info(listed.name) WHERE pk AND type = 'INTEGER'
                AND 1 = (SELECT count(*) FROM pragma_table_info(listed.name) WHERE pk)
            )
        """
    else:
        select = """
            SELECT table_name FROM information_schema.columns
            WHERE table_schema = current_schema() AND column_name = 'rowid'
        """
    with database.reading() as connection:
        yield from [name for (name,) in connection.execute(select).fetchall()]
