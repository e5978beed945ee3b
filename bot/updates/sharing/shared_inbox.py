"""The inbox that several bots share: each handles what it takes."""

import json
import logging
from collections import deque
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice
from time import monotonic

from bot.updates.bodies import Body
from bot.updates.inbox import Waiting
from corpus.clock import Clock, now
from corpus.errors import CorpusError, DatabaseError
from corpus.store.database.interface import Database
from corpus.store.waiting_updates import Stored, Taken, WaitingUpdates

logger = logging.getLogger(__name__)


def _nothing() -> None:
    """Tell nobody."""


UNSURE = "cannot say now which updates are this bot's"
NOT_AMONG = "may be used by bots with another token"
MOST_AT_ONCE = 10_000  # updates closed in a statement; PostgreSQL takes 65,535 values
DOUBTFUL = 10.0  # seconds for which a server that crashes may forget that an update was closed


class StoredMarks:
    """Remembers in the database which updates are being handled, if it can be written."""

    def __init__(self, stored: WaitingUpdates) -> None:
        self._stored = stored

    def begin(self, number: int) -> None:
        """Record that an update is being handled."""
        with suppress(CorpusError):
            self._stored.mark(number, under_way=True)

    def end(self, number: int) -> None:
        """Record that it no longer is."""
        with suppress(CorpusError):
            self._stored.mark(number, under_way=False)


class SharedInbox:
    """Keeps each update until it is answered or dropped by the bot that took it.

    New updates are left to whoever takes them. Nothing is kept in memory alone: what cannot be
    stored is not confirmed to Telegram. While this bot ``is_cut_off`` from the others, they may
    take what it holds, so it begins with none of that. While it ``is_refused``, or may be, they
    would take what was written to this bot for their own, so it stores nothing.

    Raises:
        CorpusError: The database cannot be used; ``close`` logs this instead.
    """

    is_behind = False

    def __init__(self, database: Database, clock: Clock = now, key: bytes = b"") -> None:
        self.freed: Callable[[], None] = _nothing  # called when an update is closed
        self.is_cut_off = self.is_refused = False
        self._stored = WaitingUpdates(database, key, announced=True)
        self.under_way = StoredMarks(self._stored)
        self._path = database.path
        self._clock = clock
        self._held: dict[int, int] = {}  # the chats of the updates taken and not closed, by number
        self._lost: set[int] = set()  # of these, those that another bot may have taken
        self._dropped: set[int] = set()  # of these, those that are not handled here
        self._closed: set[int] = set()  # not yet recorded in the database
        self._recorded: deque[tuple[float, Sequence[int]]] = deque()  # when, lately

    def check_stored(self) -> None:
        """Do nothing: no update is only in memory."""

    def holds(self, number: int) -> bool:
        """Whether an update was closed by this bot and the database does not know."""
        return number in self._closed

    def put(self, updates: Iterable[tuple[int, Body]]) -> list[Waiting]:
        """Store updates for all bots; return none, as none is handled before it is taken."""
        if self.is_refused:
            raise DatabaseError(self._path, NOT_AMONG, "UNAVAILABLE")
        now = self._clock()
        fresh = [
            Stored(body["update_id"], chat, json.dumps(body), now)
            for chat, body in updates
            if not self.holds(body["update_id"])
        ]
        self._stored.put(fresh, now, self._closed)
        self._closed.clear()
        return []

    def hold(self, taken: Iterable[Taken]) -> list[Taken]:
        """Note which updates this bot has taken; return those that it does not have already."""
        taken = [one for one in taken if one.number not in self._closed]
        new = [one for one in taken if one.number not in self._held]
        for one in taken:
            self._held[one.number] = one.chat
            self._lost.discard(one.number)
            self._dropped.discard(one.number)
        return new

    def __len__(self) -> int:
        return len(self._held)

    def lose(self, own: Collection[int]) -> list[int]:
        """Drop all that this bot holds except its ``own``, and close again what it closed lately.

        So another bot may take what this one lost while it could not reach the database. Return
        those of its own that it does not know.
        """
        self._lost = {number for number in self._held if number not in own}
        self._dropped &= self._lost
        # However long ago: the server may have crashed right after that, and been away since.
        self._closed.update(number for _, numbers in self._recorded for number in numbers)
        unknown = [one for one in own if one not in self._held and one not in self._closed]
        self.record()
        return unknown

    def chats(self) -> set[int]:
        """The chats of which this bot holds updates."""
        return {chat for number, chat in self._held.items() if number not in self._lost}

    def take_crashed(self) -> tuple[list[Stored], list[int]]:
        """Return nothing: crashes are counted when the updates are taken."""
        return [], []

    def close_set_aside(self, number: int) -> None:
        """Delete an update that was apologized for; if that fails, it is apologized for again."""
        self._held.pop(number, None)
        try:
            self._stored.close_set_aside(number)
        except CorpusError as error:
            logger.warning("Could not record an apology: %s", error)

    def waiting(self) -> list[Waiting]:
        """Return the updates that this bot holds, oldest first."""
        return [Waiting(number, chat) for number, chat in sorted(self._held.items())]

    def left_asides(self) -> set[int]:
        """Return nothing: whoever takes an update sees what it is."""
        return set()

    def read(self, number: int) -> tuple[Body, datetime] | None:
        """Return an update and when it was received, or None if it is not to be handled here."""
        if number in self._closed:
            return None
        if number in self._lost:
            self._dropped.add(number)
        elif self.is_cut_off and number in self._held:
            raise DatabaseError(self._path, UNSURE, "UNAVAILABLE")
        return self.peek(number)

    def peek(self, number: int) -> tuple[Body, datetime] | None:
        """Return the same, to see what belongs to the update, although others may handle it."""
        if number in self._closed or number in self._lost:
            return None
        stored = self._stored.body(number)
        try:
            return stored and (json.loads(stored[0]), stored[1])
        except ValueError:
            reason = "is damaged; restore a backup"
            raise DatabaseError(self._path, reason, "CORRUPT") from None

    def close(self, *numbers: int) -> None:
        """Delete updates that were answered or dropped, but not those left to other bots.

        If the database cannot be written now, ``record`` tries again.
        """
        for number in numbers:
            self._held.pop(number, None)
            self._lost.discard(number)
        self._closed.update(number for number in numbers if number not in self._dropped)
        self._dropped.difference_update(numbers)
        self.record()
        self.freed()

    @property
    def owes(self) -> bool:
        """Whether updates were closed and the database does not know."""
        return bool(self._closed)

    def record(self) -> None:
        """Record in the database which updates were closed."""
        while self._closed:
            numbers = tuple(islice(self._closed, MOST_AT_ONCE))
            try:
                self._stored.close_at_once(numbers, self._clock())
            except CorpusError as error:
                if not (isinstance(error, DatabaseError) and error.is_busy):
                    logger.warning("Could not record that an update was answered: %s", error)
                return
            self._recorded.append((monotonic(), numbers))
            self._closed.difference_update(numbers)
        old = monotonic() - DOUBTFUL
        while self._recorded and self._recorded[0][0] < old and not self.is_cut_off:
            self._recorded.popleft()

    def give_back(self, bot: int) -> None:
        """Leave what this bot has taken to others."""
        self.record()
        try:
            self._stored.give_back(bot)
        except CorpusError as error:  # then they take it when they see that this one is gone
            logger.warning("Could not leave updates to other bots: %s", error)
