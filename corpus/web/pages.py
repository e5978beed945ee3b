"""Fetches articles and feeds, and reads the texts in feeds, in a sandbox each."""

import re
from collections.abc import Collection
from contextlib import aclosing
from dataclasses import replace
from typing import NamedTuple

from corpus.addresses import can_be_address, is_front_page, is_same_site, without_tracking
from corpus.article import Article
from corpus.errors import CorpusError, NotAnArticleError
from corpus.metadata import Metadata
from corpus.sandbox.feed_items import Feed, Item
from corpus.sandbox.feed_text import own_page
from corpus.sandbox.reports import DAMAGED, Report
from corpus.sandbox.sandbox import perform_alone, read_in_worker
from corpus.sandbox.task import FetchedPage, Known, Task

FRONT_PAGE = "leads to the front page of its site, not to an article"
LONGEST_TITLE = 80  # characters of a text that serve as its title
URL = re.compile(r"https?://\S+", re.IGNORECASE)


class Gathered(NamedTuple):
    """An article, and the page that it was fetched from, if any."""

    article: Article
    page: FetchedPage | None = None


def is_url(text: str) -> bool:
    """Whether a text is an address and nothing else."""
    return URL.fullmatch(text) is not None


async def fetch_article(url: str, overrides: Metadata, trusted: Collection[str]) -> Gathered:
    """Fetch the article at an address; ``overrides`` takes precedence over the page's metadata.

    Raises:
        CorpusError: The page cannot be fetched, or has no article.
    """
    page, report = await _fetch(Task("page", url, tuple(trusted), overrides=overrides))
    if report.article is None:
        raise CorpusError(url, DAMAGED)
    if leads_home(url, page) and is_same_site(url, page.url):
        raise NotAnArticleError(url, FRONT_PAGE)
    return Gathered(_with_address(report.article, page, overrides.url), page)


async def fetch_again(
    url: str, known: Known, trusted: Collection[str]
) -> tuple[FetchedPage, Article | None]:
    """Fetch a page again, with its article if it has changed from the ``known`` version.

    Raises:
        CorpusError: The page cannot be fetched, or has no article.
    """
    page, report = await _fetch(Task("page", url, tuple(trusted), known))
    return page, report.article and _with_address(report.article, page)


async def fetch_feed(
    url: str, known: Known, trusted: Collection[str]
) -> tuple[FetchedPage, Feed | None]:
    """Fetch a feed, which is None if it has not changed from the ``known`` version.

    Raises:
        CorpusError: It cannot be fetched, or is not a feed.
    """
    page, report = await _fetch(Task("feed", url, tuple(trusted), known))
    return page, report.feed


async def find_feed_at(url: str, trusted: Collection[str]) -> tuple[str, Feed]:
    """The feed at an address, or the one that the page there links to, and the feed's address.

    Raises:
        CorpusError: There is no feed, or it cannot be fetched.
    """
    page, report = await _fetch(Task("linked feed", url, tuple(trusted)))
    if report.feed is None:
        raise CorpusError(url, DAMAGED)
    return page.url, report.feed


async def read_own_text(item: Item, feed: Feed) -> Article:
    """The article that a feed has of an item in the feed itself.

    Raises:
        CorpusError: There is none.
    """
    known = Metadata(
        title=item.title or None,
        source=feed.title,
        url=item.link and without_tracking(item.link),
        published=item.published.date() if item.published else None,
        author=item.author or None,
    )
    data = own_page(item.title, item.text, feed.language)
    async with aclosing(read_in_worker(data, item.link or feed.title, known)) as articles:
        found = await anext(articles)
    if isinstance(found, CorpusError):
        raise found
    return found if item.title else replace(found, title=_beginning(found))


def leads_home(url: str, page: FetchedPage) -> bool:
    """Whether the address of an article has led to a site's front page."""
    return is_front_page(page.url) and not is_front_page(url)


def _beginning(article: Article) -> str:
    """The first words of an article, as the title of one that has none."""
    words = " ".join(article.sentences[0].text.split())
    return words if len(words) <= LONGEST_TITLE else f"{words[: LONGEST_TITLE - 1].rstrip()}…"


async def _fetch(task: Task) -> tuple[FetchedPage, Report]:
    """The page that a task fetches, and what it found there."""
    report = await perform_alone(task)
    if report.page is None:
        raise CorpusError(task.name, DAMAGED)
    return report.page, report


def _with_address(article: Article, page: FetchedPage, given: str | None = None) -> Article:
    """The article with the address given by hand, or the one that its page may claim.

    Otherwise it gets the one that the page was fetched from.
    """
    if given or (article.url and can_be_address(article.url, page.url)):
        return article
    return replace(article, url=without_tracking(page.url))
