"""Updates from Telegram, one long poll after the other, whatever happens in between.

``telegram.ext.Updater`` (22.8) is not used: once a poll is told that the token is refused, it
ends without a word, and the bot runs on deaf.
"""

import asyncio
import contextlib
import logging
import warnings
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from telegram import Bot
from telegram.constants import UpdateType
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError
from telegram.warnings import PTBUserWarning

from bot.delivery.flood_limits import seconds_to_wait
from bot.updates.dispatch import numbered
from bot.updates.inbox import Body
from corpus.errors import CorpusError

logger = logging.getLogger(__name__)

# What Telegram has is wanted as it came. What ``Bot.get_updates`` (22.8) makes of it loses fields,
# and it fails as a whole for one update that it cannot read, again and again.
warnings.filterwarnings("ignore", ".*Bot.getUpdates", PTBUserWarning)

T = TypeVar("T")

ALLOWED_UPDATES = (
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.CALLBACK_QUERY,
    UpdateType.MY_CHAT_MEMBER,
)
LONG_POLL = 30  # seconds; Telegram allows 50
ANSWER = 5  # seconds for the answer to arrive
MOST = 100  # updates at once
CONFIRMATION = 0.3  # seconds at the end to tell Telegram what was taken
FIRST_PAUSE = 1.0  # seconds before another attempt; each is longer by half
LONGEST_PAUSE = 30.0


async def poll(bot: Bot, accept: Callable[[Sequence[Body]], None]) -> None:
    """Hand what each poll brings to ``accept``, and confirm it afterwards, until cancelled.

    What could not be kept is not confirmed, and asked for again.

    Raises:
        InvalidToken: Telegram does not accept the token any more.
    """
    following: int | None = None

    async def next_updates() -> object:
        return await _get_updates(bot, following, LONG_POLL, LONG_POLL + ANSWER)

    try:
        while True:
            updates = numbered(await insist(next_updates))
            try:
                accept(updates)
            except CorpusError as error:
                logger.error(  # noqa: TRY400 - it names the file and what is wrong with it, for the operator
                    "What came could not be kept: %s. Trying again.", error
                )
                await asyncio.sleep(LONGEST_PAUSE)
                continue
            if updates:
                following = updates[-1]["update_id"] + 1
    finally:
        if following is not None:
            # What was taken need not come again after a restart.
            with contextlib.suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(CONFIRMATION):
                    await _get_updates(bot, following, 0, CONFIRMATION, limit=1)


async def _get_updates(
    bot: Bot, offset: int | None, wait: int, patience: float, limit: int = MOST
) -> object:
    """What Telegram has, as it came."""
    asked = {"timeout": wait, "limit": limit, "allowed_updates": ALLOWED_UPDATES}
    if offset is not None:
        asked["offset"] = offset
    try:
        return await bot.do_api_request("getUpdates", asked, read_timeout=patience)
    except EndPointNotFound as error:  # what a refused token becomes there
        raise InvalidToken(str(error)) from None


async def insist(action: Callable[[], Awaitable[T]]) -> T:
    """What the action returns, as soon as Telegram lets it; a line in the log for each trouble.

    Raises:
        InvalidToken: Telegram does not accept the token.
    """
    pause = FIRST_PAUSE
    trouble = ""
    while True:
        try:
            result = await action()
        except InvalidToken:
            raise
        except TelegramError as error:
            if trouble != (trouble := _trouble(error)):
                logger.warning("%s Trying again.", trouble)
            if isinstance(error, RetryAfter):
                pause = max(pause, seconds_to_wait(error))
        else:
            if trouble:
                logger.info("Telegram answers again.")
            return result
        await asyncio.sleep(pause)
        pause = min(1.5 * pause, LONGEST_PAUSE)


def _trouble(error: TelegramError) -> str:
    if isinstance(error, Conflict):
        return f"Somebody else polls Telegram with the same token, and only one can: {error}."
    return f"Telegram cannot be reached: {error}."
