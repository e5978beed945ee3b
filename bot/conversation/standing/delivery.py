"""Sending a chat what it asked to be told later."""

import asyncio
import logging
from collections.abc import Coroutine
from enum import Enum, auto
from typing import Any, NamedTuple

import httpx
from telegram import Bot, Message
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError, TimedOut

from bot.delivery.limits.sign_limits import seconds_to_wait
from bot.delivery.send import send_to
from bot.replies.reply import Reply
from corpus.errors import CorpusError

logger = logging.getLogger(__name__)

# Telegram's errors for a topic and for a chat that no longer exists.
NO_TOPIC = ("message thread not found", "topic_deleted")
NO_CHAT = ("chat not found", "peer_id_invalid", "group chat was deactivated")
# Causes of a timeout before anything was sent.
NEVER_SENT = (httpx.ConnectTimeout, httpx.PoolTimeout)
LAST = 2.0  # seconds
PAUSE = 30.0  # seconds after Telegram or the network failed
LONG_PAUSE = 3600.0  # after something else failed, which will hardly change
AT_ONCE = 4  # chats; one that Telegram makes wait does not hold up the others


class Outcome(Enum):
    """What became of a message."""

    SENT = auto()  # or perhaps: Telegram did not say
    REFUSED = auto()  # and would be again
    GONE = auto()  # the chat cannot be written to any more
    FAILED = auto()  # Telegram or the network has a problem


class Delivery(NamedTuple):
    """The outcome, the message if it was sent, and the seconds until another attempt if not."""

    outcome: Outcome
    sent: Message | None = None
    pause: float = PAUSE


class Pauses:
    """Chats to which nothing is sent for a while, because sending has failed there."""

    def __init__(self) -> None:
        self._until: dict[int, float] = {}  # by the loop's clock

    def begin(self, chat: int, seconds: float) -> None:
        """Send a chat nothing for so many seconds."""
        self._until[chat] = asyncio.get_running_loop().time() + seconds

    def holds(self, chat: int) -> bool:
        """Whether to send a chat nothing now."""
        until = self._until.get(chat)
        if until is None or until > asyncio.get_running_loop().time():
            return until is not None
        del self._until[chat]
        return False


async def succeeds(work: Coroutine[Any, Any, None]) -> bool:
    """Do some work for a chat; return whether that worked, and log why it did not.

    What fails for one chat must not keep the others from what they asked for.

    Raises:
        CorpusError: The database cannot be used, so it would fail for all of them.
    """
    try:
        await work
    except CorpusError:
        raise
    except Exception:  # what fails in one chat must not keep the others from being told
        logger.exception("Could not do what a chat had asked to be told")
        return False
    return True


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
    except TimedOut as error:
        if not isinstance(error.__cause__, NEVER_SENT):  # it has most likely arrived
            return Delivery(Outcome.SENT)
        return _failed(error)
    except TelegramError as error:
        return _failed(error)


def _failed(error: TelegramError) -> Delivery:
    logger.warning("Could not tell a chat what it asked for; trying again: %s", error)
    asked = seconds_to_wait(error) if isinstance(error, RetryAfter) else 0.0
    return Delivery(Outcome.FAILED, pause=max(asked, PAUSE))
