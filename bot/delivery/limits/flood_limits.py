"""Telegram's flood limits, and the rate limiter that respects them."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from functools import partial
from math import ceil
from typing import Any, Protocol

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.delivery.limits.counting import Counting, OwnCounts
from bot.delivery.limits.fair_queue import FairQueue
from bot.delivery.limits.published import MESSAGES_PER_MINUTE_IN_GROUP, MESSAGES_PER_SECOND
from bot.delivery.limits.sign_limits import REACTIONS, TYPING, SignRate, seconds_to_wait
from bot.delivery.limits.window import MINUTE, TICK, Window
from bot.delivery.receipt import in_hand
from bot.monitoring.metrics import Metrics
from corpus.errors import CorpusError

logger = logging.getLogger(__name__)

SEND = "sendMessage"
COUNTED = frozenset({SEND, "editMessageText"})  # "typing…" does not count towards the limits
UNLIMITED = 1 << 30  # messages
GUEST = "answerGuestQuery"
RETRIES = 3  # after Telegram asked to wait
MARGIN = 0.1  # seconds, for latency
# Seconds between two messages. If they were sent in bursts of 30 a second, varying latency could
# make two bursts arrive within one second.
GAP = 1.1 / MESSAGES_PER_SECOND
PATIENCE = 5.0  # seconds; for longer waits the update goes back to the inbox
# Seconds that a message which answers no update waits at Telegram's request. What sends such
# messages to many chats must not wait for one in slow mode, whose members decide how long.
LONGEST_UNASKED = 15.0
# Messages in flight at once, not counting "typing…" and the like. With more connections, or more
# requests waiting for one, httpx spends longer choosing a connection than sending.
CONNECTIONS = 8
MOST_GROUPS = 1000  # before idle ones are forgotten
# The last messages that a group may get within a minute are spread over the rest of it. Then a
# question waits for seconds, and not for the rest of the minute, and is answered with others.
SPREAD = 5
UNCOUNTED = 1  # seconds until a message is tried again that could not be counted
LAST = 1.0  # seconds for a message in flight to arrive when the bot stops
ALONE = 1 / MESSAGES_PER_SECOND  # seconds that a message can delay the next one


class Limits(Protocol):
    """When a message to a chat is allowed."""

    async def room(self, chat: int) -> None:
        """Wait until a message to the chat is allowed."""

    async def pace(self, chat: int) -> None:
        """Wait until a question in the chat may be answered, so that the limit is not reached."""

    def delay(self, chat: int) -> float:
        """How many seconds ``pace`` would wait now."""

    def left(self, chat: int) -> int:
        """How many messages ``pace`` would let pass now without a wait."""


class MessageRate(BaseRateLimiter[None]):
    """A rate limiter for all chats together and for each group.

    ``counting`` counts the messages; it can be shared with other bots of the same token.

    A chat that waits for its own limit, or because Telegram asked it to, delays no other chat.
    A user who causes many messages mostly delays their own.
    While Telegram responds fast, only one message is in flight at a time, so that after a kill
    there is at most one message that may or may not have arrived.
    """

    def __init__(
        self,
        metrics: Metrics | None = None,
        counting: Counting | None = None,
        *,
        limited: bool = True,
    ) -> None:
        self._metrics = metrics or Metrics()
        self._counting = counting or OwnCounts()
        self._limited = limited
        self._groups: dict[int, Window] = {}
        self._blocked_until: dict[int, float] = {}  # by the loop's clock, at Telegram's request
        self._all = Window(1, GAP)
        self._queue = FairQueue()
        self._send_lock = asyncio.Lock()
        self._connections = asyncio.Semaphore(CONNECTIONS)
        self._signs = {
            "setMessageReaction": SignRate(REACTIONS),
            "sendChatAction": SignRate(TYPING),
        }

    async def initialize(self) -> None:
        """Do nothing; python-telegram-bot requires the method."""

    async def shutdown(self) -> None:
        """Do nothing; python-telegram-bot requires the method."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,  # noqa: ARG002 - python-telegram-bot passes it by name
    ) -> Any:
        """Send the request as soon as the limits allow it."""
        receipt = in_hand.get()
        with nullcontext() if receipt is None else receipt.talking():
            if endpoint not in COUNTED:
                to_ask = partial(callback, *args, **kwargs)
                rate = self._signs.get(endpoint)
                result = await (rate.send(int(data["chat_id"]), to_ask) if rate else to_ask())
                if receipt is not None and endpoint == GUEST:
                    receipt.mark_done()  # a second answer would be refused
                return result
            to_send = partial(callback, *args, **kwargs)
            return await self._in_turn(to_send, endpoint, int(data["chat_id"]))

    async def _in_turn(
        self, to_send: Callable[[], Coroutine[Any, Any, Any]], endpoint: str, chat: int
    ) -> Any:
        patience = LONGEST_UNASKED if in_hand.get() is None else PATIENCE
        for attempt in range(RETRIES + 1):
            if in_hand.get() is None and (pause := self._asked_to_wait(chat)) > patience:
                raise RetryAfter(ceil(pause))
            try:
                async with self._turn(chat):
                    return await _uninterrupted(self._send(to_send(), endpoint))
            except RetryAfter as error:
                self._metrics.retries.inc()
                pause = seconds_to_wait(error)
                self._blocked_until[chat] = _now() + pause + MARGIN
                if attempt == RETRIES or pause > patience:
                    raise
        raise AssertionError("every attempt returns or raises")

    async def _send(self, request: Coroutine[Any, Any, Any], endpoint: str) -> Any:
        result = await request
        self._metrics.sends.inc()
        receipt = in_hand.get()
        if receipt is not None and endpoint == SEND:
            receipt.mark_done()
        return result

    async def room(self, chat: int) -> None:
        """Wait until a message to the chat is allowed."""
        if (pause := self._chat_wait(chat)) > 0:
            await asyncio.sleep(pause)
            await self.room(chat)  # another message may have taken its place

    async def pace(self, chat: int) -> None:
        """Wait until a question in the chat may be answered, so that the limit is not reached."""
        if (pause := self.delay(chat)) > 0:
            await asyncio.sleep(pause)
            await self.pace(chat)  # another message may have taken its place

    def delay(self, chat: int) -> float:
        """How many seconds ``pace`` would wait now."""
        wait = self._chat_wait(chat)
        if chat > 0 or not self._limited:
            return wait
        now = _now()
        return max(wait, self._group(chat, now).pace(now, SPREAD))

    def left(self, chat: int) -> int:
        """How many messages ``pace`` would let pass now without a wait."""
        if chat > 0 or not self._limited:
            return UNLIMITED
        now = _now()
        return max(self._group(chat, now).left(now) - SPREAD, 0)

    @asynccontextmanager
    async def _turn(self, chat: int) -> AsyncIterator[None]:
        """Wait for the chat's limit, a connection, the previous message and the overall limit."""
        receipt = in_hand.get()
        user = receipt.user if receipt is not None else None
        while True:
            await self.room(chat)
            async with AsyncExitStack() as held:
                async with self._queue.turn(user):
                    await held.enter_async_context(self._connections)
                    await held.enter_async_context(self._alone())
                    if not await self._take_room(chat):
                        continue
                    self._queue.count(user)
                yield
                return

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """Wait until no other message is in flight, but no longer than ALONE."""
        acquired = True
        try:
            async with asyncio.timeout(ALONE):
                await self._send_lock.acquire()
        except TimeoutError:
            acquired = False
        try:
            yield
        finally:
            if acquired:
                self._send_lock.release()

    async def _take_room(self, chat: int) -> bool:
        """Wait for the overall limit; return False if the chat has since reached its own."""
        if not self._limited:
            return True
        while True:
            await asyncio.sleep(self._all.wait(_now()))
            now = _now()
            if self._chat_wait(chat) > 0:
                return False
            if self._take("messages", self._all, now):
                break
            await asyncio.sleep(TICK)  # another bot was first
        return chat > 0 or self._take(f"messages to {chat}", self._group(chat, now), now)

    def _take(self, key: str, window: Window, now: float) -> bool:
        """Count a message, unless there are too many.

        Raises:
            RetryAfter: Messages cannot be counted now: this one waits as if Telegram had said so.
        """
        try:
            return self._counting.take(key, window, now)
        except CorpusError as error:
            logger.warning("Cannot count messages: %s", error)
            raise RetryAfter(UNCOUNTED) from error

    def _chat_wait(self, chat: int) -> float:
        asked = self._asked_to_wait(chat)
        if chat > 0 or not self._limited:
            return asked
        now = _now()
        return max(asked, self._group(chat, now).wait(now))

    def _asked_to_wait(self, chat: int) -> float:
        """How many seconds Telegram still wants nothing to be sent to a chat."""
        now = _now()
        until = self._blocked_until.get(chat, now)
        if until <= now:
            self._blocked_until.pop(chat, None)
        return until - now if until - now > TICK else 0.0

    def _group(self, chat: int, now: float) -> Window:
        if chat not in self._groups:
            if len(self._groups) >= MOST_GROUPS:
                groups = self._groups.items()
                self._groups = {
                    known: window for known, window in groups if not window.is_idle(now)
                }
            self._groups[chat] = Window(MESSAGES_PER_MINUTE_IN_GROUP, MINUTE + MARGIN)
        return self._groups[chat]


async def _uninterrupted(sending: Coroutine[Any, Any, Any]) -> Any:
    """Return the result of sending; if cancelled, give it LAST seconds to finish.

    An interrupted message might still arrive, and would be sent again after a restart.
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
