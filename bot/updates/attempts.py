"""Attempts to handle an update, until it is answered or dropped."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from functools import partial

from telegram import Bot, Update

from bot.delivery.limits.fair_queue import FairQueue
from bot.delivery.receipt import Part, Receipt, holding
from bot.monitoring.logs import error_id
from bot.replies.about_me import SORRY
from bot.updates.apology import apologize
from bot.updates.inbox import AnyInbox
from bot.updates.parsing import Parsing
from bot.updates.queues.chat_queues import Arrival
from bot.updates.speech import LanguageOf
from bot.wording.wording import speaking
from corpus.errors import CorpusError, DatabaseError

logger = logging.getLogger(__name__)

MOST_READS = 2  # failed ones, before a damaged update is dropped

Handle = Callable[[Update], Awaitable[None]]


class Attempts:
    """Has updates handled by ``handle``, with a receipt in hand.

    When many wait, those of users who had the fewest handled lately come first. A suspect, which
    was being handled when the bot crashed, is handled while no other suspect is. Once this is
    ``closing``, nothing more is attempted. ``running`` counts the attempts that have begun.
    """

    def __init__(
        self, inbox: AnyInbox, bot: Bot, parsing: Parsing, handle: Handle, language_of: LanguageOf
    ) -> None:
        self.closing = False
        self.running = 0
        self._inbox = inbox
        self._bot = bot
        self._parsing = parsing
        self._handle = handle
        self._language_of = language_of
        self._turns = FairQueue()  # for the time until the first await of a handler
        self._suspects: set[int] = set()
        self._parts: dict[int, Receipt] = {}  # of questions that are answered with others
        self._one_by_one = asyncio.Lock()

    @property
    def suspects(self) -> Collection[int]:
        """The updates that were being handled when the bot crashed."""
        return self._suspects

    def suspect(self, numbers: Iterable[int]) -> None:
        """Take updates for suspects."""
        self._suspects.update(numbers)

    def receipt(
        self, numbers: Sequence[int], arrival: Arrival, *, is_crowded: bool = False
    ) -> Receipt:
        """The receipt of an update, or of several that are handled as one."""
        if len(numbers) == 1 and numbers[0] in self._parts:
            return self._parts.pop(numbers[0])
        under_way = self._inbox.under_way
        return Receipt(
            lambda: self._inbox.close(*numbers),
            user=arrival.user,
            arrived=arrival.time,
            crowded=is_crowded,
            suspect=not self._suspects.isdisjoint(numbers),
            on_begin=partial(_for_each, numbers, under_way.begin),
            on_end=partial(_for_each, numbers, under_way.end),
        )

    def joint_receipt(self, numbers: list[int], arrivals: Sequence[Arrival]) -> Receipt:
        """The receipt of questions that are answered in one message.

        Those that are left for another message are removed from ``numbers``; what is known of
        them is kept for that message.
        """
        for number, arrival in zip(numbers, arrivals, strict=True):
            self._parts[number] = self.receipt([number], arrival)
        under_way = self._inbox.under_way

        def finish() -> None:
            self._inbox.close(*numbers)  # at once, or a kill could have some answered twice
            for number in numbers:
                self._parts.pop(number)

        def leave(left: Collection[int]) -> None:
            numbers[:] = [number for number in numbers if number not in left]
            _for_each(left, under_way.end)

        receipt = Receipt(
            finish,
            user=arrivals[0].user,
            arrived=arrivals[0].time,
            on_begin=partial(_for_each, numbers, under_way.begin),
            on_end=partial(_for_each, numbers, under_way.end),
        )
        receipt.be_joint(leave)
        return receipt

    async def attempt(
        self, chat: int, numbers: Sequence[int], receipt: Receipt, slots: asyncio.Semaphore
    ) -> bool:
        """Handle updates when it is their turn and a slot is free; return whether to retry."""
        self.running += 1
        try:
            async with self._turns.turn(receipt.user):
                await asyncio.sleep(0)  # lets the handler before this one do its work
                self._turns.count(receipt.user)
            async with self._one_by_one if receipt.is_suspect else slots:
                return not self.closing and await self._try(chat, numbers, receipt)
        finally:
            self.running -= 1

    async def _try(self, chat: int, numbers: Sequence[int], receipt: Receipt) -> bool:
        receipt.begin_attempt()
        receipt.begin_work()
        try:
            return await self._attempt(numbers, receipt)
        except CorpusError as error:
            if isinstance(error, DatabaseError) and error.is_damaged:
                if receipt.is_joint:
                    receipt.split()
                receipt.count_failure()
            if receipt.failures > MOST_READS:
                await self._drop_damaged(chat, receipt, error)
                return False
            is_busy = isinstance(error, DatabaseError) and error.is_busy
            receipt.retry_later(wait_known=False, soon=is_busy)
            logger.warning("Cannot read an update from the database: %s. Retrying.", error)
            return True
        finally:
            receipt.end_work()

    async def _drop_damaged(self, chat: int, receipt: Receipt, error: CorpusError) -> None:
        name = error_id()
        logger.error("Error %s: dropped an update that cannot be read: %s", name, error)
        receipt.mark_done()
        with speaking(self._language_of(chat, None)):
            await apologize(self._bot, chat, None, SORRY.format(name=name))

    async def _attempt(self, numbers: Sequence[int], receipt: Receipt) -> bool:
        update = self._update(numbers, receipt)
        if update is None:
            receipt.mark_done()
            return False
        with holding(receipt):
            await self._handle(update)
        if receipt.is_handed_over:
            return False
        if receipt.is_retry_wanted:
            return True
        receipt.mark_done()
        return False

    def _update(self, numbers: Sequence[int], receipt: Receipt) -> Update | None:
        """The update to handle, or the first of several; its receipt holds the others."""
        if not receipt.is_joint:
            update, together = self._parsing.stored(numbers)
            receipt.hold(together)
            return update
        found = {number: self._parsing.stored([number])[0] for number in numbers}
        parts = [Part(one, self._parts[number]) for number, one in found.items() if one]
        receipt.hold_parts(parts)
        return parts[0].update if parts else None


def _for_each(numbers: Iterable[int], do: Callable[[int], None]) -> None:
    for number in numbers:
        do(number)
