"""Table ``unanswered``: questions without an answer, kept if the operator opts in."""

import sqlite3
from datetime import datetime, timedelta

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

    def add(self, collection: str, question: str, now: datetime) -> None:
        """Store a question; delete the oldest if there are too many."""
        with self._database.noting(durable=False) as connection:
            connection.execute(
                "INSERT INTO unanswered VALUES (?, ?, ?)",
                (collection, question, now.date().isoformat()),
            )
            connection.execute(
                "DELETE FROM unanswered WHERE rowid <= (SELECT max(rowid) FROM unanswered) - ?",
                (MOST,),
            )

    def prune(self, now: datetime, *, everything: bool = False) -> None:
        """Delete questions that are too old, or all of them."""
        before = (now - LONGEST).date().isoformat()
        with self._database.reading() as connection:
            select = "SELECT 1 FROM unanswered WHERE asked < ? OR ?"
            if connection.execute(select, (before, everything)).fetchone() is None:
                return
        with self._database.noting(durable=False) as connection:
            connection.execute("DELETE FROM unanswered WHERE asked < ? OR ?", (before, everything))

    def questions(self) -> list[tuple[str, str]]:
        """Each question with the day it was asked, such as 2025-03-03; oldest first."""
        with self._database.reading() as connection:
            select = "SELECT question, asked FROM unanswered ORDER BY rowid"
            return [(row["question"], row["asked"]) for row in connection.execute(select)]


def forget(connection: sqlite3.Connection, collection: str) -> None:
    """Delete a collection's questions."""
    connection.execute("DELETE FROM unanswered WHERE collection = ?", (collection,))


def move(connection: sqlite3.Connection, collection: str, other: str) -> None:
    """Move a collection's questions to another."""
    update = "UPDATE OR REPLACE unanswered SET collection = ? WHERE collection = ?"
    connection.execute(update, (other, collection))
