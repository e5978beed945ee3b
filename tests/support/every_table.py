"""Rows in every table of a database, whatever tables the schema comes to have."""

from contextlib import closing

from corpus.store.database.sqlite import SQLiteDatabase

NAMES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence'"
VALUES = {
    "INTEGER": lambda number: number,
    "TEXT": lambda number: f"Ærø {number} – 你好 😀",
    "BLOB": lambda number: bytes([0, number, 255]),
}


def fill_every_table(path, rows=3):
    """Put rows into each table; the last article and standing question are deleted again."""
    with closing(SQLiteDatabase(path)) as database, database.changing() as connection:
        for (name,) in connection.execute(NAMES).fetchall():
            connection.execute(f"DELETE FROM {name}")
            columns = connection.execute(f"PRAGMA table_info({name})").fetchall()
            marks = ", ".join("?" * len(columns))
            for number in range(10, 10 + rows):
                values = [_value(column, number) for column in columns]
                connection.execute(f"INSERT INTO {name} VALUES ({marks})", values)
        for name in ("article", "standing"):
            connection.execute("INSERT INTO change (article) VALUES (90)")
            column = connection.execute(f"PRAGMA table_info({name})").fetchone()["name"]
            connection.execute(f"DELETE FROM {name} WHERE {column} = ?", (9 + rows,))


def _value(column, number):
    is_empty = number % 2 and not column["notnull"] and not column["pk"]
    return None if is_empty else VALUES[column["type"]](number)


def contents(path):
    """All rows of all tables, and the highest numbers ever given."""
    with closing(SQLiteDatabase(path)) as database, database.reading() as connection:
        names = [name for (name,) in connection.execute(NAMES)]
        return {
            name: sorted(map(tuple, connection.execute(f"SELECT * FROM {name}")), key=repr)
            for name in [*names, "sqlite_sequence"]
        }


def orders(path, *names):
    """The rows of tables in the order in which they came."""
    with closing(SQLiteDatabase(path)) as database, database.reading() as connection:
        return [
            list(map(tuple, connection.execute(f"SELECT * FROM {name} ORDER BY rowid")))
            for name in names
        ]
