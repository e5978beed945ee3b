"""Reads an item of a feed: the article on its page, or the text that the feed itself has."""

from collections.abc import Collection

from corpus.article import Article
from corpus.errors import CorpusError, UnavailableError
from corpus.metadata import UNKNOWN
from corpus.sandbox.feed_items import Feed, Item
from corpus.sandbox.task import FetchedPage
from corpus.web.pages import Gathered, fetch_article, leads_home, read_own_text

LONGER = 1.1  # times the sentences on the page: then the feed's own text is the whole of it


async def read_item(item: Item, feed: Feed, trusted: Collection[str]) -> Gathered:
    """Return the article of an item.

    It is the feed's own text if the page cannot be fetched, has no article or holds less. A page
    that may be available later comes with it, to be watched.

    Raises:
        CorpusError: Neither can be read.
    """
    if item.link is None:
        return Gathered(await read_own_text(item, feed))
    try:
        gathered = await fetch_article(item.link, UNKNOWN, trusted)
    except CorpusError as error:
        own = await _own_text(item, feed)
        if own is None:
            raise
        passes = isinstance(error, UnavailableError)
        page = FetchedPage(item.link, True, None, None, 0) if passes else None
        return Gathered(own, page)
    is_home = gathered.page is not None and leads_home(item.link, gathered.page)
    length = 0 if is_home else _length(gathered.article)
    own = await _own_text(item, feed) if item.length > LONGER * length else None
    return Gathered(own) if own is not None and _length(own) > LONGER * length else gathered


def _length(article: Article) -> int:
    """The number of characters of an article's sentences."""
    return sum(end - start for start, end in article.spans)


async def _own_text(item: Item, feed: Feed) -> Article | None:
    """The article that a feed has of an item; None if it has none."""
    try:
        return await read_own_text(item, feed) if item.text else None
    except CorpusError:
        return None
