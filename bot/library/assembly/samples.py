"""The bundled sample articles, from which a library without articles answers."""

from collections.abc import Iterable

from corpus.article import Article
from corpus.store.sources import Sources
from corpus.store.store import Store
from retrieval.answering.answerer import Answerer
from retrieval.meaning.meaning import Meaning
from retrieval.meaning.sample_vectors import sample_vectors


class Samples:
    """The sample articles and an answerer over them."""

    def __init__(self, articles: Iterable[Article], meaning: Meaning | None) -> None:
        store = Store(":memory:")
        self.answerer = Answerer(meaning=meaning)
        for article in articles:
            store.add(article)
        found = dict(sorted(store.at(store.positions()).items()))
        if meaning and (vectors := sample_vectors(found, meaning.version)):
            self.answerer.vectors.add(vectors)
        for position, article in found.items():
            self.answerer.add(article, position, article.collection)
        self.sources = Sources(store, samples=True)
