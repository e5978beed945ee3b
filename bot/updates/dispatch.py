"""The order in which updates are handled: one at a time per chat, chats concurrently."""

import asyncio
import logging
from collections.abc import Coroutine, Iterable, Mapping
from datetime import datetime
from enum import Enum, auto
from typing import Any

from telegram import Bot, Update

from bot.delivery.limits.flood_limits import Limits
from bot.delivery.receipt import Receipt
from bot.delivery.retries import before_retry, pauses
from bot.updates.apology import Apologies
from bot.updates.attempts import Attempts, Handle
from bot.updates.bodies import Body, body_in, is_aside
from bot.updates.gathering import Gathering
from bot.updates.inbox import AnyInbox, Waiting
from bot.updates.parsing import Parsing, Sorting, holds
from bot.updates.queues.asides import Aside, Asides
from bot.updates.queues.chat_queues import Arrival, ChatQueues
from bot.updates.queues.crowds import Crowds
from bot.updates.queues.inline_queries import InlineQueries
from bot.updates.signs import Signs
from bot.updates.speech import LanguageOf
from bot.wording.catalogues import ENGLISH
from corpus.clock import Clock, now
from corpus.store.waiting_updates import MOST_CRASHES, Stored, Taken

logger = logging.getLogger(__name__)

AT_ONCE = 256  # updates handled concurrently; further chats wait their turn


class Way(Enum):
    """How an update waits."""

    ORDINARY = auto()  # in its chat; dropped if too many wait there
    REQUIRED = auto()  # in its chat; never dropped
    ASIDE = auto()  # for nothing in its chat


