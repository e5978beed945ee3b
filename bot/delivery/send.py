"""Sending and editing replies, with retries when Telegram or the network fails."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple, TypeVar

from telegram import (
    Bot,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, NetworkError, TimedOut

from bot.delivery.entities import entities_of
from bot.delivery.keyboards import keyboard_of
from bot.delivery.place import Place, place_of
from bot.replies.reply import Kind, Press, Reply

logger = logging.getLogger(__name__)

T = TypeVar("T")

PAUSES = (0.5, 1.0, 2.0)  # seconds before each retry; more would be too slow for the user
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
# Telegram's errors when there is nothing to edit: the text is the same or the message is gone.
NOTHING_TO_EDIT = ("message is not modified", "message to edit not found")


class Quoted(NamedTuple):
    """A part of a message, word for word, and where it starts, in UTF-16 units."""

    text: str
    start: int


async def send(message: Message, reply: Reply, quoted: Quoted | None = None) -> Message:
    """Reply to a message or to a part of it, in its topic; return the message sent.

    If Telegram refuses the part, because the message was edited for example, the reply is to the
    whole message.
    """
    to_send = message.get_bot().send_message
    thread = message.message_thread_id if message.is_topic_message else None
    asked = ReplyParameters(
        message.message_id,
        allow_sending_without_reply=True,
        quote=quoted and quoted.text,
        quote_position=quoted and quoted.start,
    )
    to_chat = partial(to_send, message.chat_id, reply_parameters=asked, message_thread_id=thread)
    try:
        return await _with_content(to_chat, reply)
    except ChatMigrated as migrated:
        # The supergroup numbers its messages itself, so the question's number would be wrong.
        return await _with_content(partial(to_send, migrated.new_chat_id), reply)
    except BadRequest as error:
        if quoted is None or "quote" not in error.message.lower():
            raise
    return await send(message, reply)


async def send_to(bot: Bot, chat: int, reply: Reply, thread: int | None = None) -> Message:
    """Send a message that replies to none, in a topic if one is given; return it."""
    try:
        return await _with_content(
            partial(bot.send_message, chat, message_thread_id=thread), reply
        )
    except ChatMigrated as migrated:
        return await _with_content(partial(bot.send_message, migrated.new_chat_id), reply)


async def edit(sent: Message, reply: Reply) -> None:
    """Replace a sent message with a reply."""
    await edit_at(sent.get_bot(), place_of(sent), reply)


async def edit_at(bot: Bot, sent: Place, reply: Reply) -> None:
    """Replace the message at a place with a reply."""
    to_edit = partial(bot.edit_message_text, chat_id=sent.chat, message_id=sent.message)
    try:
        await _with_content(to_edit, reply)
    except BadRequest as error:
        if not error.message.lower().startswith(NOTHING_TO_EDIT):
            raise


async def _with_content(action: Callable[..., Awaitable[T]], reply: Reply) -> T:
    """Return the result of sending a reply, without the buttons or links that Telegram refuses.

    An address in a source may be one that Telegram refuses; the answer must not be lost for it.
    """
    try:
        return await _with_retries(partial(action, **_content(reply)))
    except BadRequest as error:
        accepted = _without_refused(reply, error.message.lower())
        if accepted == reply:
            raise
        logger.warning("Sent a message without its links or buttons: %s", error.message)
    return await _with_retries(partial(action, **_content(accepted)))


def _without_refused(reply: Reply, reason: str) -> Reply:
    """Return the reply without the kind of content that a refusal names."""
    if "button" in reason:
        kept = tuple(button for button in reply.buttons if button.press is Press.CALL)
        return replace(reply, buttons=kept)
    if "entit" in reason:  # as when all addresses together are too long
        return replace(reply, marks=tuple(m for m in reply.marks if m.kind is not Kind.LINK))
    return reply


def _content(reply: Reply) -> dict[str, Any]:
    return {
        "text": reply.text,
        "entities": entities_of(reply),
        "reply_markup": keyboard_of(reply),
        "link_preview_options": NO_PREVIEW,
    }


async def _with_retries(action: Callable[[], Awaitable[T]]) -> T:
    """Return the action's result, retrying when Telegram or the network fails.

    A timeout is not retried: the message may have arrived.
    """
    for pause in PAUSES:
        try:
            return await action()
        except (BadRequest, TimedOut):  # subclasses of NetworkError
            raise
        except NetworkError:
            await asyncio.sleep(pause)
    return await action()
