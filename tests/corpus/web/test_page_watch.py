import asyncio
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from files import PAGE
from stored import articles_in
from web_server import page, web

from corpus.metadata import UNKNOWN
from corpus.store.store import Store
from corpus.web.next_check import PAGE_LONGEST, PAGE_PAUSE
from corpus.web.page_watch import MOST_PAGES, Refresher
from corpus.web.pages import fetch_article

START = datetime(2025, 3, 3, tzinfo=UTC)
CORRECTED = PAGE.replace("412", "431")

pytestmark = pytest.mark.usefixtures("read_here")


class Clock:
    now = START

    def __call__(self):
        return self.now


class Watch:
    """A page on a server that was added as an article and is checked on demand."""

    def __init__(self, store, pages, host):
        self.store = store
        self.pages = pages
        self.clock = Clock()
        self.refresher = Refresher(store, {"localhost"}, clock=self.clock)
        gathered = asyncio.run(fetch_article(f"{host}/a", UNKNOWN, ["localhost"]))
        assert self.refresher.add(gathered, "7")

    def check(self, after=timedelta(0), everything=False):
        self.clock.now += after
        return asyncio.run(self.refresher.check(everything=everything))

    @property
    def pause(self):
        (watched,) = self.store.subscriptions.pages()
        assert watched.due == self.clock.now + timedelta(seconds=watched.pause)
        return timedelta(seconds=watched.pause)

    @property
    def text(self):
        (article,) = articles_in(self.store)
        assert (article.collection, article.number) == ("7", 1)
        return article.text


@pytest.fixture
def watch():
    pages = {"/a": page(ETag='"1"')}
    with web(pages) as (host, asked), closing(Store(":memory:")) as store:
        watched = Watch(store, pages, host)
        watched.asked = asked
        yield watched


def test_a_page_is_not_checked_before_it_is_due(watch):
    assert watch.check(PAGE_PAUSE - timedelta(seconds=1)) == 0
    assert len(watch.asked) == 1
    assert watch.check(everything=True) == 0
    assert len(watch.asked) == 2


def test_a_changed_page_becomes_a_newer_text_with_the_same_number(watch):
    watch.pages["/a"] = page(CORRECTED.encode(), ETag='"2"')
    assert watch.check(PAGE_PAUSE) == 1
    assert "431" in watch.text
    assert watch.pause == PAGE_PAUSE
    assert [headers.get("If-None-Match") for _, headers in watch.asked] == [None, '"1"']
    (older,) = watch.store.older(watch.store.numbered("7", 1))
    assert "412" in older.text
    assert watch.check(PAGE_PAUSE) == 0
    assert watch.asked[-1][1]["If-None-Match"] == '"2"'


@pytest.mark.parametrize(
    "answer",
    [
        (304, {}, b""),
        page(PAGE.replace("/sport", "/sports").encode()),
        page(status=404),
        page(status=500),
        page(b"<html><p>This page is for members. Please sign in.</p></html>"),
        page(b"<html></html>"),
    ],
    ids=["not modified", "other menu", "gone", "broken", "shrunken", "empty"],
)
def test_an_article_without_a_newer_text_is_kept_and_checked_less_often(watch, answer):
    watch.pages["/a"] = answer
    assert watch.check(PAGE_PAUSE) == 0
    assert "412" in watch.text
    assert watch.pause == 2 * PAGE_PAUSE
    for _ in range(12):
        watch.check(watch.pause)
    assert watch.pause == PAGE_LONGEST


def test_retry_after_delays_the_next_check(watch):
    watch.pages["/a"] = (429, {"Retry-After": "86400"}, b"")
    assert watch.check(PAGE_PAUSE) == 0
    assert watch.pause == timedelta(days=1)


def test_the_page_of_a_removed_article_is_not_checked(watch):
    watch.store.set_aside(articles_in(watch.store)[0].id)
    assert watch.check(PAGE_PAUSE) == 0
    assert len(watch.asked) == 1


def test_a_limited_number_of_pages_is_checked_at_once(watch):
    (watched,) = watch.store.subscriptions.pages()
    article = articles_in(watch.store)[0]
    for chat in range(8, MOST_PAGES + 10):
        watch.store.add(replace(article, collection=str(chat), number=1))
        watch.store.subscriptions.watch_new(watched._replace(collection=str(chat)))
    watch.check(PAGE_PAUSE)
    assert len(watch.asked) == 1 + MOST_PAGES
