"""Table ``digest``: when chats are sent what came in."""

from typing import NamedTuple

from corpus.store.database.interface import Connection, Database

# Seconds until the next time of any digest, at most. One that is due later was changed while the
# clock was wrong, and would stay silent until then.
LONGEST = 8 * 24 * 3600
COLUMNS = "chat, thread, minute, weekday, due, position, since"
PUT = f"""
INSERT INTO digest ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (chat) DO UPDATE SET thread = excluded.thread, minute = excluded.minute,
    weekday = excluded.weekday, due = excluded.due, position = excluded.position,
    since = excluded.since
"""
NO_WEEKDAY = -1


class Digest(NamedTuple):
    """A chat's digest, sent to the topic ``thread`` at a minute of each day, or of a weekday.

    Weekdays count from 0, Monday. It was sent last, or set, at the time ``since``, when the
    articles went up to ``position``. Times are in seconds since 1970.
    """

    chat: int
    thread: int | None
    minute: int
    weekday: int | None
    due: int
    position: int
    since: int


class Digests:
    """The digests, one a chat.

    Raises:
        CorpusError: From every method, when the database cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, digest: Digest) -> None:
        """Store a digest in place of the chat's other one, if it has one."""
        with self._database.noting(durable=True) as connection:
            connection.execute(PUT, digest)

    def change(self, old: Digest, new: Digest) -> bool:
        """Store a newer state of a digest, unless it has been set or ended meanwhile.

        Return whether it was stored.
        """
        update = """
            UPDATE digest SET due = ?, position = ?, since = ?
            WHERE chat = ? AND minute = ? AND coalesce(weekday, ?) = ? AND due = ? AND since = ?
        """
        values = (new.due, new.position, new.since)
        weekday = NO_WEEKDAY if old.weekday is None else old.weekday
        known = (old.chat, old.minute, NO_WEEKDAY, weekday, old.due, old.since)
        with self._database.noting(durable=True) as connection:
            return connection.execute(update, (*values, *known)).rowcount > 0

    def of_chat(self, chat: int) -> Digest | None:
        """A chat's digest."""
        return next(iter(self._where("chat = ?", chat)), None)

    def due(self, now: int) -> list[Digest]:
        """The digests that are due, or later than any can be, the longest due first."""
        return self._where("due <= ? OR due > ?", now, now + LONGEST)

    def end(self, chat: int) -> bool:
        """Delete a chat's digest; return whether it had one."""
        if self.of_chat(chat) is None:
            return False
        with self._database.noting(durable=True) as connection:
            connection.execute("DELETE FROM digest WHERE chat = ?", (chat,))
        return True

    def _where(self, condition: str, *values: int) -> list[Digest]:
        select = f"SELECT {COLUMNS} FROM digest WHERE {condition} ORDER BY due, chat"
        with self._database.reading() as connection:
            return [Digest(*row) for row in connection.execute(select, values)]


def forget(connection: Connection, chat: int) -> None:
    """Delete a chat's digest."""
    connection.execute("DELETE FROM digest WHERE chat = ?", (chat,))


def move(connection: Connection, chat: int, other: int) -> None:
    """Move a chat's digest to the chat that replaces it."""
    if connection.execute("SELECT 1 FROM digest WHERE chat = ?", (chat,)).fetchone():
        forget(connection, other)
        connection.execute("UPDATE digest SET chat = ? WHERE chat = ?", (other, chat))
