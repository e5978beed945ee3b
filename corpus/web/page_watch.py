"""Checks the pages of fetched articles for corrections, which become the articles' new texts."""

import logging
from collections.abc import Collection
from dataclasses import replace
from functools import partial

from corpus.article import Article
from corpus.clock import Clock, now
from corpus.errors import CorpusError
from corpus.revisions import is_revision
from corpus.sandbox.task import FetchedPage
from corpus.store.articles.adding import Added
from corpus.store.database.retrying import when_free
from corpus.store.store import Store
from corpus.store.subscriptions import Followed, Page
from corpus.web.next_check import page_after_change, page_after_failure, page_after_no_change
from corpus.web.pages import Gathered, fetch_again

logger = logging.getLogger(__name__)

OTHER_TEXT = "shows something other than this article"


class Refresher:
    """Adds fetched articles, and checks the page of one when asked."""

    def __init__(self, store: Store, trusted: Collection[str], clock: Clock = now) -> None:
        self._store = store
        self._subscriptions = store.subscriptions
        self._trusted = trusted
        self._clock = clock

    def add(self, gathered: Gathered, collection: str, given: Collection[str] = ()) -> Added:
        """Add an article and watch its page; return the result.

        ``given`` are the names of its metadata given by hand, which no check of the page changes.
        """
        article = replace(gathered.article, collection=collection)
        page = gathered.page.url if gathered.page else None
        added = self._store.add(article, page=page, given=given)
        if added:
            self._watch(added.article, gathered.page)
        elif page is not None:
            self._unmark(added.article, page)
        return added

    async def add_from_feed(self, gathered: Gathered, followed: Followed, link: str) -> bool:
        """Add the article of a feed's item as ``add`` does, if its collection still follows it.

        At the same time the item is marked as seen, so that no kill loses it.
        """
        article = replace(gathered.article, collection=followed.collection)
        page = gathered.page.url if gathered.page else None
        add = partial(self._store.add, article, page=page, feed=followed, link=link)
        added = await when_free(add)
        if added:
            await when_free(partial(self._watch, added.article, gathered.page))
        return bool(added)

    async def check(self, page: Page) -> bool:
        """Check a page; return whether its article has changed.

        Raises:
            CorpusError: The page cannot be read, or shows something other than the article; its
                next check has not been scheduled.
        """
        known = (page.etag, page.modified)
        fetched, article = await fetch_again(page.url, known, self._trusted)
        changed = article is not None and await when_free(partial(self._revise, page, article))
        page = page._replace(etag=fetched.etag, modified=fetched.modified)
        after = page_after_change if changed else page_after_no_change
        await self._reschedule(after(page, self._clock()))
        return changed

    async def postpone(self, page: Page, error: CorpusError) -> None:
        """Schedule the next check of a page that could not be checked; its article stays."""
        await self._reschedule(page_after_failure(page, self._clock(), error))

    async def _reschedule(self, page: Page) -> None:
        await when_free(partial(self._subscriptions.watch, page))

    def _watch(self, article: Article, page: FetchedPage | None) -> None:
        """Watch the page of a new article, unless the article has just been deleted."""
        stored = self._store.article(article.id)
        if page is not None and stored is not None and stored.number is not None:
            now = self._clock()
            watched = Page(
                *(stored.collection, stored.number, page.url, page.etag, page.modified, now, 0)
            )
            self._subscriptions.watch_new(page_after_change(watched, now))

    def _unmark(self, article: Article, url: str) -> None:
        """Take the mark off a page that shows its article again."""
        page = self._subscriptions.unreadable(article.collection, article.number)
        if page is not None and page.url == url:
            self._subscriptions.watch(page_after_no_change(page, self._clock()))

    def _revise(self, page: Page, article: Article) -> bool:
        """Replace the stored text if the page has other sentences, and else its title and so on.

        Return whether the text or its title has changed.

        Raises:
            CorpusError: The page shows something other than the article.
        """
        current = self._store.numbered(page.collection, page.number)
        if current is None:
            return False
        if _sentences(current) == _sentences(article):
            return self._store.amend(current, article, page.url).title != current.title
        if not is_revision(current, article):
            raise CorpusError(page.url, OTHER_TEXT)
        revised = replace(
            article,
            collection=page.collection,
            number=page.number,
            url=current.url,
            source=article.source or current.source,
            author=article.author or current.author,
            published=article.published or current.published,
            updated=article.updated or current.updated,
        )
        return self._store.revise(revised, page.url)


def _sentences(article: Article) -> list[str]:
    return [sentence.text for sentence in article.sentences]
