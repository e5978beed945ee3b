"""Reactions to messages, which take no room in a chat and none of its limits."""

import logging

from telegram import Message
from telegram.constants import ReactionEmoji
from telegram.error import TelegramError

logger = logging.getLogger(__name__)

SEEN = ReactionEmoji.EYES  # the answer will come
REFUSED = ReactionEmoji.SHRUG  # no answer will come


async def react(message: Message, emoji: str) -> bool:
    """React to a message; return whether that worked: a group may not allow the emoji.

    It is not tried again, and is dropped if there are too many.
    """
    try:
        return await message.set_reaction(emoji)
    except TelegramError as error:
        logger.debug("Could not react to a message: %s", error)
        return False
