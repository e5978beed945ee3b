"""Apologies for updates that are not handled again."""

import json
import logging
from typing import Any

from telegram import Bot, ReplyParameters
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.updates.together import FEWEST

logger = logging.getLogger(__name__)


async def apologize(bot: Bot, chat: int, body: str | None, sorry: str) -> bool:
    """Send an apology to the chat of an update, given as JSON, if a user wrote it.

    Return whether that is done; if not, Telegram could not be reached. The update is not parsed
    further: that may be what ended the process. Without a readable body, only private chats get
    the apology.
    """
    asked = _message_in(body or "")
    number = asked.get("message_id")
    reply = None
    if isinstance(number, int):
        reply = ReplyParameters(number, allow_sending_without_reply=True)
    elif body is not None or chat <= 0:
        return True
    try:
        await bot.send_message(
            chat,
            sorry,
            reply_parameters=reply,
            message_thread_id=asked.get("is_topic_message") and asked.get("message_thread_id"),
        )
    except TelegramError as error:
        logger.warning("Could not apologize: %s", error)
        return isinstance(error, BadRequest) or not isinstance(error, NetworkError | RetryAfter)
    return True


def are_of_one_message(body: str, after: str) -> bool:
    """Whether two updates of a chat, given as JSON, are parts of one text or files of one album.

    Like the parts of a text, they were handled as one.
    """
    first, second = _message_in(body), _message_in(after)
    if first.get("from") != second.get("from"):
        return False
    album = first.get("media_group_id")
    if album is not None:
        return bool(album == second.get("media_group_id"))
    return "text" in second and len(str(first.get("text"))) >= FEWEST // 2


def _message_in(body: str) -> dict[str, Any]:
    """The message that a user wrote, or whose button a user pressed."""
    try:
        update = json.loads(body)
        pressed = update.get("callback_query") or {}
        found = update.get("message") or update.get("edited_message") or pressed.get("message")
    except (ValueError, RecursionError, AttributeError):
        return {}
    return found if isinstance(found, dict) else {}
