"""Pages that articles were fetched from, looked at again: what changed becomes a new text."""

import logging
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from corpus.article import Article
from corpus.errors import CorpusError
from corpus.store.store import Store
from corpus.store.subscriptions import Page
from corpus.web.fetch import UnavailableError, fetch
from corpus.web.pages import Gathered, article_of

logger = logging.getLogger(__name__)

SOON = timedelta(hours=1)  # from adding an article to the first look; news is corrected early
LONGEST = timedelta(days=30)  # each look that finds nothing new doubles the pause, up to here
MOST_PAGES = 20  # that one look may take, so that feeds and other work have their turn
SHRUNKEN = 1 / 3  # of the text: less is a page that lost its article, not a correction

Clock = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now(UTC)


class Refresher:
    """Keeps fetched articles in step with their pages, one page after the other."""

    def __init__(self, store: Store, trusted: Collection[str], clock: Clock = _now) -> None:
        self._store = store
        self._trusted = trusted
        self._clock = clock

    def add(self, gathered: Gathered, collection: str) -> bool:
        """Return whether the article is new to the collection; its page is watched from now on."""
        article = replace(gathered.article, collection=collection)
        added = self._store.add(article)
        stored = self._store.article(article.id)
        page = gathered.page
        if added and page is not None and stored is not None and stored.number is not None:
            due = self._clock() + SOON
            watched = Page(
                collection, stored.number, page.url, page.etag, page.modified, due, _seconds(SOON)
            )
            self._store.subscriptions.watch(watched)
        return added

    async def look(self, *, at_all: bool = False) -> int:
        """Look at the pages that are due, or at all; return how many articles have changed."""
        pages = self._store.subscriptions.pages(None if at_all else self._clock())
        return sum([await self._look(page) for page in pages[: None if at_all else MOST_PAGES]])

    async def _look(self, page: Page) -> bool:
        """Whether the article has a new text."""
        pause = min(2 * page.pause, _seconds(LONGEST))
        try:
            fetched = await fetch(page.url, self._trusted, known=(page.etag, page.modified))
            changed = fetched.changed and self._revise(page, await article_of(fetched))
            page = page._replace(etag=fetched.etag, modified=fetched.modified)
        except CorpusError as error:  # the text that we have stays
            logger.info("A page could not be looked at: %s", error.reason)
            changed = False
            if isinstance(error, UnavailableError):
                pause = max(pause, min(int(error.seconds), _seconds(LONGEST)))
        if changed:
            pause = _seconds(SOON)
        due = self._clock() + timedelta(seconds=pause)
        self._store.subscriptions.watch(page._replace(due=due, pause=pause))
        return changed

    def _revise(self, page: Page, article: Article) -> bool:
        """Whether an article took the place of an older one with other sentences."""
        current = self._store.numbered(page.collection, page.number)
        if current is None or _said(current) == _said(article):
            return False
        if len(article.text) < SHRUNKEN * len(current.text):
            logger.info("A page lost most of its text; the article stays as it was.")
            return False
        known = replace(
            article,
            collection=page.collection,
            number=page.number,
            url=current.url,
            source=article.source or current.source,
            author=article.author or current.author,
            published=article.published or current.published,
        )
        return self._store.add(known)


def _said(article: Article) -> list[str]:
    return [sentence.text for sentence in article.sentences]


def _seconds(pause: timedelta) -> int:
    return int(pause.total_seconds())
