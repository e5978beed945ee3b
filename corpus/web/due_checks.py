"""Checks the feeds and pages that are due, one at a time and fairly between collections.

Next is always one of the collection that has taken the least time lately, so that a chat with slow
feeds delays another chat's by the check that is running, and no more.
"""

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from math import inf
from typing import NamedTuple

from corpus.article import LIBRARY
from corpus.clock import Clock, now
from corpus.errors import CorpusError, UnavailableError
from corpus.store.database.retrying import when_free
from corpus.store.subscriptions import Followed, Page, Subscriptions
from corpus.web.fair_share import FairShare, Used
from corpus.web.feed_watch import Follower
from corpus.web.page_watch import Refresher

logger = logging.getLogger(__name__)

LONGEST_CHECK = 60.0  # seconds for a page, or for a feed with its new items
BUDGET = 600.0  # seconds of checks in an hour for each chat
POSTPONED = timedelta(minutes=30)  # for what a chat over its budget has due
STUCK = 600.0  # seconds after which a check must have ended, however busy the database
OUTDATED = 5.0  # seconds after which the list of what is due is read again

Waiting = dict[str, deque[Followed | Page]]  # by collection, most overdue first


class Found(NamedTuple):
    """How many articles are new, and how many have changed."""

    new: int = 0
    changed: int = 0


class DueChecks:
    """Checks feeds and pages; ``count_failure`` is called for each unexpected error."""

    def __init__(
        self,
        subscriptions: Subscriptions,
        follower: Follower,
        refresher: Refresher,
        clock: Clock = now,
        count_failure: Callable[[], None] = lambda: None,
    ) -> None:
        self._subscriptions = subscriptions
        self._follower = follower
        self._refresher = refresher
        self._clock = clock
        self._count_failure = count_failure
        self._share = FairShare()
        self._began: float | None = None  # when the check that is running began

    async def check_due(self) -> Found:
        """Check what is due, until nothing is."""
        found = Found()
        time = asyncio.get_running_loop().time
        while waiting := await when_free(self._due):
            outdated = time() + OUTDATED
            while waiting and time() < outdated:
                found = await self._next(waiting, found, BUDGET)
        return found

    async def check_all(self) -> Found:
        """Check every feed and page once, and the items of feeds that failed before."""
        found = Found()
        waiting = _by_collection(self._subscriptions.feeds(), self._subscriptions.pages())
        while waiting:
            found = await self._next(waiting, found, inf, at_all=True)
        return found

    def broken(self) -> str | None:
        """A sentence if a check does not end, so that no other begins."""
        if self._began is None or asyncio.get_running_loop().time() - self._began < STUCK:
            return None
        return "Feeds and pages are not checked: a check does not end."

    def _due(self) -> Waiting:
        now = self._clock()
        return _by_collection(self._subscriptions.feeds(due=now), self._subscriptions.pages(now))

    async def _next(
        self, waiting: Waiting, found: Found, budget: float, *, at_all: bool = False
    ) -> Found:
        """Check one that waits; return what has been found so far."""
        collection = min(waiting, key=self._seconds)
        if self._seconds(collection) >= budget and collection != LIBRARY:
            logger.info("A chat's feeds and pages take too long; the rest is checked later.")
            until = self._clock() + POSTPONED
            await when_free(partial(self._subscriptions.postpone, collection, until))
            del waiting[collection]
            return found
        one = waiting[collection].popleft()
        if not waiting[collection]:
            del waiting[collection]
        start = self._began = asyncio.get_running_loop().time()
        try:
            return await self._check(one, found, at_all=at_all)
        finally:
            self._began = None
            used = Used(asyncio.get_running_loop().time() - start)
            self._share.record([collection], used)

    async def _check(self, one: Followed | Page, found: Found, *, at_all: bool) -> Found:
        """Check a feed or a page. Whatever goes wrong postpones it, and nothing else."""
        try:
            async with asyncio.timeout(LONGEST_CHECK):
                if isinstance(one, Followed):
                    new = await self._follower.check(one, at_all=at_all)
                    return found._replace(new=found.new + new)
                return found._replace(changed=found.changed + await self._refresher.check(one))
        except CorpusError as error:
            reason = error
        except TimeoutError:
            reason = UnavailableError(one.url, f"takes longer than {LONGEST_CHECK:.0f} seconds")
        # Strangers choose the values that are handled here. One that we did not foresee must not
        # keep the other feeds and pages from being checked.
        except Exception:
            logger.exception("A feed or a page could not be checked")
            self._count_failure()
            reason = UnavailableError(one.url, "cannot be checked")
        logger.info("Could not check a feed or a page: %s", reason.reason)
        if isinstance(one, Followed):
            await self._follower.postpone(one, reason)
        else:
            await self._refresher.postpone(one, reason)
        return found

    def _seconds(self, collection: str) -> float:
        return self._share.used(collection).seconds


def _by_collection(feeds: list[Followed], pages: list[Page]) -> Waiting:
    waiting: Waiting = defaultdict(deque)
    ones: list[Followed | Page] = [*feeds, *pages]
    for one in sorted(ones, key=lambda one: one.due):
        waiting[one.collection].append(one)
    return waiting
