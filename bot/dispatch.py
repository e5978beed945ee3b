"""Who is answered when: each chat in its own order, and no chat waits for another."""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from telegram import Bot, Update

from bot.inbox import Body, Clock, Inbox, Receipt, Waiting, in_hand, now
from corpus.errors import CorpusError

logger = logging.getLogger(__name__)

AT_ONCE = 256  # updates in hand; more chats may wait
LONGEST = timedelta(days=1)  # that an update waits; then nobody wants the answer any more
CROWD = 20  # updates that wait in a group; it gets no more answers than that in a minute
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

    def resume(self) -> int:
        """Begin with what an earlier run left; return how much that is."""
        left = self._inbox.waiting()
        self._enqueue(left)
        return len(left)

    def accept(self, bodies: Iterable[Body]) -> None:
        """Keep updates, if any, as they came; when this returns they may be confirmed.

        Raises:
            CorpusError: They could not be kept.
        """
        self.heard = self._clock()
        kept = []
        for body in map(_whole, bodies):
            update = self._read(body)
            if update is not None and self._concerns(update):
                chat = update.effective_chat
                kept.append((chat.id if chat else 0, body))
        if kept:
            self._enqueue(self._inbox.put(kept))

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

    def _enqueue(self, updates: Iterable[Waiting]) -> None:
        for number, chat in updates:
            if chat in self._chats:
                self._append(chat, number)
                continue
            self._chats[chat] = deque([number])
            task = asyncio.create_task(self._serve(chat))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _append(self, chat: int, number: int) -> None:
        """Let an update wait in its chat; in a crowded group one is told so, others dropped."""
        waiting = self._chats[chat]
        if chat > 0 or len(waiting) < CROWD:
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
        try:
            while waiting and not self._closing:
                await self._room(chat)
                async with self._slots:
                    again = not self._closing and await self._tried(waiting[0], chat)
                if again:
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, LONGEST_PAUSE)
                elif not self._closing:
                    if self._crowded.get(chat) == waiting.popleft():
                        del self._crowded[chat]
                    pause = FIRST_PAUSE
        finally:
            del self._chats[chat]
            self._crowded.pop(chat, None)

    async def _tried(self, number: int, chat: int) -> bool:
        """Handle an update; return whether it is to be tried again."""
        try:
            return await self._handled(number, chat)
        except CorpusError as error:
            logger.warning("An update cannot be read: %s. Trying again.", error)
            return True

    async def _handled(self, number: int, chat: int) -> bool:
        """Handle an update; return whether it is to be tried again."""
        found = self._inbox.read(number)
        if found is None:  # what the chat said was forgotten meanwhile
            return False
        body, received = found
        receipt = Receipt(self._inbox, number, crowded=self._crowded.get(chat) == number)
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
        if receipt.again:
            return True
        receipt.close()
        return False

    def _read(self, body: Body) -> Update | None:
        try:
            return Update.de_json(body, self._bot)
        except Exception:  # whatever a library may raise on what it did not expect
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
