"""Making the index anew on a real engine, whatever an earlier attempt or a stranger has left."""

from contextlib import closing

import pytest
from fed_engine import FedEngine, an_article

from bot.library.opensearch.client import Engine
from bot.library.opensearch.errors import EngineError
from bot.library.opensearch.feeding import loading, rebuilding
from bot.library.opensearch.feeding.loading import load_chunks
from bot.library.opensearch.feeding.rebuilding import Rebuild
from bot.library.opensearch.feeding.state import read_state, write_state
from corpus.store.store import Store


@pytest.fixture
def store(tmp_path):
    with closing(Store(tmp_path / "quotewire.db")) as opened:
        opened.add(an_article("ferry", "mayor", "storm"))
        yield opened


@pytest.fixture
def fed(opensearch, store):
    return FedEngine(opensearch.urls[0], store)


class Losing(Engine):
    """An engine that loses a document that it has confirmed, as one that is killed can."""

    left = 1

    def request(self, method, path, body=None, *args, **options):
        found = super().request(method, path, body, *args, **options)
        if path.endswith("/_bulk") and Losing.left:
            Losing.left -= 1
            super().request("DELETE", f"/{path.split('/')[1]}/_doc/1-2", params={"routing": "1"})
        return found


def test_an_index_that_has_lost_something_is_not_used_and_the_next_one_is_made(fed, monkeypatch):
    monkeypatch.setattr(loading, "Engine", Losing)
    with pytest.raises(EngineError, match="lost something: it has 1 of 1 articles, and 2 of 3"):
        fed.feeder.feed()
    assert fed.indexes() == {}
    fed.feeder.feed()
    assert fed.documents() == fed.wanted()


def test_what_changes_during_a_second_attempt_is_changed_in_its_index(fed, store, monkeypatch):
    (ferry,) = store.at(store.positions()).values()
    changes = [
        lambda: store.add(an_article("bridge", source="Daily")),
        lambda: store.remove(ferry.id),
    ]

    def loading_while_it_changes(*given):
        yield from load_chunks(*given)
        changes.pop(0)()

    monkeypatch.setattr(rebuilding, "load_chunks", loading_while_it_changes)
    monkeypatch.setattr(Losing, "left", 1)
    monkeypatch.setattr(loading, "Engine", Losing)
    with pytest.raises(EngineError, match="lost something"):
        fed.feeder.feed()
    fed.feeder.feed()  # which gives its index the name of the one that was deleted
    assert fed.documents() == fed.wanted()


class Partly(Engine):
    """An engine that lacks a node: it counts what the others have, unless it may not."""

    def request(self, method, path, body=None, params=None, *args, **options):
        found = super().request(method, path, body, params, *args, **options)
        if path.endswith("/_search") and "aggs" in (body or {}):
            if (params or {}).get("allow_partial_search_results") == "false":
                raise EngineError("refuses a request (search_phase_execution_exception)", 503)
            return {"hits": {"total": {"value": 0}}, "aggregations": {"sentences": {"value": 3}}}
        return found


def test_an_index_of_which_a_node_is_away_when_it_is_counted_is_not_deleted(fed, store):
    with closing(Partly(fed.address)) as partly, pytest.raises(EngineError) as caught:
        Rebuild(partly, store).run()
    assert caught.value.is_busy
    (name,) = fed.indexes()
    assert Rebuild(fed.engine, store).run().name == name
    assert fed.documents() == fed.wanted()


@pytest.mark.parametrize("afresh", [False, True])
def test_the_index_that_is_searched_is_deleted_by_nobody_who_is_not_done(fed, store, afresh):
    state = fed.feeder.feed()
    # As if whoever made it had been killed right after the switch.
    write_state(fed.engine, state._replace(loading=True, loaded=(0,)))
    new = FedEngine(fed.address.urls[0], store)
    done = new.feeder.rebuild(afresh=afresh)
    assert done.name != state.name
    assert list(fed.indexes()) == [done.name]
    assert fed.documents() == fed.wanted()


def test_what_is_searched_is_no_longer_noted_as_being_loaded(fed, store):
    state = fed.feeder.feed()
    write_state(fed.engine, state._replace(loading=True, loaded=(0,)))
    store.add(an_article("bridge", source="Daily"))
    fed.feeder.feed()
    assert (fed.state().loading, fed.state().loaded) == (False, ())


def test_an_old_index_that_was_left_is_deleted_at_the_next_start(fed, store):
    old = fed.feeder.feed()
    fed.engine.request("POST", f"/{old.feed}/_refresh")
    new = fed.feeder.rebuild(afresh=True)
    body = {"aliases": {old.feed: {}}}
    fed.engine.request("PUT", f"/{old.name}", body)  # as if it had not been deleted
    write_state(fed.engine, old)
    half = new._replace(name=f"{new.name}1", loading=True)
    fed.engine.request("PUT", f"/{half.name}", {"aliases": {half.feed: {}}})
    write_state(fed.engine, half)
    FedEngine(fed.address.urls[0], store).feeder.feed()
    assert set(fed.indexes()) == {new.name, half.name}  # somebody may be making the other one


def test_nothing_is_loaded_if_an_index_has_the_name_of_the_alias(fed):
    fed.engine.request("PUT", f"/{fed.engine.alias}", {})
    with pytest.raises(EngineError, match="has an index with the name quotewire"):
        fed.feeder.feed()
    assert fed.indexes() == {"quotewire": []}


def test_the_alias_is_taken_from_a_strangers_index(fed):
    fed.feeder.feed()
    fed.engine.request("PUT", "/strange", {"aliases": {fed.engine.alias: {}}})
    with pytest.raises(EngineError, match="illegal_argument_exception"):
        fed.feeder.feed()
    done = fed.feeder.rebuild(afresh=True)
    assert read_state(fed.engine, fed.engine.alias) == done
    assert fed.indexes()["strange"] == []
    assert fed.documents() == fed.wanted()
