import asyncio
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from files import PAGE
from stored import articles_in
from web_server import page, web

from corpus.errors import CorpusError
from corpus.sandbox.task import MOST_LINKED
from corpus.store.store import Store
from corpus.web import feed_item
from corpus.web.due_checks import DueChecks
from corpus.web.feed_watch import Follower
from corpus.web.next_check import FEED_LONGEST, FEED_PAUSE
from corpus.web.page_watch import Refresher

START = datetime(2025, 3, 3, tzinfo=UTC)
SITE = '<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>'

pytestmark = pytest.mark.usefixtures("read_here")


class Clock:
    now = START

    def __call__(self):
        return self.now


@pytest.fixture
def store():
    with closing(Store(":memory:")) as opened:
        yield opened


def rss(*numbers):
    items = "".join(f"<item><link>/item{number}</link></item>" for number in numbers)
    body = f"<rss version='2.0'><channel><title>Courier</title>{items}</channel></rss>"
    return page(body.encode(), "application/rss+xml", ETag='"1"')


def item(number):
    return page(PAGE.replace("412", str(number)).encode())


def follower(store, clock, **more):
    return Follower(store, {"localhost"}, clock=clock, **more)


def check(store, clock, **more):
    """Check what is due; return the number of new articles."""
    refresher = Refresher(store, {"localhost"}, clock)
    checks = DueChecks(store.subscriptions, follower(store, clock, **more), refresher, clock)
    return asyncio.run(checks.check_due()).new


def test_new_items_of_a_site_become_articles_of_the_collection(store):
    clock = Clock()
    pages = {"/": page(SITE.encode()), "/rss": rss(*range(7, 0, -1))}
    pages |= {f"/item{number}": item(number) for number in range(1, 10)}
    with web(pages) as (host, asked):
        feed = asyncio.run(follower(store, clock).follow("7", f"{host}/"))
        assert (feed.title, feed.url) == ("Courier", f"{host}/rss")
        assert check(store, clock) == 5  # older ones are skipped
        assert {article.collection for article in articles_in(store)} == {"7"}
        assert check(store, clock) == 0  # not due
        clock.now += FEED_PAUSE
        pages["/rss"] = rss(8, *range(7, 0, -1))
        assert check(store, clock) == 1
        conditions = [headers.get("If-None-Match") for path, headers in asked if path == "/rss"]
        assert conditions == [None, None, '"1"']


def test_an_unchanged_feed_is_not_read_again(store):
    clock = Clock()
    pages = {"/rss": rss(1), "/item1": item(1)}
    with web(pages) as (host, _):
        asyncio.run(follower(store, clock).follow("7", f"{host}/rss"))
        check(store, clock)
        pages["/rss"] = (304, {}, b"")
        clock.now += FEED_PAUSE
        assert check(store, clock) == 0
        assert store.subscriptions.feeds("7")[0].failures == 0
        assert store.subscriptions.feeds("7")[0].due == clock.now + FEED_PAUSE


@pytest.mark.parametrize(
    ("answer", "pause"),
    [
        (page(status=500), 2 * FEED_PAUSE),
        ((429, {"Retry-After": "7200"}, b""), timedelta(hours=2)),
        ((503, {"Retry-After": "99999999"}, b""), FEED_LONGEST),
        ((429, {"Retry-After": "9" * 5000}, b""), FEED_LONGEST),
        ((503, {"Retry-After": "9" * 20}, b""), FEED_LONGEST),
        ((503, {"Retry-After": "²"}, b""), 2 * FEED_PAUSE),
        (page(b"<html>no feed</html>", "text/xml"), 2 * FEED_PAUSE),
        (page(b"<![x[", "text/xml"), 2 * FEED_PAUSE),
        (page(b"", "\u00b2"), 2 * FEED_PAUSE),
        ((302, {"Location": "http://localhost:99999/"}, b""), 2 * FEED_PAUSE),
        ((302, {"Location": "http://[::1"}, b""), 2 * FEED_PAUSE),
    ],
)
def test_a_failing_feed_is_checked_later(store, answer, pause):
    clock = Clock()
    pages = {"/rss": rss()}
    with web(pages) as (host, _):
        asyncio.run(follower(store, clock).follow("7", f"{host}/rss"))
        pages["/rss"] = answer
        assert check(store, clock) == 0
        (feed,) = store.subscriptions.feeds("7")
        assert (feed.failures, feed.due) == (1, clock.now + pause)


