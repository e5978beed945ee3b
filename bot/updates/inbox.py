"""Updates that wait for an answer, kept on disk across restarts."""

import hmac
import json
import logging
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.updates.bodies import ASIDES, Body, is_aside
from bot.updates.under_way import UnderWay
from corpus.clock import Clock, now
from corpus.errors import CorpusError, DatabaseError
from corpus.store.database.interface import Database
from corpus.store.waiting_updates import Stored, WaitingUpdates

logger = logging.getLogger(__name__)

MOST_UNSTORED = 1000  # updates in memory; Telegram keeps further ones


def key_for(token: str) -> bytes:
    """The key for the hashes of a bot's answered updates; it reveals nothing about the token."""
    return hmac.digest(token.encode(), b"answered updates", "sha256")


class Waiting(NamedTuple):
    """The number and the chat of a waiting update."""

    number: int
    chat: int


class Marks(Protocol):
    """Remembers which updates are being handled, in case that ends the process."""

    def begin(self, number: int, /) -> None:
        """Record that an update is being handled."""

    def end(self, number: int, /) -> None:
        """Record that it no longer is."""


class AnyInbox(Protocol):
    """What the dispatch needs of an inbox, be it this bot's own or one of several bots."""

    @property
    def under_way(self) -> Marks:
        """Which updates are being handled."""

    @property
    def is_behind(self) -> bool:
        """Whether some waiting updates are only in memory."""

    def check_stored(self) -> None:
        """Check that all waiting updates are on disk."""

    def holds(self, number: int, /) -> bool:
        """Whether an update is known in memory."""

    def put(self, updates: Iterable[tuple[int, Body]], /) -> list[Waiting]:
        """Store updates; return those that are new and that this bot is to handle now."""

    def take_crashed(self) -> tuple[list[Stored], list[int]]:
        """Return the updates to apologize for, and the numbers of those to handle with care."""

    def close_set_aside(self, number: int, /) -> None:
        """Delete an update that was apologized for."""

    def waiting(self) -> list[Waiting]:
        """Return the waiting updates of this bot, oldest first."""

    def left_asides(self) -> set[int]:
        """Return those that wait for no message of their chats."""

    def read(self, number: int, /) -> tuple[Body, datetime] | None:
        """Return an update and when it was received, or None if it is not to be handled."""

    def peek(self, number: int, /) -> tuple[Body, datetime] | None:
        """Return the same, to see what belongs to the update and not to handle it."""

    def close(self, *numbers: int) -> None:
        """Delete updates that were answered or dropped."""


class Inbox:
    """Keeps each update until it is answered or dropped, and then a hash made with the ``key``.

    While another process keeps the database busy, new updates are kept in memory. ``under_way``
    remembers which are being handled.

    Raises:
        CorpusError: The database cannot be used; ``close`` logs this instead.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock = now,
        key: bytes = b"",
        under_way: UnderWay | None = None,
    ) -> None:
        self.under_way = under_way or UnderWay()
        self._stored = WaitingUpdates(database, key)
        self._path = database.path
        self._clock = clock
        self._closed: set[int] = set()  # not yet recorded on disk
        self._unstored: dict[int, Stored] = {}  # waiting, but not yet on disk
        self._busy: DatabaseError | None = None  # why they are not on disk

    @property
    def is_behind(self) -> bool:
        """Whether some waiting updates are only in memory."""
        return bool(self._unstored)

    def check_stored(self) -> None:
        """Check that all waiting updates are on disk.

        Raises:
            DatabaseError: Some are only in memory; Telegram must not be told that they arrived.
        """
        if self._busy is not None and self._unstored:
            raise DatabaseError(*self._busy.args)

    def holds(self, number: int) -> bool:
        """Whether an update is known in memory."""
        return number in self._unstored or number in self._closed

    def put(self, updates: Iterable[tuple[int, Body]]) -> list[Waiting]:
        """Store updates, each with its chat, and those in memory; return those that are new.

        Unless the inbox is then behind, they are safely on disk and can be confirmed to Telegram.
        """
        now = self._clock()
        fresh = [
            Stored(body["update_id"], chat, json.dumps(body), now)
            for chat, body in updates
            if not self.holds(body["update_id"])
        ]
        try:
            new = self._stored.put([*self._unstored.values(), *fresh], now, self._closed)
        except DatabaseError as error:
            if not error.is_busy:
                raise
            new = self._remember(fresh, error)
        else:
            new = [update for update in new if update.number not in self._unstored]
            self._unstored.clear()
            self._closed.clear()
        return [Waiting(update.number, update.chat) for update in new]

    def take_crashed(self) -> tuple[list[Stored], list[int]]:
        """Return the updates to apologize for, and the numbers of those to handle with care.

        The former were being handled at two crashes, and no longer wait. The latter were being
        handled at one.
        """
        if left := self.under_way.left():
            self._stored.count_crashes(left)
        self.under_way.clear()
        return self._stored.set_aside(), self._stored.suspects()

    def close_set_aside(self, number: int) -> None:
        """Delete an update that was apologized for; if that fails, it is apologized for again."""
        try:
            self._stored.close_set_aside(number)
        except CorpusError as error:
            logger.warning("Could not record an apology: %s", error)

    def waiting(self) -> list[Waiting]:
        """Return the waiting updates on disk, oldest first."""
        return [Waiting(number, chat) for number, chat in self._stored.waiting()]

    def left_asides(self) -> set[int]:
        """Return the waiting updates on disk that wait for no message of their chats."""
        return {number for number in self._stored.containing(ASIDES) if self._is_aside(number)}

    def read(self, number: int) -> tuple[Body, datetime] | None:
        """Return an update and when it was received, or None if it is not waiting."""
        if number in self._closed:
            return None
        if number in self._unstored:
            update = self._unstored[number]
            return json.loads(update.body), update.received
        stored = self._stored.body(number)
        try:
            return stored and (json.loads(stored[0]), stored[1])
        except ValueError:
            reason = "is damaged; restore a backup"
            raise DatabaseError(self._path, reason, "SQLITE_CORRUPT") from None

    def peek(self, number: int) -> tuple[Body, datetime] | None:
        """Return the same: whatever waits here can be handled."""
        return self.read(number)

    def close(self, *numbers: int) -> None:
        """Delete updates that were answered or dropped, all or none whatever ends the process.

        If the database cannot be written now, the next call tries again.
        """
        for number in numbers:
            self._unstored.pop(number, None)
        self._closed.update(numbers)
        try:
            self._stored.close(self._closed, self._clock())
        except CorpusError as error:
            if not (isinstance(error, DatabaseError) and error.is_busy):
                logger.warning("Could not record that an update was answered: %s", error)
        else:
            self._closed.clear()

    def _is_aside(self, number: int) -> bool:
        """Whether an update is of such a kind; False if it is damaged."""
        try:
            stored = self.read(number)
        except DatabaseError:
            return False
        return stored is not None and isinstance(stored[0], dict) and is_aside(stored[0])

    def _remember(self, fresh: Iterable[Stored], error: DatabaseError) -> list[Stored]:
        """Keep updates in memory because the database is busy; return those that are new."""
        self._busy = error
        new = []
        for update in fresh:
            if len(self._unstored) < MOST_UNSTORED and not self._stored.knows(update.number):
                self._unstored[update.number] = update
                new.append(update)
        return new
