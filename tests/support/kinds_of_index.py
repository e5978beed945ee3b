"""An index of each kind, to which a test adds articles in the same way."""

from loaded_engine import LoadedEngine

from retrieval.answering.answerer import new_index

KINDS = ["embedded", "opensearch"]
SHARDS = 2  # so that what is found is put together from several


class Embedded:
    """The embedded index, ``index``."""

    def __init__(self):
        self.clear()

    def clear(self):
        """Begin anew, with an empty index."""
        self.index = new_index()

    def add(self, key, group, entry):
        self.index.add(key, group, entry)
        self.index.settle()

    def add_all(self, articles):
        for one in articles:
            self.add(*one)

    def remove(self, key):
        self.index.remove(key)

    def close(self):
        pass


def new_kind(server):
    """An empty index: in OpenSearch, given the server, or else an embedded one."""
    return LoadedEngine(server.urls[0], SHARDS) if server else Embedded()
