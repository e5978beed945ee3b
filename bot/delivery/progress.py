"""One message that shows how far long work has got, then its result."""

import asyncio
import contextlib
from collections.abc import Awaitable

from telegram import (
    Message,
)
from telegram.error import TelegramError

from bot.delivery.receipt import in_hand
from bot.delivery.send import edit, send
from bot.replies.reply import Reply

PATIENCE = 1.5  # seconds until a reader is told that work is under way


EVERY = 3.0  # seconds between two edits of what is told; Telegram allows about one a second


class Progress:
    """Tells in one message, which is edited, how far long work is; then what came of it."""

    def __init__(self, message: Message) -> None:
        self._message = message
        self._text = ""
        self._shown = ""
        self._sent: Message | None = None

    def tell(self, text: str) -> None:
        """Have a text shown, if the work goes on for a while."""
        self._text = text

    async def during(self, work: Awaitable[Reply]) -> Message:
        """Show how far it is while the work goes on, then its reply; return the message."""
        done = asyncio.Event()
        telling = asyncio.create_task(self._keep_telling(done))
        try:
            reply = await work
        finally:
            done.set()
            await telling
        if self._sent is None:
            return await send(self._message, reply)
        await edit(self._sent, reply)
        return self._sent

    async def _keep_telling(self, done: asyncio.Event) -> None:
        pause = PATIENCE
        while not done.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), pause)
                return
            pause = EVERY
            if self._text != self._shown:
                with contextlib.suppress(TelegramError):  # the reply tells, in any case
                    await self._show(self._text)
                self._shown = self._text

    async def _show(self, text: str) -> None:
        in_hand.set(None)  # this is not the answer yet; nobody else sees this task's variables
        if self._sent is None:
            self._sent = await send(self._message, Reply(text))
        else:
            await edit(self._sent, Reply(text))
