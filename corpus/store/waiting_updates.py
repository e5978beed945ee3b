"""Tables ``inbox`` and ``answered``: updates from Telegram that wait for an answer, or waited.

An answered update leaves the inbox. Because Telegram can resend it, a keyed hash of its number is
kept for a while; it reveals nothing without the key.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from corpus.fingerprint import keyed_hash
from corpus.store.database.interface import Connection, Database, Row

WAITING = timedelta(days=1)  # after which an update is dropped
KNOWN = timedelta(days=2)  # how long updates are recognized; Telegram resends for a day
PRUNE_PAUSE = timedelta(minutes=1)  # between two searches for what is too old
MOST_CRASHES = 2  # of the bot while it handled an update; then the update is set aside
MOST_APOLOGIES = 2  # crashes of the bot while it apologized for that; then it stops trying
INSERT = """
INSERT INTO inbox (number, chat, body, received)
SELECT ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM answered WHERE hash = ?)
ON CONFLICT DO NOTHING
"""
# For PostgreSQL: statements that are transactions by themselves, and do not wait for the disk. In
# a transaction of several statements, each would be a round trip.
MARK = """
UPDATE inbox SET under_way = ?
WHERE number = ? AND set_config('synchronous_commit', 'off', true) = 'off'
"""
CLOSE_AT_ONCE = """
WITH gone AS (DELETE FROM inbox WHERE number IN ({numbers}))
INSERT INTO answered SELECT hash, received FROM (VALUES {closed}) AS closed (hash, received)
WHERE set_config('synchronous_commit', 'off', true) = 'off' ON CONFLICT DO NOTHING
"""
NOTIFY = "SELECT pg_notify('quotewire_inbox', '')"  # PostgreSQL's, to bots that listen
CLOSED = "INSERT INTO answered VALUES (?, ?) ON CONFLICT DO NOTHING"


class Stored(NamedTuple):
    """An update's number, its chat, its body as JSON, and when it arrived."""

    number: int
    chat: int
    body: str
    received: datetime


class Taken(NamedTuple):
    """An update that this bot takes; ``was_taken`` if another bot had it before.

    ``crashes`` are those of bots while they handled it.
    """

    number: int
    chat: int
    body: str
    received: datetime
    crashes: int
    was_taken: bool


