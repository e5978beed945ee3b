"""How fast messages are sent, and in which order."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from telegram.constants import FloodLimit
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.delivery.receipt import in_hand
from bot.delivery.window import MINUTE, TICK, Window
from bot.monitoring.metrics import Metrics

SEND = "sendMessage"
COUNTED = frozenset({SEND, "editMessageText"})  # what uses the limits up; "typing…" does not
RETRIES = 3  # after Telegram asked to wait
MARGIN = 0.1  # seconds that may pass from here to Telegram
# Seconds from one message to the next: thirty at once, and thirty after a second, may arrive as
# sixty within one when the way to Telegram takes now longer, now shorter.
GAP = 1.1 / FloodLimit.MESSAGES_PER_SECOND
PATIENCE = 5.0  # seconds that a message waits in hand when Telegram asks to; longer in the inbox
# Messages that are under way at once, besides "typing…" and the like: httpx spends more time on
# choosing a connection than on sending when there are many of them, or many that wait for one.
CONNECTIONS = 8
MOST_GROUPS = 1000  # whose last messages are remembered before those long silent are dropped
LAST = 1.0  # seconds that a message under way has left when the bot ends
ALONE = 1 / FloodLimit.MESSAGES_PER_SECOND  # seconds that a message may hold up the next one


class MessageRate(BaseRateLimiter[None]):
    """Telegram's flood limits: 30 messages a second in all, 20 a minute in a group.

    Who waits for a group's limit, or because Telegram asked to wait with that chat, holds up no
    other chat. Where Telegram takes messages fast, one at a time is under way: then a kill finds
    one at most of which nobody knows whether it arrived.
    """

    def __init__(self, metrics: Metrics | None = None, *, limited: bool = True) -> None:
        self._metrics = metrics or Metrics()
        self._limited = limited
        self._groups: dict[int, Window] = {}
        self._asked_to_wait: dict[int, float] = {}  # until when, by the loop's clock
        self._next = 0.0  # from when on a message may be sent, by the loop's clock
        self._line = asyncio.Lock()
        self._sending = asyncio.Lock()
        self._connections = asyncio.Semaphore(CONNECTIONS)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to tidy up."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,  # noqa: ARG002 - python-telegram-bot passes it by name
    ) -> Any:
        """Send the request when the limits allow it."""
        if endpoint not in COUNTED:
            return await callback(*args, **kwargs)
        chat = int(data["chat_id"])
        for attempt in range(RETRIES + 1):
            try:
                async with self._turn(chat):
                    return await _to_its_end(self._send(callback(*args, **kwargs), endpoint))
            except RetryAfter as error:
                self._metrics.retries.inc()
                pause = seconds_to_wait(error)
                self._asked_to_wait[chat] = _now() + pause + MARGIN
                if attempt == RETRIES or (pause > PATIENCE and in_hand.get() is not None):
                    raise
        raise AssertionError("every attempt returns or raises")

    async def _send(self, request: Coroutine[Any, Any, Any], endpoint: str) -> Any:
        result = await request
        self._metrics.sends.inc()
        receipt = in_hand.get()
        if receipt is not None and endpoint == SEND:
            receipt.close()
        return result

    async def room(self, chat: int) -> None:
        """Wait until there is room for a message to the chat."""
        if (pause := self._chat_wait(chat)) > 0:
            await asyncio.sleep(pause)
            await self.room(chat)  # another message may have taken it

    @asynccontextmanager
    async def _turn(self, chat: int) -> AsyncIterator[None]:
        """Have the chat's room, everybody's room and a connection."""
        while True:
            await self.room(chat)
            async with AsyncExitStack() as had:
                async with self._line:
                    await had.enter_async_context(self._connections)
                    await had.enter_async_context(self._alone())
                    if not await self._take_room(chat):
                        continue
                yield
                return

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """Be the only one that sends, unless the one before takes longer than its time."""
        held = True
        try:
            async with asyncio.timeout(ALONE):
                await self._sending.acquire()
        except TimeoutError:
            held = False
        try:
            yield
        finally:
            if held:
                self._sending.release()

    async def _take_room(self, chat: int) -> bool:
        """Wait for everybody's room; return whether the chat has any by then."""
        if not self._limited:
            return True
        await asyncio.sleep(max(self._next - _now(), 0.0))
        now = _now()
        if self._chat_wait(chat) > 0:
            return False
        self._next = now + GAP
        if chat < 0:
            self._group(chat, now).take(now)
        return True

    def _chat_wait(self, chat: int) -> float:
        now = _now()
        until = self._asked_to_wait.get(chat, now)
        if until <= now:
            self._asked_to_wait.pop(chat, None)
        asked = until - now if until - now > TICK else 0.0
        if chat > 0 or not self._limited:
            return asked
        return max(asked, self._group(chat, now).wait(now))

    def _group(self, chat: int, now: float) -> Window:
        if chat not in self._groups:
            if len(self._groups) >= MOST_GROUPS:
                kept = {
                    one: moments
                    for one, moments in self._groups.items()
                    if not moments.is_idle(now)
                }
                self._groups = kept
            most = FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP
            self._groups[chat] = Window(most, MINUTE + MARGIN)
        return self._groups[chat]


async def _to_its_end(sending: Coroutine[Any, Any, Any]) -> Any:
    """What comes of a message under way, which has some time left when the bot is to end.

    Broken off, it might have arrived all the same, and would come again after the next start.
    """
    task = asyncio.create_task(sending)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=LAST)
        task.cancel()
        raise


def _now() -> float:
    return asyncio.get_running_loop().time()


def seconds_to_wait(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    pause = error.retry_after
    return float(pause) if isinstance(pause, int) else pause.total_seconds()
