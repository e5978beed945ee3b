"""Table ``recent``: answers that a message may still refer to, kept for an hour.

SQLite (3.40) overwrites deleted rows, but not the copies that it left behind when it moved a row
to another page, as it does after deletions nearby. So instead of some rows, all are deleted, which
overwrites whole pages, and the others are inserted again.
"""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from corpus.store.database.interface import Connection, Database

REMEMBERED_FOR = timedelta(hours=1)
AHEAD = timedelta(minutes=1)  # what is further in the future is from before a clock was corrected
MICROSECOND = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
INSERT = """
INSERT INTO recent VALUES (?, ?, ?)
ON CONFLICT (answered) DO UPDATE SET chat = excluded.chat, body = excluded.body
"""


class StoredAnswer(NamedTuple):
    """When an answer was given, the chat where it is, and all else as JSON for the bot.

    The time is in microseconds since 1970 and also the answer's number, so each has its own.
    """

    time: int
    chat: int
    body: bytes


class StoredAnswers:
    """The answers of the last hour, in order of time.

    Raises:
        CorpusError: From every method, when the database cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._may_have_copies = True  # the last process may have left some

    def store(self, answers: Iterable[StoredAnswer], dropped: Collection[int] = ()) -> None:
        """Store answers and delete others, given by their times.

        What was dropped can be in the file until the next call of ``prune``.
        """
        delete = "DELETE FROM recent WHERE answered = ?"
        with self._database.noting(durable=False) as connection:
            connection.executemany(delete, [(time,) for time in dropped])
            connection.executemany(INSERT, answers)
        self._may_have_copies |= bool(dropped)

    def answers(self, now: datetime) -> list[StoredAnswer]:
        """The answers of the last hour, oldest first."""
        with self._database.reading() as connection:
            return _between(connection, *_bounds(now))

    def in_chats(self, chats: Collection[int], now: datetime) -> list[StoredAnswer]:
        """Those in some chats, oldest first."""
        marks = ", ".join("?" * len(chats))
        select = f"""
            SELECT * FROM recent WHERE chat IN ({marks}) AND answered BETWEEN ? AND ?
            ORDER BY answered
        """  # noqa: S608 - only marks for values
        with self._database.reading() as connection:
            rows = connection.execute(select, (*chats, *_bounds(now)))
            return [StoredAnswer(*row) for row in rows]

    def after(self, time: int, now: datetime) -> list[StoredAnswer]:
        """Those given after another one, oldest first."""
        first, last = _bounds(now)
        with self._database.reading() as connection:
            return _between(connection, max(first, time + 1), last)

    def prune(self, now: datetime) -> None:
        """Delete the answers that are older than an hour, and copies of what was dropped."""
        with self._database.reading() as connection:
            select = "SELECT 1 FROM recent WHERE answered < ? OR answered > ? LIMIT 1"
            late = connection.execute(select, _bounds(now)).fetchone()
        copies = self._may_have_copies and self._database.leaves_copies
        if late or copies:
            with self._database.noting(durable=False) as connection:
                if self._database.leaves_copies:
                    _keep_only(connection, _between(connection, *_bounds(now)))
                else:
                    delete = "DELETE FROM recent WHERE answered < ? OR answered > ?"
                    connection.execute(delete, _bounds(now))
            self._may_have_copies = False

    def forget(self, connection: Connection, chat: int) -> None:
        """Delete the answers in a chat, in a transaction that deletes or moves its articles.

        In a chat that replaces it, messages have other numbers.
        """
        if not self._database.leaves_copies:
            connection.execute("DELETE FROM recent WHERE chat = ?", (chat,))
            return
        # Not those that another process adds meanwhile.
        rows = connection.execute("DELETE FROM recent RETURNING answered, chat, body").fetchall()
        answers = [StoredAnswer(*row) for row in rows]
        connection.executemany(INSERT, sorted(one for one in answers if one.chat != chat))

    def clear(self) -> None:
        """Delete all answers; a backup must not contain messages."""
        with self._database.noting(durable=True) as connection:
            connection.execute("DELETE FROM recent")


def microseconds(time: datetime) -> int:
    """A time in microseconds since 1970."""
    return (time - EPOCH) // MICROSECOND


def _bounds(now: datetime) -> tuple[int, int]:
    """The first and the last time of an answer that is remembered."""
    return microseconds(now - REMEMBERED_FOR) + 1, microseconds(now + AHEAD)


def _between(connection: Connection, first: int, last: int) -> list[StoredAnswer]:
    """The answers of a period, oldest first."""
    select = "SELECT * FROM recent WHERE answered BETWEEN ? AND ? ORDER BY answered"
    return [StoredAnswer(*row) for row in connection.execute(select, (first, last))]


def _keep_only(connection: Connection, answers: Iterable[StoredAnswer]) -> None:
    connection.execute("DELETE FROM recent")
    connection.executemany(INSERT, answers)
