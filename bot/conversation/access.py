"""Who is served, who may change a chat's sources, and which chats manage the library."""

import contextlib
from collections.abc import Awaitable, Callable
from functools import partial

from telegram import Chat, Message, User
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.delivery.send import send
from bot.replies.about_me import NOT_SERVED
from bot.replies.reply import Reply
from bot.settings import Settings
from corpus.article import LIBRARY

ADMINISTRATORS = (ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)


class Access:
    """What the settings allow chats and users to do."""

    def __init__(self, settings: Settings) -> None:
        self._allowed = settings.quotewire_allowed_chats
        self._operators = settings.quotewire_operators
        self._everyone_may_add = settings.quotewire_everyone_may_add

    def is_served(self, *ids: int) -> bool:
        """Whether any of these chats or users is served; everyone is if the settings list none."""
        return not self._allowed or not self._allowed.isdisjoint(ids)

    @property
    def serves_everyone(self) -> bool:
        """Whether the settings list no chats and users to serve."""
        return not self._allowed

    def serves(self, message: Message) -> bool:
        """Whether a message's chat or author is served."""
        user = message.from_user
        return self.is_served(message.chat_id, user.id if user else message.chat_id)

    async def admit(self, message: Message) -> bool:
        """Return whether to serve a message; if not, say so and, if in a group, leave."""
        if self.serves(message):
            return True
        say = partial(send, message, Reply(str(NOT_SERVED)))
        if message.chat.type == ChatType.PRIVATE:
            await say()
        else:
            await turn_away(message.chat, say)
        return False

    def collection(self, chat: Chat) -> str:
        """The name of the collection that a chat adds to."""
        return self.collection_of(chat.id)

    def collection_of(self, chat_id: int) -> str:
        """The same by a chat's id, which is the user's if private, and below 0 if a group's."""
        return LIBRARY if chat_id > 0 and chat_id in self._operators else str(chat_id)

    def adds_to_library(self, chat: Chat) -> bool:
        """Whether a chat adds to the library: the private chat of an operator."""
        return self.is_operators(chat)

    def is_operators(self, chat: Chat) -> bool:
        """Whether a chat is the private chat of an operator."""
        return self.collection_of(chat.id) == LIBRARY

    async def author_may_change(self, message: Message) -> bool:
        """Whether a message's author may change the sources of its chat."""
        return await self.may_change(message.chat, message.from_user, message.sender_chat)

    async def may_change(self, chat: Chat, user: User | None, sender: Chat | None = None) -> bool:
        """Whether a user may change a chat's sources; in a group, only administrators may.

        ``sender`` is the group or channel that the user posts as, if any.
        """
        if chat.type == ChatType.PRIVATE or self._everyone_may_add:
            return True
        if sender is not None:
            return sender.id == chat.id  # an administrator posting as the group
        if user is None:
            return False
        try:
            member = await chat.get_member(user.id)
        except TelegramError:
            return False
        return member.status in ADMINISTRATORS


async def turn_away(chat: Chat, say: Callable[[], Awaitable[object]]) -> None:
    """Say why, where that is allowed, and leave; a channel is left without a post."""
    if chat.type != ChatType.CHANNEL:
        with contextlib.suppress(BadRequest, Forbidden):
            await say()
    await chat.leave()
