"""Courtesies such as "thanks", which are answered by a reaction and not by a message."""

from telegram import Message
from telegram.constants import ChatType, ReactionEmoji

from bot.conversation.requests import Request
from bot.replies.commands import ASK
from retrieval.asking.small_talk import talk_of
from retrieval.asking.small_talk_phrases import Talk

LIKE, LOVE = ReactionEmoji.THUMBS_UP, ReactionEmoji.RED_HEART
# In a group, a message would take the place of an answer.
IN_GROUPS = {
    Talk.THANKS: LOVE,
    Talk.PRAISE: LOVE,
    Talk.LAUGHTER: LIKE,
    Talk.EMOJI: LIKE,
    Talk.AGREEMENT: LIKE,
    Talk.FAREWELL: LIKE,
    Talk.APOLOGY: LIKE,
}
IN_PRIVATE = {Talk.THANKS: LOVE}


def reaction_to(message: Message, request: Request) -> str | None:
    """Return the emoji of the reaction that answers a request; None if it needs words."""
    talk = talk_of(request.words) if request.command == ASK else None
    if talk is None:
        return None
    reactions = IN_PRIVATE if message.chat.type == ChatType.PRIVATE else IN_GROUPS
    return reactions.get(talk)
