"""What is sent to the engine: nothing that would read all of an index."""

import json
from types import SimpleNamespace

import pytest

from bot.library.opensearch import candidates
from bot.library.opensearch.candidates import OpenSearchIndex
from bot.library.opensearch.errors import EngineError
from bot.library.opensearch.searching import articles, statistics
from bot.library.opensearch.searching.queries import ask, counted
from retrieval.index.part import TITLE
from retrieval.scope import Narrowed

SCANS = {"wildcard", "regexp", "prefix", "fuzzy", "script", "script_score", "query_string",
         "match_all", "more_like_this", "scroll", "span_multi", "match_phrase_prefix"}  # fmt: skip
MOST = 5000  # documents returned by a search
HIT = {"_id": "1", "_source": {"day": 0, "sentences": 1}, "matched_queries": []}
COUNT = {"key": "en", "sentences": {"value": 9}, "length": {"value": 50}}
FOUND = {
    "hits": {"total": {"value": 1}, "hits": []},
    "aggregations": {"languages": {"buckets": [COUNT]}},
    "suggest": {},
}
NO_RIGHT = "no permissions for [indices:data/read/search] and User [name=ann, backend_roles=[]]"


class Recording:
    """An engine that finds nothing, and records what it is asked."""

    alias = "quotewire"
    address = SimpleNamespace(timeout=1.5)

    def __init__(self, found=FOUND):
        self.found = found
        self.headers, self.searches = [], []

    def request(self, _method, path, body=None, _params=None, **_):
        if path.endswith("_doc/state"):
            return {"_index": "quotewire-1-1", "_source": {"change": [1, 2]}}
        lines = [json.loads(line) for line in body.splitlines()]
        self.headers += lines[::2]
        self.searches += lines[1::2]
        return {"responses": [self.found] * (len(lines) // 2)}


def parts(value):
    """Yield the names of all parts of a search."""
    if isinstance(value, dict):
        for name, inside in value.items():
            yield name
            yield from parts(inside)
    elif isinstance(value, list):
        for one in value:
            yield from parts(one)


def test_no_search_scans_and_each_is_bounded_in_time_and_results():
    engine = Recording()
    index = OpenSearchIndex(engine)
    scope = Narrowed(frozenset({"library"}), 1, 5, frozenset({("a", "b")}), keys=range(9))
    index.search(["a", "b"], scope, 100)
    index.titles(["a"], scope)
    index.terms_like(["abc"], "a", [3])
    index.together(["a"], ["b"], scope)
    index.openings({"a": 1.0}, scope)
    index.every_article(scope)
    index.holding([[["a"], [TITLE + "a"]]], scope)
    index.sizes_in(scope, 100)
    index.languages(scope)
    index.includes(scope)
    index.sizes([])
    assert len(engine.searches) > 10
    for one in engine.searches:
        assert SCANS.isdisjoint(parts(one))
        assert one["timeout"] == "1200ms"  # before the request times out, after 1500
        assert one["size"] <= MOST
        if "suggest" not in one:
            assert "library" in json.dumps(one), "each is in the scope"


def test_a_chats_own_articles_are_asked_of_one_shard_and_the_library_of_all():
    engine = Recording()
    ask(engine, frozenset({"-1"}), [counted([])])
    ask(engine, frozenset({"-1", "library"}), [counted([])])
    ask(engine, Narrowed(frozenset({"-1", "-2"})), [counted([])])
    ask(engine, None, [counted([])])
    assert engine.headers == [{"routing": "-1"}, {}, {"routing": "-1,-2"}, {}]


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        ({"error": {"type": "search_phase_execution_exception"}, "status": 503},
         "refuses a search (search_phase_execution_exception)"),
        ({"error": {"type": "security_exception", "reason": NO_RIGHT}, "status": 403},
         "does not let this user do that: indices:data/read/search"),
        ({**FOUND, "timed_out": True}, "ended a search that took too long"),
        ({**FOUND, "_shards": {"failed": 1}}, "could not search all shards"),
    ],
)  # fmt: skip
def test_a_search_that_failed_or_is_not_finished_is_an_error(found, reason):
    with pytest.raises(EngineError, match=reason.replace("(", r"\(").replace(")", r"\)")):
        ask(Recording(found), None, [counted([])])


