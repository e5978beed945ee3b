"""Sources with only some articles, kept in memory."""

from datetime import UTC, datetime

from stored import articles_in

from corpus.article import LIBRARY
from corpus.store.sources import Sources
from corpus.store.store import Store
from corpus.store.subscriptions import Page


def sources_of(articles, *, samples=False):
    store = Store(":memory:")
    for article in articles:
        store.add(article)
    own = next(
        (one.collection for one in articles_in(store) if one.collection != LIBRARY), LIBRARY
    )
    return Sources(store, own, samples=samples)


def lose(sources, article, reason="is gone"):
    """Let the page of an article be one that can no longer be read."""
    since = datetime(2026, 3, 3, 9, tzinfo=UTC)
    stored = sources.find(article.id)
    pages = sources._store.subscriptions  # noqa: SLF001 - the store behind the sources
    pages.watch_new(
        Page(LIBRARY, stored.number, "https://a.example/", None, None, since, 0, since, reason)
    )
