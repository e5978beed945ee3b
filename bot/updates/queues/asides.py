"""Updates that wait for no message of their chat: presses of buttons, reactions and the like."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple

from bot.delivery.limits.flood_limits import Limits
from bot.delivery.retries import before_retry, pauses
from bot.updates.attempts import Attempts
from bot.updates.queues.chat_queues import Arrival

MOST_OF_CHAT = 50  # handled at once; each may wait for the limits with what it sends
AT_ONCE = 512  # of all chats; with those of the dispatch, fewer than ``under_way`` has room for

Start = Callable[[Coroutine[Any, Any, None]], None]


class Aside(NamedTuple):
    """A waiting update; ``is_crowded`` if it is there to tell a chat that too many wait."""

    number: int
    arrival: Arrival
    is_crowded: bool = False


class Asides:
    """Handles updates as soon as they arrive, whatever waits in their chats.

    Only what is sent for them waits, in the rate limiter. What this run does not finish stays in
    the inbox.
    """

    def __init__(self, attempts: Attempts, limits: Limits, start: Start) -> None:
        self._attempts = attempts
        self._limits = limits
        self._start = start
        self._waiting: dict[int, deque[Aside]] = {}  # by chat
        self._busy: Counter[int] = Counter()  # how many are being handled, by chat
        self._slots = asyncio.Semaphore(AT_ONCE)

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values())) + self._busy.total()

    def add(self, chat: int, aside: Aside) -> None:
        """Have an update handled."""
        self._waiting.setdefault(chat, deque()).append(aside)
        if self._busy[chat] < MOST_OF_CHAT:
            self._busy[chat] += 1
            self._start(self._serve(chat))

    async def _serve(self, chat: int) -> None:
        """Handle a chat's updates until none is left for this task."""
        try:
            while not self._attempts.closing and (waiting := self._waiting.get(chat)):
                await self._insist(chat, waiting.popleft())
        finally:
            self._busy[chat] -= 1
            if not self._busy[chat]:
                del self._busy[chat]
                self._waiting.pop(chat, None)

    async def _insist(self, chat: int, aside: Aside) -> None:
        """Attempt an update until it is answered or dropped."""
        numbers = [aside.number]
        receipt = self._attempts.receipt(numbers, aside.arrival, is_crowded=aside.is_crowded)
        for pause in pauses():
            if not await self._attempts.attempt(chat, numbers, receipt, self._slots):
                return
            await asyncio.sleep(before_retry(receipt, pause))
            await self._limits.room(chat)
