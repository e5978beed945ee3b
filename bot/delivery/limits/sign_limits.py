"""Limits on reactions and on "typing…", which are worth sending only at once."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NamedTuple, TypeVar

from telegram.error import RetryAfter, TelegramError

from bot.delivery.limits.window import MINUTE, Window

T = TypeVar("T")

MOST_CHATS = 1000  # before idle ones are forgotten


class TooManySignsError(TelegramError):
    """A sign was dropped."""


class Allowed(NamedTuple):
    """How many signs of a kind are sent."""

    per_second: int
    most_in_chat: int  # a minute
    in_flight: int  # so that they take no connection from the messages
    patience: float  # seconds until one is dropped


# Telegram publishes no limits on either. These let a crowd be told within seconds, and stay below
# what it allows for messages in all chats.
REACTIONS = Allowed(per_second=20, most_in_chat=120, in_flight=4, patience=5.0)
TYPING = Allowed(per_second=5, most_in_chat=20, in_flight=1, patience=0.5)
CONNECTIONS = REACTIONS.in_flight + TYPING.in_flight


class SignRate:
    """Spaces signs of a kind, and drops those that would come late; none is ever tried again.

    A chat in which Telegram asked to wait gets none until then.
    """

    def __init__(self, allowed: Allowed) -> None:
        self._allowed = allowed
        self._chats: dict[int, Window] = {}
        self._blocked_until: dict[int, float] = {}  # by chat, by the loop's clock
        self._next = 0.0  # the earliest time for the next sign
        self._slots = asyncio.Semaphore(allowed.in_flight)

    async def send(self, chat: int, to_send: Callable[[], Awaitable[T]]) -> T:
        """Return the result of sending a sign.

        Raises:
            TooManySignsError: There were too many.
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
        """The seconds to wait before a sign, which is counted.

        Raises:
            TooManySignsError: There were too many.
        """
        now = asyncio.get_running_loop().time()
        if self._blocked_until.get(chat, now) <= now:
            self._blocked_until.pop(chat, None)
        pause = max(self._next - now, 0.0)
        window = self._window(chat, now)
        if chat in self._blocked_until or pause > self._allowed.patience or window.wait(now) > 0:
            raise TooManySignsError("too many signs")
        self._next = now + pause + 1 / self._allowed.per_second
        window.take(now)
        return pause

    def _window(self, chat: int, now: float) -> Window:
        if chat not in self._chats and len(self._chats) >= MOST_CHATS:
            chats = self._chats.items()
            self._chats = {known: window for known, window in chats if not window.is_idle(now)}
        return self._chats.setdefault(chat, Window(self._allowed.most_in_chat, MINUTE))


def seconds_to_wait(error: RetryAfter) -> float:
    """Return how long Telegram asks to wait."""
    pause = error.retry_after
    return float(pause) if isinstance(pause, int) else pause.total_seconds()
