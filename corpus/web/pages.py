"""Fetches the article at an address."""

import re
from collections.abc import Collection
from contextlib import aclosing
from dataclasses import replace
from typing import NamedTuple

from corpus.article import Article
from corpus.errors import CorpusError
from corpus.metadata import UNKNOWN, Metadata
from corpus.web.fetch import FetchedPage, fetch
from corpus.web.sandbox import read_in_worker

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
    page = await fetch(url, trusted)
    return Gathered(await article_of(page, overrides), page)


async def article_of(page: FetchedPage, overrides: Metadata = UNKNOWN) -> Article:
    """The article on a fetched page.

    Raises:
        CorpusError: The page has no article.
    """
    async with aclosing(read_in_worker(page.data, page.url, overrides)) as found:
        article = await anext(found)
    if isinstance(article, CorpusError):
        raise article
    return article if article.url else replace(article, url=page.url)
