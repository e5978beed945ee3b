"""Conversion of replies to the results that Telegram shows or sends in other chats."""

from telegram import InlineKeyboardMarkup, InlineQueryResultArticle, InputTextMessageContent

from bot.delivery.entities import entities_of
from bot.delivery.keyboards import keyboard_of
from bot.delivery.send import NO_PREVIEW
from bot.replies.elsewhere import Result
from bot.replies.reply import Press, Reply


def result_of(result: Result) -> InlineQueryResultArticle:
    """Return a result with its message.

    Buttons that call the bot are left out: it does not know the chat in which they are pressed.
    """
    reply = result.reply
    content = InputTextMessageContent(
        reply.text, entities=entities_of(reply), link_preview_options=NO_PREVIEW
    )
    return InlineQueryResultArticle(
        result.place,
        result.title,
        content,
        reply_markup=_keyboard(reply),
        description=result.description or None,
    )


def _keyboard(reply: Reply) -> InlineKeyboardMarkup | None:
    kept = tuple(one for one in reply.buttons if one.press is not Press.CALL)
    return keyboard_of(Reply(reply.text, buttons=kept))
