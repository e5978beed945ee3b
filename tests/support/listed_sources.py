"""Sources with only some articles, kept in memory."""

from stored import articles_in

from corpus.article import LIBRARY
from corpus.store.sources import Sources
from corpus.store.store import Store


def sources_of(articles, *, samples=False):
    store = Store(":memory:")
    for article in articles:
        store.add(article)
    own = next(
        (one.collection for one in articles_in(store) if one.collection != LIBRARY), LIBRARY
    )
    return Sources(store, own, samples=samples)
