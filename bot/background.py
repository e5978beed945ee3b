"""Background work: expired data, feeds, pages, the index, and what is done after the start."""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from time import monotonic

from telegram import Bot

from bot.conversation.chat_sources.own_sources import UNDO_PERIOD
from bot.introduction import introduce
from bot.library.library import Library
from bot.library.second_process import Responder
from bot.monitoring.supervisor import BackgroundJob
from bot.settings import Settings
from corpus.clock import Clock, now
from corpus.errors import CorpusError
from corpus.store.database.retrying import when_free
from corpus.store.introduced import Introduced
from corpus.store.store import Store
from corpus.web.due_checks import DueChecks

logger = logging.getLogger(__name__)

ROUND = 60.0  # seconds between two checks for what is due or has expired
LONGEST_WITHOUT_PURGE = 3600.0  # seconds after which /privacy no longer holds
LOOK = 1.0  # seconds between two checks for articles from other processes
BUSY_LOOK = 0.05  # seconds, while there are more of them than one check adds, or lack vectors
SOON = 0.1  # seconds, enough for the first poll to begin
PURGED_AT_ONCE = 50  # articles; more would block answers for some ms
FEEDS_AND_PAGES = "feeds and pages"  # the job that checks them


class Housekeeping:
    """Deletes removed sources, old questions and answers, and traces of answered messages.

    ``scrub`` is called when sources were deleted, whose words the index still holds. Times in the
    conversation are Telegram's, if that is not ``clock``.
    """

    def __init__(
        self,
        store: Store,
        scrub: Callable[[], None],
        clock: Clock = now,
        timer: Callable[[], float] = monotonic,
        *,
        telegram_time: Clock | None = None,
        keeps_unanswered: bool,
    ) -> None:
        self._store = store
        self._scrub = scrub
        self._clock = clock
        self._telegram_time = telegram_time or clock
        self._keeps_unanswered = keeps_unanswered
        self._timer = timer  # nobody can set it, unlike the clock
        self._purged = timer()

    async def keep_purging(self) -> None:
        """Delete what has expired every ROUND seconds, until cancelled."""
        while True:
            await self._delete_expired()
            self._purged = self._timer()
            await asyncio.sleep(ROUND)
            await self._erase_copies()  # not at the start, when the first questions come

    def seconds_since_purge(self) -> float:
        """The seconds since expired data was last deleted, or since the start."""
        return self._timer() - self._purged

    def broken(self) -> str | None:
        """A sentence if nothing could be deleted for too long."""
        if self.seconds_since_purge() < LONGEST_WITHOUT_PURGE:
            return None
        return "Expired data has not been deleted for an hour."

    async def _delete_expired(self) -> None:
        purge = partial(self._store.purge, self._clock() - UNDO_PERIOD, PURGED_AT_ONCE)
        while await when_free(purge):
            self._scrub()
            await asyncio.sleep(0)  # lets questions be answered first
        time, everything = self._telegram_time(), not self._keeps_unanswered
        await when_free(partial(self._store.unanswered.prune, time, everything=everything))
        await when_free(partial(self._store.recent_answers.prune, time))
        await when_free(partial(self._store.tallies.prune, time.date()))
        self._store.erase_deleted()

    async def _erase_copies(self) -> None:
        if not self._store.may_have_copies:
            return
        try:
            await asyncio.to_thread(self._store.erase_copies)
        except CorpusError as error:  # tried again in the next round
            logger.warning("Could not erase copies of deleted texts: %s", error)


def background_jobs(
    bot: Bot,
    settings: Settings,
    library: Library,
    housekeeping: Housekeeping,
    checks: DueChecks,
) -> list[BackgroundJob]:
    """The work to do in the background while the bot answers; of several bots, by one."""
    introducing = partial(introduce, bot, settings, Introduced(library.store.database))
    return [
        BackgroundJob("introduction", introducing, once=True),
        BackgroundJob("purge", housekeeping.keep_purging),
        BackgroundJob(FEEDS_AND_PAGES, partial(keep_checking, checks)),
    ]


def own_jobs(library: Library, answering: Responder) -> list[BackgroundJob]:
    """The work that each bot does in the background while it answers."""
    return [
        BackgroundJob("second process", answering.keep_up),
        BackgroundJob("index", partial(keep_in_sync, library)),
        BackgroundJob("warm-up", partial(warm_up, answering), once=True),
    ]


async def keep_checking(checks: DueChecks) -> None:
    """Check the feeds and pages that are due every ROUND seconds, until cancelled."""
    while True:
        await checks.check_due()
        await asyncio.sleep(ROUND)


async def keep_in_sync(library: Library) -> None:
    """Pick up what other processes add, even while nobody asks a question."""
    await asyncio.sleep(SOON)
    while True:
        try:
            library.sources()
        except CorpusError as error:
            logger.warning("Could not check for new articles: %s", error)
        await asyncio.sleep(BUSY_LOOK if library.behind or library.encodes else LOOK)


async def warm_up(answering: Responder) -> None:
    """Load what the first question needs, once the bot is listening."""
    await asyncio.sleep(SOON)
    try:
        await answering.warm_up()
    except CorpusError as error:
        logger.warning("Could not warm up; the first answer will take longer: %s", error)
