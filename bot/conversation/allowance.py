"""How much a chat may keep: sources, their size, additions per hour, feeds."""

from datetime import timedelta

from bot.clock import Clock, now
from bot.replies import own_sources as texts
from bot.replies.labels import plural
from bot.settings import Settings
from corpus.article import LIBRARY
from corpus.store.store import Store

HOUR = timedelta(hours=1)
MEGABYTE = 1e6  # code points
MOST_FEEDS = 20


class Allowance:
    """The limits on each collection; only the library's articles are unlimited."""

    def __init__(self, store: Store, settings: Settings, clock: Clock = now) -> None:
        self._store = store
        self._most_articles = settings.quotewire_most_articles
        self._most_characters = settings.quotewire_most_megabytes * MEGABYTE
        self._most_per_hour = settings.quotewire_adds_per_hour
        self._clock = clock

    def is_full(self, collection: str) -> bool:
        """Whether a collection has reached one of the limits on its articles."""
        return self.refusal(collection) is not None

    def refusal(self, collection: str) -> str | None:
        """The message to show if a collection can take no more articles now, otherwise None."""
        if collection == LIBRARY:
            return None
        usage = self._store.usage(collection, self._clock() - HOUR)
        if usage.articles >= self._most_articles:
            return plural(usage.articles, *texts.TOO_MANY_SOURCES)
        if usage.characters >= self._most_characters:
            return texts.TOO_LARGE
        if usage.added >= self._most_per_hour:
            return plural(usage.added, *texts.TOO_MANY_THIS_HOUR)
        return None

    def feed_refusal(self, followed: int) -> str | None:
        """The message to show if a chat with this many feeds cannot follow another, or None."""
        if followed < MOST_FEEDS:
            return None
        return plural(followed, *texts.TOO_MANY_FEEDS)
