import asyncio
import sqlite3
from collections import defaultdict
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from fake_telegram import FastLoop
from files import PAGE
from stored import articles_in

from corpus.article import LIBRARY
from corpus.errors import CorpusError, DatabaseError, UnavailableError
from corpus.reading import read_article
from corpus.sandbox.feed_items import MOST_ITEMS, Feed, Item
from corpus.sandbox.reports import Report
from corpus.sandbox.sandbox import Sandbox
from corpus.sandbox.task import FetchedPage
from corpus.store.articles import adding
from corpus.store.store import Store
from corpus.store.subscriptions import Followed
from corpus.web import fair_share
from corpus.web.due_checks import BUDGET, LONGEST_CHECK, POSTPONED, STUCK, DueChecks
from corpus.web.feed_watch import FIRST, LAST_START, MOST_NEW, Follower
from corpus.web.next_check import FEED_PAUSE, FEED_SOON, MOST_FAILURES, PAGE_PAUSE
from corpus.web.page_watch import Refresher

START = datetime(2025, 3, 3, tzinfo=UTC)
ARTICLE = read_article(PAGE.encode(), "a.html")
ROUND = 60.0


class Web:
    """Feeds and pages in memory, in place of the worker process.

    A response may take its time, or be an error. ``links`` are the items of each feed.
    """

    def __init__(self):
        self.links = {}
        self.seconds = defaultdict(float)
        self.errors = {}
        self.asked = defaultdict(list)  # the times by address

    def follow(self, store, collection, url, *items):
        """Let a collection follow a feed; nothing of it has been seen."""
        self.links[url] = tuple(f"{url}/{item}" for item in items)
        store.subscriptions.follow(Followed(collection, url, "T", '"1"', None, START, 0))

    async def perform(self, task):
        self.asked[task.name].append(asyncio.get_running_loop().time())
        host = task.name.split("/")[2]
        await asyncio.sleep(self.seconds[task.name] or self.seconds[host])
        if task.name in self.errors:
            raise self.errors[task.name]
        page = FetchedPage(task.name, True, '"2"', None, 9)
        if task.kind == "feed":
            return Report(
                page=page,
                feed=Feed("T", tuple(Item(link, link) for link in self.links[task.name])),
            )
        text = f"{ARTICLE.text} {task.name}"
        return Report(page=page, article=replace(ARTICLE, text=text, url=task.name))


class Watch:
    """Checks on a clock that jumps from timer to timer; as many articles as wanted are stored."""

    def __init__(self, store, full=lambda _: False):
        self.store = store
        self.failures = 0
        self.offset = timedelta()
        follower = Follower(store, (), full, self.clock)
        refresher = Refresher(store, (), self.clock)
        self.checks = DueChecks(
            store.subscriptions, follower, refresher, self.clock, self.count_failure
        )

    def clock(self):
        return START + self.offset + timedelta(seconds=asyncio.get_running_loop().time())

    def count_failure(self):
        self.failures += 1

    def run(self, *actions):
        """Await actions one after another; return the result of the last."""

        async def main():
            for action in actions:
                result = await action()
            return result

        with asyncio.Runner(loop_factory=FastLoop) as runner:
            return runner.run(main())

    def keep_checking(self, seconds):
        """Check what is due every ROUND seconds, as the bot does."""

        async def keep():
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    while True:
                        await self.checks.check_due()
                        await asyncio.sleep(ROUND)

        return self.run(keep)

    def feed(self, collection):
        (feed,) = self.store.subscriptions.feeds(collection)
        return feed


def in_chat(store, chat):
    return [article for article in articles_in(store) if article.collection == chat]


@pytest.fixture
def web(monkeypatch):
    found = Web()

    async def perform(_, task, _data=b""):
        yield await found.perform(task)

    def loop_time():
        return asyncio.get_running_loop().time()

    monkeypatch.setattr(Sandbox, "perform", perform)
    monkeypatch.setattr(fair_share, "monotonic", loop_time)
    return found


