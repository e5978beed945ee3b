"""Table ``unanswered``: questions without a good answer, kept if the operator opts in."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from corpus.errors import DatabaseError
from corpus.store.database.interface import Connection, Database

MOST = 5000  # questions; the oldest are deleted first
LONGEST = timedelta(days=90)
DISMISS = "DELETE FROM unanswered WHERE question = ?"
INSERT = "INSERT INTO unanswered (collection, question, asked, reason) VALUES (?, ?, ?, ?)"
WITHDRAW = """
DELETE FROM unanswered WHERE rowid = (
    SELECT max(rowid) FROM unanswered WHERE collection = ? AND question = ? AND reason = ?
)
"""


class Reason(StrEnum):
    """Why a question is kept."""

    NOT_FOUND = "not found"
    DISLIKED = "disliked"  # a reader marked its answer as bad


class Asked(NamedTuple):
    """A question, the day it was asked, such as 2025-03-03, and why it is kept."""

    question: str
    day: str
    reason: Reason = Reason.NOT_FOUND


class Unanswered:
    """The questions, each with its chat's collection and the day it was asked, but no user.

    Raises:
        CorpusError: From every method, when the database cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._unstored: list[tuple[str, str, str, str]] = []  # while another process writes

    def add(
        self,
        collection: str,
        question: str,
        now: datetime,
        reason: Reason = Reason.NOT_FOUND,
    ) -> None:
        """Store a question; delete the oldest if there are too many.

        While the database is busy, it is kept in memory, to be stored with the next one.
        """
        self._store([*self._unstored, (collection, question, now.date().isoformat(), reason)])

    def withdraw(self, collection: str, question: str) -> None:
        """Delete a question that was kept because its answer was disliked, as it no longer is."""
        last = (collection, question, Reason.DISLIKED)
        for row in self._unstored:
            if (*row[:2], row[3]) == last:
                self._unstored.remove(row)
                return
        with self._database.noting(durable=False) as connection:
            connection.execute(WITHDRAW, last)

    def dismiss(self, questions: Collection[str]) -> int:
        """Delete these questions of all chats, however often asked; return how many there were."""
        listed = [(question,) for question in set(questions)]
        with self._database.noting(durable=True) as connection:
            count = connection.executemany(DISMISS, listed).rowcount
        self._unstored = [row for row in self._unstored if row[1] not in questions]
        return count

    def prune(self, now: datetime, *, everything: bool = False) -> None:
        """Delete questions that are too old, or all of them; store what is only in memory."""
        if everything:
            self._unstored.clear()
        if self._unstored:
            self._store(self._unstored)
        before = (now - LONGEST).date().isoformat()
        with self._database.reading() as connection:
            select = "SELECT 1 FROM unanswered WHERE asked < ? OR ? = 1"
            if connection.execute(select, (before, everything)).fetchone() is None:
                return
        with self._database.noting(durable=False) as connection:
            delete = "DELETE FROM unanswered WHERE asked < ? OR ? = 1"
            connection.execute(delete, (before, everything))

    def drop(self, collection: str) -> None:
        """Forget a collection's questions that are only in memory."""
        self._unstored = [row for row in self._unstored if row[0] != collection]

    def questions(self) -> list[Asked]:
        """The questions, oldest first."""
        with self._database.reading() as connection:
            select = "SELECT question, asked, reason FROM unanswered ORDER BY rowid"
            rows = connection.execute(select).fetchall()
        return [Asked(question, day, Reason(reason)) for question, day, reason in rows]

    def _store(self, rows: list[tuple[str, str, str, str]]) -> None:
        try:
            with self._database.noting(durable=False) as connection:
                connection.executemany(INSERT, rows)
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


def forget(connection: Connection, collection: str) -> None:
    """Delete a collection's questions."""
    connection.execute("DELETE FROM unanswered WHERE collection = ?", (collection,))


def move(connection: Connection, collection: str, other: str) -> None:
    """Move a collection's questions to another."""
    update = "UPDATE unanswered SET collection = ? WHERE collection = ?"
    connection.execute(update, (other, collection))