@pytest.mark.parametrize("link", ["http://a.example:99999/", "&#0;", "http://[", "x" * 5000])
def test_an_item_whose_link_is_not_valid_does_not_keep_the_others_from_being_read(store, link):
    items = f"<item><link>{link}</link></item><item><link>/item1</link></item>"
    body = f"<rss version='2.0'><channel><title>&#0;</title>{items}</channel></rss>"
    pages = {"/rss": page(body.encode(), "application/rss+xml"), "/item1": item(1)}
    with web(pages) as (host, _):
        asyncio.run(follower(store, Clock()).follow("7", f"{host}/rss"))
        assert check(store, Clock()) == 1
        assert store.subscriptions.feeds("7")[0].failures == 0


def test_a_long_version_of_a_feed_is_not_stored(store):
    body = b"<rss version='2.0'><channel><title>T</title></channel></rss>"
    headers = {"ETag": '"' + "1" * 200 + '"', "Last-Modified": "M" * 201}
    with web({"/rss": page(body, "application/rss+xml", **headers)}) as (host, _):
        asyncio.run(follower(store, Clock()).follow("7", f"{host}/rss"))
        check(store, Clock())
    assert store.subscriptions.feeds("7")[0][3:5] == (None, None)


def test_an_address_that_is_too_long_is_refused(store):
    with pytest.raises(CorpusError, match="is longer than 2000 characters"):
        asyncio.run(follower(store, Clock()).follow("7", "http://a.example/" + "a" * 2000))


def test_an_item_without_an_article_is_skipped(store):
    pages = {"/rss": rss(1, 2), "/item1": page(status=404), "/item2": item(2)}
    with web(pages) as (host, asked):
        asyncio.run(follower(store, Clock()).follow("7", f"{host}/rss"))
        assert check(store, Clock()) == 1
        assert "/item1" in [path for path, _ in asked]


def test_a_full_collection_gets_no_new_articles(store):
    with web({"/rss": rss(1), "/item1": item(1)}) as (host, _):
        full = follower(store, Clock(), full=lambda collection: collection == "7")
        asyncio.run(full.follow("7", f"{host}/rss"))
        assert check(store, Clock(), full=lambda collection: collection == "7") == 0


def test_a_page_without_a_feed_is_refused(store):
    with web({"/": page()}) as (host, _), pytest.raises(CorpusError, match="does not link to one"):
        asyncio.run(follower(store, Clock()).follow("7", f"{host}/"))
    assert store.subscriptions.feeds() == []


def test_forgetting_a_collection_unfollows_its_feeds(store):
    with web({"/rss": rss(1)}) as (host, _):
        asyncio.run(follower(store, Clock()).follow("7", f"{host}/rss"))
    store.forget("7")
    assert store.subscriptions.feeds() == []


def test_what_is_fetched_for_a_forgotten_feed_is_dropped(store, monkeypatch):
    fetch_article = feed_item.fetch_article

    async def forgetting(link, *more):
        store.forget("7")
        return await fetch_article(link, *more)

    monkeypatch.setattr(feed_item, "fetch_article", forgetting)
    pages = {"/rss": rss(1, 2, 3)} | {f"/item{number}": item(number) for number in (1, 2, 3)}
    with web(pages) as (host, _):
        asyncio.run(follower(store, Clock()).follow("7", f"{host}/rss"))
        assert check(store, Clock()) == 0
    assert articles_in(store) == []
    assert store.subscriptions.feeds() == store.subscriptions.pages() == []