@pytest.fixture
def store():
    with closing(Store(":memory:")) as opened:
        yield opened


@pytest.fixture
def watch(store, web):  # noqa: ARG001 - not before the web is a fake
    return Watch(store)


def test_a_chats_slow_feeds_delay_another_chats_feed_by_one_check_at_most(web, store, watch):
    for number in range(20):
        web.follow(store, "1", f"http://slow.example/{number}", *range(5))
    web.seconds["slow.example"] = 20.0
    web.follow(store, "2", "http://fast.example/0", "a")
    watch.keep_checking(4 * 3600)
    checks = web.asked["http://fast.example/0"]
    assert checks[0] <= LONGEST_CHECK
    pauses = [later - earlier for earlier, later in pairwise(checks)]
    assert max(pauses) <= FEED_PAUSE.total_seconds() + ROUND + LONGEST_CHECK
    assert [article.url for article in in_chat(store, "2")] == ["http://fast.example/0/a"]


def test_a_new_chats_feed_waits_for_one_check_at_most(web, store, watch):
    for number in range(40):
        web.follow(store, str(number % 8), f"http://slow.example/{number}", *range(5))
    web.seconds["slow.example"] = 19.0

    async def main():
        checking = asyncio.create_task(watch.checks.check_due())
        await asyncio.sleep(8 * LONGEST_CHECK)  # each chat has had its turn
        web.follow(store, "new", "http://fast.example/0", "a")
        await asyncio.sleep(LONGEST_CHECK)
        assert not checking.done()
        checking.cancel()

    watch.run(main)
    assert web.asked["http://fast.example/0"]


def test_a_chat_over_its_budget_is_postponed(web, store, watch):
    for number in range(40):
        web.follow(store, "1", f"http://slow.example/{number}", *range(5))
    web.seconds["slow.example"] = 19.0
    watch.keep_checking(3600)
    asked = [time for times in web.asked.values() for time in times]
    assert BUDGET / 19 <= len(asked) <= (BUDGET + LONGEST_CHECK) / 19
    assert all(feed.due > START for feed in store.subscriptions.feeds("1"))
    late = [feed.due for feed in store.subscriptions.feeds("1")]
    assert max(late) <= START + timedelta(hours=1) + POSTPONED


def test_the_library_has_no_budget(web, store, watch):
    for number in range(40):
        web.follow(store, LIBRARY, f"http://slow.example/{number}", 1)
    web.seconds["slow.example"] = 19.0
    watch.run(watch.checks.check_due)
    assert len(articles_in(store)) == 40


UNEXPECTED = [
    ValueError("Port out of range 0-65535"),
    UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
    OSError(24, "Too many open files"),
    OverflowError("int too large"),
    RecursionError(),
    MemoryError(),
    KeyError("x"),
]


