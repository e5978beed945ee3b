from datetime import UTC, datetime

import pytest
from any_articles import check_fits

from bot.replies.chat_sources.feeds import HOW_TO_FOLLOW, NO_FEEDS, feeds_reply
from corpus.store.subscriptions import Followed

DAY = datetime(2025, 3, 3, tzinfo=UTC)


@pytest.mark.parametrize("count", [1, 20, 60])
def test_the_list_of_feeds_fits_a_message(count):
    title, url = "T" * 300, "https://courier.example/" + "a" * 300
    feeds = [Followed("7", url, title, None, None, DAY, 0) for _ in range(count)]
    reply = feeds_reply(feeds)
    assert reply.text.startswith("1. TTT")
    check_fits(reply)


def test_without_feeds_the_reply_says_how_to_follow_one():
    assert feeds_reply([]).text == f"{NO_FEEDS} {HOW_TO_FOLLOW}"


def test_a_feed_with_more_items_than_are_read_says_so():
    feed = Followed("7", "https://courier.example/rss", "Courier", None, None, DAY, 0)
    (plain, more) = feeds_reply([feed, feed._replace(overflows=True)]).text.splitlines()
    assert plain == "1. Courier, https://courier.example/rss"
    assert more == "2. Courier, https://courier.example/rss (more new items than I read)"


def test_a_feed_that_cannot_be_read_says_since_when_and_why():
    feed = Followed("7", "https://courier.example/rss", "Courier", None, None, DAY, 3)
    failing = feed._replace(failing=DAY, error="is not a feed", overflows=True)
    assert feeds_reply([failing]).text == (
        "1. Courier, https://courier.example/rss (failing since 3 March 2025: it is not a feed)"
    )
