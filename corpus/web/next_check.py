"""Decides when to check a followed feed or a fetched page again.

A feed is checked every half hour; each failure in a row doubles the pause. An item of a feed that
cannot be read for the time being is tried again after such pauses, until it has failed
MOST_FAILURES times. A page is checked an hour after its article was added or corrected, because
news is corrected early; each check without a correction doubles the pause. A server can ask for a
longer pause with Retry-After. All pauses have a limit.
"""

from datetime import datetime, timedelta

from corpus.errors import CorpusError, DatabaseError, UnavailableError
from corpus.store.items import Unseen
from corpus.store.subscriptions import Followed, Page

FEED_PAUSE = timedelta(minutes=30)
FEED_SOON = timedelta(minutes=5)
FEED_LONGEST = timedelta(days=1)
FEED_LOST = timedelta(days=30)  # of failures, after which the longest pause is LOST_LONGEST
LOST_LONGEST = timedelta(days=7)
MOST_FAILURES = 8  # of an item in a row, over two days
LONGEST_REASON = 300  # characters
PAGE_PAUSE = timedelta(hours=1)
PAGE_LONGEST = timedelta(days=30)
MOST_DOUBLINGS = 10  # more would exceed the limits, and could overflow


def feed_after_success(feed: Followed, now: datetime) -> Followed:
    """The feed, due after the usual pause."""
    return feed._replace(due=now + FEED_PAUSE, failures=0, failing=None, error=None)


def feed_cut_short(feed: Followed, now: datetime) -> Followed:
    """The feed, due soon because there was no time for all of its new items."""
    return feed._replace(due=now + FEED_SOON, failures=0, failing=None, error=None)


def feed_postponed(feed: Followed, now: datetime) -> Followed:
    """The feed, due after the usual pause without having been checked."""
    return feed._replace(due=now + FEED_PAUSE)


def feed_after_failure(feed: Followed, now: datetime, error: CorpusError) -> Followed:
    """The feed, due later with each failure in a row, with since when and why it fails."""
    last = FEED_PAUSE * 2 ** min(feed.failures, MOST_DOUBLINGS)
    failing = feed.failing or now
    longest = LOST_LONGEST if now - failing >= FEED_LOST else FEED_LONGEST
    return feed._replace(
        due=now + back_off(last, longest, error),
        failures=feed.failures + 1,
        failing=failing,
        error=error.reason[:LONGEST_REASON],
    )


def item_after_failure(item: Unseen, now: datetime, error: Exception) -> Unseen:
    """The item, to be tried again later with each failure in a row.

    A failure before its time, which somebody asked for, is not counted.
    """
    if item.retry is not None and now < item.retry:
        return item
    last = FEED_PAUSE * 2 ** min(item.failures, MOST_DOUBLINGS) / 2
    retry = now + back_off(last, FEED_LONGEST, error)
    return item._replace(failures=item.failures + 1, retry=retry)


def page_after_change(page: Page, now: datetime) -> Page:
    """The page of a new or corrected article, due after the shortest pause."""
    return _page_in(page, now, PAGE_PAUSE)._replace(failing=None, error=None)


def page_after_no_change(page: Page, now: datetime) -> Page:
    """The page of an unchanged article, due later each time."""
    pause = back_off(timedelta(seconds=page.pause), PAGE_LONGEST)
    return _page_in(page, now, pause)._replace(failing=None, error=None)


def page_after_failure(page: Page, now: datetime, error: CorpusError) -> Page:
    """A page that could not be read, due later each time; it says so and why.

    A server that may only be busy gets a second chance first: then only the time is noted. Our own
    database says nothing about the page.
    """
    pause = back_off(timedelta(seconds=page.pause), PAGE_LONGEST, error)
    if isinstance(error, DatabaseError):
        return _page_in(page, now, pause)
    is_passing = isinstance(error, UnavailableError) and page.failing is None
    reason = page.error if is_passing else error.reason[:LONGEST_REASON]
    return _page_in(page, now, pause)._replace(failing=page.failing or now, error=reason)


def back_off(last: timedelta, longest: timedelta, error: Exception | None = None) -> timedelta:
    """Twice the last pause, or the server's Retry-After if that is longer, up to a limit."""
    asked = error.retry_after if isinstance(error, UnavailableError) else 0
    if asked >= longest.total_seconds():  # a server may send any number
        return longest
    return min(max(2 * last, timedelta(seconds=asked)), longest)


def _page_in(page: Page, now: datetime, pause: timedelta) -> Page:
    return page._replace(due=now + pause, pause=int(pause.total_seconds()))
