"""What happens when a group adds the bot, removes it, or becomes a supergroup."""

import logging
from collections.abc import Sequence
from functools import partial

from telegram import ChatMember, ChatMemberRestricted, Message, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.conversation.access import Access, turn_away
from bot.conversation.adding.additions import Additions
from bot.conversation.answering.memory import RecentAnswers
from bot.conversation.chat_sources.own_sources import OwnSources
from bot.conversation.feature import Context, Feature
from bot.delivery.send import send
from bot.replies.about_me import NOT_SERVED

logger = logging.getLogger(__name__)


class Memberships:
    """Keeps what is stored for groups in step with them, and tells the ``features``."""

    def __init__(
        self,
        own_sources: OwnSources,
        additions: Additions,
        recent: RecentAnswers,
        access: Access,
        features: Sequence[Feature],
    ) -> None:
        self._own_sources = own_sources
        self._additions = additions
        self._recent = recent
        self._access = access
        self._features = features

    async def changed(self, update: Update, _: Context) -> None:
        """Leave a chat that is not served; delete a group's sources when removed from it."""
        change = update.my_chat_member
        if change is None or change.chat.type == ChatType.PRIVATE:
            return
        for feature in self._features:
            feature.membership(change)
        is_inside = _is_inside(change.new_chat_member)
        is_added = is_inside and not _is_inside(change.old_chat_member)
        is_served = self._access.is_served(change.chat.id, change.from_user.id)
        if is_added and not is_served:
            await turn_away(change.chat, partial(change.chat.send_message, str(NOT_SERVED)))
        elif is_added:
            for joined in filter(None, (one.joined for one in self._features)):
                await joined(change)
        if not is_inside:
            self._recent.forget_chat(change.chat.id)
            self._additions.groups.forget_chat(change.chat.id)
            count = await self._own_sources.forget_chat(change.chat.id)
            logger.info("Removed from a group: deleted its sources (%d).", count)

    async def moved(self, message: Message) -> None:
        """Move what is stored for a group if a message says that it became a supergroup."""
        if new := message.migrate_to_chat_id:
            self._recent.forget_chat(message.chat_id)
            for moved in filter(None, (one.moved for one in self._features)):
                moved(message.chat_id, new)
            if reply := await self._own_sources.move_chat(message.chat_id, new):
                await send(message, reply)


def _is_inside(member: ChatMember) -> bool:
    """Whether a member is in the chat; a restriction outlasts the membership."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
