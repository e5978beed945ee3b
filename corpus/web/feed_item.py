"""Reads an item of a feed: the article on its page, or the text that the feed itself has."""

from collections.abc import Collection

from corpus.errors import CorpusError, UnavailableError
from corpus.metadata import UNKNOWN
from corpus.sandbox.feed_items import Feed, Item
from corpus.sandbox.task import FetchedPage
from corpus.web.pages import Gathered, fetch_article, read_own_text

LONGER = 1.25  # times the article on the page: then the feed's own text is the whole of it


async def read_item(item: Item, feed: Feed, trusted: Collection[str]) -> Gathered:
    """Return the article of an item.

    It is the feed's own text if the page cannot be had, has no article or holds less. A page that
    may be had later comes with it, to be watched.

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
        return own._replace(page=page)
    if item.length <= LONGER * len(gathered.article.text):
        return gathered
    return await _own_text(item, feed) or gathered


async def _own_text(item: Item, feed: Feed) -> Gathered | None:
    """The text that a feed has of an item; None if it has none that is an article."""
    try:
        return Gathered(await read_own_text(item, feed)) if item.text else None
    except CorpusError:
        return None
