"""What goes wrong for so long that an operator should know."""

import asyncio
import shutil
from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from pathlib import Path

from bot.replies.operator.alerts import DISK, STUCK, feed_words, pages_words
from corpus.addresses import host_of
from corpus.article import LIBRARY
from corpus.clock import Clock
from corpus.store.database.location import is_server
from corpus.store.store import Store
from corpus.store.subscriptions import Page
from corpus.store.waiting_updates import WaitingUpdates

FAILING = timedelta(days=1)  # after which a feed or a page is an incident
WAITED = timedelta(minutes=10)  # with updates waiting and none handled
LOW, ENOUGH = 500_000_000, 1_000_000_000  # bytes free: an incident begins, and is over
INBOX, DISK_SPACE = "inbox", "disk"

Incidents = dict[str, str]  # words for the operator, by a name that stays the same


class Watched:
    """Looks for incidents; of feeds and pages, only at the library's.

    What other chats follow is theirs: they see in /feeds and /sources what fails.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._updates = WaitingUpdates(store.database)
        self._clock = clock
        self._start: float | None = None  # of this run, by the loop's clock

    async def incidents(self, told: Collection[str]) -> Incidents:
        """What is wrong now; ``told`` are the names of what was wrong before.

        Raises:
            CorpusError: The database cannot be used.
        """
        found = self._feeds() | self._pages()
        if self._is_stuck():
            found[INBOX] = str(STUCK)
        free = await asyncio.to_thread(self._free)
        if free is not None and free < (ENOUGH if DISK_SPACE in told else LOW):
            found[DISK_SPACE] = str(DISK)
        return found

    def _feeds(self) -> Incidents:
        before = self._clock() - FAILING
        return {
            f"feed {feed.url}": feed_words(feed.title, feed.failing.date(), feed.error or "")
            for feed in self._store.subscriptions.feeds(LIBRARY)
            if feed.failing is not None and feed.failing <= before
        }

    def _pages(self) -> Incidents:
        """The failing pages, together if they are of one site and began to fail on one day."""
        failing: defaultdict[tuple[str, date], list[Page]] = defaultdict(list)
        for page in self._store.subscriptions.failing_pages(LIBRARY, self._clock() - FAILING):
            if page.failing is not None:
                failing[host_of(page.url), page.failing.date()].append(page)
        return {
            f"pages {site} {day}": pages_words(len(pages), site, day, pages[0].error or "")
            for (site, day), pages in failing.items()
        }

    def _is_stuck(self) -> bool:
        """Whether updates wait and none is handled, even though the bot has run for a while."""
        time = asyncio.get_running_loop().time()
        self._start = time if self._start is None else self._start
        since = self._updates.stuck_since()
        is_old = since is not None and self._clock() - since >= WAITED
        return is_old and time - self._start >= WAITED.total_seconds()

    def _free(self) -> int | None:
        """The bytes that are free on the disk of the database; None if that is unknown."""
        location = self._store.location
        if location == ":memory:" or is_server(location):
            return None
        try:
            return shutil.disk_usage(Path(location).resolve().parent).free
        except OSError:
            return None
