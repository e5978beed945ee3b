from contextlib import closing
from datetime import UTC, datetime

from corpus.article import LIBRARY
from corpus.sandbox.feed_items import Feed
from corpus.store.store import Store
from corpus.store.subscriptions import Followed, Page

DAY = datetime(2025, 3, 3, tzinfo=UTC)


def test_feeds_that_fail_or_have_more_items_than_are_read_say_so(run, db):
    feed = Followed(LIBRARY, "https://a.example/1", "A", None, None, DAY, 0)
    with closing(Store(db)) as store:
        store.subscriptions.follow(feed)
        store.subscriptions.follow(feed._replace(url="https://a.example/2", failures=2))
        store.subscriptions.follow(feed._replace(url="https://a.example/3", overflows=True))
        gone = feed._replace(failures=1, failing=DAY, error="is not a feed")
        store.subscriptions.follow(gone._replace(url="https://a.example/4"))
    assert run("feeds").stdout.splitlines() == [
        "https://a.example/1  A",
        "https://a.example/2  A, failed 2 times",
        "https://a.example/3  A, more new items than were read",
        "https://a.example/4  A, failed 1 time, failing since 2025-03-03: it is not a feed",
    ]


def test_a_feed_followed_on_the_terminal_belongs_to_no_user(run, db, monkeypatch):
    async def find_feed_at(url, _trusted):
        return url, Feed("Courier", ())

    monkeypatch.setattr("corpus.web.feed_watch.find_feed_at", find_feed_at)
    assert run("follow", "https://a.example/1").exit_code == 0
    with closing(Store(db)) as store:
        (feed,) = store.subscriptions.feeds(LIBRARY)
    assert feed.follower is None


def test_an_address_that_is_too_long_is_refused_in_one_line(run):
    result = run("follow", "https://a.example/" + "a" * 2000)
    assert result.exit_code == 2
    assert result.stderr.endswith(": is longer than 2000 characters\n")


def test_a_refresh_names_the_feeds_that_fail(run, db):
    due = datetime(9999, 1, 1, tzinfo=UTC)
    later = Followed(LIBRARY, "https://a.example/1", "A", None, None, due, 3)
    with closing(Store(db)) as store:
        store.subscriptions.follow(later._replace(failing=DAY, error="is not a feed"))
        store.subscriptions.follow(later._replace(url="https://a.example/2"))
    result = run("refresh")
    assert result.stdout == "0 new articles, 0 updated articles\n"
    said = "https://a.example/1: failing since 2025-03-03: it is not a feed"
    assert result.stderr.splitlines() == [said]


def test_a_refresh_counts_the_pages_that_cannot_be_read(run, files, db):
    run("add", files)
    due = datetime(9999, 1, 1, tzinfo=UTC)
    with closing(Store(db)) as store:
        for number, error in ((1, "is gone"), (2, None)):
            url = f"https://a.example/{number}"
            page = Page(LIBRARY, number, url, None, None, due, 0, DAY, error)
            store.subscriptions.watch_new(page)
    said = "1 page is no longer readable; run quotewire sources for a list"
    assert run("refresh").stderr.splitlines() == [said]
