"""What happens when handling an update fails: a retry, or an apology to the user."""

import contextlib
import logging
from collections.abc import Callable

from telegram import Message, Update, User
from telegram.error import (
    BadRequest,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ContextTypes

from bot.delivery.receipt import Receipt, holding, in_hand, seconds_waited
from bot.delivery.send import send
from bot.library.opensearch.errors import EngineError
from bot.monitoring.logs import error_id
from bot.monitoring.metrics import Metrics
from bot.replies.about_me import SORRY, WAITING
from bot.replies.reply import Reply
from corpus.errors import CorpusError, DatabaseError

logger = logging.getLogger(__name__)

Context = ContextTypes.DEFAULT_TYPE
IsRequest = Callable[[Message, User], object]
PATIENCE = 10.0  # seconds until a user is told that the search engine is away
MOST_RETRIES = 1  # if the message may have arrived, or the cause is unknown
MOST_SLOW = 20  # attempts that take the search engine too long; there are seconds between them
UNREADABLE = "Invalid server response"  # python-telegram-bot's error for a truncated response
# Parts of Telegram's error messages when the bot cannot write in a chat or topic, or it is gone:
# the Bot API has no codes for these errors. A group that has become a supergroup normally raises
# ChatMigrated, which delivery/send.py handles.
FORBIDDEN = (
    "not enough rights",
    "no rights to send",
    "no write access",
    "need administrator rights",
    "chat not found",
    "thread not found",
    "group chat was",  # upgraded, deactivated or deleted
    "group chat is deactivated",
    "topic_closed",
    "topic_deleted",
    "chat_restricted",
    "user_restricted",
    "chat_write_forbidden",
    "chat_send_plain_forbidden",
    "chat_guest_send_forbidden",
    "chat_admin_required",
    "channel_private",
    "user_banned_in_channel",
    "user_is_blocked",
    "user_deactivated",
    "payment_required",
)


class Failures:
    """Handles errors; the metrics count the unexpected ones.

    ``is_request`` says whether a message is for the bot, given the bot's own user.
    """

    def __init__(self, metrics: Metrics, is_request: IsRequest) -> None:
        self._metrics = metrics
        self._is_request = is_request

    async def handle(self, update: object, context: Context) -> None:
        """Log an error, then either request a retry or apologize to the user."""
        if _is_forbidden(context.error):  # blocked, removed, muted, or the chat or topic is gone
            logger.info("Cannot answer there: %s", context.error)
            return
        receipt = in_hand.get()
        temporary = receipt is not None and receipt.is_open and _is_temporary(context.error)
        if receipt is not None and temporary and _retry(receipt, context.error):
            await self._tell(update, receipt, context)
            return
        if receipt is not None and receipt.is_open and receipt.is_joint:
            logger.warning(
                "Could not answer several questions together: %s", type(context.error).__name__
            )
            receipt.split()  # so that one of them does not cost the others their answers
            return
        self._metrics.errors.inc()
        name = error_id()
        logger.error("Error %s: failed to handle an update", name, exc_info=context.error)
        with contextlib.suppress(Exception):
            await self._apologize(update, SORRY.format(name=name), context)

    async def _tell(self, update: object, receipt: Receipt, context: Context) -> None:
        """Tell a user who has waited long for the search engine, once, that it is away."""
        late = isinstance(context.error, EngineError) and seconds_waited() >= PATIENCE
        message = update.effective_message if isinstance(update, Update) else None
        if late and not receipt.is_told and message and self._is_request(message, context.bot.bot):
            receipt.mark_told()
            with holding(None), contextlib.suppress(Exception):  # this is not the answer
                await send(message, Reply(str(WAITING)))

    async def _apologize(self, update: object, sorry: str, context: Context) -> None:
        if not isinstance(update, Update):
            return
        message = update.message or update.edited_message
        if update.callback_query is not None:
            await update.callback_query.answer(sorry)
        elif message and self._is_request(message, context.bot.bot):
            await send(message, Reply(sorry))


def _retry(receipt: Receipt, error: Exception | None) -> bool:
    """Request a retry of the update, unless too many attempts have failed.

    Return False if the user must get an apology instead.
    """
    if not _is_unsent(error):
        receipt.count_failure()
    if _is_slow(error):
        receipt.count_slow()
    if receipt.failures <= MOST_RETRIES and receipt.slow <= MOST_SLOW:
        receipt.retry_later(wait_known=isinstance(error, RetryAfter), soon=_is_busy(error))
        logger.warning("Could not answer yet: %s. Retrying.", error)
        return True
    if isinstance(error, CorpusError):  # nothing was sent
        return False
    logger.warning("An answer may be lost: %s.", error)
    return True


def _is_forbidden(error: Exception | None) -> bool:
    words = str(error).lower()
    return isinstance(error, Forbidden) or (
        isinstance(error, BadRequest) and any(reason in words for reason in FORBIDDEN)
    )


def _is_temporary(error: Exception | None) -> bool:
    """Whether a retry may succeed."""
    truncated = isinstance(error, TelegramError) and UNREADABLE in str(error)
    return _is_unsent(error) or truncated or isinstance(error, TimedOut | CorpusError)


def _is_unsent(error: Exception | None) -> bool:
    """Whether nothing can have arrived: something that is needed asks to wait, or is away."""
    failed = isinstance(error, NetworkError) and not isinstance(error, BadRequest | TimedOut)
    return failed or _is_busy(error) or isinstance(error, RetryAfter)


def _is_slow(error: Exception | None) -> bool:
    return isinstance(error, EngineError) and error.is_slow


def _is_busy(error: Exception | None) -> bool:
    """Whether the database or the search engine may be usable again at any moment."""
    if isinstance(error, EngineError):
        return error.may_end
    return isinstance(error, DatabaseError) and error.is_busy
