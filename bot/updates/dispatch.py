"""The order in which updates are handled: one at a time per chat, chats concurrently."""

import asyncio
import logging
from collections.abc import (
    Awaitable,
    Callable,
    Collection,
    Coroutine,
    Iterable,
    Mapping,
    Sequence,
)
from datetime import datetime
from functools import partial
from typing import Any

from telegram import Bot, Update

from bot.delivery.limits.fair_queue import FairQueue
from bot.delivery.receipt import Receipt, in_hand
from bot.delivery.retries import pauses
from bot.monitoring.logs import error_id
from bot.replies.about_me import SET_ASIDE, SORRY
from bot.updates.apology import apologize, are_of_one_message
from bot.updates.bodies import Body
from bot.updates.chat_queues import Arrival, ChatQueues
from bot.updates.gathering import Gathering
from bot.updates.inbox import Inbox, Waiting
from bot.updates.parsing import Parsing
from corpus.clock import Clock, now
from corpus.errors import CorpusError, DatabaseError
from corpus.store.waiting_updates import Stored

logger = logging.getLogger(__name__)

AT_ONCE = 256  # updates handled concurrently; further chats wait their turn
MOST_READS = 2  # failed ones, before a damaged update is dropped

Handle = Callable[[Update], Awaitable[None]]
Room = Callable[[int], Awaitable[None]]


