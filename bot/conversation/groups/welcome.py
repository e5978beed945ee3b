"""The greeting: in private, in a group that adds the bot, and by a link that opens the bot."""

import asyncio
import logging

from telegram import ChatMemberAdministrator, ChatMemberUpdated, Message
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.conversation.chat_sources.own_sources import OwnSources
from bot.conversation.elsewhere.deep_links import ADD
from bot.conversation.feature import Feature, Response
from bot.conversation.groups.administered import Administered
from bot.conversation.requests import Request
from bot.delivery.send import send_to
from bot.replies.about_me import start_reply
from bot.replies.chat_sources.own_sources import HOW_TO_ADD
from bot.replies.commands import START
from bot.replies.elsewhere import add_to_group, group_greeting
from bot.replies.reply import Reply

logger = logging.getLogger(__name__)

# Seconds for which a group is not greeted again: the link that adds the bot sends /start, too,
# and a group that becomes a supergroup seems to add the bot again.
SOON = 60.0


class Welcome:
    """Greets, but no group twice within a minute."""

    def __init__(self, own_sources: OwnSources, administered: Administered) -> None:
        self._own_sources = own_sources
        self._administered = administered
        self._greeted: dict[int, float] = {}  # when, by the loop's clock, by group

    def feature(self) -> Feature:
        """What this adds to the bot."""
        return Feature({START: self.start}, joined=self.joined, moved=self.moved)

    async def start(self, message: Message, request: Request) -> Response:
        """Greet; /start has the payload of the link that was followed, if any."""
        bot = message.get_bot().bot
        name = bot.username or ""
        if request.words == ADD:
            return Response(Reply(str(HOW_TO_ADD)))
        if message.chat.type == ChatType.PRIVATE:
            greeting = start_reply(self._own_sources.sources(message.chat))
            may_join = bot.can_join_groups is not False
            buttons = (add_to_group(name),) if may_join else ()
            return Response(Reply(greeting.text, greeting.marks, (*greeting.buttons, *buttons)))
        if not self._note(message.chat_id):
            return Response(None)
        # Telegram delivers reactions to administrators, to whom it also shows every message.
        is_admin = await self._administered.delivers_reactions(message.chat)
        sees_all = is_admin or bool(bot.can_read_all_group_messages)
        return Response(group_greeting(name, sees_all=sees_all))

    async def joined(self, change: ChatMemberUpdated) -> None:
        """Greet a group that has added the bot, if the bot may write there."""
        chat, bot = change.chat, change.get_bot()
        if chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP) or not self._note(chat.id):
            return
        is_admin = isinstance(change.new_chat_member, ChatMemberAdministrator)
        sees_all = is_admin or bool(bot.can_read_all_group_messages)
        try:
            await send_to(bot, chat.id, group_greeting(bot.username, sees_all=sees_all))
        except TelegramError as error:
            logger.info("Could not greet a group: %s", error)

    def moved(self, _: int, chat: int) -> None:
        """Do not greet a group that has become a supergroup."""
        self._note(chat)

    def _note(self, chat: int) -> bool:
        """Whether to greet a group now; it is noted as greeted."""
        now = asyncio.get_running_loop().time()
        recent = {one: when for one, when in self._greeted.items() if now - when <= SOON}
        self._greeted = recent | {chat: now}
        return chat not in recent
