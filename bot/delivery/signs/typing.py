"""The line "typing…", while an answer takes longer than a moment."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from telegram import Message
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.delivery.receipt import in_hand

SOON = 0.5  # seconds; a line that is gone at once only flickers
EVERY = 4.5  # seconds; Telegram hides the line after 5
MOST = 60  # times; a longer wait has other signs


class Typing:
    """Shows the line where a message was written, until it is stopped."""

    def __init__(self, message: Message) -> None:
        self._message = message
        self._task: asyncio.Task[None] | None = None
        self._timer = asyncio.get_running_loop().call_later(SOON, self._begin)

    def stop(self) -> None:
        """Show it no longer."""
        self._timer.cancel()
        if self._task is not None:
            self._task.cancel()

    def _begin(self) -> None:
        self._task = asyncio.create_task(self._keep_showing())

    async def _keep_showing(self) -> None:
        in_hand.set(None)  # in this task only: this is not the answer
        message = self._message
        thread = message.message_thread_id if message.is_topic_message else None
        show = message.get_bot().send_chat_action
        for _ in range(MOST):
            try:
                await show(message.chat_id, ChatAction.TYPING, message_thread_id=thread)
            except TelegramError:  # not tried again: the answer is what matters
                return
            await asyncio.sleep(EVERY)


@contextmanager
def typing(message: Message) -> Iterator[Typing]:
    """Show "typing…" while what is inside takes longer than a moment."""
    shown = Typing(message)
    try:
        yield shown
    finally:
        shown.stop()
