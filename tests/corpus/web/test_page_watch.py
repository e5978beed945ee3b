import asyncio
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest
from files import PAGE
from stored import articles_in
from web_server import page, web

from corpus.errors import CorpusError
from corpus.metadata import UNKNOWN
from corpus.store.store import Store
from corpus.web.due_checks import DueChecks
from corpus.web.feed_watch import Follower
from corpus.web.next_check import PAGE_LONGEST, PAGE_PAUSE
from corpus.web.page_watch import Refresher
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
        follower = Follower(self.store, {"localhost"}, clock=self.clock)
        checks = DueChecks(self.store.subscriptions, follower, self.refresher, self.clock)
        return asyncio.run(checks.check_all() if everything else checks.check_due()).changed

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


WALL = page(
    b"<html><title>Before you continue</title><body><h1>We value your privacy</h1>"
    + b"<p>We and our 842 partners store and access information on a device, such as cookies, and "
    b"process personal data for personalised advertising.</p><p>With your permission we may use "
    b"precise geolocation data, and you may consent to our processing as described above.</p>",
    ETag='"2"',
)
OTHER = page(
    b"<html><title>Fish market moves to the old harbour</title><body><article>"
    b"<h1>Fish market moves to the old harbour</h1><p>The fish market of Sund moves to the old "
    b"harbour in May, where it stood until the great fire of 1911.</p><p>Its 31 traders voted for "
    b"the move in a secret ballot, and the town pays for new ice rooms and scales.</p></article>",
    ETag='"2"',
)


def failing(watch):
    return watch.store.subscriptions.unreadable("7", 1)


@pytest.mark.parametrize("answer", [WALL, OTHER, page(status=404), page(status=410)])
def test_a_page_that_shows_its_article_no_longer_says_so_until_it_does(watch, answer):
    sound = watch.pages["/a"]
    watch.pages["/a"] = answer
    assert watch.check(PAGE_PAUSE) == 0
    assert "412" in watch.text
    since = watch.clock.now
    assert failing(watch).failing == since
    reason = failing(watch).error
    assert reason
    assert watch.check(watch.pause) == 0
    assert (failing(watch).failing, failing(watch).error) == (since, reason)
    watch.pages["/a"] = sound
    assert watch.check(watch.pause) == 0
    assert watch.asked[-1][1]["If-None-Match"] == '"1"'
    assert failing(watch) is None
    assert watch.store.subscriptions.pages()[0].failing is None


def test_adding_an_article_again_takes_the_mark_off(watch):
    sound = watch.pages["/a"]
    watch.pages["/a"] = WALL
    watch.check(PAGE_PAUSE)
    assert failing(watch)
    watch.pages["/a"] = sound
    gathered = asyncio.run(fetch_article(failing(watch).url, UNKNOWN, ["localhost"]))
    assert not watch.refresher.add(gathered, "7")
    assert failing(watch) is None


def test_a_busy_server_is_marked_at_the_second_failure(watch):
    watch.pages["/a"] = page(status=503)
    watch.check(PAGE_PAUSE)
    assert failing(watch) is None
    since = watch.clock.now
    watch.check(watch.pause)
    assert failing(watch).failing == since
    watch.pages["/a"] = page(CORRECTED.encode())
    assert watch.check(watch.pause) == 1
    assert failing(watch) is None


def test_a_corrected_headline_is_taken_over_without_a_newer_text(watch):
    (before,) = articles_in(watch.store)
    watch.pages["/a"] = page(PAGE.replace("New ferry links", "Ferry now links").encode())
    assert watch.check(PAGE_PAUSE) == 1
    (after,) = articles_in(watch.store)
    assert (after.title, after.id) == ("Ferry now links Harwick and Sund", before.id)
    watch.store.edit(after.id, {"title": "Ferry", "published": None})
    watch.pages["/a"] = page()
    watch.check(watch.pause)
    watch.pages["/a"] = page(CORRECTED.encode())
    assert watch.check(watch.pause) == 1
    (after,) = articles_in(watch.store)
    assert (after.title, after.published, after.author) == ("Ferry", None, "Mia Berg")


def test_the_older_dates_stay_if_a_newer_text_has_none(watch):
    watch.store.edit(articles_in(watch.store)[0].id, {"updated": date(2025, 3, 4)})
    undated = CORRECTED.replace("article:published_time", "x")
    watch.pages["/a"] = page(undated.encode())
    assert watch.check(PAGE_PAUSE) == 1
    (after,) = articles_in(watch.store)
    assert (after.published, after.updated) == (date(2025, 3, 3), date(2025, 3, 4))


def test_an_older_versions_article_keeps_its_metadata_while_its_text_stays(watch):
    with watch.store.database.changing() as connection:
        connection.execute("UPDATE article SET edited = NULL, title = 'Given by hand'")
    watch.pages["/a"] = page(PAGE.replace("/sport", "/sports").encode())
    watch.check(PAGE_PAUSE)
    assert articles_in(watch.store)[0].title == "Given by hand"


def test_a_page_counts_as_where_it_was_fetched_from_if_it_names_another_site(watch):
    (article,) = articles_in(watch.store)
    assert article.url == watch.store.subscriptions.pages()[0].url


def test_retry_after_delays_the_next_check(watch):
    watch.pages["/a"] = (429, {"Retry-After": "86400"}, b"")
    assert watch.check(PAGE_PAUSE) == 0
    assert watch.pause == timedelta(days=1)


def test_the_page_of_a_removed_article_is_not_checked(watch):
    watch.store.set_aside(articles_in(watch.store)[0].id)
    assert watch.check(PAGE_PAUSE) == 0
    assert len(watch.asked) == 1


def test_an_address_that_leads_to_its_sites_front_page_is_no_article(watch):
    host = watch.store.subscriptions.pages()[0].url.removesuffix("/a")
    watch.pages |= {"/": page(), "/gone": (302, {"Location": "/"}, b"")}
    with pytest.raises(CorpusError, match="leads to the front page of its site"):
        asyncio.run(fetch_article(f"{host}/gone", UNKNOWN, ["localhost"]))
    watch.pages["/short"] = (302, {"Location": "/a"}, b"")
    assert asyncio.run(fetch_article(f"{host}/short", UNKNOWN, ["localhost"])).article.url
    assert asyncio.run(fetch_article(f"{host}/", UNKNOWN, ["localhost"])).article.text
