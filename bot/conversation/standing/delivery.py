"""Sending a chat what it asked to be told later."""

import asyncio
import logging
from collections.abc import Coroutine
from enum import Enum, auto
from typing import Any, NamedTuple

from telegram import Bot, Message
from telegram.error import BadRequest, Forbidden, TelegramError, TimedOut

from bot.delivery.send import send_to
from bot.replies.reply import Reply

logger = logging.getLogger(__name__)

# Telegram's errors for a topic and for a chat that no longer exists.
NO_TOPIC = ("message thread not found", "topic_deleted")
NO_CHAT = ("chat not found", "peer_id_invalid", "group chat was deactivated")
LAST = 2.0  # seconds
AT_ONCE = 4  # chats; one that Telegram makes wait does not hold up the others


class Outcome(Enum):
    """What became of a message."""

    SENT = auto()  # or perhaps: Telegram did not say
    REFUSED = auto()  # and would be again
    GONE = auto()  # the chat cannot be written to any more
    FAILED = auto()  # Telegram or the network has a problem


class Delivery(NamedTuple):
    """The outcome, and the message if it was sent."""

    outcome: Outcome
    sent: Message | None = None


async def finish(work: Coroutine[Any, Any, None]) -> None:
    """Do some work; if cancelled, give it LAST seconds to finish.

    So when the bot stops, what is being sent is also recorded as sent.
    """
    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=LAST)
        task.cancel()
        raise


async def deliver(bot: Bot, chat: int, thread: int | None, reply: Reply) -> Delivery:
    """Send a message to a chat, outside its topic if that no longer exists.

    As it answers no update, the rate limiter lets every answer go first.
    """
    try:
        return Delivery(Outcome.SENT, await send_to(bot, chat, reply, thread))
    except Forbidden:
        return Delivery(Outcome.GONE)
    except BadRequest as error:
        said = error.message.lower()
        if thread is not None and said in NO_TOPIC:
            return await deliver(bot, chat, None, reply)
        if said in NO_CHAT:
            return Delivery(Outcome.GONE)
        logger.warning("Telegram refused what a chat had asked to be told: %s", error)
        return Delivery(Outcome.REFUSED)
    except TimedOut:  # it has most likely arrived
        return Delivery(Outcome.SENT)
    except TelegramError as error:
        logger.warning("Could not tell a chat what it asked for; trying again: %s", error)
        return Delivery(Outcome.FAILED)
