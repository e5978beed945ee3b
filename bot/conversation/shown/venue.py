"""Where an answer is shown, as far as its buttons depend on it."""

from telegram import Message
from telegram.constants import ChatType

from bot.delivery.shown import reply_of
from bot.replies.answering.answer_buttons import RATINGS, Venue


def venue_of(message: Message, *, rated: bool = False) -> Venue:
    """Return where a question was asked, or an answer is shown.

    Buttons to rate an answer are shown if it is ``rated`` by buttons, or has them already.
    """
    private = message.chat.type == ChatType.PRIVATE
    inline = bool(message.get_bot().bot.supports_inline_queries)
    return Venue(private, inline, rated or _has_ratings(message))


def _has_ratings(message: Message) -> bool:
    shown = reply_of(message).buttons
    return any(button in shown for button in RATINGS)
