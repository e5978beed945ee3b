from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.store import items
from corpus.store.items import MOST_ITEMS, Unseen
from corpus.store.subscriptions import Followed

NOW = datetime(2025, 3, 3, tzinfo=UTC)
FEED = Followed("7", "https://courier.example/rss", "Courier", None, None, NOW, 0)


def links(*numbers):
    return [f"https://courier.example/{number}" for number in numbers]


def unseen(store, *numbers):
    return [item.key for item in store.subscriptions.unseen(FEED, links(*numbers))]


def test_seen_items_are_known_until_many_newer_ones_come(store, monkeypatch):
    monkeypatch.setattr(items, "MOST_ITEMS", 5)
    store.subscriptions.follow(FEED, links(*range(9, 0, -1)))  # newest first
    known = store.subscriptions
    assert unseen(store, *range(10)) == links(0, 1, 2, 3, 4)
    known.mark_seen(FEED, links(10)[0])
    known.mark_seen(FEED, links(10)[0])
    assert unseen(store, *range(11)) == links(0, 1, 2, 3, 4, 5)


def test_one_feeds_items_do_not_push_out_anothers(store, monkeypatch):
    monkeypatch.setattr(items, "MOST_ITEMS", 3)
    other = FEED._replace(collection="8")
    for feed in (FEED, other):
        store.subscriptions.follow(feed, links(1))
    for number in range(2, 20):
        store.subscriptions.mark_seen(FEED, links(number)[0])
    assert store.subscriptions.unseen(other, links(1)) == []


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.text(st.characters(), max_size=9), max_size=9))
def test_any_link_is_known_once_seen(store, strange):
    store.subscriptions.unfollow(FEED.collection, FEED.url)
    store.subscriptions.follow(FEED)
    unseen = store.subscriptions.unseen(FEED, sorted(strange))
    assert [item.key for item in unseen] == sorted(strange)
    for link in strange:
        store.subscriptions.mark_seen(FEED, link)
    assert store.subscriptions.unseen(FEED, sorted(strange)) == []


def test_a_feed_of_many_items_takes_little_space(file_store):
    file_store.subscriptions.follow(FEED, ["https://courier.example/" + "x" * 5000] * MOST_ITEMS)
    assert sum(file.stat().st_size for file in file_store.path.parent.iterdir()) < 500_000


def test_an_item_that_failed_is_not_seen_until_it_is_read_or_given_up(store):
    known, (link,) = store.subscriptions, links(1)
    known.follow(FEED)
    failed = Unseen(link, 2, NOW + timedelta(hours=1))
    known.mark_failed(FEED, failed)
    assert known.unseen(FEED, links(1, 2)) == [failed, Unseen(*links(2))]
    known.mark_failed(FEED, failed._replace(failures=3))
    assert known.unseen(FEED, links(1)) == [failed._replace(failures=3)]
    known.mark_seen(FEED, link)
    assert known.unseen(FEED, links(1)) == []
    known.mark_failed(FEED, failed)
    assert known.unseen(FEED, links(1)) == []


def test_items_that_fail_are_counted_among_those_that_are_known(store, monkeypatch):
    monkeypatch.setattr(items, "MOST_ITEMS", 3)
    store.subscriptions.follow(FEED, links(1))
    for number in range(2, 20):
        store.subscriptions.mark_failed(FEED, Unseen(links(number)[0], 1, NOW))
    with store.database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM item").fetchone()[0] == 3


def test_what_failed_in_an_unfollowed_feed_is_not_remembered(store):
    store.subscriptions.mark_failed(FEED, Unseen(links(1)[0], 1, NOW))
    with store.database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM item").fetchone()[0] == 0
