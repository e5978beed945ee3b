"""A store and an engine that is fed from it, and what the engine should then hold."""

from dataclasses import replace

from bot.library.opensearch.client import Address, Engine
from bot.library.opensearch.feeding.feeder import Feeder
from bot.library.opensearch.feeding.state import STATE, read_state
from bot.library.opensearch.mapping import (
    LOOKED_UP,
    article_document,
    article_id,
    routing_of,
    sentence_documents,
    sentence_id,
)
from corpus.article import LIBRARY
from corpus.reading import read_article
from retrieval.index.entry import entry

ALL = 10_000  # more documents than any test has


def text_of(sentences):
    """An article of a few sentences, each given by a word."""
    body = " ".join(f"The {one} of Harwick was seen again on Monday morning." for one in sentences)
    return f"All about {sentences[0]}\n{body}\n"


def an_article(*sentences, collection=LIBRARY, source="The Harbour Courier"):
    found = read_article(text_of(sentences).encode(), "note.txt")
    return replace(found, collection=collection, source=source)


class Turn:
    """The turn of whoever feeds the engine, which is taken or not."""

    def __init__(self, is_ours=True):
        self._is_ours = is_ours

    def acquire(self):
        return self._is_ours

    def release(self):
        pass


class FedEngine:
    """An engine at a URL, and a feeder of it for a store."""

    def __init__(self, url, store, *, turn=True):
        self.address = Address([url], timeout=30)
        self.engine = Engine(self.address)
        self.store = store
        self.feeder = Feeder(self.engine, store, Turn(turn))

    def documents(self, name=None):
        """What the engine has: the source of each document, by its id and routing."""
        path = f"/{name or self.engine.alias}/_search"
        self.engine.request("POST", f"/{name or self.engine.alias}/_refresh")
        found = self.engine.request("POST", path, {"size": ALL, "query": {"match_all": {}}})
        hits = [hit for hit in found["hits"]["hits"] if hit["_id"] != STATE]
        return {(hit["_id"], hit["_routing"]): hit["_source"] for hit in hits}

    def wanted(self):
        """The same as the store would have it."""
        wanted = {}
        for key, article in self.store.at(self.store.positions()).items():
            group, terms = article.collection, entry(article)
            routing = routing_of(key, group)
            wanted[article_id(key), routing] = article_document(key, group, terms)
            for number, one in enumerate(sentence_documents(key, group, terms)):
                wanted[sentence_id(key, number), routing] = one
        for source in wanted.values():
            for field in LOOKED_UP:
                source.pop(field, None)
        return wanted

    def indexes(self):
        """The names of all indexes, each with its aliases."""
        found = self.engine.request("GET", "/_aliases")
        return {name: sorted(one["aliases"]) for name, one in found.items()}

    def state(self):
        return read_state(self.engine, self.engine.alias)
