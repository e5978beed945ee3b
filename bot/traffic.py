"""The order in which chats are served, and how fast."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import AIORateLimiter, BaseUpdateProcessor

AT_ONCE = 256  # chats that are served at once


class ChatOrder(BaseUpdateProcessor):
    """Serves each chat's updates in order, so that an edit waits for the first answer.

    Different chats do not wait for each other: one may be at its limit of 20 messages a minute.
    """

    def __init__(self) -> None:
        super().__init__(AT_ONCE)
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[object]) -> None:
        """Await the coroutine when it is the chat's turn."""
        chat = update.effective_chat if isinstance(update, Update) else None
        async with self._locks.setdefault(chat.id if chat else 0, asyncio.Lock()):
            await coroutine

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to tidy up."""


class MessageRate(AIORateLimiter):
    """Telegram's flood limits, for messages alone: "typing…" does not use them up."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Send the request when the limits allow it."""
        if endpoint == "sendChatAction":
            return await callback(*args, **kwargs)
        return await super().process_request(
            callback, args, kwargs, endpoint, data, rate_limit_args
        )
