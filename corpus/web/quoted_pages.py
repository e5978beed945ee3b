"""Fetches the pages of quoted articles again, without storing anything."""

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from corpus.article import Article
from corpus.errors import CorpusError
from corpus.metadata import UNKNOWN
from corpus.store.subscriptions import Subscriptions
from corpus.web.pages import Gathered, fetch_article, is_url

Page = Gathered | CorpusError

TOO_OFTEN = "is on a site whose pages were read too often in the last hour"


class QuotedPages(NamedTuple):
    """What was read at the addresses of articles, by the article's id, and the bytes fetched.

    An article without an address has none.
    """

    pages: dict[str, Page]
    size: int


async def fetch_quoted(
    articles: Iterable[Article],
    subscriptions: Subscriptions,
    trusted: Collection[str],
    may_visit: Callable[[str], bool] = lambda _: True,
) -> QuotedPages:
    """Fetch the pages of some articles, each address once, if ``may_visit`` says so of it."""
    pages: dict[str, Page] = {}
    found: dict[str, Page] = {}
    size = 0
    for article in articles:
        address = address_of(article, subscriptions)
        if address is None:
            continue
        if address not in pages and not may_visit(address):
            pages[address] = CorpusError(address, TOO_OFTEN)
        elif address not in pages:
            try:
                pages[address] = gathered = await fetch_article(address, UNKNOWN, trusted)
                size += gathered.page.size if gathered.page else 0
            except CorpusError as error:
                pages[address] = error
        found[article.id] = pages[address]
    return QuotedPages(found, size)


def address_of(article: Article, subscriptions: Subscriptions) -> str | None:
    """Return the address that an article was fetched from, or else the one that it names."""
    fetched = subscriptions.address(article.collection, article.number)
    address = fetched or article.url or ""
    return address if is_url(address) else None
