"""Background work while the bot answers: feeds, pages, other processes' articles."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from typing import Any

from bot.conversation.own_sources import UNDO_PERIOD
from bot.library.library import Library
from corpus.clock import Clock, now
from corpus.errors import CorpusError
from corpus.store.store import Store
from corpus.web.feed_watch import Follower
from corpus.web.page_watch import Refresher

logger = logging.getLogger(__name__)

ROUND = 60.0  # seconds between two checks for feeds and pages that are due
LOOK = 1.0  # seconds between two checks for articles from other processes
BUSY_LOOK = 0.05  # seconds, while there are more of them than one check adds
SOON = 0.1  # seconds, enough for the first poll to begin
RESTART = 60.0  # seconds before a job that failed starts again

Work = Callable[[], Coroutine[Any, Any, None]]


class Housekeeping:
    """Updates feeds and pages, and deletes expired data."""

    def __init__(
        self,
        store: Store,
        follower: Follower,
        refresher: Refresher,
        clock: Clock = now,
        *,
        keeps_unanswered: bool,
    ) -> None:
        self._store = store
        self._unanswered = store.unanswered
        self._follower = follower
        self._refresher = refresher
        self._clock = clock
        self._keeps_unanswered = keeps_unanswered

    async def keep_up(self) -> None:
        """Do whatever is due every ROUND seconds, until cancelled."""
        while True:
            try:
                self._delete_expired()
                await self._follower.check()
                await self._refresher.check()
            except CorpusError as error:
                logger.warning("Could not check feeds and pages: %s", error)
            await asyncio.sleep(ROUND)

    def _delete_expired(self) -> None:
        """Delete removed sources, old unanswered questions, and traces of answered messages."""
        self._store.purge(self._clock() - UNDO_PERIOD)
        self._unanswered.prune(self._clock(), everything=not self._keeps_unanswered)
        self._store.erase_deleted()


async def keep_in_sync(library: Library) -> None:
    """Pick up what other processes add, even while nobody asks a question."""
    while True:
        try:
            library.sources()
        except CorpusError as error:
            logger.warning("Could not check for new articles: %s", error)
        await asyncio.sleep(BUSY_LOOK if library.behind else LOOK)


async def warm_up(library: Library) -> None:
    """Load what the first question needs, once the bot is listening."""
    await asyncio.sleep(SOON)
    try:
        library.warm_up()
    except CorpusError as error:
        logger.warning("Could not warm up; the first answer will take longer: %s", error)


@asynccontextmanager
async def running(jobs: Iterable[Work]) -> AsyncIterator[None]:
    """Run jobs in the background; one that fails is logged and started again."""
    tasks = [asyncio.create_task(_restarting(job)) for job in jobs]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def _restarting(job: Work) -> None:
    """Run a job until it finishes, restarting it after each failure."""
    while True:
        try:
            return await job()
        except (
            Exception
        ):  # whatever went wrong, feeds must still be checked and expired data deleted
            logger.exception("A background job failed; it starts again in a minute")
        await asyncio.sleep(RESTART)