class WaitingUpdates:
    """The updates by number; ``announced`` if several bots share them, who hear of new ones.

    Raises:
        CorpusError: From every method, when the database cannot be used.
    """

    def __init__(self, database: Database, key: bytes = b"", *, announced: bool = False) -> None:
        self._database = database
        self._key = key
        self._announced = announced
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
                hashed = keyed_hash(self._key, update.number)
                row = (*update[:3], update.received.isoformat(), hashed)
                if connection.execute(INSERT, row).rowcount:
                    new.append(update)
            if self._announced and new:
                new = self._announce(connection, new)
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
            rows = connection.execute(select, (MOST_CRASHES,))
            return [(number, chat) for number, chat in rows]

    def containing(self, words: Iterable[str]) -> list[int]:
        """The numbers of the waiting updates whose bodies contain any of these words."""
        select = """
            SELECT number FROM inbox
            WHERE body IS NOT NULL AND crashes < ? AND instr(body, ?) > 0
        """
        with self._database.reading() as connection:
            found = {
                number
                for word in words
                for (number,) in connection.execute(select, (MOST_CRASHES, word))
            }
        return sorted(found)

    def count(self) -> int:
        """The number of waiting updates."""
        return self._count("SELECT count(*) FROM inbox WHERE body IS NOT NULL AND crashes < ?")

    def stuck_since(self) -> datetime | None:
        """Since when updates have waited without any being closed; None if none waits."""
        oldest = """
            SELECT min(received) FROM inbox WHERE body IS NOT NULL AND crashes < ?
        """
        with self._database.reading() as connection:
            (waits,) = connection.execute(oldest, (MOST_CRASHES,)).fetchone()
            (closed,) = connection.execute("SELECT max(received) FROM answered").fetchone()
        times = [datetime.fromisoformat(time) for time in (waits, closed) if time]
        return max(times) if waits else None

    def body(self, number: int) -> tuple[str, datetime] | None:
        """A waiting update's body and when it arrived; None if it is not waiting."""
        select = "SELECT body, received FROM inbox WHERE number = ? AND body IS NOT NULL"
        with self._database.reading() as connection:
            row = connection.execute(select, (number,)).fetchone()
        return row and (row["body"], datetime.fromisoformat(row["received"]))

    def knows(self, number: int) -> bool:
        """Whether an update with this number is waiting or was closed."""
        select = (
            "SELECT 1 FROM inbox WHERE number = ? "
            "UNION ALL SELECT 1 FROM answered WHERE hash = ? LIMIT 1"
        )
        with self._database.reading() as connection:
            row = connection.execute(select, (number, keyed_hash(self._key, number))).fetchone()
        return row is not None

    def count_crashes(self, numbers: Iterable[int]) -> None:
        """Count a crash for each of these updates; after some, they no longer wait."""
        count = "UPDATE inbox SET crashes = crashes + 1 WHERE number = ? AND body IS NOT NULL"
        empty = "UPDATE inbox SET body = NULL, chat = 0 WHERE crashes >= ?"
        with self._database.noting(durable=True) as connection:
            connection.executemany(count, [(number,) for number in numbers])
            connection.execute(empty, (MOST_CRASHES + MOST_APOLOGIES,))

    def suspects(self) -> list[int]:
        """The waiting updates that were being handled when the bot crashed."""
        select = """
            SELECT number FROM inbox WHERE body IS NOT NULL AND crashes > 0 AND crashes < ?
        """
        with self._database.reading() as connection:
            return [number for (number,) in connection.execute(select, (MOST_CRASHES,))]

    def set_aside(self) -> list[Stored]:
        """The updates that are set aside and whose senders have not been told yet."""
        select = """
            SELECT number, chat, CAST(body AS BLOB) AS body, received FROM inbox
            WHERE body IS NOT NULL AND crashes >= ? ORDER BY number
        """
        with self._database.reading() as connection:
            return [_stored(row) for row in connection.execute(select, (MOST_CRASHES,))]

    def count_set_aside(self) -> int:
        """The number of updates set aside in the last two days."""
        return self._count("SELECT count(*) FROM inbox WHERE crashes >= ?")

    def mark(self, number: int, *, under_way: bool) -> None:
        """Record whether an update is being handled, in case that ends the bot."""
        with self._database.reading() as connection:
            connection.execute(MARK, (int(under_way), number))

    def close_at_once(self, numbers: Collection[int], now: datetime) -> None:
        """Do the same as ``close`` in one statement, for PostgreSQL."""
        time = now.isoformat(timespec="minutes")
        closed = [part for one in numbers for part in (keyed_hash(self._key, one), time)]
        statement = CLOSE_AT_ONCE.format(
            numbers=", ".join("?" * len(numbers)), closed=", ".join(["(?, ?)"] * len(numbers))
        )
        with self._database.reading() as connection:
            connection.execute(statement, (*numbers, *closed))

    def give_back(self, bot: int) -> None:
        """Leave the updates that a bot has taken to other bots."""
        update = "UPDATE inbox SET bot = 0, under_way = 0 WHERE bot = ?"
        with self._database.noting(durable=True) as connection:
            connection.execute(update, (bot,))
            connection.execute(NOTIFY)

    def close_set_aside(self, number: int) -> None:
        """Delete the body of an update that is set aside; its number stays for two days."""
        update = "UPDATE inbox SET body = NULL, chat = 0 WHERE number = ?"
        with self._database.noting(durable=False) as connection:
            connection.execute(update, (number,))

    def close(self, numbers: Iterable[int], now: datetime) -> None:
        """Mark updates as done: of each, only a hash is kept."""
        with self._database.noting(durable=False) as connection:
            self._close(connection, numbers, now)

    def clear(self) -> None:
        """Delete all updates; a backup must not contain messages."""
        with self._database.noting(durable=True) as connection:
            connection.execute("DELETE FROM inbox")
            connection.execute("DELETE FROM answered")

    def _announce(self, connection: Connection, updates: list[Stored]) -> list[Stored]:
        """Tell the other bots of new updates; return those that are new.

        An update that came to two bots may have been closed by the other one just now.
        """
        known = "SELECT 1 FROM answered WHERE hash = ?"
        new = []
        for update in updates:
            hashed = keyed_hash(self._key, update.number)
            if connection.execute(known, (hashed,)).fetchone():
                connection.execute("DELETE FROM inbox WHERE number = ?", (update.number,))
            else:
                new.append(update)
        connection.execute(NOTIFY)
        return new

    def _count(self, select: str) -> int:
        with self._database.reading() as connection:
            (count,) = connection.execute(select, (MOST_CRASHES,)).fetchone()
        return int(count)

    def _close(self, connection: Connection, numbers: Iterable[int], now: datetime) -> None:
        time, listed = now.isoformat(timespec="minutes"), list(numbers)
        connection.executemany("DELETE FROM inbox WHERE number = ?", [(one,) for one in listed])
        connection.executemany(CLOSED, [(keyed_hash(self._key, one), time) for one in listed])

    def _prune(self, connection: Connection, now: datetime) -> None:
        late, old = (now - WAITING).isoformat(), (now - KNOWN).isoformat()
        select = "SELECT number FROM inbox WHERE body IS NOT NULL AND received < ?"
        rows = connection.execute(select, (late,)).fetchall()
        self._close(connection, [number for (number,) in rows], now)
        connection.execute("DELETE FROM inbox WHERE body IS NULL AND received < ?", (old,))
        connection.execute("DELETE FROM answered WHERE received < ?", (old,))


def _stored(row: Row) -> Stored:
    """The update in a row; its body is not decoded by SQLite, since it may be damaged."""
    body = row["body"].decode("utf-8", "replace")
    return Stored(row["number"], row["chat"], body, datetime.fromisoformat(row["received"]))


def forget_chat(connection: Connection, chat: int) -> None:
    """Delete the bodies of a chat's waiting updates; whoever handles them closes them."""
    update = "UPDATE inbox SET body = NULL, chat = 0 WHERE chat = ?"
    connection.execute(update, (chat,))
