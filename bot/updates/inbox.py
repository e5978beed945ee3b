"""Updates that wait for an answer, kept on disk across restarts."""

import hmac
import json
import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from corpus.clock import Clock, now
from corpus.errors import CorpusError
from corpus.store.database import Database
from corpus.store.waiting_updates import WaitingUpdates

logger = logging.getLogger(__name__)

Body = dict[str, Any]


def key_for(token: str) -> bytes:
    """The key for the hashes of a bot's answered updates; it reveals nothing about the token."""
    return hmac.digest(token.encode(), b"answered updates", "sha256")


class Waiting(NamedTuple):
    """The number and the chat of a waiting update."""

    number: int
    chat: int


class Inbox:
    """Keeps each update until it is answered or dropped, and then a hash made with the ``key``.

    Raises:
        CorpusError: The database cannot be used; ``close`` logs this instead.
    """

    def __init__(self, database: Database, clock: Clock = now, key: bytes = b"") -> None:
        self._stored = WaitingUpdates(database, key)
        self._clock = clock
        self._closed: set[int] = set()  # not yet recorded on disk

    def put(self, updates: Iterable[tuple[int, Body]]) -> list[Waiting]:
        """Store updates, each with its chat; return those that are new.

        Once this returns, they are safely on disk and can be confirmed to Telegram.
        """
        rows = ((body["update_id"], chat, json.dumps(body)) for chat, body in updates)
        new = self._stored.put(rows, self._clock())
        return [Waiting(number, chat) for number, chat in new]

    def waiting(self) -> list[Waiting]:
        """Return the waiting updates, oldest first."""
        return [Waiting(number, chat) for number, chat in self._stored.waiting()]

    def read(self, number: int) -> tuple[Body, datetime] | None:
        """Return an update and when it was received, or None if it is not waiting."""
        if number in self._closed:
            return None
        stored = self._stored.body(number)
        return stored and (json.loads(stored[0]), stored[1])

    def close(self, number: int) -> None:
        """Delete an update that was answered or dropped.

        If the database cannot be written now, the next call tries again.
        """
        self._closed.add(number)
        try:
            self._stored.close(self._closed, self._clock())
        except CorpusError as error:
            logger.warning("Could not record that an update was answered: %s", error)
        else:
            self._closed.clear()
