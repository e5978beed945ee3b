"""Turns the bodies of updates, new or stored, into objects."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from telegram import Bot, Update

from bot.updates.bodies import Body, without_lone_surrogates
from bot.updates.inbox import AnyInbox
from bot.updates.together import joined
from corpus.clock import Clock
from corpus.errors import CorpusError
from corpus.store.waiting_updates import WAITING

logger = logging.getLogger(__name__)

LARGEST = 1 << 63  # exclusive; SQLite cannot store larger numbers


class Sorting(Protocol):
    """What the conversation says about updates."""

    def concerns(self, update: Update) -> bool:
        """Whether an update is for the bot."""

    def is_courtesy(self, update: Update) -> bool:
        """Whether an update needs no message and waits for nothing."""

    def asks(self, update: Update) -> bool:
        """Whether an update is a question in a group that can be answered with others."""


class Parsing:
    """Parses updates from Telegram and from the inbox; ``concerns`` says which are for the bot."""

    def __init__(
        self, inbox: AnyInbox, bot: Bot, concerns: Callable[[Update], bool], clock: Clock
    ) -> None:
        self._inbox = inbox
        self._bot = bot
        self._concerns = concerns
        self._clock = clock

    def new(self, bodies: Iterable[Body]) -> Iterator[tuple[Body, Update]]:
        """Yield the updates that are not known yet and can be parsed and stored."""
        for body in map(without_lone_surrogates, bodies):
            if self._inbox.holds(body["update_id"]):
                continue
            update = self.parse(body)
            if update is not None and _has_valid_numbers(update):
                yield body, update

    def stored(self, numbers: Sequence[int]) -> tuple[Update | None, tuple[Update, ...]]:
        """The update to handle, and those that are joined in it if there are several.

        It is None if /forget deleted them, or they are too old or unreadable.
        """
        bodies = [body for body in map(self._body, numbers) if body is not None]
        if len(bodies) <= 1:
            return (self.parse(bodies[0]) if bodies else None), ()
        parts = tuple(filter(None, map(self.parse, bodies)))
        return self.parse(joined(bodies)), parts

    def peek(self, number: int) -> Update | None:
        """A waiting update; None if it cannot be read now."""
        try:
            stored = self._inbox.peek(number)
        except CorpusError:
            return None
        return self.parse(stored[0]) if stored else None

    def parse(self, body: Body) -> Update | None:
        """The update in a body; None if it cannot be parsed."""
        try:
            return Update.de_json(body, self._bot)
        except Exception:  # for unknown content, python-telegram-bot raises errors of many types
            logger.exception("Skipped an update that could not be parsed.")
            return None

    def is_for_us(self, update: Update) -> bool:
        """Whether an update is for the bot."""
        return holds(self._concerns, update)

    def _body(self, number: int) -> Body | None:
        stored = self._inbox.read(number)
        if stored is None:
            return None
        body, received = stored
        if self._clock() - received > WAITING:
            logger.warning("Dropped update %d: could not answer it for a day.", number)
            return None
        return body


def holds(check: Callable[..., bool], *updates: Update) -> bool:
    """Whether a condition holds for updates, whatever they contain."""
    try:
        return check(*updates)
    except Exception:  # python-telegram-bot does not check the types of what it parses
        logger.exception("An update could not be examined.")
        return False


def _has_valid_numbers(update: Update) -> bool:
    chat = update.effective_chat
    numbers = (update.update_id, chat.id if chat else 0)
    return all(isinstance(n, int) and -LARGEST <= n < LARGEST for n in numbers)
