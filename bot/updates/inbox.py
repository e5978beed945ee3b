"""Updates that arrived and are not answered yet; they outlive the program."""

import json
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from bot.clock import Clock, now
from corpus.errors import CorpusError
from corpus.store.database import Database
from corpus.store.waiting_updates import WaitingUpdates

logger = logging.getLogger(__name__)

LONGEST = timedelta(days=1)  # that an update waits; then nobody wants the answer any more
REMEMBERED = timedelta(days=2)  # how long a number is known; Telegram keeps updates for one day

Body = dict[str, Any]


class Waiting(NamedTuple):
    """An update that waits, by its number, and the chat whose turn it waits for."""

    number: int
    chat: int


class Inbox:
    """The updates, each kept on disk until it is answered, or will never be.

    Raises:
        CorpusError: From every method but ``close``, when the database cannot be used.
    """

    def __init__(self, database: Database, clock: Clock = now) -> None:
        self._stored = WaitingUpdates(database)
        self._clock = clock
        self._closed: set[int] = set()  # that could not be written down as such yet

    def put(self, updates: Iterable[tuple[int, Body]]) -> list[Waiting]:
        """Keep updates, each with its chat; return those that are new.

        They are safely on disk when this returns: Telegram may be told to forget them.
        """
        rows = ((body["update_id"], chat, json.dumps(body)) for chat, body in updates)
        new = self._stored.put(rows, self._clock(), LONGEST, REMEMBERED)
        return [Waiting(number, chat) for number, chat in new]

    def waiting(self) -> list[Waiting]:
        """What is not answered yet, in the order in which it came."""
        return [Waiting(number, chat) for number, chat in self._stored.waiting()]

    def read(self, number: int) -> tuple[Body, datetime] | None:
        """An update that waits, and when it came; None where it waits no longer."""
        if number in self._closed:
            return None
        stored = self._stored.body(number)
        return stored and (json.loads(stored[0]), stored[1])

    def close(self, number: int) -> None:
        """Let an update wait no longer; what it said is forgotten.

        If the database cannot be written now, it is at the next call.
        """
        self._closed.add(number)
        try:
            self._stored.close(self._closed)
        except CorpusError as error:
            logger.warning("That an update was answered could not be written down: %s", error)
        else:
            self._closed.clear()


"""The update that the running task answers, if any."""
