"""Who is answered when: each chat in its own order, and no chat waits for another."""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Iterable
from datetime import datetime
from functools import partial
from typing import Any

from telegram import Bot, Update

from bot.clock import Clock, now
from bot.delivery.receipt import Receipt, in_hand
from bot.updates.inbox import LONGEST, Body, Inbox, Waiting
from corpus.errors import CorpusError

logger = logging.getLogger(__name__)

AT_ONCE = 256  # updates in hand; more chats may wait
CROWD = 20  # messages that wait in a group; it gets no more answers than that in a minute
QUEUE = 200  # and in a private chat
LARGEST = 1 << 63  # numbers from here on no database holds
FIRST_PAUSE = 2.0  # seconds before an update is tried again; each pause is twice as long
LONGEST_PAUSE = 300.0

Handle = Callable[[Update], Awaitable[None]]
Room = Callable[[int], Awaitable[None]]


class Dispatch:
    """Takes updates into the inbox, and has them handled one after the other in each chat.

    ``concerns`` tells which updates are for the bot; others are not kept. ``room`` waits until
    something may be sent to a chat. An update that cannot be answered because Telegram is out of
    reach is tried again, for a day.
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
        self._chats: dict[int, deque[int]] = {}  # the numbers of updates that wait
        self._crowded: dict[int, int] = {}  # the update that is told so, in each crowded group
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._closing = False
        self.heard: datetime | None = None  # when Telegram was last heard of

    @property
    def waiting(self) -> int:
        """How many updates wait or are in hand."""
        return sum(map(len, self._chats.values()))

    @property
    def left(self) -> int:
        """How many updates wait on disk: for the next run, once this one has ended."""
        return len(self._inbox.waiting())

    def resume(self) -> int:
        """Begin with what an earlier run left; return how much that is."""
        left = self._inbox.waiting()
        self._enqueue(left, {one.number for one in left})
        return len(left)

    def accept(self, bodies: Iterable[Body]) -> None:
        """Keep updates, if any, as they came; when this returns they may be confirmed.

        Raises:
            CorpusError: They could not be kept.
        """
        kept = []
        firm = set()
        for body in map(_whole, bodies):
            update = self._read(body)
            if update is not None and self._is_for_us(update):
                chat = update.effective_chat
                kept.append((chat.id if chat else 0, body))
                message = update.message or update.edited_message
                if message is None or message.migrate_to_chat_id:
                    firm.add(update.update_id)
        if kept:
            self._enqueue(self._inbox.put(kept), firm)
        self.heard = self._clock()

    async def close(self, seconds: float) -> None:
        """Let what is in hand be finished, for some seconds; the rest waits for the next run."""
        self._closing = True
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)

    async def idle(self) -> None:
        """Wait until nothing is left to do."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _enqueue(self, updates: Iterable[Waiting], firm: Collection[int]) -> None:
        """Let updates wait for their chats' turns; those that are firm are never dropped."""
        for number, chat in updates:
            if chat in self._chats:
                self._append(chat, number, is_firm=number in firm)
                continue
            self._chats[chat] = deque([number])
            task = asyncio.create_task(self._serve(chat))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _append(self, chat: int, number: int, *, is_firm: bool) -> None:
        """Let an update wait; in a crowded chat one message is told so, and others dropped."""
        waiting = self._chats[chat]
        if is_firm or len(waiting) < (CROWD if chat < 0 else QUEUE):
            waiting.append(number)
        elif chat not in self._crowded:
            self._crowded[chat] = number
            waiting.append(number)
        else:
            self._inbox.close(number)

    async def _serve(self, chat: int) -> None:
        """Handle what waits in a chat, until nothing does."""
        waiting = self._chats[chat]
        pause = FIRST_PAUSE
        receipt: Receipt | None = None
        try:
            while waiting and not self._closing:
                await self._room(chat)
                if receipt is None:
                    crowded = self._crowded.get(chat) == waiting[0]
                    receipt = Receipt(partial(self._inbox.close, waiting[0]), crowded=crowded)
                async with self._slots:
                    again = not self._closing and await self._tried(waiting[0], receipt)
                if again and receipt.told_when:
                    continue
                if again:
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

    async def _tried(self, number: int, receipt: Receipt) -> bool:
        """Handle an update; return whether it is to be tried again."""
        try:
            return await self._handled(number, receipt)
        except CorpusError as error:
            logger.warning("An update cannot be read: %s. Trying again.", error)
            return True

    async def _handled(self, number: int, receipt: Receipt) -> bool:
        found = self._inbox.read(number)
        if found is None:  # what the chat said was forgotten meanwhile
            return False
        body, received = found
        receipt.again = receipt.told_when = False
        update = self._read(body)
        if update is None:
            receipt.close()
            return False
        if self._clock() - received > LONGEST:
            logger.warning("Update %d is dropped: it could not be answered for a day.", number)
            receipt.close()
            return False
        token = in_hand.set(receipt)
        try:
            await self._handle(update)
        finally:
            in_hand.reset(token)
        if receipt.again and receipt.is_open:
            return True
        receipt.close()
        return False

    def _is_for_us(self, update: Update) -> bool:
        chat = update.effective_chat
        numbers = (update.update_id, chat.id if chat else 0)
        if not all(isinstance(one, int) and -LARGEST <= one < LARGEST for one in numbers):
            return False
        try:
            return self._concerns(update)
        except Exception:  # else it would come back with every poll, and alone
            logger.exception("An update could not be looked at; it is passed over.")
            return False

    def _read(self, body: Body) -> Update | None:
        try:
            return Update.de_json(body, self._bot)
        except Exception:  # the library raises whatever it comes across in what it does not know
            logger.exception("Telegram sent an update that cannot be read; it is passed over.")
            return None


def _whole(body: Body) -> Body:
    """The same without halves of characters: JSON can hold those, a message cannot."""
    written = json.dumps(body, ensure_ascii=False)
    try:
        written.encode()
    except UnicodeEncodeError:
        mended = written.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        body = json.loads(mended)
    return body


def numbered(bodies: object) -> list[dict[str, Any]]:
    """The updates among what Telegram sent, in order; what has no number is none."""
    listed = bodies if isinstance(bodies, list) else []
    every = [one for one in listed if isinstance(one, dict)]
    return sorted(
        (one for one in every if isinstance(one.get("update_id"), int)),
        key=lambda one: one["update_id"],
    )