@pytest.mark.parametrize(
    "headers",
    [{"Content-Type": kind} for kind in ("text/plain", "text/html", "image/png", "?")] + [{}],
)
def test_a_feed_is_known_by_its_content_and_not_by_what_its_server_calls_it(store, headers):
    (_, _, body), clock = rss(1), Clock()
    with web({"/rss": (200, headers, body), "/item1": item(1)}) as (host, _):
        asyncio.run(follower(store, clock).follow("7", f"{host}/rss"))
        assert check(store, clock) == 1


def test_of_the_feeds_that_a_site_links_to_the_first_that_is_one_is_followed(store):
    link = "<link rel='alternate' type='application/rss+xml' href='{}'>"
    site = "".join(map(link.format, ("/gone", "/page", "/rss")))
    pages = {"/": page(site.encode()), "/gone": page(status=404), "/page": page(), "/rss": rss()}
    with web(pages) as (host, asked):
        feed = asyncio.run(follower(store, Clock()).follow("7", f"{host}/"))
        assert feed.url == f"{host}/rss"
        pages["/rss"] = page()
        with pytest.raises(CorpusError, match="responds with status 404"):
            asyncio.run(follower(store, Clock()).follow("8", f"{host}/"))
    assert [path for path, _ in asked] == ["/", "/gone", "/page", "/rss"] * 2


def test_the_feeds_that_are_tried_are_few(store):
    link = "<link rel='alternate' type='application/rss+xml' href='/{}'>"
    site = page("".join(map(link.format, range(50))).encode())
    pages = {"/": site} | {f"/{number}": page(status=404) for number in range(50)}
    with web(pages) as (host, asked), pytest.raises(CorpusError):
        asyncio.run(follower(store, Clock()).follow("7", f"{host}/"))
    assert len(asked) == 1 + MOST_LINKED


def test_a_feed_that_is_gone_says_since_when_and_why_until_it_is_back(store):
    clock, pages = Clock(), {"/rss": rss()}
    with web(pages) as (host, _):
        asyncio.run(follower(store, clock).follow("7", f"{host}/rss"))
        for status in (410, 404):
            pages["/rss"] = page(status=status)
            check(store, clock)
            (feed,) = store.subscriptions.feeds("7")
            assert (feed.failing, feed.error[-3:]) == (START, str(status))
            clock.now = feed.due
        pages["/rss"] = rss()
        check(store, clock)
        (feed,) = store.subscriptions.feeds("7")
        assert (feed.failing, feed.error) == (None, None)


def test_the_newest_items_are_read_wherever_they_stand(store):
    days = "".join(
        f"<item><link>/item{day}</link><pubDate>{day:02} Mar 2025 10:00:00 GMT</pubDate></item>"
        for day in range(1, 9)
    )
    body = f"<rss version='2.0'><channel><title>T</title>{days}</channel></rss>".encode()
    pages = {"/rss": page(body)} | {f"/item{number}": item(number) for number in range(1, 9)}
    with web(pages) as (host, asked):
        asyncio.run(follower(store, Clock()).follow("7", f"{host}/rss"))
        check(store, Clock())
    assert [path for path, _ in asked[2:]] == [f"/item{day}" for day in (8, 7, 6, 5, 4)]


OWN = (
    "<p>The harbour in Sund was opened on Monday by the mayor before a crowd of four hundred.</p>"
    "<p>Work on it had taken three years and cost two million crowns, twice what was planned.</p>"
    "<p>The architect said that it would last for a century if it were painted each spring.</p>"
)
LAST = "would last for a century if it were painted each spring."
TEASER = "<html><body><article><h1>Harbour</h1>{}<p>{}</p></article></body></html>"


