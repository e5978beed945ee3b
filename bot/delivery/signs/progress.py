"""One message that shows the progress of long work, and then its result."""

import asyncio
import contextlib
from collections.abc import Awaitable

from telegram import Message
from telegram.error import TelegramError

from bot.delivery.limits.published import MESSAGES_PER_SECOND_IN_CHAT
from bot.delivery.receipt import in_hand
from bot.delivery.send import edit, send
from bot.delivery.signs.typing import typing
from bot.replies.reply import Reply

PATIENCE = 1.5  # seconds of work before the user sees any progress; tests set another value
EVERY = 3.0 / MESSAGES_PER_SECOND_IN_CHAT  # seconds between edits, well within the limit


class Progress:
    """Replies to a message with the progress of long work, then edits that into the result.

    With ``edits``, the message is the bot's own and is edited from the start.
    """

    def __init__(self, message: Message, *, edits: bool = False) -> None:
        self._message = message
        self._text = ""
        self._shown = ""
        self._sent = message if edits else None

    def show(self, text: str) -> None:
        """Set the text to show if the work takes long."""
        self._text = text

    async def during(self, work: Awaitable[Reply]) -> Message:
        """Show progress until the work is done, then its reply; return the message sent."""
        done = asyncio.Event()
        updates = asyncio.create_task(self._keep_showing(done))
        try:
            with typing(self._message):
                reply = await work
        finally:
            done.set()
            await updates
        if self._sent is None:
            return await send(self._message, reply)
        await edit(self._sent, reply)
        return self._sent

    async def _keep_showing(self, done: asyncio.Event) -> None:
        in_hand.set(None)  # in this task only: a progress message is not the answer
        pause = PATIENCE
        while not done.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), pause)
                return
            pause = EVERY
            if self._text != self._shown:
                with contextlib.suppress(TelegramError):  # the result can still be sent
                    await self._show(self._text)
                self._shown = self._text

    async def _show(self, text: str) -> None:
        if self._sent is None:
            self._sent = await send(self._message, Reply(text))
        else:
            await edit(self._sent, Reply(text))