@pytest.mark.parametrize(
    ("error", "counted"),
    [(error, 1) for error in UNEXPECTED]
    + [(CorpusError("u", "is not a feed"), 0), (UnavailableError("u", "is busy", 10**30), 0),
       (TimeoutError(), 0)],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_whatever_goes_wrong_with_a_feed_postpones_it_and_nothing_else(
    web, store, watch, error, counted, caplog
):
    web.follow(store, "1", "http://bad.example/", 1)
    web.follow(store, "2", "http://good.example/", 1)
    web.errors["http://bad.example/"] = error
    found = watch.run(watch.checks.check_due)
    assert found.new == 1
    assert (watch.feed("1").failures, watch.feed("2").failures) == (1, 0)
    assert watch.feed("1").due >= START + 2 * FEED_PAUSE
    assert watch.failures == counted
    assert [bool(record.exc_info) for record in caplog.records if record.exc_info] == (
        [True] * counted
    )


@pytest.mark.parametrize("error", UNEXPECTED, ids=lambda error: type(error).__name__)
def test_whatever_goes_wrong_with_an_item_or_a_page_postpones_it_and_nothing_else(
    web, store, watch, error
):
    web.follow(store, "1", "http://bad.example/", 1, 2)
    web.follow(store, "2", "http://good.example/", 1)
    web.errors["http://bad.example//1"] = error
    assert watch.run(watch.checks.check_due).new == 1
    assert (watch.feed("1").failures, watch.failures) == (1, 1)
    watch.offset = 2 * FEED_PAUSE
    assert watch.run(watch.checks.check_due).new == 1  # the item after the bad one
    assert watch.feed("1").failures == 0

    watch.offset = 2 * PAGE_PAUSE + 2 * FEED_PAUSE
    web.errors["http://good.example//1"] = error
    watch.run(watch.checks.check_due)
    assert watch.failures == 2
    assert all(page.due > START + watch.offset for page in store.subscriptions.pages())
    assert len(in_chat(store, "2")) == 1


def test_a_value_that_cannot_be_stored_postpones_its_feed_and_nothing_else(web, store, watch):
    web.follow(store, "1", "http://bad.example/", 1)
    web.follow(store, "2", "http://good.example/", 1)
    web.links["http://bad.example/"] = ("http://bad.example/\ud800", "http://bad.example/1")
    assert watch.run(watch.checks.check_due).new == 1 + (watch.failures == 0)
    assert watch.feed("1").due > START


def test_a_page_that_never_answers_is_cut_off(web, store, watch):
    web.follow(store, "1", "http://a.example/", 1)
    watch.run(watch.checks.check_due)
    web.seconds["http://a.example//1"] = 10**6
    watch.offset = PAGE_PAUSE

    async def main():
        start = asyncio.get_running_loop().time()
        await watch.checks.check_due()
        return asyncio.get_running_loop().time() - start

    assert watch.run(main) == LONGEST_CHECK
    (page,) = store.subscriptions.pages()
    assert page.due == START + PAGE_PAUSE + timedelta(seconds=LONGEST_CHECK) + 2 * PAGE_PAUSE


def test_a_check_that_cannot_be_cut_off_is_reported(web, store, watch, monkeypatch):
    web.follow(store, "1", "http://a.example/", 1)

    async def stubborn(_):
        try:
            await asyncio.sleep(10**6)
        finally:
            await asyncio.sleep(2 * STUCK)
        return Report()

    monkeypatch.setattr(web, "perform", stubborn)

    async def main():
        checking = asyncio.create_task(watch.checks.check_due())
        said = []
        for seconds in (STUCK - 1, 2, 2 * STUCK):
            await asyncio.sleep(seconds)
            said.append(watch.checks.broken())
        await checking
        return said

    said = watch.run(main)
    assert said == [None, "Feeds and pages are not checked: a check does not end.", None]
    assert watch.feed("1").failures == 1


def test_items_for_which_there_is_no_time_are_read_soon(web, store, watch):
    web.follow(store, "1", "http://a.example/", *range(5))
    web.seconds["a.example"] = 16.0
    watch.run(watch.checks.check_due)
    assert len(in_chat(store, "1")) == 1  # after 32 seconds, no further one is begun
    assert LAST_START < 32
    feed = watch.feed("1")
    assert (feed.etag, feed.failures) == (None, 0)
    assert feed.due == START + timedelta(seconds=32) + FEED_SOON
    watch.keep_checking(3600)
    assert len(in_chat(store, "1")) == 5


def test_an_item_that_never_answers_is_tried_less_and_less_often_and_given_up(web, store, watch):
    web.follow(store, "1", "http://a.example/", 1, 2)
    web.seconds["http://a.example//1"] = 10**6
    watch.keep_checking(3 * 24 * 3600)
    asked = web.asked["http://a.example//1"]
    pauses = [later - earlier for earlier, later in pairwise(asked)]
    assert len(asked) == MOST_FAILURES
    assert pauses == sorted(pauses)
    assert [article.url for article in in_chat(store, "1")] == ["http://a.example//2"]
    assert (watch.feed("1").failures, watch.feed("1").etag) == (0, '"2"')


def test_an_item_that_cannot_be_had_now_is_tried_again_and_until_then_the_feed_is_read(
    web, store, watch
):
    web.follow(store, "1", "http://a.example/", 1, 2)
    web.errors["http://a.example//1"] = UnavailableError("u", "is busy")
    assert watch.run(watch.checks.check_due).new == 1
    assert watch.feed("1").etag is None
    web.errors.clear()
    watch.offset = FEED_PAUSE
    assert watch.run(watch.checks.check_due).new == 1
    assert watch.feed("1").etag == '"2"'


def test_an_item_that_is_refused_for_good_is_not_tried_again(web, store, watch):
    web.follow(store, "1", "http://a.example/", 1, 2)
    web.errors["http://a.example//1"] = CorpusError("u", "is not an article")
    watch.keep_checking(24 * 3600)
    assert len(web.asked["http://a.example//1"]) == 1
    assert watch.feed("1").etag == '"2"'


def test_items_that_fail_do_not_keep_new_ones_from_being_read(web, store, watch):
    failing = [f"http://a.example//{number}" for number in range(MOST_NEW)]
    web.errors |= dict.fromkeys(failing, UnavailableError("u", "is busy"))
    web.follow(store, "1", "http://a.example/", *range(MOST_NEW + 2))
    watch.run(watch.checks.check_due)
    assert in_chat(store, "1") == []
    assert watch.feed("1").overflows
    watch.offset = FEED_PAUSE
    watch.run(watch.checks.check_due)
    assert len(in_chat(store, "1")) == 2


def test_what_failed_is_tried_again_at_once_on_demand_and_not_given_up_sooner(web, store, watch):
    web.follow(store, "1", "http://a.example/", 1)
    web.errors["http://a.example//1"] = UnavailableError("u", "is busy")
    watch.run(*[watch.checks.check_all] * (MOST_FAILURES + 1))
    web.errors.clear()
    assert watch.run(watch.checks.check_due).new == 0
    assert watch.run(watch.checks.check_all).new == 1


def test_a_hostile_feed_whose_items_never_answer_takes_no_more_than_its_share(web, store, watch):
    web.follow(store, "1", "http://slow.example/", *range(MOST_ITEMS))
    web.seconds["slow.example"] = 20.0
    web.seconds["http://slow.example/"] = 1.0
    web.errors |= {
        f"http://slow.example//{number}": UnavailableError("u", "is slow")
        for number in range(MOST_ITEMS)
    }
    web.follow(store, "2", "http://fast.example/", "a")
    watch.keep_checking(6 * 3600)
    slow = sum(20 * len(times) for url, times in web.asked.items() if "slow.example//" in url)
    assert slow <= 6 * (BUDGET + LONGEST_CHECK)
    assert len(web.asked["http://fast.example/"]) >= 11


def test_a_feed_with_more_new_items_than_are_read_says_so(web, store, watch):
    web.follow(store, "1", "http://a.example/", *range(MOST_NEW + 1))
    watch.run(watch.checks.check_due)
    assert (watch.feed("1").overflows, watch.feed("1").etag) == (True, None)
    watch.offset = FEED_PAUSE
    watch.run(watch.checks.check_due)
    assert (watch.feed("1").overflows, watch.feed("1").etag) == (False, '"2"')
    assert len(in_chat(store, "1")) == MOST_NEW + 1


def test_the_items_that_a_full_chat_cannot_take_are_read_when_it_can(web, store):
    watch = Watch(store, full=lambda chat: len(in_chat(store, chat)) >= 3)
    web.follow(store, "1", "http://a.example/", *range(6))
    watch.run(watch.checks.check_due)
    assert watch.feed("1").etag is None
    for article in in_chat(store, "1"):
        store.remove(article.id)
    watch.offset = FEED_PAUSE
    watch.run(watch.checks.check_due)
    assert [article.url for article in in_chat(store, "1")] == [
        f"http://a.example//{number}" for number in (3, 4, 5)
    ]


def test_a_writer_in_another_process_delays_checks_and_does_not_end_them(web, tmp_path):
    path = tmp_path / "quotewire.db"
    with closing(Store(path, busy_seconds=0)) as store, closing(sqlite3.connect(path)) as other:
        other.isolation_level = None
        watch = Watch(store)
        web.follow(store, "1", "http://a.example/", 1)

        async def main():
            other.execute("BEGIN IMMEDIATE")
            checking = asyncio.create_task(watch.checks.check_due())
            await asyncio.sleep(25)
            assert not checking.done()
            other.execute("ROLLBACK")
            return await checking

        assert watch.run(main).new == 1
        assert len(store.subscriptions.pages()) == 1


def test_a_feed_that_is_unfollowed_during_its_check_adds_nothing(web, store, watch):
    web.follow(store, "1", "http://a.example/", 1, 2)
    web.seconds["a.example"] = 5.0

    async def main():
        checking = asyncio.create_task(watch.checks.check_due())
        await asyncio.sleep(7)
        store.forget("1")
        await checking

    watch.run(main)
    assert articles_in(store) == []
    assert store.subscriptions.pages() == []
    assert store.subscriptions.feeds() == []


def test_what_ends_during_a_check_loses_no_item(web, store, watch):
    web.follow(store, "1", "http://a.example/", 1, 2, 3)
    web.seconds["a.example"] = 5.0

    async def main():
        with suppress(TimeoutError):
            async with asyncio.timeout(12):  # the feed and the first item are read
                await watch.checks.check_due()
        await watch.checks.check_due()

    watch.run(main)
    assert len(articles_in(store)) == 3
    assert [len(web.asked[f"http://a.example//{number}"]) for number in (1, 2, 3)] == [1, 2, 1]


def test_a_move_to_another_chat_during_a_check_loses_no_item(web, store, watch):
    web.follow(store, "1", "http://a.example/", 1, 2, 3)
    web.seconds["a.example"] = 5.0

    async def main():
        checking = asyncio.create_task(watch.checks.check_due())
        await asyncio.sleep(12)
        store.move("1", "-100")
        await checking

    watch.run(main)
    assert len(in_chat(store, "-100")) == len(articles_in(store)) == 3


def test_an_item_is_seen_once_it_is_stored_and_not_before(web, store, watch, monkeypatch):
    web.follow(store, "1", "http://a.example/", 1)
    add, errors = adding.add, [DatabaseError("x", "cannot be written: the disk is full", "FULL")]

    def add_or_fail(*args, **options):
        if errors:
            raise errors.pop()
        return add(*args, **options)

    monkeypatch.setattr(adding, "add", add_or_fail)
    watch.run(watch.checks.check_due)
    assert articles_in(store) == []
    watch.offset = 2 * FEED_PAUSE
    watch.run(watch.checks.check_due)
    assert len(articles_in(store)) == 1


def test_a_page_checked_before_forgetting_replaces_no_article_added_after_it(web, store, watch):
    web.follow(store, "1", "http://a.example/", 1)
    watch.run(watch.checks.check_due)
    watch.offset = 2 * PAGE_PAUSE
    store.subscriptions.unfollow("1", "http://a.example/")
    web.seconds["a.example"] = 5.0
    other = read_article(PAGE.replace("412", "431").encode(), "b.html")

    async def main():
        checking = asyncio.create_task(watch.checks.check_due())
        await asyncio.sleep(2)
        assert web.asked["http://a.example//1"][1:], "no check has begun"
        assert store.forget("1") == 1
        store.add(replace(other, collection="1", url="http://b.example/"))
        await checking

    watch.run(main)
    (article,) = articles_in(store)
    assert (article.number, article.text) == (1, other.text)


def test_everything_is_checked_once_on_demand(web, store, watch):
    web.follow(store, "1", "http://a.example/", *range(FIRST))
    web.follow(store, "2", "http://b.example/", 1)
    assert watch.run(watch.checks.check_all) == (FIRST + 1, 0)
    web.asked.clear()
    assert watch.run(watch.checks.check_all) == (0, 0)
    assert sorted(map(len, web.asked.values())) == [1] * (2 + FIRST + 1)
