"""What is remembered while a question is answered, and what after it."""

import json
from base64 import b64encode
from types import SimpleNamespace

import pytest

from bot.library.opensearch.candidates import OpenSearchIndex
from bot.library.opensearch.errors import EngineError
from bot.library.opensearch.searching import caching, entries
from corpus.store.changes import Change
from retrieval.index.entry import Entry
from retrieval.index.reading.packed import pack


class Articles:
    """An engine that returns the entries of articles, and records which it is asked for."""

    alias = "quotewire"
    address = SimpleNamespace(timeout=1.0)

    def __init__(self, *keys):
        self.sizes = dict.fromkeys(keys, 2)
        self.change, self.tag = 1, 7
        self.asked = []

    def request(self, _method, path, body=None, _params=None, **_):
        if path.endswith("_doc/state"):
            return {"_index": "quotewire-1-1", "_source": {"change": [self.change, self.tag]}}
        searches = [json.loads(line) for line in body.splitlines()[1::2]]
        return {"responses": [{"hits": {"hits": list(self.found(one))}} for one in searches]}

    def found(self, search):
        keys = [int(one) for one in search["query"]["ids"]["values"]]
        self.asked.append(keys)
        for key in keys:
            if key in self.sizes:
                packed = pack(Entry([["a"]] * self.sizes[key], day=key))
                source = {"entry": b64encode(packed).decode(), "group": "library"}
                yield {"_id": str(key), "_source": source}


@pytest.fixture
def now(monkeypatch):
    """The seconds that a test has let pass."""
    passed = [100.0]
    monkeypatch.setattr(caching, "monotonic", lambda: passed[0])
    return passed


def test_an_article_is_fetched_once_until_the_engine_has_taken_something_in(now):
    engine = Articles(1, 2)
    index = OpenSearchIndex(engine)
    assert index.days([1, 2]) == {1: 1, 2: 2}
    assert index.sizes([2]) == {2: 2}
    now[0] += caching.FRESH
    assert index.sizes([1]) == {1: 2}
    assert engine.asked == [[1, 2]]
    engine.sizes[1], engine.change = 5, 2
    now[0] += caching.FRESH
    assert index.sizes([1]) == {1: 5}
    assert engine.asked == [[1, 2], [1]]


def test_an_article_that_goes_while_a_question_is_answered_is_known_until_its_end(now):
    engine = Articles(1)
    index = OpenSearchIndex(engine)
    index.look_again("quotewire-1-1", (1, 7))
    assert index.sizes([1]) == {1: 2}
    engine.sizes.clear()
    engine.change = 2
    now[0] += caching.FRESH
    assert index.sizes([1]) == {1: 2}
    index.look_again("quotewire-1-1", (3, 7))
    assert 1 not in index
    with pytest.raises(KeyError):
        index.days([1])


def test_an_index_that_becomes_one_of_another_database_is_not_asked(now):
    def check(change):
        if change.tag != 7:
            raise EngineError("has the index of another database")

    engine = Articles(1)
    index = OpenSearchIndex(engine, check)
    assert index.days([1]) == {1: 1}
    engine.tag = 8
    now[0] += caching.FRESH
    for _ in range(2):
        with pytest.raises(EngineError, match="of another database"):
            index.days([1])
    index.look_again("quotewire-1-1", Change(1, 8))
    with pytest.raises(EngineError, match="of another database"):
        index.days([1])
    engine.tag = 7
    assert index.days([1]) == {1: 1}


@pytest.mark.usefixtures("now")
def test_few_articles_are_remembered(monkeypatch):
    monkeypatch.setattr(entries, "KEPT", 3)
    engine = Articles(*range(9))
    index = OpenSearchIndex(engine)
    for keys in ([0, 1], [1, 2], [2, 3, 4], list(range(9))):
        assert index.days(keys) == {key: key for key in keys}
        places = [(key, 1) for key in keys]
        context = index.context(places, ["a"], [[]])
        assert context.own.ravel().tolist() == [1.0] * len(keys)
    assert [len(keys) for keys in engine.asked] == [2, 1, 3, 9]


@pytest.mark.usefixtures("now")
def test_many_articles_are_fetched_in_several_searches(monkeypatch):
    monkeypatch.setattr(entries, "AT_ONCE", 4)
    engine = Articles(*range(9))
    OpenSearchIndex(engine).days(range(9))
    assert [len(keys) for keys in engine.asked] == [4, 4, 1]


@pytest.mark.usefixtures("now")
@pytest.mark.parametrize("entry", ["AAAA", "no base64", ""])
def test_entries_of_another_version_are_an_error_that_says_what_to_do(entry, monkeypatch):
    engine = Articles(1)
    source = {"entry": entry, "group": "library"}
    monkeypatch.setattr(engine, "found", lambda _: [{"_id": "1", "_source": source}])
    with pytest.raises(EngineError, match="make it anew with quotewire index"):
        OpenSearchIndex(engine).days([1])
