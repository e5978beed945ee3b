"""Receiving updates by long polling, despite failures of the network and the server.

``telegram.ext.Updater`` (22.8) is not used: once the token is rejected, it stops polling
without an error, and the bot keeps running but receives nothing.
"""

import asyncio
import contextlib
import logging
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import TypeVar

from telegram import Bot
from telegram.constants import UpdateType
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError
from telegram.warnings import PTBUserWarning

from bot.delivery.limits.sign_limits import seconds_to_wait
from bot.updates.bodies import Body, numbered
from corpus.errors import CorpusError, DatabaseError

logger = logging.getLogger(__name__)

# We poll for raw updates: ``Bot.get_updates`` (22.8) loses fields, and one update that it cannot
# parse makes every call fail. python-telegram-bot warns about the raw call.
warnings.filterwarnings("ignore", ".*Bot.getUpdates", PTBUserWarning)

T = TypeVar("T")

ALLOWED_UPDATES = (
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.CALLBACK_QUERY,
    UpdateType.MY_CHAT_MEMBER,
    UpdateType.INLINE_QUERY,
    UpdateType.GUEST_MESSAGE,
    UpdateType.MESSAGE_REACTION,  # Telegram sends these only if they are asked for
)
LONG_POLL = 30  # seconds; Telegram allows 50
RESPONSE = 5  # seconds for the response to arrive
MOST = 100  # updates in one response
CONFIRMATION = 0.3  # seconds at the end to confirm the last updates
FIRST_PAUSE = 1.0  # seconds before the first retry; each pause is 1.5 times the one before
LONGEST_PAUSE = 30.0
BUSY_PAUSE = 0.1  # while another process writes; Telegram sends the same updates again at once


@contextlib.asynccontextmanager
async def by_polls(
    bot: Bot, accept: Callable[[Sequence[Body]], None]
) -> AsyncIterator[Awaitable[None]]:
    """Prepare to poll; yields an awaitable that receives updates until cancelled."""
    await insist(bot.delete_webhook)  # while one is set, Telegram refuses polls
    yield poll(bot, accept)


async def poll(bot: Bot, accept: Callable[[Sequence[Body]], None]) -> None:
    """Pass the updates of each poll to ``accept``, then confirm them, until cancelled.

    Updates that could not be stored are not confirmed, so Telegram sends them again. While the
    database is busy, they are answered all the same.

    Raises:
        InvalidToken: Telegram no longer accepts the token.
    """
    offset: int | None = None  # the first unconfirmed update
    failure = ""

    async def next_updates() -> object:
        return await _get_updates(bot, offset, LONG_POLL, LONG_POLL + RESPONSE)

    try:
        while True:
            updates = numbered(await insist(next_updates))
            failure = await _store(accept, updates, failure)
            if updates and not failure:
                offset = updates[-1]["update_id"] + 1
    finally:
        if offset is not None:
            await _confirm(bot, offset)


async def _store(accept: Callable[[Sequence[Body]], None], updates: list[Body], last: str) -> str:
    """Have updates stored; if that fails, pause and return why. ``last`` is the last failure."""
    try:
        accept(updates)
    except CorpusError as error:
        if str(error) != last:
            logger.error(  # noqa: TRY400 - for the operator: it names the file and the problem
                "Could not store new updates: %s. Retrying.", error
            )
        # A server that a standby replaces may be back already; a full disk is not.
        pause = LONGEST_PAUSE if str(error) == last else FIRST_PAUSE
        busy = isinstance(error, DatabaseError) and error.is_busy
        await asyncio.sleep(BUSY_PAUSE if busy else pause)
        return str(error)
    return ""


async def _confirm(bot: Bot, offset: int) -> None:
    """Confirm the updates before ``offset``, so that Telegram does not resend them."""
    with contextlib.suppress(TelegramError, TimeoutError):
        async with asyncio.timeout(CONFIRMATION):
            await _get_updates(bot, offset, 0, CONFIRMATION, limit=1)


async def _get_updates(
    bot: Bot, offset: int | None, wait: int, read_timeout: float, limit: int = MOST
) -> object:
    """Return Telegram's response, unparsed."""
    parameters = {"timeout": wait, "limit": limit, "allowed_updates": ALLOWED_UPDATES}
    if offset is not None:
        parameters["offset"] = offset
    try:
        return await bot.do_api_request("getUpdates", parameters, read_timeout=read_timeout)
    except EndPointNotFound as error:  # do_api_request raises it if the token is rejected
        raise InvalidToken(str(error)) from None


async def insist(action: Callable[[], Awaitable[T]]) -> T:
    """Return the action's result, retrying until it works; each kind of failure is logged once.

    Raises:
        InvalidToken: Telegram does not accept the token.
    """
    pause = FIRST_PAUSE
    failure = ""
    while True:
        try:
            result = await action()
        except InvalidToken:
            raise
        except TelegramError as error:
            if failure != (failure := _explanation(error)):
                logger.warning("%s Retrying.", failure)
            if isinstance(error, RetryAfter):
                pause = max(pause, seconds_to_wait(error))
        else:
            if failure:
                logger.info("Connected to Telegram again.")
            return result
        await asyncio.sleep(pause)
        pause = min(1.5 * pause, LONGEST_PAUSE)


def _explanation(error: TelegramError) -> str:
    if isinstance(error, Conflict):
        return f"Another process is polling with this token: {error}."
    return f"Cannot reach Telegram: {error}."
