"""An index in OpenSearch with articles, written without a store."""

import json
from uuid import uuid4

from bot.library.opensearch.candidates import OpenSearchIndex
from bot.library.opensearch.client import Address, Engine
from bot.library.opensearch.mapping import (
    article_document,
    article_id,
    index_body,
    routing_of,
    sentence_documents,
    sentence_id,
)
from corpus.store.changes import Change


class LoadedEngine:
    """An index behind an alias, to which articles are added, and its reading side, ``index``."""

    def __init__(self, url, shards=1):
        self.engine = Engine(Address([url], timeout=60))
        self.shards = shards
        self.index = OpenSearchIndex(self.engine)
        self._groups = {}
        self._count = 0
        self.clear()

    def clear(self):
        """Begin anew, with an empty index."""
        self.close()
        name = f"{self.engine.alias}-{uuid4().hex}"
        body = index_body()
        body["settings"]["index"] |= {
            "number_of_shards": self.shards,
            "number_of_replicas": 0,
            "refresh_interval": "-1",
        }
        body["aliases"] = {self.engine.alias: {}}
        self.engine.request("PUT", f"/{name}", body)
        self._groups.clear()
        self.refresh()

    def close(self):
        """Delete what the alias stands for."""
        found = self.engine.request("GET", f"/_alias/{self.engine.alias}", ignore=(404,))
        for name in () if "error" in found else found:
            self.engine.request("DELETE", f"/{name}")

    def add(self, key, group, entry):
        self.add_all([(key, group, entry)])

    def add_all(self, articles):
        lines = []
        for key, group, entry in articles:
            self._groups[key] = group, len(entry.sentences)
            routing = routing_of(key, group)
            lines += [{"index": {"_id": article_id(key), "routing": routing}}]
            lines += [article_document(key, group, entry)]
            for number, one in enumerate(sentence_documents(key, group, entry)):
                lines += [{"index": {"_id": sentence_id(key, number), "routing": routing}}, one]
        self._write(lines)

    def remove(self, key):
        group, sentences = self._groups.pop(key)
        ids = [article_id(key), *(sentence_id(key, number) for number in range(sentences))]
        routing = routing_of(key, group)
        self._write([{"delete": {"_id": one, "routing": routing}} for one in ids])

    def _write(self, lines):
        body = "".join(f"{json.dumps(line)}\n" for line in lines).encode()
        found = self.engine.request("POST", f"/{self.engine.alias}/_bulk", body)
        assert not found["errors"], found
        self.refresh()

    def refresh(self):
        """Let what is written be found, and say that there was a change."""
        self.engine.request("POST", f"/{self.engine.alias}/_refresh")
        self._count += 1
        state = f"/{self.engine.alias}/_doc/state?routing=state"
        self.engine.request("PUT", state, {"change": [self._count, 1]})
        self.index.look_again("any", Change(self._count, 1))
