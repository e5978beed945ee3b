"""Table ``inbox``: updates from Telegram that are waiting for an answer.

The body of an answered update is deleted. Its number is kept for a while because Telegram can
resend the update.
"""

import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta

from corpus.store.database import Database

INSERT = "INSERT OR IGNORE INTO inbox (number, chat, body, received) VALUES (?, ?, ?, ?)"


class WaitingUpdates:
    """The updates by number, each with its chat, its body as JSON and the time it arrived.

    Raises:
        CorpusError: From every method, when the database cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(
        self,
        updates: Iterable[tuple[int, int, str]],
        now: datetime,
        waiting: timedelta,
        known: timedelta,
    ) -> list[tuple[int, int]]:
        """Store updates given as (number, chat, body); return (number, chat) of the new ones.

        Delete bodies older than ``waiting`` and numbers older than ``known``. When this returns,
        everything is safely on disk.
        """
        new = []
        with self._database.noting(durable=True) as connection:
            for number, chat, body in updates:
                row = (number, chat, body, now.isoformat())
                if connection.execute(INSERT, row).rowcount:
                    new.append((number, chat))
            connection.execute(
                "UPDATE inbox SET body = NULL WHERE body IS NOT NULL AND received < ?",
                ((now - waiting).isoformat(),),
            )
            connection.execute(
                "DELETE FROM inbox WHERE body IS NULL AND received < ?",
                ((now - known).isoformat(),),
            )
        return new

    def waiting(self) -> list[tuple[int, int]]:
        """The number and chat of each waiting update, in the order of their numbers."""
        select = "SELECT number, chat FROM inbox WHERE body IS NOT NULL ORDER BY number"
        with self._database.reading() as connection:
            return [(number, chat) for number, chat in connection.execute(select)]

    def count(self) -> int:
        """The number of waiting updates."""
        with self._database.reading() as connection:
            select = "SELECT count(*) FROM inbox WHERE body IS NOT NULL"
            (count,) = connection.execute(select).fetchone()
        return int(count)

    def body(self, number: int) -> tuple[str, datetime] | None:
        """A waiting update's body and when it arrived; None if it is not waiting."""
        select = "SELECT body, received FROM inbox WHERE number = ? AND body IS NOT NULL"
        with self._database.reading() as connection:
            row = connection.execute(select, (number,)).fetchone()
        return row and (row["body"], datetime.fromisoformat(row["received"]))

    def close(self, numbers: Iterable[int]) -> None:
        """Mark updates as done by deleting their bodies."""
        with self._database.noting(durable=False) as connection:
            update = "UPDATE inbox SET body = NULL WHERE number = ?"
            connection.executemany(update, [(number,) for number in numbers])

    def clear(self) -> None:
        """Delete all updates; a backup must not contain messages."""
        with self._database.noting(durable=True) as connection:
            connection.execute("DELETE FROM inbox")
            connection.execute("DELETE FROM answered")


def forget_chat(connection: sqlite3.Connection, chat: str) -> None:
    """Delete the bodies of a chat's waiting updates."""
    connection.execute("UPDATE inbox SET body = NULL WHERE CAST(chat AS TEXT) = ?", (chat,))
