"""The order in which updates are handled: one at a time per chat, chats concurrently."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterable
from datetime import datetime
from functools import partial
from typing import Any

from telegram import Bot, Update

from bot.delivery.flood_limits import MESSAGES_PER_MINUTE_IN_GROUP
from bot.delivery.receipt import Receipt, in_hand
from bot.monitoring.logs import error_id
from bot.replies.about_me import SET_ASIDE, SORRY
from bot.updates.apology import apologize
from bot.updates.bodies import Body, without_lone_surrogates
from bot.updates.inbox import Inbox, Waiting
from corpus.clock import Clock, now
from corpus.errors import CorpusError, DatabaseError
from corpus.store.waiting_updates import WAITING, Stored

logger = logging.getLogger(__name__)

AT_ONCE = 256  # updates handled concurrently; further chats wait their turn
LONGEST_GROUP_QUEUE = MESSAGES_PER_MINUTE_IN_GROUP  # messages; more could not be answered soon
LONGEST_PRIVATE_QUEUE = 200
LARGEST = 1 << 63  # exclusive; SQLite cannot store larger numbers
MOST_READS = 2  # failed ones, before a damaged update is dropped
FIRST_PAUSE = 2.0  # seconds before the first retry; each pause is twice the one before
LONGEST_PAUSE = 300.0

Handle = Callable[[Update], Awaitable[None]]
Room = Callable[[int], Awaitable[None]]


class Dispatch:
    """Stores updates in the inbox and has them handled, one at a time in each chat.

    ``concerns`` says which updates are for the bot; others are not stored. ``room`` waits until
    a message to a chat is allowed. While Telegram cannot be reached, an update is retried for up
    to a day. One that was being handled when the bot crashed is handled while no other such
    update is; after two crashes, it is set aside with an apology.
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
        self._concerns = concerns
        self._room = room
        self._clock = clock
        self._chats: dict[int, deque[int]] = {}  # numbers of the waiting updates
        self._arrived: dict[int, float] = {}  # of the waiting updates, by the loop's clock
        self._crowded: dict[int, int] = {}  # by chat, the update that gets the reply "too busy"
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
        return sum(map(len, self._chats.values()))

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
        self._suspects.update(suspects)
        for update in set_aside:
            self._apologize_for(update)
        left = self._inbox.waiting()
        self._enqueue(left, {update.number for update in left})
        return len(left)

    def accept(self, bodies: Iterable[Body]) -> None:
        """Store and queue new updates; once this returns, they can be confirmed.

        Raises:
            CorpusError: They could not be stored. If another process keeps the database busy, they
                are queued all the same, and known when they come again.
        """
        kept = []
        required = set()
        for body in map(without_lone_surrogates, bodies):
            if self._inbox.holds(body["update_id"]):
                continue
            update = self._read(body)
            if update is not None and self._is_for_us(update):
                chat = update.effective_chat
                kept.append((chat.id if chat else 0, body))
                message = update.message or update.edited_message
                if message is None or message.migrate_to_chat_id:
                    required.add(update.update_id)
        if kept or self._inbox.is_behind:
            self._enqueue(self._inbox.put(kept), required)
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

    def _enqueue(self, updates: Iterable[Waiting], required: Collection[int]) -> None:
        """Queue updates in their chats; the required ones are never dropped."""
        for number, chat in updates:
            self._arrived[number] = asyncio.get_running_loop().time()
            if chat in self._chats:
                self._append(chat, number, is_required=number in required)
                continue
            self._chats[chat] = deque([number])
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
        self._start(apologize(self._bot, update.chat, update.body, sorry))

    def _append(self, chat: int, number: int, *, is_required: bool) -> None:
        """Queue an update. If the queue is full, one gets "too busy" and the rest are dropped."""
        waiting = self._chats[chat]
        longest = LONGEST_GROUP_QUEUE if chat < 0 else LONGEST_PRIVATE_QUEUE
        if is_required or len(waiting) < longest:
            waiting.append(number)
        elif chat not in self._crowded:
            self._crowded[chat] = number
            waiting.append(number)
        else:
            self._arrived.pop(number, None)
            self._inbox.close(number)

    async def _serve(self, chat: int) -> None:
        """Handle a chat's updates until its queue is empty."""
        waiting = self._chats[chat]
        pause = FIRST_PAUSE
        receipt: Receipt | None = None
        try:
            while waiting and not self._closing:
                await self._room(chat)
                if receipt is None:
                    receipt = self._receipt(chat, waiting[0])
                async with self._one_by_one if waiting[0] in self._suspects else self._slots:
                    retry = not self._closing and await self._try(chat, waiting[0], receipt)
                if retry:
                    if not receipt.is_wait_known:  # otherwise ``room`` waits
                        await asyncio.sleep(pause)
                        pause = min(2 * pause, LONGEST_PAUSE)
                elif not self._closing:
                    if self._crowded.get(chat) == waiting.popleft():
                        del self._crowded[chat]
                    pause = FIRST_PAUSE
                    receipt = None
        finally:
            del self._chats[chat]
            self._crowded.pop(chat, None)

    def _receipt(self, chat: int, number: int) -> Receipt:
        under_way = self._inbox.under_way
        return Receipt(
            partial(self._inbox.close, number),
            arrived=self._arrived.pop(number, None),
            crowded=self._crowded.get(chat) == number,
            suspect=number in self._suspects,
            on_begin=partial(under_way.begin, number),
            on_end=partial(under_way.end, number),
        )

    async def _try(self, chat: int, number: int, receipt: Receipt) -> bool:
        """Handle an update; return whether to retry."""
        receipt.begin_attempt()
        receipt.begin_work()
        try:
            return await self._attempt(number, receipt)
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

    async def _attempt(self, number: int, receipt: Receipt) -> bool:
        stored = self._inbox.read(number)
        if stored is None:  # deleted by /forget
            receipt.mark_done()
            return False
        body, received = stored
        update = self._read(body)
        if update is None:
            receipt.mark_done()
            return False
        if self._clock() - received > WAITING:
            logger.warning("Dropped update %d: could not answer it for a day.", number)
            receipt.mark_done()
            return False
        sender = update.effective_sender
        receipt.note_user(sender.id if sender else None)
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

    def _is_for_us(self, update: Update) -> bool:
        chat = update.effective_chat
        numbers = (update.update_id, chat.id if chat else 0)
        if not all(isinstance(n, int) and -LARGEST <= n < LARGEST for n in numbers):
            return False
        try:
            return self._concerns(update)
        except Exception:  # otherwise Telegram would resend it with every poll
            logger.exception("Skipped an update that could not be examined.")
            return False

    def _read(self, body: Body) -> Update | None:
        try:
            return Update.de_json(body, self._bot)
        except Exception:  # python-telegram-bot raises all kinds of errors for unknown content
            logger.exception("Skipped an update that could not be parsed.")
            return None
