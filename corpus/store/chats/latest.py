"""Table ``latest``: up to which article a chat has seen what came in, for each topic."""

from typing import NamedTuple

from corpus.fingerprint import fingerprint
from corpus.store.database.interface import Connection, Database

MOST_TOPICS = 20  # of a chat
LONGEST = 30 * 24 * 3600  # seconds that a topic is remembered
PUT = """
INSERT INTO latest VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (chat, topic) DO UPDATE SET message = excluded.message, position = excluded.position,
    asked = excluded.asked, position_before = excluded.position_before,
    asked_before = excluded.asked_before
"""


class Seen(NamedTuple):
    """Up to which position the articles were shown, and when, in seconds since 1970."""

    position: int
    asked: int


class Latest:
    """What chats have seen; a topic is kept as a hash, without its words.

    Raises:
        CorpusError: From every method, when the database cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def seen_before(self, chat: int, topic: str, message: int) -> Seen | None:
        """What a chat had seen before it asked in a message; None if it never asked.

        So a message that is handled twice is answered alike.
        """
        select = "SELECT * FROM latest WHERE chat = ? AND topic = ?"
        with self._database.reading() as connection:
            row = connection.execute(select, (chat, _hash(topic))).fetchone()
        if row is None:
            return None
        if row["message"] != message:
            return Seen(row["position"], row["asked"])
        known = row["position_before"] is not None
        return Seen(row["position_before"], row["asked_before"]) if known else None

    def see(self, chat: int, topic: str, message: int, seen: Seen) -> None:
        """Store what a chat has seen, in answer to a message; forget its oldest topics."""
        before = self.seen_before(chat, topic, message) or (None, None)
        prune = """
            DELETE FROM latest WHERE chat = ? AND topic NOT IN
                (SELECT topic FROM latest WHERE chat = ? ORDER BY asked DESC, topic LIMIT ?)
        """
        with self._database.noting(durable=False) as connection:
            connection.execute(PUT, (chat, _hash(topic), message, *seen, *before))
            connection.execute(prune, (chat, chat, MOST_TOPICS))

    def prune(self, now: int) -> None:
        """Delete what was asked too long ago."""
        with self._database.reading() as connection:
            select = "SELECT 1 FROM latest WHERE asked < ? LIMIT 1"
            if connection.execute(select, (now - LONGEST,)).fetchone() is None:
                return
        with self._database.noting(durable=False) as connection:
            connection.execute("DELETE FROM latest WHERE asked < ?", (now - LONGEST,))


def forget(connection: Connection, chat: int) -> None:
    """Delete what a chat has seen."""
    connection.execute("DELETE FROM latest WHERE chat = ?", (chat,))


def move(connection: Connection, chat: int, _other: int) -> None:
    """Delete what a chat has seen: in the chat that replaces it, messages have other numbers."""
    forget(connection, chat)


def _hash(topic: str) -> int:
    """The hash of a topic; the spelling of its words does not matter."""
    return fingerprint(topic.casefold().split())
