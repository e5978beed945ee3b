"""Checks the pages of fetched articles for corrections, which become the articles' new texts."""

import logging
from collections.abc import Collection
from dataclasses import replace

from corpus.article import Article
from corpus.clock import Clock, now
from corpus.errors import CorpusError
from corpus.store.store import Store
from corpus.store.subscriptions import Page
from corpus.web.next_check import page_after_change, page_after_no_change
from corpus.web.pages import Gathered, fetch_again

logger = logging.getLogger(__name__)

MOST_PAGES = 20  # per check, so that feeds and other work get their turn
SHRUNKEN = 1 / 3  # of the text; anything shorter is a page that lost its article


class Refresher:
    """Keeps fetched articles up to date with their pages, one page at a time."""

    def __init__(self, store: Store, trusted: Collection[str], clock: Clock = now) -> None:
        self._store = store
        self._subscriptions = store.subscriptions
        self._trusted = trusted
        self._clock = clock

    def add(self, gathered: Gathered, collection: str, *, feed: str | None = None) -> bool:
        """Add an article and watch its page; return whether it is new to the collection.

        An article from a ``feed`` is added only while the collection follows that feed.
        """
        article = replace(gathered.article, collection=collection)
        added = self._store.add(article, feed=feed)
        stored = self._store.article(article.id)
        page = gathered.page
        if added and page is not None and stored is not None and stored.number is not None:
            now = self._clock()
            watched = Page(collection, stored.number, page.url, page.etag, page.modified, now, 0)
            self._subscriptions.watch_new(page_after_change(watched, now))
        return added

    async def check(self, *, everything: bool = False) -> int:
        """Check the pages that are due, or all of them; return the number of changed articles."""
        due, limit = (None, None) if everything else (self._clock(), MOST_PAGES)
        return sum([await self._check(page) for page in self._subscriptions.pages(due)[:limit]])

    async def _check(self, page: Page) -> bool:
        """Check a page; return whether its article has changed."""
        changed, failure = False, None
        try:
            known = (page.etag, page.modified)
            fetched, article = await fetch_again(page.url, known, self._trusted)
            changed = article is not None and self._revise(page, article)
            page = page._replace(etag=fetched.etag, modified=fetched.modified)
        except CorpusError as error:  # the stored text stays
            logger.info("Could not check a page for changes: %s", error.reason)
            failure = error
        now = self._clock()
        self._subscriptions.watch(
            page_after_change(page, now) if changed else page_after_no_change(page, now, failure)
        )
        return changed

    def _revise(self, page: Page, article: Article) -> bool:
        """Replace the stored text if the page has other sentences; return whether it did."""
        current = self._store.numbered(page.collection, page.number)
        if current is None or _sentences(current) == _sentences(article):
            return False
        if len(article.text) < SHRUNKEN * len(current.text):
            logger.info("A page lost most of its text; keeping the stored article.")
            return False
        revised = replace(
            article,
            collection=page.collection,
            number=page.number,
            url=current.url,
            source=article.source or current.source,
            author=article.author or current.author,
            published=article.published or current.published,
        )
        return self._store.revise(revised)


def _sentences(article: Article) -> list[str]:
    return [sentence.text for sentence in article.sentences]
