"""Groups that the bot administers, as far as Telegram has told it."""

import asyncio

from telegram import Chat, ChatMemberUpdated
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.conversation.access import ADMINISTRATORS

MOST_GROUPS = 10_000  # that are remembered
PATIENCE = 1.0  # seconds; an answer waits for this once in a group


class Administered:
    """Remembers what Telegram says about each group, from one change to the next."""

    def __init__(self) -> None:
        self._known: dict[int, bool] = {}

    async def delivers_reactions(self, chat: Chat) -> bool:
        """Whether Telegram delivers reactions here: in private, and in groups the bot administers.

        While that is unknown, the result is False.
        """
        if chat.type == ChatType.PRIVATE:
            return True
        if chat.id not in self._known:
            try:
                async with asyncio.timeout(PATIENCE):
                    member = await chat.get_member(chat.get_bot().id)
            except (TelegramError, TimeoutError):
                return False
            self._remember(chat.id, member.status)
        return self._known[chat.id]

    def note(self, change: ChatMemberUpdated) -> None:
        """Remember what became of the bot in a group."""
        self._remember(change.chat.id, change.new_chat_member.status)

    def _remember(self, group: int, status: str) -> None:
        self._known.pop(group, None)
        if len(self._known) >= MOST_GROUPS:
            del self._known[next(iter(self._known))]
        self._known[group] = status in ADMINISTRATORS
