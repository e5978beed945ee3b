"""A limit on reactions, which are worth sending only at once."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import RetryAfter, TelegramError

from bot.delivery.limits.window import MINUTE, Window

T = TypeVar("T")

# Telegram publishes no limits on reactions. These let a crowd be told within seconds, and stay
# below what it allows for messages in all chats.
PER_SECOND = 20
MOST_IN_CHAT = 120  # a minute
IN_FLIGHT = 4  # so that they take no connection from the messages
PATIENCE = 5.0  # seconds until a reaction is dropped
MOST_CHATS = 1000  # before idle ones are forgotten


class TooManyReactionsError(TelegramError):
    """A reaction was dropped."""


class ReactionRate:
    """Spaces reactions and drops those that would come late; none is ever tried again.

    A chat in which Telegram asked to wait gets none until then.
    """

    def __init__(self) -> None:
        self._chats: dict[int, Window] = {}
        self._blocked_until: dict[int, float] = {}  # by chat, by the loop's clock
        self._next = 0.0  # the earliest time for the next reaction
        self._slots = asyncio.Semaphore(IN_FLIGHT)

    async def send(self, chat: int, to_send: Callable[[], Awaitable[T]]) -> T:
        """Return the result of sending a reaction.

        Raises:
            TooManyReactionsError: There were too many.
            TelegramError: Telegram refused it.
        """
        await asyncio.sleep(self._pause(chat))
        async with self._slots:
            try:
                return await to_send()
            except RetryAfter as error:
                now = asyncio.get_running_loop().time()
                self._blocked_until[chat] = now + seconds_to_wait(error)
                raise

    def _pause(self, chat: int) -> float:
        """The seconds to wait before a reaction, which is counted.

        Raises:
            TooManyReactionsError: There were too many.
        """
        now = asyncio.get_running_loop().time()
        if self._blocked_until.get(chat, now) <= now:
            self._blocked_until.pop(chat, None)
        pause = max(self._next - now, 0.0)
        window = self._window(chat, now)
        if chat in self._blocked_until or pause > PATIENCE or window.wait(now) > 0:
            raise TooManyReactionsError("too many reactions")
        self._next = now + pause + 1 / PER_SECOND
        window.take(now)
        return pause

    def _window(self, chat: int, now: float) -> Window:
        if chat not in self._chats and len(self._chats) >= MOST_CHATS:
            chats = self._chats.items()
            self._chats = {known: window for known, window in chats if not window.is_idle(now)}
        return self._chats.setdefault(chat, Window(MOST_IN_CHAT, MINUTE))


def seconds_to_wait(error: RetryAfter) -> float:
    """Return how long Telegram asks to wait."""
    pause = error.retry_after
    return float(pause) if isinstance(pause, int) else pause.total_seconds()
