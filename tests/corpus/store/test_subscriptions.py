from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from stored import owned

from corpus.store.subscriptions import DUE_FEEDS, DUE_PAGES, FAILING_PAGES, Followed, Page

NOW = datetime(2025, 3, 3, tzinfo=UTC)
FEED = Followed("7", "https://courier.example/rss", "Courier", None, None, NOW, 0)


def links(*numbers):
    return [f"https://courier.example/{number}" for number in numbers]


def page(collection, number, due=NOW):
    return Page(collection, number, f"https://{collection}.example/{number}", None, None, due, 60)


def watch(store, *pages):
    """Store each page with its article."""
    for one in pages:
        text = f"Report {one.number} of {one.collection}."
        store.add(replace(owned(text, one.collection), number=one.number))
        store.subscriptions.watch_new(one)


def test_a_feed_is_read_as_it_was_followed_and_rescheduled(store):
    feed = FEED._replace(follower=-5)
    assert store.subscriptions.follow(feed)
    assert not store.subscriptions.follow(feed)
    assert store.subscriptions.feeds() == [feed]
    later = feed._replace(etag='"1"', due=NOW + timedelta(hours=1), failures=2, overflows=True)
    store.subscriptions.reschedule(later)
    (read,) = store.subscriptions.feeds("7")
    assert read == later
    assert read.overflows is True
    assert store.subscriptions.feeds("8") == []


def test_the_feeds_that_are_due_come_most_overdue_first(store):
    feeds = [
        FEED._replace(url=f"{hours}", due=NOW + timedelta(hours=hours)) for hours in (0, -2, 3)
    ]
    for feed in feeds:
        store.subscriptions.follow(feed)
    assert [feed.url for feed in store.subscriptions.feeds(due=NOW)] == ["-2", "0"]
    assert [feed.url for feed in store.subscriptions.feeds()] == ["0", "-2", "3"]


def test_a_chat_with_many_pages_does_not_hide_the_others(store):
    hours = [timedelta(hours=hour) for hour in range(5)]
    watch(store, *(page("7", number, NOW - hours[number]) for number in range(1, 5)))
    watch(store, page("8", 1, NOW - hours[2]), page("9", 1, NOW + hours[1]))
    due = [(one.collection, one.number) for one in store.subscriptions.pages(NOW)]
    assert due == [("7", 4), ("8", 1)]
    assert len(store.subscriptions.pages()) == 6


def test_the_page_of_an_article_set_aside_hides_no_other(store):
    watch(store, page("7", 1, NOW - timedelta(hours=1)), page("7", 2))
    store.set_aside(store.numbered("7", 1).id)
    assert store.subscriptions.pages(NOW) == [page("7", 2)]


@pytest.mark.parametrize(
    ("select", "table", "values"),
    [(DUE_PAGES, "page", ("2025", 10, 10)), (DUE_FEEDS, "feed", (None, "2025"))],
)
def test_what_is_not_due_is_not_read(file_store, select, table, values):
    with file_store.database.reading() as connection:
        plan = [
            row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {select}", values)
        ]
    reads = [line for line in plan if f" {table} " in line]
    assert f"{table}_due (due<?)" in reads[0]
    assert not any(line.startswith(f"SCAN {table}") for line in plan)


def test_pages_that_can_be_read_cost_no_look_at_their_articles(file_store):
    with file_store.database.reading() as connection:
        rows = connection.execute(f"EXPLAIN QUERY PLAN {FAILING_PAGES}", ("library", "2025"))
        plan = [row["detail"] for row in rows]
    assert plan[0].startswith("SEARCH page ")
    assert "numbered (collection=? AND number=?)" in plan[2]


def test_what_comes_back_after_forgetting_brings_nothing_back(store):
    watched = page("7", 1)
    watch(store, watched)
    article = store.numbered("7", 1)
    store.subscriptions.follow(FEED)
    store.forget("7")
    store.subscriptions.mark_seen(FEED, "https://courier.example/1")
    store.subscriptions.reschedule(FEED)
    store.subscriptions.watch(watched)
    store.subscriptions.watch_new(watched)
    assert not store.add(owned("It rained.", "7"), feed=FEED)
    assert not store.revise(replace(article, text="Report 1 was corrected."), watched.url)
    with store.database.reading() as connection:
        for table in ("article", "collection WHERE name = '7'", "feed", "item", "page"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0, table


def test_a_number_given_again_after_forgetting_is_not_revised_from_the_page_it_had(store):
    old = page("7", 1)
    watch(store, old)
    revised = replace(store.numbered("7", 1), text="Report 1 was corrected.")
    store.forget("7")
    watch(store, old._replace(url="https://harbour.example/other"))
    before = store.numbered("7", 1)
    assert not store.revise(revised, old.url)
    assert store.numbered("7", 1) == before
    assert store.older(before) == []


def test_the_items_of_a_followed_feed_are_added(store):
    store.subscriptions.follow(FEED)
    assert store.add(owned("It rained.", "7"), feed=FEED)
    assert not store.add(owned("It rained.", "8"), feed=FEED._replace(collection="8"))


def test_a_check_that_ends_after_forgetting_leaves_the_next_page_with_its_number_alone(store):
    watch(store, page("7", 1))
    store.forget("7")
    new = page("7", 1)._replace(url="https://7.example/new")
    watch(store, new)
    store.subscriptions.watch(page("7", 1)._replace(failing=NOW, error="shows something else"))
    assert store.subscriptions.pages() == [new]


def test_a_checked_page_is_due_later(store):
    watch(store, page("7", 1))
    later = page("7", 1, NOW + timedelta(hours=1))._replace(etag='"2"', pause=90)
    store.subscriptions.watch(later)
    assert store.subscriptions.pages() == [later]


def test_the_feeds_of_a_user_are_counted_in_all_collections(store):
    for chat, follower in [("7", 1), ("8", 1), ("8", 2), ("9", None)]:
        url = f"https://courier.example/{chat}/{follower}"
        store.subscriptions.follow(FEED._replace(collection=chat, url=url, follower=follower))
    assert [store.subscriptions.count_by(follower) for follower in (1, 2, 3)] == [2, 1, 0]


def test_postponing_a_collection_changes_only_what_would_be_due_earlier(store):
    later, latest = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    watch(store, page("7", 1, NOW), page("7", 2, latest), page("8", 1, NOW))
    store.subscriptions.follow(FEED._replace(collection="7", due=NOW))
    store.subscriptions.postpone("7", later)
    assert [one.due for one in store.subscriptions.pages()] == [NOW, later, latest]
    assert [one.due for one in store.subscriptions.feeds()] == [later]


def test_looking_for_expired_articles_does_not_read_all(file_store):
    with file_store.database.reading() as connection:
        select = "EXPLAIN QUERY PLAN SELECT id FROM article WHERE removed < '2025'"
        (plan,) = connection.execute(select).fetchall()
    assert "article_removed (removed<?)" in plan["detail"]
