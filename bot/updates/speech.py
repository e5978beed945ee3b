"""The language in which each update is answered."""

import json
import logging
from collections.abc import Awaitable, Callable
from typing import TypeGuard

from telegram import Update

from bot.delivery.receipt import in_hand
from bot.updates.parsing import LARGEST
from bot.wording.catalogues import ENGLISH, spoken_of
from bot.wording.wording import speaking
from corpus.errors import CorpusError
from corpus.store.chats.languages import ChatLanguages

logger = logging.getLogger(__name__)

# The language for an update, given its chat and, if it can be read, the update as JSON.
LanguageOf = Callable[[int, str | None], str]


class Speech:
    """Has updates handled in their languages.

    That is the one that the chat chose, or else that the user chose in private, or else that of
    the user's program. What is said to several users at once is said in English, unless the chat
    chose a language or all of them have the same.
    """

    def __init__(self, chosen: ChatLanguages, handle: Callable[[Update], Awaitable[None]]) -> None:
        self._chosen = chosen
        self._handle = handle

    async def handle(self, update: Update) -> None:
        """Handle an update, or several in the hand."""
        with speaking(self._of_all(update)):
            await self._handle(update)

    def of_stored(self, chat: int, body: str | None) -> str:
        """The language for an update that is not parsed, given as JSON."""
        user = _user_in(body or "")
        return self._of(chat, user.get("id"), user.get("language_code"))

    def _of_all(self, update: Update) -> str:
        receipt = in_hand.get()
        updates = [part.update for part in receipt.parts] if receipt and receipt.is_joint else []
        languages = set(map(self._of_update, updates or [update]))
        return languages.pop() if len(languages) == 1 else ENGLISH

    def _of_update(self, update: Update) -> str:
        # The id of a guest's chat may be that of another chat.
        chat = None if update.guest_message else update.effective_chat
        user = update.effective_user
        return self._of(
            chat.id if chat else None,
            user.id if user else None,
            user.language_code if user else None,
        )

    def _of(self, chat: int | None, user: object, tag: object) -> str:
        numbers = filter(_is_number, dict.fromkeys((chat, user)))
        try:
            chosen = next(filter(None, map(self._chosen.chosen, numbers)), None)
        except CorpusError as error:  # the answer matters more
            logger.warning("Could not look up the language of a chat: %s", error)
            chosen = None
        told = tag if isinstance(tag, str) else None
        return spoken_of(chosen) or spoken_of(told) or ENGLISH


def _is_number(one: object) -> TypeGuard[int]:
    """Whether the database can hold what Telegram sends as an id."""
    return isinstance(one, int) and -LARGEST <= one < LARGEST


def _user_in(body: str) -> dict[str, object]:
    """Who wrote a message or pressed a button."""
    try:
        update = json.loads(body)
        kinds = ("message", "edited_message", "callback_query")
        user = next(update[kind] for kind in kinds if kind in update)["from"]
    except (ValueError, RecursionError, LookupError, StopIteration, TypeError):
        return {}
    return user if isinstance(user, dict) else {}
