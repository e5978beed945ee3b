"""What is done where an answer fails: it is tried again, or whoever waits is told."""

import contextlib
import logging

from telegram import Update
from telegram.error import (
    BadRequest,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ContextTypes

from bot.conversation.requests import read_request
from bot.delivery.receipt import in_hand
from bot.delivery.send import send
from bot.monitoring.logs import error_id
from bot.monitoring.metrics import Metrics
from bot.replies.about_me import SORRY
from bot.replies.reply import Reply
from corpus.errors import CorpusError

logger = logging.getLogger(__name__)

Context = ContextTypes.DEFAULT_TYPE
ONCE_MORE = 1  # how often what may have succeeded is tried again
UNREADABLE = "Invalid server response"  # what python-telegram-bot calls half an answer
FORBIDDEN = ("not enough rights", "no rights to send", "topic_closed", "chat_write_forbidden")


class Failures:
    """What went wrong with updates; the metrics count what nobody expected."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    async def handle(self, update: object, context: Context) -> None:
        """Log what went wrong, then apologise to whoever waits for an answer."""
        if _is_forbidden(context.error):  # blocked by the reader, out of the group, muted
            logger.info("An answer was not allowed: %s", context.error)
            return
        receipt = in_hand.get()
        if receipt is not None and receipt.is_open and _may_pass(context.error):
            # After a timeout, and where an error's cause is not known, once more must do.
            receipt.failures += not _is_out_of_reach(context.error)
            if receipt.failures <= ONCE_MORE:
                receipt.again = True
                receipt.told_when = isinstance(context.error, RetryAfter)
                logger.warning("An answer must wait: %s. Trying again.", context.error)
            else:
                logger.warning("An answer may be lost: %s.", context.error)
            return
        self._metrics.errors.inc()
        name = error_id()
        logger.error("Error %s: an update could not be answered", name, exc_info=context.error)
        with contextlib.suppress(Exception):
            await _apologise(update, SORRY.format(name=name), context)


async def _apologise(update: object, sorry: str, context: Context) -> None:
    if not isinstance(update, Update):
        return
    message = update.message or update.edited_message
    if update.callback_query is not None:
        await update.callback_query.answer(sorry)
    elif message and read_request(message, context.bot.bot):
        await send(message, Reply(sorry))


def _is_forbidden(error: Exception | None) -> bool:
    words = str(error).lower()
    return isinstance(error, Forbidden) or (
        isinstance(error, BadRequest) and any(reason in words for reason in FORBIDDEN)
    )


def _may_pass(error: Exception | None) -> bool:
    """Whether the same may succeed at another time."""
    broken = isinstance(error, TelegramError) and UNREADABLE in str(error)
    return _is_out_of_reach(error) or broken or isinstance(error, TimedOut | CorpusError)


def _is_out_of_reach(error: Exception | None) -> bool:
    """Whether Telegram surely did not take what was sent, or asks to wait."""
    failed = isinstance(error, NetworkError) and not isinstance(error, BadRequest | TimedOut)
    return failed or isinstance(error, RetryAfter)
