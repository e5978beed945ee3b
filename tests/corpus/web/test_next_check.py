from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import CorpusError, UnavailableError
from corpus.store.subscriptions import Followed, Page
from corpus.web.next_check import (
    FEED_LONGEST,
    FEED_PAUSE,
    PAGE_LONGEST,
    PAGE_PAUSE,
    back_off,
    feed_after_failure,
    feed_after_success,
    feed_postponed,
    page_after_change,
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
    assert feed_after_success(feed, NOW) == feed._replace(due=NOW + FEED_PAUSE, failures=0)


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