def own_item(*more, text=OWN):
    body = (
        "<rss version='2.0' xmlns:c='http://purl.org/rss/1.0/modules/content/'><channel>"
        f"<title>Courier</title><language>en</language><item><title>Harbour &amp;amp; quay</title>"
        f"{''.join(more)}<author>Ann Lee</author><pubDate>Mon, 03 Mar 2025 10:00:00 GMT</pubDate>"
        f"<c:encoded><![CDATA[{text}]]></c:encoded></item></channel></rss>"
    )
    return page(body.encode(), "application/rss+xml")


def read_own(store, answer, *more):
    """Read an item with a text of its own, and whose page answers so; return its article."""
    with web({"/rss": own_item("<link>/item</link>", *more), "/item": answer}) as (host, _):
        asyncio.run(follower(store, Clock()).follow("7", f"{host}/rss"))
        assert check(store, Clock()) == 1
        (article,) = articles_in(store)
        assert article.url == f"{host}/item"
    return article


def test_an_item_without_a_page_is_read_from_the_feed(store):
    with web({"/rss": own_item("<guid>t0</guid>")}) as (host, _):
        asyncio.run(follower(store, Clock()).follow("7", f"{host}/rss"))
        assert check(store, Clock()) == 1
        (article,) = articles_in(store)
        assert (article.title, article.source, article.author) == (
            "Harbour & quay", "Courier", "Ann Lee"
        )  # fmt: skip
        assert (article.url, article.published, article.language) == (None, START.date(), "en")
        assert article.sentences[-1].text.endswith(LAST)
        clock = Clock()
        clock.now += FEED_PAUSE
        assert check(store, clock) == 0
    assert store.subscriptions.pages() == []


@pytest.mark.parametrize(
    "answer",
    [page(status=404), page(status=403), page(b"<html><body><div id='root'></div></body></html>"),
     page(b"\x89PNG", "image/png"),
     page(TEASER.format(OWN[: OWN.index("<p>Work")], "Subscribe to read on. " * 3).encode())],
)  # fmt: skip
def test_a_feeds_own_text_is_read_if_the_page_is_not_to_be_had_or_holds_less(store, answer):
    article = read_own(store, answer)
    assert article.sentences[-1].text.endswith(LAST)
    assert store.subscriptions.pages() == []


def test_a_feeds_own_text_is_read_if_the_page_leads_to_the_sites_first_page(store):
    front = page(TEASER.format(OWN.replace("harbour", "bridge"), "It rained. " * 40).encode())
    pages = {"/": front, "/rss": own_item("<link>/item</link>"),
             "/item": (302, {"Location": "/"}, b"")}  # fmt: skip
    with web(pages) as (host, _):
        asyncio.run(follower(store, Clock()).follow("7", f"{host}/rss"))
        assert check(store, Clock()) == 1
    (article,) = articles_in(store)
    assert article.sentences[0].text.startswith("The harbour")


def test_a_page_that_may_be_had_later_is_watched_for_the_text_in_the_feed(store):
    article = read_own(store, page(status=503))
    assert article.sentences[-1].text.endswith(LAST)
    (watched,) = store.subscriptions.pages()
    assert (watched.url, watched.number) == (article.url, article.number)


def test_the_page_is_read_if_it_holds_as_much_as_the_feed(store):
    whole = TEASER.format(OWN, "The old harbour will become a museum for the town’s children.")
    article = read_own(store, page(whole.encode()))
    assert article.sentences[-1].text.startswith("The old harbour")
    assert [watched.url for watched in store.subscriptions.pages()] == [article.url]


def test_a_text_without_a_title_is_called_by_its_first_words(store):
    (status, headers, body), guid = (
        own_item("<guid>t0</guid>"),
        "<title>Harbour &amp;amp; quay</title>",
    )
    untitled = body.replace(guid.encode(), b"")
    with web({"/rss": (status, headers, untitled)}) as (host, _):
        asyncio.run(follower(store, Clock()).follow("7", f"{host}/rss"))
        assert check(store, Clock()) == 1
    (article,) = articles_in(store)
    assert (
        article.title
        == "The harbour in Sund was opened on Monday by the mayor before a crowd of four hu…"
    )
    assert "…" not in article.text
