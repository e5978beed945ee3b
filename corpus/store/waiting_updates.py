"""Tables ``inbox`` and ``answered``: updates from Telegram that wait for an answer, or waited.

An answered update leaves the inbox. Because Telegram can resend it, a keyed hash of its number is
kept for a while, which says nothing to anybody who does not have the key.
"""

import hmac
import sqlite3
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from corpus.store.database import Database

WAITING = timedelta(days=1)  # after which an update is dropped
KNOWN = timedelta(days=2)  # how long updates are recognized; Telegram resends for a day
PRUNE_PAUSE = timedelta(minutes=1)  # between two searches for what is too old
MOST_CRASHES = 2  # of the bot while it handled an update; then the update is set aside
MOST_STARTS = 3  # of the bot in which it tries to apologize for such an update
HASH_BYTES = 8
INSERT = """
INSERT OR IGNORE INTO inbox (number, chat, body, received)
SELECT ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM answered WHERE hash = ?)
"""


class Stored(NamedTuple):
    """An update's number, its chat, its body as JSON, and when it arrived."""

    number: int
    chat: int
    body: str
    received: datetime


class WaitingUpdates:
    """The updates by number.

    Raises:
        CorpusError: From every method, when the database cannot be used.
    """

    def __init__(self, database: Database, key: bytes = b"") -> None:
        self._database = database
        self._key = key
        self._pruned: datetime | None = None

    def put(
        self, updates: Iterable[Stored], now: datetime, closed: Iterable[int] = ()
    ) -> list[Stored]:
        """Store updates and close others; return those stored that are new.

        When this returns, everything is safely on disk. Now and then, delete what is too old.
        """
        new = []
        with self._database.noting(durable=True) as connection:
            for update in updates:
                hashed = self._hash(update.number)
                row = (*update[:3], update.received.isoformat(), hashed)
                if connection.execute(INSERT, row).rowcount:
                    new.append(update)
            self._close(connection, closed, now)
            if self._pruned is None or abs(now - self._pruned) >= PRUNE_PAUSE:
                self._prune(connection, now)
                self._pruned = now
        return new

    def waiting(self) -> list[tuple[int, int]]:
        """The number and chat of each waiting update, in the order of their numbers."""
        select = """
            SELECT number, chat FROM inbox WHERE body IS NOT NULL AND crashes < ? ORDER BY number
        """
        with self._database.reading() as connection:
            return [(number, chat) for number, chat in connection.execute(select, (MOST_CRASHES,))]

    def count(self) -> int:
        """The number of waiting updates."""
        with self._database.reading() as connection:
            select = "SELECT count(*) FROM inbox WHERE body IS NOT NULL AND crashes < ?"
            (count,) = connection.execute(select, (MOST_CRASHES,)).fetchone()
        return int(count)

    def body(self, number: int) -> tuple[str, datetime] | None:
        """A waiting update's body and when it arrived; None if it is not waiting."""
        select = """
            SELECT body, received FROM inbox
            WHERE number = ? AND body IS NOT NULL AND crashes < ?
        """
        with self._database.reading() as connection:
            row = connection.execute(select, (number, MOST_CRASHES)).fetchone()
        return row and (row["body"], datetime.fromisoformat(row["received"]))

    def knows(self, number: int) -> bool:
        """Whether an update with this number is waiting or was closed."""
        select = (
            "SELECT 1 FROM inbox WHERE number = ? "
            "UNION ALL SELECT 1 FROM answered WHERE hash = ? LIMIT 1"
        )
        with self._database.reading() as connection:
            row = connection.execute(select, (number, self._hash(number))).fetchone()
        return row is not None

    def count_crashes(self, numbers: Collection[int]) -> list[Stored]:
        """Count a crash for each of these updates; return those set aside, for an apology.

        They no longer wait when this returns, whatever happens next. If this process ends before
        ``end_set_aside``, the next one gets them again, but no more than MOST_STARTS do.
        """
        has_any = "SELECT 1 FROM inbox WHERE body IS NOT NULL AND crashes >= ? LIMIT 1"
        with self._database.reading() as connection:
            if not numbers and not connection.execute(has_any, (MOST_CRASHES,)).fetchone():
                return []
        count = """
            UPDATE inbox SET crashes = crashes + 1
            WHERE number = ? AND body IS NOT NULL AND crashes < ?
        """
        start = "UPDATE inbox SET crashes = crashes + 1 WHERE body IS NOT NULL AND crashes >= ?"
        end = "UPDATE inbox SET body = NULL, chat = 0 WHERE body IS NOT NULL AND crashes > ?"
        select = """
            SELECT number, chat, CAST(body AS BLOB) AS body, received FROM inbox
            WHERE body IS NOT NULL AND crashes >= ?
        """
        with self._database.noting(durable=True) as connection:
            connection.executemany(count, [(number, MOST_CRASHES) for number in numbers])
            connection.execute(start, (MOST_CRASHES,))
            connection.execute(end, (MOST_CRASHES + MOST_STARTS,))
            return [_stored(row) for row in connection.execute(select, (MOST_CRASHES,))]

    def end_set_aside(self, number: int) -> None:
        """Delete the body of an update that was set aside."""
        with self._database.noting(durable=False) as connection:
            update = "UPDATE inbox SET body = NULL, chat = 0 WHERE number = ?"
            connection.execute(update, (number,))

    def suspects(self) -> list[int]:
        """The waiting updates that were being handled when the bot crashed."""
        select = "SELECT number FROM inbox WHERE body IS NOT NULL AND crashes BETWEEN 1 AND ? - 1"
        with self._database.reading() as connection:
            return [number for (number,) in connection.execute(select, (MOST_CRASHES,))]

    def count_set_aside(self) -> int:
        """The number of updates set aside in the last two days."""
        select = "SELECT count(*) FROM inbox WHERE crashes >= ?"
        with self._database.reading() as connection:
            (count,) = connection.execute(select, (MOST_CRASHES,)).fetchone()
        return int(count)

    def close(self, numbers: Iterable[int], now: datetime) -> None:
        """Mark updates as done: of each, only a hash is kept."""
        with self._database.noting(durable=False) as connection:
            self._close(connection, numbers, now)

    def clear(self) -> None:
        """Delete all updates; a backup must not contain messages."""
        with self._database.noting(durable=True) as connection:
            connection.execute("DELETE FROM inbox")
            connection.execute("DELETE FROM answered")

    def _close(
        self, connection: sqlite3.Connection, numbers: Iterable[int], now: datetime
    ) -> None:
        for number in numbers:
            connection.execute("DELETE FROM inbox WHERE number = ?", (number,))
            row = (self._hash(number), now.isoformat(timespec="minutes"))
            connection.execute("INSERT OR IGNORE INTO answered VALUES (?, ?)", row)

    def _prune(self, connection: sqlite3.Connection, now: datetime) -> None:
        late, old = (now - WAITING).isoformat(), (now - KNOWN).isoformat()
        select = "SELECT number FROM inbox WHERE body IS NOT NULL AND received < ?"
        rows = connection.execute(select, (late,)).fetchall()
        self._close(connection, [number for (number,) in rows], now)
        connection.execute("DELETE FROM inbox WHERE body IS NULL AND received < ?", (old,))
        connection.execute("DELETE FROM answered WHERE received < ?", (old,))

    def _hash(self, number: int) -> int:
        digest = hmac.digest(self._key, str(number).encode(), "sha256")
        return int.from_bytes(digest[:HASH_BYTES], "big", signed=True)


def _stored(row: sqlite3.Row) -> Stored:
    """The update in a row; its body is not decoded by SQLite, since it may be damaged."""
    body = row["body"].decode("utf-8", "replace")
    return Stored(row["number"], row["chat"], body, datetime.fromisoformat(row["received"]))


def forget_chat(connection: sqlite3.Connection, chat: str) -> None:
    """Delete the bodies of a chat's waiting updates; whoever handles them closes them."""
    update = "UPDATE inbox SET body = NULL, chat = 0 WHERE CAST(chat AS TEXT) = ?"
    connection.execute(update, (chat,))
