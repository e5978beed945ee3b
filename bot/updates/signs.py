"""Reactions by which a group knows at once what becomes of its messages."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Message, Update

from bot.delivery.receipt import in_hand
from bot.delivery.signs.reactions import REFUSED, SEEN, react
from bot.updates.parsing import Parsing
from bot.updates.queues.chat_queues import ChatQueues

LATE = 1.0  # seconds after which a message turns out to wait


class Signs:
    """Reacts to messages of groups that are for the bot, beside everything else.

    Whether that works does not matter.
    """

    def __init__(
        self,
        parsing: Parsing,
        queues: ChatQueues,
        start: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        self._parsing = parsing
        self._queues = queues
        self._start = start

    def seen(self, update: Update, *, waits: bool) -> None:
        """Show that a message ``waits``; if it need not, show it if it still does when LATE."""
        if waits:
            self._show(update, SEEN)
        else:
            asyncio.get_running_loop().call_later(LATE, self._see_late, update)

    def refused(self, update: Update) -> None:
        """Show that a message will not be answered."""
        self._show(update, REFUSED)

    def _see_late(self, update: Update) -> None:
        if self._queues.holds(update.update_id):
            self._show(update, SEEN)

    def _show(self, update: Update, emoji: str) -> None:
        message = update.message
        if message is not None and message.chat_id < 0 and self._parsing.is_for_us(update):
            self._start(_react(message, emoji))


async def _react(message: Message, emoji: str) -> None:
    in_hand.set(None)  # in this task only: a reaction answers nothing
    await react(message, emoji)
