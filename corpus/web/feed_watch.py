"""Feeds that are followed: their new items become articles."""

import logging
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta

from corpus.errors import CorpusError
from corpus.metadata import UNKNOWN
from corpus.store.store import Store
from corpus.store.subscriptions import Followed
from corpus.web.feed_formats import Feed, find_feed
from corpus.web.fetch import FEEDS, READABLE, UnavailableError, fetch
from corpus.web.page_watch import Refresher
from corpus.web.pages import fetch_article
from corpus.web.sandbox import parse_feed_in_worker

logger = logging.getLogger(__name__)

EVERY = timedelta(minutes=30)  # between two looks at a feed
LONGEST = timedelta(days=1)  # after many failures
FIRST = 5  # items of a new feed that become articles at once; the older ones are passed over
MOST_NEW = 20  # items that become articles at one look

Clock = Callable[[], datetime]
Full = Callable[[str], bool]  # whether a collection may not grow


def _now() -> datetime:
    return datetime.now(UTC)


class Follower:
    """Looks at followed feeds, one after the other: never two connections to a host."""

    def __init__(
        self,
        store: Store,
        trusted: Collection[str],
        full: Full = lambda _: False,
        clock: Clock = _now,
    ) -> None:
        self._store = store
        self._trusted = trusted
        self._refresher = Refresher(store, trusted, clock)
        self._full = full
        self._clock = clock

    async def follow(self, collection: str, url: str) -> Followed:
        """Follow a feed, or the feed that a page names; its newest items come at the next look.

        Raises:
            CorpusError: There is none, or it cannot be fetched.
        """
        page = await fetch(url, self._trusted, kinds=(*FEEDS, *READABLE))
        try:
            feed = await parse_feed_in_worker(page.data, page.url)
            address = page.url
        except CorpusError:
            named = find_feed(page.data, page.url)
            if named is None:
                raise CorpusError(url, "is no feed and names none") from None
            page = await fetch(named, self._trusted, kinds=FEEDS)
            feed, address = await parse_feed_in_worker(page.data, page.url), named
        followed = Followed(collection, address, feed.title, None, None, self._clock(), 0)
        self._store.subscriptions.follow(followed, feed.links[FIRST:])
        return followed

    async def look(self, *, at_all: bool = False) -> int:
        """Look at every feed that is due, or at all; return how many articles are new."""
        feeds = self._store.subscriptions.feeds(due=None if at_all else self._clock())
        return sum([await self._look(feed) for feed in feeds])

    async def _look(self, followed: Followed) -> int:
        if self._full(followed.collection):
            self._store.subscriptions.reschedule(followed._replace(due=self._clock() + EVERY))
            return 0
        try:
            known = (followed.etag, followed.modified)
            page = await fetch(followed.url, self._trusted, kinds=FEEDS, known=known)
            new = 0
            if page.changed:
                feed = await parse_feed_in_worker(page.data, followed.url)
                new = await self._take_in(followed, feed)
        except CorpusError as error:
            logger.info("A feed could not be looked at: %s", error.reason)
            self._store.subscriptions.reschedule(self._later(followed, error))
            return 0
        due = self._clock() + EVERY
        self._store.subscriptions.reschedule(
            followed._replace(etag=page.etag, modified=page.modified, due=due, failures=0)
        )
        return new

    def _later(self, followed: Followed, error: CorpusError) -> Followed:
        """The feed, to be looked at later the more often it failed, or when its server says."""
        failures = followed.failures + 1
        pause = min(EVERY * 2 ** min(failures, 10), LONGEST)
        if isinstance(error, UnavailableError):
            pause = max(pause, min(timedelta(seconds=error.seconds), LONGEST))
        return followed._replace(due=self._clock() + pause, failures=failures)

    async def _take_in(self, followed: Followed, feed: Feed) -> int:
        new = 0
        for link in self._store.subscriptions.unseen(followed, feed.links)[:MOST_NEW]:
            if self._full(followed.collection):
                break
            self._store.subscriptions.mark_seen(followed, link)
            try:
                gathered = await fetch_article(link, UNKNOWN, self._trusted)
            except CorpusError as error:
                logger.info("An item of a feed gave no article: %s", error.reason)
                continue
            new += self._refresher.add(gathered, followed.collection)
        return new
