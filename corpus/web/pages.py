"""The article at an address."""

import re
from collections.abc import Collection
from contextlib import aclosing
from dataclasses import replace
from typing import NamedTuple

from corpus.article import Article
from corpus.errors import CorpusError
from corpus.metadata import UNKNOWN, Metadata
from corpus.web.fetch import Page, fetch
from corpus.web.sandbox import read_in_worker

URL = re.compile(r"https?://\S+", re.IGNORECASE)


class Gathered(NamedTuple):
    """An article, and the page that it was fetched as, if it was."""

    article: Article
    page: Page | None = None


def is_url(text: str) -> bool:
    """Whether a text is an address and nothing else."""
    return URL.fullmatch(text) is not None


async def fetch_article(url: str, given: Metadata, trusted: Collection[str]) -> Gathered:
    """The article at an address.

    Raises:
        CorpusError: It cannot be fetched, or holds no article.
    """
    page = await fetch(url, trusted)
    return Gathered(await article_of(page, given), page)


async def article_of(page: Page, given: Metadata = UNKNOWN) -> Article:
    """The article that a fetched page holds.

    Raises:
        CorpusError: It holds none.
    """
    async with aclosing(read_in_worker(page.data, page.url, given)) as found:
        article = await anext(found)
    if isinstance(article, CorpusError):
        raise article
    return article if article.url else replace(article, url=page.url)
