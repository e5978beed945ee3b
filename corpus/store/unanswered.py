"""Table ``unanswered``: questions without an answer, kept if the operator opts in."""

import sqlite3
from datetime import datetime, timedelta

from corpus.errors import DatabaseError
from corpus.store.database import Database

MOST = 5000  # questions; the oldest are deleted first
LONGEST = timedelta(days=90)


class Unanswered:
    """The questions, each with its chat's collection and the day it was asked, but no user.

    Raises:
        CorpusError: From every method, when the database cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._unstored: list[tuple[str, str, str]] = []  # while another process writes

    def add(self, collection: str, question: str, now: datetime) -> None:
        """Store a question; delete the oldest if there are too many.

        While the database is busy, it is kept in memory, to be stored with the next one.
        """
        self._store([*self._unstored, (collection, question, now.date().isoformat())])

    def prune(self, now: datetime, *, everything: bool = False) -> None:
        """Delete questions that are too old, or all of them; store what is only in memory."""
        if everything:
            self._unstored.clear()
        if self._unstored:
            self._store(self._unstored)
        before = (now - LONGEST).date().isoformat()
        with self._database.reading() as connection:
            select = "SELECT 1 FROM unanswered WHERE asked < ? OR ?"
            if connection.execute(select, (before, everything)).fetchone() is None:
                return
        with self._database.noting(durable=False) as connection:
            connection.execute("DELETE FROM unanswered WHERE asked < ? OR ?", (before, everything))

    def drop(self, collection: str) -> None:
        """Forget a collection's questions that are only in memory."""
        self._unstored = [row for row in self._unstored if row[0] != collection]

    def questions(self) -> list[tuple[str, str]]:
        """Each question with the day it was asked, such as 2025-03-03; oldest first."""
        with self._database.reading() as connection:
            select = "SELECT question, asked FROM unanswered ORDER BY rowid"
            return [(row["question"], row["asked"]) for row in connection.execute(select)]

    def _store(self, rows: list[tuple[str, str, str]]) -> None:
        try:
            with self._database.noting(durable=False) as connection:
                connection.executemany("INSERT INTO unanswered VALUES (?, ?, ?)", rows)
                connection.execute(
                    "DELETE FROM unanswered "
                    "WHERE rowid <= (SELECT max(rowid) FROM unanswered) - ?",
                    (MOST,),
                )
        except DatabaseError as error:
            if not error.is_busy:
                raise
            self._unstored = rows[-MOST:]
        else:
            self._unstored = []


def forget(connection: sqlite3.Connection, collection: str) -> None:
    """Delete a collection's questions."""
    connection.execute("DELETE FROM unanswered WHERE collection = ?", (collection,))


def move(connection: sqlite3.Connection, collection: str, other: str) -> None:
    """Move a collection's questions to another."""
    update = "UPDATE OR REPLACE unanswered SET collection = ? WHERE collection = ?"
    connection.execute(update, (other, collection))
