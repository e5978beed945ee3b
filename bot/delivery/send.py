"""How a reply gets to Telegram, in spite of what comes between."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, NetworkError, TelegramError, TimedOut

from bot.conversation.memory import Place, place_of
from bot.replies.answers import Reply
from bot.updates.inbox import in_hand

T = TypeVar("T")

PATIENCE = 1.5  # seconds until a reader is told that work is under way
EVERY = 3.0  # seconds between two edits of what is told; Telegram allows about one a second

PAUSES = (0.5, 1.0, 2.0)  # seconds before another attempt; a reader waits no longer
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
# What Telegram says when there is nothing left to edit: the answer is as it should be, or gone.
NOTHING_TO_EDIT = ("message is not modified", "message to edit not found")


async def send(message: Message, reply: Reply) -> Message:
    """Send a reply to the message, into its topic; return what was sent."""
    bot = message.get_bot()
    to_send = partial(
        bot.send_message,
        text=reply.text,
        entities=reply.entities,
        reply_markup=_keyboard(reply),
        link_preview_options=NO_PREVIEW,
    )
    asked = ReplyParameters(message.message_id, allow_sending_without_reply=True)
    thread = message.message_thread_id if message.is_topic_message else None
    try:
        return await _patiently(
            partial(to_send, message.chat_id, reply_parameters=asked, message_thread_id=thread)
        )
    except ChatMigrated as migrated:
        # A new supergroup counts its messages from 1: the question's number is another's there.
        return await _patiently(partial(to_send, migrated.new_chat_id))


async def edit(sent: Message, reply: Reply) -> None:
    """Put a reply in place of one that was sent."""
    await edit_at(sent.get_bot(), place_of(sent), reply)


async def edit_at(bot: Bot, sent: Place, reply: Reply) -> None:
    """Put a reply in place of the one that was sent there."""
    to_edit = partial(
        bot.edit_message_text,
        reply.text,
        sent.chat,
        sent.message,
        entities=reply.entities,
        reply_markup=_keyboard(reply),
        link_preview_options=NO_PREVIEW,
    )
    try:
        await _patiently(to_edit)
    except BadRequest as error:
        if not error.message.lower().startswith(NOTHING_TO_EDIT):
            raise


class Progress:
    """Tells in one message, which is edited, how far long work is; then what came of it."""

    def __init__(self, message: Message) -> None:
        self._message = message
        self._text = ""
        self._shown = ""
        self._sent: Message | None = None

    def tell(self, text: str) -> None:
        """Have a text shown, if the work goes on for a while."""
        self._text = text

    async def during(self, work: Awaitable[Reply]) -> Message:
        """Show how far it is while the work goes on, then its reply; return the message."""
        done = asyncio.Event()
        telling = asyncio.create_task(self._keep_telling(done))
        try:
            reply = await work
        finally:
            done.set()
            await telling
        if self._sent is None:
            return await send(self._message, reply)
        await edit(self._sent, reply)
        return self._sent

    async def _keep_telling(self, done: asyncio.Event) -> None:
        pause = PATIENCE
        while not done.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), pause)
                return
            pause = EVERY
            if self._text != self._shown:
                with contextlib.suppress(TelegramError):  # the reply tells, in any case
                    await self._show(self._text)
                self._shown = self._text

    async def _show(self, text: str) -> None:
        in_hand.set(None)  # this is not the answer yet; nobody else sees this task's variables
        if self._sent is None:
            self._sent = await send(self._message, Reply(text))
        else:
            await edit(self._sent, Reply(text))


async def _patiently(action: Callable[[], Awaitable[T]]) -> T:
    """What the action returns, tried again when Telegram or the network fails.

    Not after a timeout: the message may have arrived.
    """
    for pause in PAUSES:
        try:
            return await action()
        except (BadRequest, TimedOut):  # these are network errors to python-telegram-bot
            raise
        except NetworkError:
            await asyncio.sleep(pause)
    return await action()


def _keyboard(reply: Reply) -> InlineKeyboardMarkup | None:
    buttons = [InlineKeyboardButton(words, callback_data=data) for words, data in reply.buttons]
    return InlineKeyboardMarkup([buttons]) if buttons else None
