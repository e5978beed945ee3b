"""Feeds that attack the bot's background work, read by real worker processes."""

import asyncio
import json
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from time import sleep

import pytest
from files import PAGE
from patience import PATIENCE
from stored import articles_in
from web_server import page, raw_web, web

from bot.background import FEEDS_AND_PAGES, Housekeeping, keep_checking
from bot.conversation.chat_sources.own_sources import UNDO_PERIOD
from bot.monitoring.metrics import Metrics
from bot.monitoring.supervisor import BackgroundJob, Supervisor
from corpus.store.store import Store
from corpus.store.subscriptions import Followed
from corpus.web.due_checks import DueChecks
from corpus.web.feed_watch import Follower
from corpus.web.page_watch import Refresher

START = datetime(2025, 3, 3, tzinfo=UTC)
TRUSTED = {"localhost"}
RSS = "<rss version='2.0'><channel><title>Courier</title>{}</channel></rss>"
TICK = 0.01  # seconds
LONGEST_DELAY = 1.0  # seconds that anything else in the bot may have to wait


def rss(items):
    return page(RSS.format(items).encode(), "application/rss+xml")


def json_feed(*links):
    items = [{"url": link} for link in links]
    return page(json.dumps({"title": "\ud800\0", "items": items}).encode(), "application/json")


HOSTILE = {
    "/superscript": (503, {"Retry-After": "²"}, b""),
    "/twenty-digits": (429, {"Retry-After": "9" * 20}, b""),
    "/5000-digits": (429, {"Retry-After": "9" * 5000}, b""),
    "/surrogate": json_feed("http://a.example/\ud800", "http://\ud800/", "\ud800"),
    "/port": json_feed("http://a.example:99999/", "http://a.example:0/", "http://a.example:x/"),
    "/half-an-address": json_feed("http://[::1", "http://[", "//["),
    "/nul": json_feed("http://a.example/\0", "http://a.example/%00", "file:///etc/passwd"),
    "/long": json_feed("http://a.example/" + "a" * 100_000),
    "/marked-section": page(b"<![x[ <!<!<!", "text/xml"),
    "/position": rss("<item><gml:pos>1</gml:pos></item>"),
    "/authors": rss("<author>" + "a" * 200_000 + "</author>"),
    "/entities": page(b"<!DOCTYPE a [<!ENTITY a 'b'>" + b"&a;" * 99_999, "text/xml"),
    "/nested": page(b'{"items": ' + b"[" * 10**6, "application/json"),
    "/moved": (302, {"Location": "http://localhost:99999/"}, b""),
    "/deep-text": rss(f"<item><description>{'&lt;div>' * 25_000} Rain.</description></item>"),
    "/texts": rss("<item><description>" + "&lt;p>Rain. " * 15_000 + "</description></item>"),
    "/types": page(b'{"items": [null, {"url": {}, "id": [], "content_html": 7}]}'),
    "/links": page(b"<link rel='feed' href='/links'>" * 9999),
    "/a-file": page(b"/proc/self/environ", "text/xml"),
}  # fmt: skip


class Bot:
    """The background work of a bot whose clock the test sets."""

    def __init__(self, store):
        self.now = START
        self.metrics = Metrics()
        subscriptions = store.subscriptions
        follower = Follower(store, TRUSTED, clock=self.clock)
        refresher = Refresher(store, TRUSTED, self.clock)
        failed = self.metrics.background_failures.labels(FEEDS_AND_PAGES).inc
        self.checks = DueChecks(subscriptions, follower, refresher, self.clock, failed)
        self.housekeeping = Housekeeping(store, lambda: None, self.clock, keeps_unanswered=True)
        jobs = [
            BackgroundJob(FEEDS_AND_PAGES, lambda: keep_checking(self.checks)),
            BackgroundJob("purge", self.housekeeping.keep_purging),
        ]
        self.supervisor = Supervisor(self.metrics, jobs)

    def clock(self):
        return self.now

    @property
    def failures(self):
        return self.metrics.background_failures.labels(FEEDS_AND_PAGES)._value.get()  # noqa: SLF001 - the client (0.22) has no other way to read one


@pytest.fixture
def store(tmp_path):
    with closing(Store(tmp_path / "quotewire.db", lambda: START, busy_seconds=0.05)) as opened:
        yield opened


def follow(store, chat, url):
    store.subscriptions.follow(Followed(chat, url, "T", None, None, START, 0))


async def until(holds):
    """Let other tasks run until ``holds`` returns true."""
    for _ in range(round(PATIENCE / TICK)):
        if holds():
            return
        await asyncio.sleep(TICK)
    raise AssertionError("the condition never held")


async def delays(into):
    """Append how late each tick of the event loop is."""
    loop = asyncio.get_running_loop()
    while True:
        start = loop.time()
        await asyncio.sleep(TICK)
        into.append(loop.time() - start - TICK)


def test_hostile_feeds_keep_nobody_elses_feeds_nor_the_purge_from_their_turn(store, ferry):
    bot = Bot(store)
    late = []
    pages = HOSTILE | {"/good": rss("<item><link>/item</link></item>"), "/item": page()}

    async def main():
        bot.now = START + UNDO_PERIOD + timedelta(seconds=1)
        ticking = asyncio.create_task(delays(late))
        async with bot.supervisor.running():
            await until(lambda: not store.subscriptions.feeds(due=bot.now))
        ticking.cancel()

    with web(pages) as (host, _):
        for path in HOSTILE:
            follow(store, "1", f"{host}{path}")
        follow(store, "2", f"{host}/good")
        store.add(ferry)
        store.set_aside(ferry.id)
        asyncio.run(main())
        assert [article.collection for article in articles_in(store)] == ["2"]
    assert store.purge(datetime.max.replace(tzinfo=UTC)) == 0  # it has been purged
    assert bot.failures == 0
    assert sorted(late)[int(len(late) * 0.99)] < LONGEST_DELAY


@contextmanager
def no_descriptors():
    """Let this process open no file, as when it has too many open."""
    resource = pytest.importorskip("resource", reason="Windows has no such limit")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_a_lack_of_descriptors_postpones_feeds_and_ends_no_job(store):
    bot = Bot(store)

    async def main():
        async with bot.supervisor.running():
            with no_descriptors():
                await until(lambda: store.subscriptions.feeds()[0].failures == 1)
            bot.now += timedelta(hours=1)
            await bot.checks.check_due()

    with web({"/rss": rss("<item><link>/item</link></item>"), "/item": page()}) as (host, _):
        follow(store, "1", f"{host}/rss")
        asyncio.run(main())
    assert len(articles_in(store)) == 1
    assert bot.housekeeping.broken() is None


def test_a_feed_that_trickles_delays_another_chats_by_its_own_time_only(store):
    bot = Bot(store)
    begun = []

    def trickle():
        begun.append(True)
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n"
        for _ in range(20):
            sleep(0.1)
            yield b"<"

    async def main():
        async with bot.supervisor.running():
            await until(lambda: articles_in(store))
            return len(begun)

    good = {"/rss": rss("<item><link>/item</link></item>"), "/item": page(PAGE.encode())}
    with raw_web(trickle) as slow, web(good) as (host, _):
        for number in range(5):
            follow(store, "1", f"{slow}/{number}")
        follow(store, "2", f"{host}/rss")
        assert asyncio.run(main()) <= 2  # one check, and one that has begun after the victim's
