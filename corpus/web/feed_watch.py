"""Checks followed feeds, whose new items become articles."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from functools import partial

from corpus.clock import Clock, now
from corpus.errors import CorpusError, UnavailableError
from corpus.sandbox.feed_items import Feed
from corpus.sandbox.task import LONGEST_ADDRESS
from corpus.store.database.retrying import when_free
from corpus.store.items import Unseen
from corpus.store.store import Store
from corpus.store.subscriptions import Followed
from corpus.web.feed_item import read_item
from corpus.web.next_check import (
    MOST_FAILURES,
    feed_after_failure,
    feed_after_success,
    feed_cut_short,
    feed_postponed,
    item_after_failure,
)
from corpus.web.page_watch import Refresher
from corpus.web.pages import Gathered, fetch_feed, find_feed_at

logger = logging.getLogger(__name__)

FIRST = 5  # items of a new feed that become articles; older ones are skipped
MOST_NEW = 20  # items of a feed that are read per check
LAST_START = 30.0  # seconds into a check after which no further item is begun
LAST_END = 55.0  # seconds into a check after which an item has failed; it must not end the check

Full = Callable[[str], bool]  # whether a collection has reached its limit


class Follower:
    """Follows feeds, and checks one when asked."""

    def __init__(
        self,
        store: Store,
        trusted: Collection[str],
        full: Full = lambda _: False,
        clock: Clock = now,
    ) -> None:
        self._subscriptions = store.subscriptions
        self._trusted = trusted
        self._refresher = Refresher(store, trusted, clock)
        self._full = full
        self._clock = clock

    async def follow(self, collection: str, url: str, user_hash: int | None = None) -> Followed:
        """Follow a feed, or the feed that a page links to; the next check adds its newest items.

        ``user_hash`` is a keyed hash of the id of the user who follows it, if there is one.

        Raises:
            CorpusError: There is no feed, or it cannot be fetched.
        """
        if len(url) > LONGEST_ADDRESS:
            raise CorpusError(url, f"is longer than {LONGEST_ADDRESS} characters")
        address, feed = await find_feed_at(url, self._trusted)
        due = self._clock()
        followed = Followed(collection, address, feed.title, None, None, due, 0, user_hash)
        add = partial(self._subscriptions.follow, followed, feed.keys[FIRST:])
        await when_free(add)
        return followed

    async def check(self, followed: Followed, *, at_all: bool = False) -> int:
        """Add a feed's new items; return the number of new articles.

        Items that failed are tried again when it is time, or ``at_all``.

        Raises:
            CorpusError: The feed cannot be read; its next check has not been scheduled.
        """
        if self._full(followed.collection):
            await self._reschedule(feed_postponed(followed, self._clock()))
            return 0
        start = asyncio.get_running_loop().time()
        known = (followed.etag, followed.modified)
        page, feed = await fetch_feed(followed.url, known, self._trusted)
        checked = followed._replace(etag=page.etag, modified=page.modified)
        if feed is None:
            await self._reschedule(feed_after_success(checked, self._clock()))
            return 0
        to_read = self._to_read(followed, feed, at_all=at_all)
        new, left = await self._add(followed, feed, to_read, start)
        checked = checked._replace(overflows=len(to_read) > MOST_NEW)
        # What is left must be found again, so the next response must not be "not modified".
        if self._subscriptions.unseen(followed, feed.keys):
            checked = checked._replace(etag=None, modified=None)
        cut_short = left > len(to_read[MOST_NEW:]) and not self._full(followed.collection)
        after = feed_cut_short if cut_short else feed_after_success
        await self._reschedule(after(checked, self._clock()))
        return new

    async def postpone(self, followed: Followed, error: CorpusError) -> None:
        """Schedule the next check of a feed that could not be checked."""
        await self._reschedule(feed_after_failure(followed, self._clock(), error))

    def _to_read(self, followed: Followed, feed: Feed, *, at_all: bool) -> list[Unseen]:
        """The items to read now, newest first; those that failed before come last."""
        now = self._clock()
        unseen = self._subscriptions.unseen(followed, feed.keys)
        due = [one for one in unseen if at_all or one.retry is None or one.retry <= now]
        return sorted(due, key=lambda one: one.failures > 0)

    async def _add(
        self, followed: Followed, feed: Feed, to_read: list[Unseen], start: float
    ) -> tuple[int, int]:
        """Add the first items; return the number of new articles and that of the items left."""
        new = 0
        items = {item.key: item for item in feed.items}
        for number, unseen in enumerate(to_read[:MOST_NEW]):
            is_late = asyncio.get_running_loop().time() > start + LAST_START
            if self._full(followed.collection) or (number and is_late):
                return new, len(to_read) - number
            try:
                reading = read_item(items[unseen.key], feed, self._trusted)
                new += await self._add_item(followed, unseen, reading, start + LAST_END)
            except CorpusError:  # the database's: the item is tried again
                raise
            except Exception:  # otherwise each check would fail at this item and reach no other
                await self._give_up(followed, unseen.key)
                raise
        return new, len(to_read[MOST_NEW:])

    async def _add_item(
        self, followed: Followed, unseen: Unseen, reading: Awaitable[Gathered], end: float
    ) -> bool:
        """Read an item until a time by the loop's clock, and add it; return whether it is new."""
        try:
            async with asyncio.timeout_at(end):
                gathered = await reading
        except (CorpusError, TimeoutError) as error:
            reason = error.reason if isinstance(error, CorpusError) else "takes too long"
            logger.info("Could not read a feed item: %s", reason)
            await self._note_failure(followed, unseen, error)
            return False
        return await self._refresher.add_from_feed(gathered, followed, unseen.key)

    async def _note_failure(
        self, followed: Followed, unseen: Unseen, error: CorpusError | TimeoutError
    ) -> None:
        """Let an item be tried again later if that can help, otherwise never."""
        failed = item_after_failure(unseen, self._clock(), error)
        passes = isinstance(error, UnavailableError | TimeoutError)
        if passes and failed.failures < MOST_FAILURES:
            await when_free(partial(self._subscriptions.mark_failed, followed, failed))
        else:
            await self._give_up(followed, unseen.key)

    async def _give_up(self, followed: Followed, key: str) -> None:
        """Let an item not be tried again."""
        await when_free(partial(self._subscriptions.mark_seen, followed, key))

    async def _reschedule(self, followed: Followed) -> None:
        await when_free(partial(self._subscriptions.reschedule, followed))
