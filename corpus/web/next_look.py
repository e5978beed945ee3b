"""When a followed feed or a fetched page is looked at again.

After a look at a feed, the next one follows in half an hour; each failure in a row doubles that.
After an article was added or corrected, its page is checked in an hour, since news is corrected
early; each look that finds no correction doubles that. A server can ask for a longer pause with
Retry-After. Both have a limit.
"""

from datetime import datetime, timedelta

from corpus.errors import CorpusError, UnavailableError
from corpus.store.subscriptions import Followed, Page

FEED_PAUSE = timedelta(minutes=30)
FEED_LONGEST = timedelta(days=1)
PAGE_PAUSE = timedelta(hours=1)
PAGE_LONGEST = timedelta(days=30)
MOST_DOUBLINGS = 10  # any more would exceed the limits; a larger power could overflow


def feed_after_success(feed: Followed, now: datetime) -> Followed:
    """The feed, due after the usual pause."""
    return feed._replace(due=now + FEED_PAUSE, failures=0)


def feed_postponed(feed: Followed, now: datetime) -> Followed:
    """The feed, due after the usual pause; it was not looked at."""
    return feed._replace(due=now + FEED_PAUSE)


def feed_after_failure(feed: Followed, now: datetime, error: CorpusError) -> Followed:
    """The feed, due later the more often it has failed."""
    last = FEED_PAUSE * 2 ** min(feed.failures, MOST_DOUBLINGS)
    pause = back_off(last, FEED_LONGEST, error)
    return feed._replace(due=now + pause, failures=feed.failures + 1)


def page_after_change(page: Page, now: datetime) -> Page:
    """The page of an article that is new or was corrected, due after the shortest pause."""
    return _page_in(page, now, PAGE_PAUSE)


def page_after_no_change(page: Page, now: datetime, error: CorpusError | None = None) -> Page:
    """The page of an article that stays as it is, perhaps after an error; due later each time."""
    pause = back_off(timedelta(seconds=page.pause), PAGE_LONGEST, error)
    return _page_in(page, now, pause)


def back_off(last: timedelta, longest: timedelta, error: CorpusError | None = None) -> timedelta:
    """Twice the last pause, or what the server asks for if that is longer, up to a limit."""
    asked = error.retry_after if isinstance(error, UnavailableError) else 0
    if asked >= longest.total_seconds():  # no limit to what a server may send
        return longest
    return min(max(2 * last, timedelta(seconds=asked)), longest)


def _page_in(page: Page, now: datetime, pause: timedelta) -> Page:
    return page._replace(due=now + pause, pause=int(pause.total_seconds()))
