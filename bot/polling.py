"""Updates from Telegram, one long poll after the other, whatever happens in between.

``telegram.ext.Updater`` (22.8) is not used: once a poll is told that the token is refused, it
ends without a word, and the bot runs on deaf.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from telegram import Bot, Update
from telegram.constants import UpdateType
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.request import HTTPXRequest

logger = logging.getLogger(__name__)

T = TypeVar("T")

ALLOWED_UPDATES = (
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.CALLBACK_QUERY,
    UpdateType.MY_CHAT_MEMBER,
)
LONG_POLL = 30  # seconds; Telegram allows 50
CONFIRMATION = 0.3  # seconds at the end to tell Telegram what was taken
FIRST_PAUSE = 1.0  # seconds before another attempt; each is longer by half
LONGEST_PAUSE = 30.0


class PollRequest(HTTPXRequest):
    """A connection for polls; an update that cannot be read arrives empty, and is passed over.

    ``Bot.get_updates`` (22.8) fails as a whole for one such update, again and again.
    """

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return Telegram's response, as the library reads it."""
        response = HTTPXRequest.parse_json_payload(payload)
        updates = response.get("result")
        if isinstance(updates, list):
            response["result"] = [_readable(update) for update in updates]
        return response


async def poll(bot: Bot, updates: "asyncio.Queue[object]") -> None:
    """Put what Telegram sends into the queue, until cancelled.

    Raises:
        InvalidToken: Telegram does not accept the token any more.
    """
    following: int | None = None

    async def next_updates() -> tuple[Update, ...]:
        return await bot.get_updates(following, timeout=LONG_POLL, allowed_updates=ALLOWED_UPDATES)

    try:
        while True:
            for update in await insist(next_updates):
                updates.put_nowait(update)
                following = update.update_id + 1
    finally:
        if following is not None:
            # What was taken shall not come again after a restart.
            with contextlib.suppress(TelegramError, TimeoutError):
                async with asyncio.timeout(CONFIRMATION):
                    await bot.get_updates(following, timeout=0, limit=1)


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


def _readable(update: dict[str, Any]) -> dict[str, Any]:
    try:
        Update.de_json(update, None)
    except Exception:  # whatever a library may raise on what it did not expect
        logger.exception("Telegram sent an update that cannot be read; it is passed over.")
        return {"update_id": update["update_id"]}
    return update
