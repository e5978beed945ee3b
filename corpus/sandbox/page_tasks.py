"""Carries out the tasks that fetch: an article's page, a feed, the feed that a page links to."""

from collections.abc import Callable

from corpus.article import Article
from corpus.errors import CorpusError
from corpus.reading import read_articles
from corpus.sandbox.feed_formats import looks_like_feed, parse_feed
from corpus.sandbox.feed_items import Feed
from corpus.sandbox.feed_links import find_feeds
from corpus.sandbox.fetch import ANYTHING, fetch
from corpus.sandbox.task import MOST_LINKED, FetchedPage, Task

WhenFetched = Callable[[], None]  # called before anything but the links in a page is parsed


async def read_page(task: Task, when_fetched: WhenFetched) -> tuple[FetchedPage, Article | None]:
    """A page and its article, which is None if the page has not changed.

    Raises:
        CorpusError: The page cannot be fetched, or has no article.
    """
    page, data = await fetch(task.name, task.trusted, known=task.known)
    when_fetched()
    if not page.changed:
        return page, None
    found = next(read_articles(data, page.url, task.overrides, page.charset))
    if isinstance(found, CorpusError):
        raise found
    return page, found


async def read_feed(task: Task, when_fetched: WhenFetched) -> tuple[FetchedPage, Feed | None]:
    """A feed, which is None if it has not changed.

    Raises:
        CorpusError: It cannot be fetched, or is not a feed.
    """
    page, data = await fetch(task.name, task.trusted, kinds=ANYTHING, known=task.known)
    when_fetched()
    return page, parse_feed(data, page.url, page.charset) if page.changed else None


async def read_linked_feed(task: Task, when_fetched: WhenFetched) -> tuple[FetchedPage, Feed]:
    """The feed at an address, or the first of those that the page there links to.

    Raises:
        CorpusError: There is none, or it cannot be fetched.
    """
    page, data = await fetch(task.name, task.trusted, kinds=ANYTHING)
    if not looks_like_feed(data, page.charset):
        # Its address is the one in the page; where that redirects to may change.
        linked, page, data = await _linked_feed(page, data, task)
        when_fetched()
        return page._replace(url=linked), parse_feed(data, page.url, page.charset)
    when_fetched()
    return page, parse_feed(data, page.url, page.charset)


async def _linked_feed(
    page: FetchedPage, data: bytes, task: Task
) -> tuple[str, FetchedPage, bytes]:
    """The address of a feed that a page links to, and what was fetched from there."""
    failure = CorpusError(task.name, "is not a feed and does not link to one")
    for number, linked in enumerate(find_feeds(data, page.url, page.charset)[:MOST_LINKED]):
        try:
            found, content = await fetch(linked, task.trusted, kinds=ANYTHING)
            if looks_like_feed(content, found.charset):
                return linked, found, content
            error = CorpusError(linked, "is not a feed")
        except CorpusError as caught:
            error = caught
        if not number:
            failure = error
    raise failure
