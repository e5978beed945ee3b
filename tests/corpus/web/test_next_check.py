from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CorpusError, DatabaseError, UnavailableError
from corpus.store.items import Unseen
from corpus.store.subscriptions import Followed, Page
from corpus.web.next_check import (
    FEED_LONGEST,
    FEED_PAUSE,
    LONGEST_REASON,
    LOST_LONGEST,
    MOST_FAILURES,
    PAGE_LONGEST,
    PAGE_PAUSE,
    back_off,
    feed_after_failure,
    feed_after_success,
    feed_cut_short,
    feed_postponed,
    item_after_failure,
    page_after_change,
    page_after_failure,
    page_after_no_change,
)

NOW = datetime(2025, 3, 3, tzinfo=UTC)
FEED = Followed("7", "https://a.example/rss", "A", None, None, NOW, 0)
PAGE = Page("7", 1, "https://a.example/1", None, None, NOW, 0)
BROKEN = CorpusError("a", "cannot be fetched")


def busy(seconds):
    return UnavailableError("a", "cannot be fetched", seconds)


def test_each_failure_in_a_row_doubles_the_pause_of_a_feed():
    feed, pauses = FEED, []
    for _ in range(8):
        feed = feed_after_failure(feed, NOW, BROKEN)
        pauses.append(feed.due - NOW)
    assert pauses == [FEED_PAUSE * 2**n for n in range(1, 6)] + [FEED_LONGEST] * 3
    assert feed_after_success(feed, NOW) == FEED._replace(due=NOW + FEED_PAUSE)


def test_a_failing_feed_keeps_since_when_and_the_last_reason_until_it_succeeds():
    later = NOW + timedelta(days=3)
    feed = feed_after_failure(FEED, NOW, BROKEN)
    feed = feed_after_failure(feed, later, CorpusError("a", "is not a feed" + "x" * 1000))
    assert (feed.failing, feed.error[:14]) == (NOW, "is not a feedx")
    assert len(feed.error) == LONGEST_REASON
    assert feed_after_success(feed, later)[-2:] == feed_cut_short(feed, later)[-2:] == (None, None)


def test_a_feed_that_has_failed_for_a_month_is_still_checked_every_week():
    feed = FEED._replace(failures=1000, failing=NOW)
    pauses = [
        feed_after_failure(feed, NOW + timedelta(days=days), BROKEN).due
        - (NOW + timedelta(days=days))
        for days in (29, 30, 4000)
    ]
    assert pauses == [FEED_LONGEST, LOST_LONGEST, LOST_LONGEST]


def test_an_item_is_tried_again_later_after_each_failure_for_two_days():
    item, pauses, now = Unseen("a"), [], NOW
    for _ in range(MOST_FAILURES):
        item = item_after_failure(item, now, TimeoutError())
        pauses.append(item.retry - now)
        now = item.retry
    assert pauses[:7] == [FEED_PAUSE * 2**n for n in range(6)] + [FEED_LONGEST]
    assert timedelta(days=2) < sum(pauses[:-1], timedelta()) < timedelta(days=3)


def test_an_item_that_is_tried_before_its_time_has_not_failed_again():
    item = item_after_failure(Unseen("a"), NOW, BROKEN)
    assert item_after_failure(item, NOW + timedelta(minutes=29), BROKEN) == item
    assert item_after_failure(item, NOW + timedelta(minutes=30), BROKEN).failures == 2


def test_an_items_server_can_ask_for_a_longer_pause():
    item = item_after_failure(Unseen("a"), NOW, busy(7200))
    assert item.retry == NOW + timedelta(hours=2)


def test_the_pause_has_a_limit_after_any_number_of_failures():
    assert (
        feed_after_failure(FEED._replace(failures=10_000), NOW, BROKEN).due == NOW + FEED_LONGEST
    )


def test_postponing_a_feed_keeps_its_number_of_failures():
    failed = FEED._replace(failures=3)
    assert feed_postponed(failed, NOW) == failed._replace(due=NOW + FEED_PAUSE)


def test_each_check_without_a_correction_doubles_the_pause_of_a_page():
    page, pauses = page_after_change(PAGE, NOW), []
    for _ in range(11):
        assert page.due - NOW == timedelta(seconds=page.pause)
        pauses.append(page.due - NOW)
        page = page_after_no_change(page, NOW)
    assert pauses == [PAGE_PAUSE * 2**n for n in range(10)] + [PAGE_LONGEST]


@pytest.mark.parametrize(("seconds", "pause"), [(0, 2), (3, 3), (9, 9), (11, 10), (10**30, 10)])
def test_retry_after_lengthens_the_pause_up_to_the_limit(seconds, pause):
    found = back_off(timedelta(seconds=1), timedelta(seconds=10), busy(seconds))
    assert found == timedelta(seconds=pause)


@given(st.integers(1, 10**7), st.integers(0, 10**7), st.integers(0, 10**12))
def test_a_pause_is_never_shorter_than_the_last_nor_longer_than_the_limit(last, more, seconds):
    longest = timedelta(seconds=last + more)
    pause = back_off(timedelta(seconds=last), longest, busy(seconds))
    assert timedelta(seconds=last) <= pause <= longest


def test_a_page_says_since_when_and_why_until_it_can_be_read():
    later = NOW + timedelta(days=3)
    lost = page_after_failure(PAGE._replace(pause=3600), NOW, BROKEN)
    assert (lost.failing, lost.error, lost.pause) == (NOW, "cannot be fetched", 7200)
    lost = page_after_failure(lost, later, CorpusError("a", "x" * 1000))
    assert (lost.failing, len(lost.error)) == (NOW, LONGEST_REASON)
    assert page_after_failure(lost, later, busy(0)).error == "cannot be fetched"
    assert page_after_change(lost, later)[-2:] == page_after_no_change(lost, later)[-2:]
    assert page_after_change(lost, later)[-2:] == (None, None)


def test_a_page_of_a_busy_server_says_so_at_the_second_failure():
    once = page_after_failure(PAGE, NOW, busy(0))
    assert (once.failing, once.error) == (NOW, None)
    twice = page_after_failure(once, NOW + timedelta(hours=2), busy(0))
    assert (twice.failing, twice.error) == (NOW, "cannot be fetched")


def test_an_error_of_the_database_says_nothing_about_a_page():
    error = DatabaseError("a.db", "cannot be written: the disk is full", "SQLITE_FULL")
    for page in (PAGE, page_after_failure(PAGE, NOW, BROKEN)):
        assert page_after_failure(page, NOW, error)[-2:] == page[-2:]