class Dispatch:
    """Stores updates in the inbox and has them handled, one at a time in each chat.

    Presses of buttons, courtesies and the like wait for nothing in their chats, and inline queries
    are not stored. ``sorting`` says which updates are for the bot; others are not stored either.
    ``limits`` says when a message to a chat is allowed, and ``language_of`` in which language to
    apologize. Questions in a group that have to wait for
    that are told so by a reaction, and answered together.

    While Telegram cannot be reached, an update is retried for up to a day. An update that was
    being handled when the bot crashed is handled while no other such update is; after two crashes,
    it is set aside with an apology.
    """

    def __init__(
        self,
        inbox: AnyInbox,
        bot: Bot,
        handle: Handle,
        limits: Limits,
        sorting: Sorting,
        clock: Clock = now,
        language_of: LanguageOf = lambda *_: ENGLISH,
    ) -> None:
        self._inbox = inbox
        self._limits = limits
        self._sorting = sorting
        self._clock = clock
        self._queues = ChatQueues()
        self._parsing = Parsing(inbox, bot, sorting.concerns, clock)
        self._gathering = Gathering(self._queues, self._parsing)
        self._crowds = Crowds(self._queues, self._parsing, limits, sorting.asks)
        self._signs = Signs(self._parsing, self._queues, self._start)
        self._attempts = Attempts(inbox, bot, self._parsing, handle, language_of)
        self._asides = Asides(self._attempts, limits, self._start)
        self._inline = InlineQueries(handle, self._start)
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._apologies = Apologies(inbox, bot, language_of, self._start)
        self._last_contact: datetime | None = None

    @property
    def last_contact(self) -> datetime | None:
        """When the bot last heard from Telegram, or None if it has not yet."""
        return self._last_contact

    def note_contact(self) -> None:
        """Record that the bot has just heard from Telegram."""
        self._last_contact = self._clock()

    @property
    def waiting(self) -> int:
        """The number of updates waiting or being handled."""
        return len(self._queues) + len(self._asides) + len(self._inline)

    @property
    def left(self) -> int:
        """The number of updates on disk; when this run ends, they are left for the next."""
        return len(self._inbox.waiting())

    @property
    def set_aside(self) -> int:
        """The number of updates set aside at the start of this run."""
        return self._apologies.count

    def resume(self) -> int:
        """Queue the updates that an earlier run left; return how many there are.

        Raises:
            CorpusError: The database cannot be used; nothing has happened yet.
        """
        set_aside, suspects = self._inbox.take_crashed()
        left = self._inbox.waiting()
        self._attempts.suspect(suspects)
        asides = self._inbox.left_asides()
        ways = {}
        for number, chat in left:
            ways[number] = Way.ASIDE if number in asides else Way.REQUIRED
            if number not in asides:
                self._gathering.note_left(chat, number)
        self._apologies.make(set_aside)
        self._enqueue(left, ways, {})
        return len(left)

    @property
    def is_closing(self) -> bool:
        """Whether this run ends, so that no further update is handled."""
        return self._attempts.closing

    @property
    def running(self) -> int:
        """The number of updates being handled, or about to be."""
        return self._attempts.running

    def take(self, taken: Iterable[Taken]) -> None:
        """Queue updates that this bot has taken from an inbox that several bots share."""
        taken = list(taken)
        set_aside = [one for one in taken if one.crashes >= MOST_CRASHES]
        self._apologies.make(Stored(*one[:4]) for one in set_aside)
        left = [one for one in taken if one.crashes < MOST_CRASHES]
        self._attempts.suspect(one.number for one in left if one.crashes)
        ways, new = {}, {}
        for one in left:
            body = body_in(one.body)
            update = None if body is None or one.was_taken else self._parsing.parse(body)
            if body is not None and update is not None:
                ways[one.number], new[one.number] = self._way(body, update), update
            elif body is not None and is_aside(body):
                ways[one.number] = Way.ASIDE
            else:
                ways[one.number] = Way.REQUIRED
                self._gathering.note_left(one.chat, one.number)
        self._enqueue([Waiting(one.number, one.chat) for one in left], ways, new)

    def accept(self, bodies: Iterable[Body]) -> None:
        """Store and queue new updates; once this returns, they can be confirmed.

        Raises:
            CorpusError: They could not be stored. If another process keeps the database busy, they
                are queued all the same, and known when they come again.
        """
        kept = []
        ways = {}
        new = {}
        for body, update in self._gathering.select(bodies):
            if update.inline_query is not None:
                self._inline.add(update)
                continue
            chat = update.effective_chat
            kept.append((chat.id if chat else 0, body))
            new[update.update_id] = update
            ways[update.update_id] = self._way(body, update)
        if kept or self._inbox.is_behind:
            self._enqueue(self._inbox.put(kept), ways, new)
        self.note_contact()
        self._inbox.check_stored()

    async def close(self, seconds: float) -> None:
        """Give running updates this many seconds to finish; the rest wait for the next run."""
        self._attempts.closing = True
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)

    async def idle(self) -> None:
        """Wait until no update is left."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _way(self, body: Body, update: Update) -> Way:
        """The way of a new update."""
        if is_aside(body) or holds(self._sorting.is_courtesy, update):
            return Way.ASIDE
        message = update.message or update.edited_message
        is_required = message is None or message.migrate_to_chat_id
        return Way.REQUIRED if is_required else Way.ORDINARY

    def _enqueue(
        self, updates: Iterable[Waiting], ways: Mapping[int, Way], new: Mapping[int, Update]
    ) -> None:
        """Queue updates in their chats or beside them."""
        now, dropped = asyncio.get_running_loop().time(), list[int]()
        for number, chat in updates:
            is_first = chat not in self._queues
            update = new.get(number)
            arrival = Arrival(now, _sender(update) or chat)
            way = ways.get(number, Way.ORDINARY)
            if way is Way.ASIDE:
                self._asides.add(chat, Aside(number, arrival))
                continue
            is_required = way is Way.REQUIRED
            if not self._queues.append(chat, number, arrival, is_required=is_required):
                dropped += self._refuse(chat, number, arrival, update)
                continue
            if is_first:
                self._start(self._serve(chat))
            if update is not None:
                self._gathering.note(update)
            if update is not None and chat < 0:
                self._crowds.note(update)
                self._signs.seen(update, waits=self._crowds.has_to_wait(chat))
        if dropped:
            self._inbox.close(*dropped)  # at once: each time, other chats wait for the database

    def _refuse(
        self, chat: int, number: int, arrival: Arrival, update: Update | None
    ) -> list[int]:
        """Return an update, for which there is no room, unless it serves to tell its chat so."""
        if update is not None:
            self._signs.refused(update)
        if not self._queues.must_tell(chat):
            return [number]
        self._asides.add(chat, Aside(number, arrival, is_crowded=True))
        return []

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, chat: int) -> None:
        """Handle a chat's updates until its queue is empty."""
        retries = pauses()
        receipt: Receipt | None = None
        try:
            while (number := self._queues.first(chat)) is not None and not self._attempts.closing:
                is_question = chat < 0 and self._crowds.is_question(number)
                await (self._limits.pace(chat) if is_question else self._limits.room(chat))
                if receipt is None:
                    numbers = await self._gathering.follow(chat, number)
                    receipt = self._receipt(chat, numbers)
                if await self._attempts.attempt(chat, numbers, receipt, self._slots):
                    if receipt.is_split:
                        self._crowds.separate(numbers)
                        receipt = None
                    elif not receipt.is_wait_known:  # otherwise the limits wait
                        await asyncio.sleep(before_retry(receipt, next(retries)))
                        if receipt.is_retry_soon and not receipt.was_read:
                            receipt = None  # nor could what belongs to the update be read
                elif not self._attempts.closing:
                    self._queues.remove(chat, numbers)
                    self._crowds.forget(numbers)
                    retries, receipt = pauses(), None
        finally:
            self._crowds.forget(self._queues.waiting(chat))
            self._queues.close(chat)
            self._gathering.close(chat)

    def _receipt(self, chat: int, numbers: list[int]) -> Receipt:
        """The receipt of a chat's first update, and those handled with it.

        Questions that are answered with the first one are added to ``numbers``.
        """
        if chat < 0 and len(numbers) == 1:
            numbers[:] = self._crowds.together(chat, numbers[0], self._attempts.suspects)
            if len(numbers) > 1:
                arrivals = [self._queues.arrival(number) for number in numbers]
                return self._attempts.joint_receipt(numbers, arrivals)
        return self._attempts.receipt(numbers, self._queues.arrival(numbers[0]))


def _sender(update: Update | None) -> int | None:
    """Who sent an update, if anybody is known."""
    sender = update.effective_sender if update is not None else None
    return sender.id if sender else None
