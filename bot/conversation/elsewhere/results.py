"""Conversion of replies to the results that Telegram shows or sends in other chats."""

from collections.abc import Awaitable, Callable

from telegram import InlineQueryResultArticle, InputTextMessageContent
from telegram.constants import MessageEntityType
from telegram.error import BadRequest

from bot.delivery.entities import entities_of
from bot.delivery.keyboards import keyboard_of
from bot.delivery.send import NO_PREVIEW
from bot.replies.elsewhere import Result

Results = tuple[InlineQueryResultArticle, ...]
Answer = Callable[[Results], Awaitable[object]]

ADDRESSES = ("button", "entit")  # in Telegram's errors, if it refuses an address


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


async def answer_with(answer: Answer, results: Results) -> None:
    """Answer with results, without their links if Telegram refuses all for one address.

    Raises:
        BadRequest: Telegram refuses the answer, as when the query has expired.
    """
    try:
        await answer(results)
    except BadRequest as error:
        if not any(part in error.message.lower() for part in ADDRESSES):
            raise
        await answer(tuple(map(_without_links, results)))


def _without_links(result: InlineQueryResultArticle) -> InlineQueryResultArticle:
    content = result.input_message_content
    if isinstance(content, InputTextMessageContent):
        kept = [one for one in content.entities if one.type != MessageEntityType.TEXT_LINK]
        content = InputTextMessageContent(
            content.message_text, entities=kept, link_preview_options=NO_PREVIEW
        )
    return InlineQueryResultArticle(
        result.id, result.title, content, description=result.description
    )
