"""Where an answer is shown, as far as its buttons depend on it."""

from telegram import Message
from telegram.constants import ChatType

from bot.replies.answering.answer_buttons import Venue


def venue_of(message: Message) -> Venue:
    """Return where a question was asked, or an answer is shown."""
    private = message.chat.type == ChatType.PRIVATE
    return Venue(private, inline=bool(message.get_bot().bot.supports_inline_queries))
