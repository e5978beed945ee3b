"""Checks followed feeds, whose new items become articles."""

import logging
from collections.abc import Callable, Collection

from corpus.clock import Clock, now
from corpus.errors import CorpusError
from corpus.metadata import UNKNOWN
from corpus.sandbox.feed_formats import Feed
from corpus.store.store import Store
from corpus.store.subscriptions import Followed
from corpus.web.next_check import feed_after_failure, feed_after_success, feed_postponed
from corpus.web.page_watch import Refresher
from corpus.web.pages import fetch_article, fetch_feed, find_feed_at

logger = logging.getLogger(__name__)

FIRST = 5  # items of a new feed that become articles; older ones are skipped
MOST_NEW = 20  # items of a feed that become articles per check

Full = Callable[[str], bool]  # whether a collection has reached its limit


class Follower:
    """Checks followed feeds one by one, so that two on the same host are never fetched at once."""

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

    async def follow(self, collection: str, url: str) -> Followed:
        """Follow a feed, or the feed that a page links to; the next check adds its newest items.

        Raises:
            CorpusError: There is no feed, or it cannot be fetched.
        """
        address, feed = await find_feed_at(url, self._trusted)
        followed = Followed(collection, address, feed.title, None, None, self._clock(), 0)
        self._subscriptions.follow(followed, feed.links[FIRST:])
        return followed

    async def check(self, *, everything: bool = False) -> int:
        """Check the feeds that are due, or all of them; return the number of new articles."""
        feeds = self._subscriptions.feeds(due=None if everything else self._clock())
        return sum([await self._check(feed) for feed in feeds])

    async def _check(self, followed: Followed) -> int:
        if self._full(followed.collection):
            self._subscriptions.reschedule(feed_postponed(followed, self._clock()))
            return 0
        try:
            known = (followed.etag, followed.modified)
            page, feed = await fetch_feed(followed.url, known, self._trusted)
            new = await self._add_new(followed, feed) if feed else 0
        except CorpusError as error:
            logger.info("Could not read a feed: %s", error.reason)
            self._subscriptions.reschedule(feed_after_failure(followed, self._clock(), error))
            return 0
        seen = followed._replace(etag=page.etag, modified=page.modified)
        self._subscriptions.reschedule(feed_after_success(seen, self._clock()))
        return new

    async def _add_new(self, followed: Followed, feed: Feed) -> int:
        new = 0
        for link in self._subscriptions.unseen(followed, feed.links)[:MOST_NEW]:
            if self._full(followed.collection):
                break
            self._subscriptions.mark_seen(followed, link)
            try:
                gathered = await fetch_article(link, UNKNOWN, self._trusted)
            except CorpusError as error:
                logger.info("Could not read a feed item: %s", error.reason)
                continue
            new += self._refresher.add(gathered, followed.collection, feed=followed.url)
        return new