def test_counts_are_asked_for_again_only_after_a_change():
    engine = Recording()
    index = OpenSearchIndex(engine)
    index.look_again("quotewire-1-1", (1, 2))
    for _ in range(3):
        assert index.df(["a", "b"], None) == {"a": 1, "b": 1}
        assert index.languages(None) == ["en"]
        index.look_again("quotewire-1-1", (1, 2))
    assert len(engine.searches) == 3  # the size, and two terms
    index.look_again("quotewire-1-1", (2, 2))
    index.df(["a"], None)
    assert len(engine.searches) == 5


def test_the_counts_of_a_large_scope_are_used_a_while_if_they_are_not_small():
    large = {"key": "en", "sentences": {"value": 5_000_000}, "length": {"value": 10**8}}
    often = {"hits": {"total": {"value": 3000}, "hits": []}}
    engine = Recording({**FOUND, **often, "aggregations": {"languages": {"buckets": [large]}}})
    index = OpenSearchIndex(engine)
    index.look_again("quotewire-1-1", (1, 2))
    index.df(["a"], None)
    index.look_again("quotewire-1-1", (2, 2))
    assert index.df(["a"], None) == {"a": 3000}
    assert len(engine.searches) == 2
    engine.found = {**engine.found, "hits": {"total": {"value": 3}, "hits": []}}
    index.df(["rare"], None)
    index.look_again("quotewire-1-1", (3, 2))
    assert index.df(["a", "rare"], None) == {"a": 3000, "rare": 3}
    assert len(engine.searches) == 4


def test_what_is_known_of_the_library_serves_all_chats():
    engine = Recording()
    index = OpenSearchIndex(engine)
    index.look_again("quotewire-1-1", (1, 2))
    assert index.df(["a"], frozenset({"library", "-1"})) == {"a": 2}
    assert len(engine.searches) == 4  # the sizes of both, and a term in both
    assert index.df(["a"], frozenset({"library", "-2"})) == {"a": 2}
    assert len(engine.searches) == 6
    assert index.languages(frozenset({"library", "-2"})) == ["en"]
    assert len(engine.searches) == 6


def test_few_spellings_are_remembered_and_those_of_a_message_are_asked_for_together(monkeypatch):
    monkeypatch.setattr(candidates, "SPELLINGS", 5)
    engine = Recording()
    index = OpenSearchIndex(engine)
    for message in (["ferri", "mayro"], ["brigde", "storrm", "isalnd", "cabel"], ["ferri"]):
        before = len(engine.searches)
        index.expect_typed(message)
        for word in message:
            index.terms_like([word], word[0], [5])
        assert len(engine.searches) - before == len(message)


def test_few_scopes_are_remembered(monkeypatch):
    monkeypatch.setattr(articles, "MOST_LISTS", 2)
    monkeypatch.setattr(articles, "SCOPES", 2)
    engine = Recording({**FOUND, "hits": {"total": {"value": 1}, "hits": [HIT]}})
    index = OpenSearchIndex(engine)
    scopes = [frozenset({chat}) for chat in ("-1", "-2", "-3")]
    asked = []
    for scope in (*scopes, scopes[2], scopes[0]):
        before = len(engine.searches)
        assert index.sizes_in(scope, 100) == {1: 1}
        assert index.includes(scope)
        asked.append(len(engine.searches) - before)
    assert asked == [3, 3, 3, 0, 2]  # the first of all also counts, and remembers that


def test_few_counts_are_remembered_and_all_asked_for_are_returned(monkeypatch):
    monkeypatch.setattr(statistics, "TERMS", 2)
    monkeypatch.setattr(statistics, "SCOPES", 2)
    index = OpenSearchIndex(Recording())
    for chat in ("-1", "-2", "-3"):
        for terms in ("abc", "bcd", "a"):
            scope = frozenset({"library", chat})
            assert index.df(terms, scope) == dict.fromkeys(terms, 2)
            index.expect(terms, "x y z", scope, 10)
