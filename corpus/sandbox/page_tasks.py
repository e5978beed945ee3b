"""Carries out the tasks that fetch: an article's page, a feed, the feed that a page links to."""

from collections.abc import Callable

from corpus.article import Article
from corpus.errors import CorpusError
from corpus.reading import read_articles
from corpus.sandbox.feed_formats import Feed, find_feed, parse_feed
from corpus.sandbox.fetch import FEEDS, READABLE, fetch
from corpus.sandbox.task import FetchedPage, Task

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
    page, data = await fetch(task.name, task.trusted, kinds=FEEDS, known=task.known)
    when_fetched()
    return page, parse_feed(data, task.name) if page.changed else None


async def read_linked_feed(task: Task, when_fetched: WhenFetched) -> tuple[FetchedPage, Feed]:
    """The feed at an address, or the feed that the page there links to.

    Raises:
        CorpusError: There is none, or it cannot be fetched.
    """
    page, data = await fetch(task.name, task.trusted, kinds=(*FEEDS, *READABLE))
    try:
        return page, parse_feed(data, page.url)
    except CorpusError:
        linked = find_feed(data, page.url)
    if linked is None:
        raise CorpusError(task.name, "is not a feed and does not link to one")
    found, data = await fetch(linked, task.trusted, kinds=FEEDS)
    when_fetched()
    # Its address is the one in the page; where that redirects to may change.
    return found._replace(url=linked), parse_feed(data, found.url)
