"""Sending and editing replies, with retries when Telegram or the network fails."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

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
from bot.replies.reply import Reply

T = TypeVar("T")

PAUSES = (0.5, 1.0, 2.0)  # seconds before each retry; more would be too slow for the user
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
# Telegram's errors when there is nothing to edit: the text is the same or the message is gone.
NOTHING_TO_EDIT = ("message is not modified", "message to edit not found")


async def send(message: Message, reply: Reply) -> Message:
    """Reply to a message, in its topic; return the message sent."""
    bot = message.get_bot()
    to_send = partial(
        bot.send_message,
        text=reply.text,
        entities=entities_of(reply),
        reply_markup=keyboard_of(reply),
        link_preview_options=NO_PREVIEW,
    )
    asked = ReplyParameters(message.message_id, allow_sending_without_reply=True)
    thread = message.message_thread_id if message.is_topic_message else None
    try:
        return await _with_retries(
            partial(to_send, message.chat_id, reply_parameters=asked, message_thread_id=thread)
        )
    except ChatMigrated as migrated:
        # The supergroup numbers its messages itself, so the question's number would be wrong.
        return await _with_retries(partial(to_send, migrated.new_chat_id))


async def send_to(bot: Bot, chat: int, reply: Reply, thread: int | None = None) -> Message:
    """Send a message that replies to none, in a topic if one is given; return it."""
    to_send = partial(
        bot.send_message,
        text=reply.text,
        entities=entities_of(reply),
        reply_markup=keyboard_of(reply),
        link_preview_options=NO_PREVIEW,
    )
    try:
        return await _with_retries(partial(to_send, chat, message_thread_id=thread))
    except ChatMigrated as migrated:
        return await _with_retries(partial(to_send, migrated.new_chat_id))


async def edit(sent: Message, reply: Reply) -> None:
    """Replace a sent message with a reply."""
    await edit_at(sent.get_bot(), place_of(sent), reply)


async def edit_at(bot: Bot, sent: Place, reply: Reply) -> None:
    """Replace the message at a place with a reply."""
    to_edit = partial(
        bot.edit_message_text,
        reply.text,
        sent.chat,
        sent.message,
        entities=entities_of(reply),
        reply_markup=keyboard_of(reply),
        link_preview_options=NO_PREVIEW,
    )
    try:
        await _with_retries(to_edit)
    except BadRequest as error:
        if not error.message.lower().startswith(NOTHING_TO_EDIT):
            raise


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
