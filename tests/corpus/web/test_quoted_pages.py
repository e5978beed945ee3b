import asyncio
from dataclasses import replace

import pytest
from files import PAGE
from web_server import page, web

from corpus.errors import CorpusError
from corpus.metadata import UNKNOWN
from corpus.store.store import Store
from corpus.web.page_watch import Refresher
from corpus.web.pages import fetch_article
from corpus.web.quoted_pages import address_of, fetch_quoted

pytestmark = pytest.mark.usefixtures("read_here")


def fetched(store, articles):
    return asyncio.run(fetch_quoted(articles, store.subscriptions, ["localhost"]))


def test_each_address_is_fetched_once_for_all_its_articles(ferry):
    store = Store(":memory:")
    with web({"/a": page(PAGE.encode())}) as (host, asked):
        one = replace(ferry, url=f"{host}/a")
        other = replace(ferry, url=f"{host}/a", collection="7")
        pages, size = fetched(store, [one, other, one])
    assert [path for path, _ in asked] == ["/a"]
    assert pages[one.id] is pages[other.id]
    assert pages[one.id].article.text.startswith("New ferry")
    assert size == len(PAGE.encode())


def test_the_address_fetched_from_counts_more_than_the_one_named():
    store = Store(":memory:")
    with web({"/a": page(PAGE.encode())}) as (host, _):
        gathered = asyncio.run(fetch_article(f"{host}/a", UNKNOWN, ["localhost"]))
        Refresher(store, ["localhost"]).add(gathered, "7")
    article = store.numbered("7", 1)
    store.edit(article.id, {"url": "https://courier.example/other"})
    article = store.numbered("7", 1)
    assert article.url == "https://courier.example/other"
    assert address_of(article, store.subscriptions) == f"{host}/a"


def test_failures_are_kept_and_articles_without_an_address_left_out(ferry, bridge):
    store = Store(":memory:")
    hidden = replace(ferry, url="http://127.0.0.1:9/ferry")
    pages, size = fetched(store, [hidden, bridge])
    assert list(pages) == [hidden.id]
    assert isinstance(pages[hidden.id], CorpusError)
    assert size == 0