class Dispatch:
    """Stores updates in the inbox and has them handled, one at a time in each chat.

    ``concerns`` says which updates are for the bot; others are not stored. ``room`` waits until
    a message to a chat is allowed. While Telegram cannot be reached, an update is retried for up
    to a day. When many wait, those of users who had the fewest handled lately come first. An
    update that was being handled when the bot crashed is handled while no other such update is;
    after two crashes, it is set aside with an apology.
    """

    def __init__(
        self,
        inbox: Inbox,
        bot: Bot,
        handle: Handle,
        concerns: Callable[[Update], bool],
        room: Room,
        clock: Clock = now,
    ) -> None:
        self._inbox = inbox
        self._bot = bot
        self._handle = handle
        self._room = room
        self._clock = clock
        self._queues = ChatQueues()
        self._parsing = Parsing(inbox, bot, concerns, clock)
        self._gathering = Gathering(self._queues, self._parsing)
        self._turns = FairQueue()  # for the time until the first await of a handler
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._suspects: set[int] = set()  # were being handled when the bot crashed
        self._one_by_one = asyncio.Lock()
        self._set_aside = 0
        self._closing = False
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
        return len(self._queues)

    @property
    def left(self) -> int:
        """The number of updates on disk; when this run ends, they are left for the next."""
        return len(self._inbox.waiting())

    @property
    def set_aside(self) -> int:
        """The number of updates set aside at the start of this run."""
        return self._set_aside

    def resume(self) -> int:
        """Queue the updates that an earlier run left; return how many there are.

        Raises:
            CorpusError: The database cannot be used; nothing has happened yet.
        """
        set_aside, suspects = self._inbox.take_crashed()
        left = self._inbox.waiting()
        self._suspects.update(suspects)
        for number, chat in left:
            self._gathering.note_left(chat, number)
        before: dict[int, Stored] = {}  # by chat
        for update in set_aside:
            first = before.get(update.chat)
            before[update.chat] = update
            if first is not None and are_of_one_message(first.body, update.body):
                self._set_aside += 1
                self._inbox.close_set_aside(update.number)
            else:
                self._apologize_for(update)
        self._enqueue(left, {update.number for update in left}, {})
        return len(left)

    def accept(self, bodies: Iterable[Body]) -> None:
        """Store and queue new updates; once this returns, they can be confirmed.

        Raises:
            CorpusError: They could not be stored. If another process keeps the database busy, they
                are queued all the same, and known when they come again.
        """
        kept = []
        required = set()
        senders = {}
        for body, update in self._gathering.select(bodies):
            chat = update.effective_chat
            kept.append((chat.id if chat else 0, body))
            sender = update.effective_sender
            senders[update.update_id] = sender.id if sender else None
            message = update.message or update.edited_message
            if message is None or message.migrate_to_chat_id:
                required.add(update.update_id)
        if kept or self._inbox.is_behind:
            self._enqueue(self._inbox.put(kept), required, senders)
        self.note_contact()
        self._inbox.check_stored()

    async def close(self, seconds: float) -> None:
        """Give running updates this many seconds to finish; the rest wait for the next run."""
        self._closing = True
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

    def _enqueue(
        self,
        updates: Iterable[Waiting],
        required: Collection[int],
        senders: Mapping[int, int | None],
    ) -> None:
        """Queue updates in their chats; the required ones are never dropped."""
        now = asyncio.get_running_loop().time()
        for number, chat in updates:
            is_new = chat not in self._queues
            arrival = Arrival(now, senders.get(number) or chat)
            if not self._queues.append(chat, number, arrival, is_required=number in required):
                self._inbox.close(number)
            elif is_new:
                self._start(self._serve(chat))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _apologize_for(self, update: Stored) -> None:
        """Log that an update was set aside, and apologize to whoever sent it."""
        name = error_id()
        logger.warning(
            "Error %s: set aside update %d, because handling it ended the bot twice.",
            name,
            update.number,
        )
        self._set_aside += 1
        sorry = SET_ASIDE.format(name=name)
        self._start(self._finish_set_aside(update, sorry))

    async def _finish_set_aside(self, update: Stored, sorry: str) -> None:
        """Apologize for an update; if this ends the process as well, it is tried once more."""
        self._inbox.under_way.begin(update.number)
        try:
            if await apologize(self._bot, update.chat, update.body, sorry):
                self._inbox.close_set_aside(update.number)
        finally:
            self._inbox.under_way.end(update.number)

    async def _serve(self, chat: int) -> None:
        """Handle a chat's updates until its queue is empty."""
        retries = pauses()
        receipt: Receipt | None = None
        try:
            while (number := self._queues.first(chat)) is not None and not self._closing:
                await self._room(chat)
                if receipt is None:
                    numbers = await self._gathering.follow(chat, number)
                    receipt = self._receipt(chat, numbers)
                async with self._turns.turn(receipt.user):
                    await asyncio.sleep(0)  # lets the handler before this one do its work
                    self._turns.count(receipt.user)
                async with self._one_by_one if receipt.is_suspect else self._slots:
                    retry = not self._closing and await self._try(chat, numbers, receipt)
                if retry:
                    if not receipt.is_wait_known:  # otherwise ``room`` waits
                        await asyncio.sleep(next(retries))
                elif not self._closing:
                    for _ in numbers:
                        self._queues.remove_first(chat)
                    retries = pauses()
                    receipt = None
        finally:
            self._queues.close(chat)
            self._gathering.close(chat)

    def _receipt(self, chat: int, numbers: list[int]) -> Receipt:
        under_way = self._inbox.under_way
        arrival = self._queues.arrival(numbers[0])
        return Receipt(
            partial(_for_each, numbers, self._inbox.close),
            user=arrival.user,
            arrived=arrival.time,
            crowded=any(self._queues.is_crowded(chat, number) for number in numbers),
            suspect=not self._suspects.isdisjoint(numbers),
            on_begin=partial(_for_each, numbers, under_way.begin),
            on_end=partial(_for_each, numbers, under_way.end),
        )

    async def _try(self, chat: int, numbers: Sequence[int], receipt: Receipt) -> bool:
        """Handle an update; return whether to retry."""
        receipt.begin_attempt()
        receipt.begin_work()
        try:
            return await self._attempt(numbers, receipt)
        except CorpusError as error:
            if isinstance(error, DatabaseError) and error.is_damaged:
                receipt.count_failure()
            if receipt.failures > MOST_READS:
                await self._drop_damaged(chat, receipt, error)
                return False
            logger.warning("Cannot read an update from the database: %s. Retrying.", error)
            return True
        finally:
            receipt.end_work()

    async def _drop_damaged(self, chat: int, receipt: Receipt, error: CorpusError) -> None:
        name = error_id()
        logger.error("Error %s: dropped an update that cannot be read: %s", name, error)
        receipt.mark_done()
        await apologize(self._bot, chat, None, SORRY.format(name=name))

    async def _attempt(self, numbers: Sequence[int], receipt: Receipt) -> bool:
        update, parts = self._parsing.stored(numbers)
        if update is None:
            receipt.mark_done()
            return False
        receipt.hold(parts)
        token = in_hand.set(receipt)
        try:
            await self._handle(update)
        finally:
            in_hand.reset(token)
        if receipt.is_handed_over:
            return False
        if receipt.is_retry_wanted:
            return True
        receipt.mark_done()
        return False


def _for_each(numbers: Iterable[int], do: Callable[[int], None]) -> None:
    for number in numbers:
        do(number)
