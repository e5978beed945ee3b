"""Apologies for updates that are not handled again."""

import json
import logging
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

from telegram import Bot, ReplyParameters
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.monitoring.logs import error_id
from bot.replies.about_me import SET_ASIDE
from bot.updates.inbox import AnyInbox
from bot.updates.speech import LanguageOf
from bot.updates.together import FEWEST
from bot.wording.wording import speaking
from corpus.store.waiting_updates import Stored

logger = logging.getLogger(__name__)


class Apologies:
    """Apologizes, through ``start``, for updates that are set aside; ``count`` is how many."""

    def __init__(
        self,
        inbox: AnyInbox,
        bot: Bot,
        language_of: LanguageOf,
        start: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        self.count = 0
        self._inbox = inbox
        self._bot = bot
        self._language_of = language_of
        self._start = start

    def make(self, set_aside: Iterable[Stored]) -> None:
        """Apologize to whoever sent these updates, once for those of one message."""
        before: dict[int, Stored] = {}  # by chat
        for update in set_aside:
            first = before.get(update.chat)
            before[update.chat] = update
            self.count += 1
            if first is not None and are_of_one_message(first.body, update.body):
                self._inbox.close_set_aside(update.number)
            else:
                self._apologize_for(update)

    def _apologize_for(self, update: Stored) -> None:
        """Log that an update was set aside, and apologize to whoever sent it."""
        name = error_id()
        logger.warning(
            "Error %s: set aside update %d, because handling it ended the bot twice.",
            name,
            update.number,
        )
        with speaking(self._language_of(update.chat, update.body)):
            sorry = SET_ASIDE.format(name=name)
        self._start(self._finish(update, sorry))

    async def _finish(self, update: Stored, sorry: str) -> None:
        """Apologize for an update; if this ends the process as well, it is tried once more."""
        self._inbox.under_way.begin(update.number)
        try:
            if await apologize(self._bot, update.chat, update.body, sorry):
                self._inbox.close_set_aside(update.number)
        finally:
            self._inbox.under_way.end(update.number)


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
