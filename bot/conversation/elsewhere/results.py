"""Conversion of replies to the results that Telegram shows or sends in other chats."""

from telegram import InlineQueryResultArticle, InputTextMessageContent

from bot.delivery.entities import entities_of
from bot.delivery.keyboards import keyboard_of
from bot.delivery.send import NO_PREVIEW
from bot.replies.elsewhere import Result


def result_of(result: Result) -> InlineQueryResultArticle:
    """Return a result with its message."""
    reply = result.reply
    content = InputTextMessageContent(
        reply.text, entities=entities_of(reply), link_preview_options=NO_PREVIEW
    )
    return InlineQueryResultArticle(
        result.place,
        result.title,
        content,
        reply_markup=keyboard_of(reply),
        description=result.description or None,
    )
