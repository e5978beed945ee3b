"""What a real engine holds when it is fed from a store that changes."""

from contextlib import closing, suppress
from datetime import UTC, datetime
from itertools import count

import pytest
from fed_engine import FedEngine, Turn, an_article
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine

from bot.library.opensearch.errors import EngineError
from bot.library.opensearch.feeding import bulk, documents, feeder
from bot.library.opensearch.feeding.state import read_state, write_state
from corpus.article import LIBRARY
from corpus.store.changes import NO_CHANGE, Change
from corpus.store.store import Store
from retrieval.words.analysis import ANALYSIS_VERSION

CHATS = [LIBRARY, "-1", "-2"]
WORDS = ["ferry", "bridge", "mayor", "storm", "cable", "island"]
LATER = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    with closing(Store(tmp_path / "quotewire.db")) as opened:
        yield opened


@pytest.fixture
def fed(opensearch, store):
    return FedEngine(opensearch.urls[0], store)


class Breaking:
    """An engine that ends after some requests, as if whoever feeds it had been killed."""

    def __init__(self, engine, requests):
        self._engine = engine
        self.address, self.alias = engine.address, engine.alias
        self.left = requests

    def request(self, *args, **options):
        if not self.left:
            raise KeyboardInterrupt
        self.left -= 1
        return self._engine.request(*args, **options)


class Changing(RuleBasedStateMachine):
    """A store that changes in all ways, and an engine that is fed now and then, or half."""

    fed: FedEngine

    @rule(chat=st.sampled_from(CHATS), words=st.lists(st.sampled_from(WORDS), min_size=1))
    def add(self, chat, words):
        self.fed.store.add(an_article(*words, collection=chat, source=f"Paper {words[0]}"))

    @rule(which=st.integers(0, 5), words=st.lists(st.sampled_from(WORDS), min_size=1))
    def replace(self, which, words):
        if old := self._article(which):
            page = "https://example.org/a"
            new = an_article(*words, collection=old.collection, source=old.source or "")
            self.fed.store.remove(old.id)
            self.fed.store.add(new, page=page)

    @rule(which=st.integers(0, 5))
    def edit(self, which):
        if article := self._article(which):
            self.fed.store.edit(article.id, {"source": "The Sund Times"})

    @rule(which=st.integers(0, 5), really=st.booleans())
    def remove(self, which, really):
        if article := self._article(which):
            (self.fed.store.remove if really else self.fed.store.set_aside)(article.id)

    @rule()
    def purge(self):
        self.fed.store.purge(LATER)

    @rule(chat=st.sampled_from(CHATS[1:]))
    def forget(self, chat):
        self.fed.store.forget(chat)

    @rule()
    def move(self):
        self.fed.store.move("-1", "-2")

    @rule(requests=st.integers(0, 6))
    def feed_until_killed(self, requests):
        broken = Breaking(self.fed.engine, requests)
        one = feeder.Feeder(broken, self.fed.store, Turn())
        with suppress(KeyboardInterrupt):
            one.feed()

    @rule()
    def feed(self):
        state = self.fed.feeder.feed()
        assert state.change == self.fed.store.changes(NO_CHANGE)[0]
        assert self.fed.state() == state
        assert self.fed.documents() == self.fed.wanted()

    def _article(self, which):
        articles = list(self.fed.store.at(self.fed.store.positions()).values())
        return articles[which % len(articles)] if articles else None

    def teardown(self):
        self.feed()
        self.fed.store.close()


def test_the_engine_holds_what_the_store_does_whatever_happens(opensearch, tmp_path, monkeypatch):
    monkeypatch.setattr(bulk, "MOST_DOCUMENTS", 4)  # so that kills come between requests
    numbers = count()

    def machine():
        opensearch.clear()
        changing = Changing()
        changing.fed = FedEngine(opensearch.urls[0], Store(tmp_path / f"{next(numbers)}.db"))
        return changing

    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_machine(
        machine,
        settings=settings(
            max_examples=12, stateful_step_count=15, deadline=None, suppress_health_check=checks
        ),
    )


def test_an_index_is_made_when_there_is_none(fed, store):
    store.add(an_article("ferry", "mayor"))
    fed.feeder.feed()
    name = f"quotewire-{ANALYSIS_VERSION}-1"
    assert fed.indexes() == {name: ["quotewire", f"{name}-feed"]}
    assert fed.documents() == fed.wanted()


def test_another_version_of_the_analysis_makes_it_anew_and_switches(fed, store):
    store.add(an_article("ferry", "mayor"))
    state = fed.feeder.feed()
    write_state(fed.engine, state._replace(analysis=ANALYSIS_VERSION - 1))
    fed.feeder.feed()
    assert list(fed.indexes()) == [f"quotewire-{ANALYSIS_VERSION}-2"]
    assert fed.documents() == fed.wanted()


def test_an_index_of_a_newer_version_is_left_alone(fed, store):
    store.add(an_article("ferry"))
    state = fed.feeder.feed()
    write_state(fed.engine, state._replace(analysis=ANALYSIS_VERSION + 1))
    before = fed.indexes()
    with pytest.raises(EngineError, match="newer version of Quotewire"):
        fed.feeder.feed()
    assert fed.indexes() == before


def test_the_index_of_another_database_is_replaced_at_the_start_alone(fed, store, tmp_path):
    store.add(an_article("ferry"))
    fed.feeder.feed()
    with closing(Store(tmp_path / "other.db")) as other:
        other.add(an_article("bridge", "cable"))
        new = FedEngine(fed.address.urls[0], other)
        new.feeder.feed()
        assert new.documents() == new.wanted()
        with pytest.raises(EngineError, match="index of another database"):
            fed.feeder.feed()  # it was here before: two would take turns for ever
        with pytest.raises(EngineError, match="index of another database"):
            fed.feeder.wait_for(Change(1, 1))
        assert new.documents() == new.wanted()


def test_a_database_without_articles_replaces_nothing(fed, store, tmp_path):
    store.add(an_article("ferry"))
    fed.feeder.feed()
    with closing(Store(tmp_path / "mistyped.db")) as empty:
        new = FedEngine(fed.address.urls[0], empty)
        with pytest.raises(EngineError, match="index of another database"):
            new.feeder.feed()
    assert fed.documents() == fed.wanted()


def test_the_first_article_of_an_empty_database_is_taken_in(fed, store):
    fed.feeder.feed()
    assert fed.documents() == {}
    store.add(an_article("ferry"))
    fed.feeder.feed()
    assert fed.documents() == fed.wanted() != {}


def test_what_a_late_feeder_writes_does_not_replace_what_is_newer(fed, store):
    added = store.add(an_article("ferry", "mayor", "storm")).article
    late = fed.feeder.feed()
    (key,) = store.positions()
    stale = list(documents.added(key, store.at([key])[key], late.change.number))
    store.edit(added.id, {"title": "Bridges"})
    fed.feeder.feed()
    bulk.Bulk(fed.engine, late.feed).write(stale)
    write_state(fed.engine, late)
    assert fed.documents() == fed.wanted()
    assert fed.state().change == store.changes(NO_CHANGE)[0]


def test_whose_turn_it_is_not_feeds_nothing(opensearch, fed, store, monkeypatch):
    other = FedEngine(opensearch.urls[0], store, turn=False)
    store.add(an_article("ferry"))
    with pytest.raises(EngineError, match="has no index yet"):
        other.feeder.feed()
    before = fed.feeder.feed()
    store.add(an_article("bridge"))
    assert other.feeder.feed() == before
    monkeypatch.setattr(feeder, "LONGEST_WAIT", 0.0)
    assert other.feeder.wait_for(store.changes(NO_CHANGE)[0]) == before


def test_an_index_that_is_deleted_while_it_is_fed_does_not_come_back(fed, store):
    store.add(an_article("ferry"))
    state = fed.feeder.feed()
    fed.engine.request("DELETE", f"/{state.name}")
    with pytest.raises(EngineError):
        bulk.Bulk(fed.engine, state.feed).write([bulk.Action("7", "a", 1, {})])
    assert fed.indexes() == {}
    bulk.Bulk(fed.engine, state.feed).write([bulk.Action("7", "a", 1)])  # makes a wrong index
    assert read_state(fed.engine, fed.engine.alias) is None
    fed.feeder.feed()
    assert list(fed.indexes()) == [state.name]
    assert fed.documents() == fed.wanted()


def test_an_index_that_nothing_can_be_written_to_answers_and_is_fed_once_it_can(
    fed, store, monkeypatch
):
    monkeypatch.setattr(bulk, "PATIENCE", 0.0)
    monkeypatch.setattr(feeder, "LONGEST_WAIT", 0.0)
    ferry = store.add(an_article("ferry")).article
    before = fed.feeder.feed()
    settings = f"/{before.name}/_settings"
    # What the engine does itself when a disk is nearly full.
    fed.engine.request("PUT", settings, {"index.blocks.read_only_allow_delete": True})
    store.add(an_article("bridge", source="Daily"))
    store.remove(ferry.id)
    for _ in range(2):
        with pytest.raises(EngineError) as caught:
            fed.feeder.feed()
        assert caught.value.is_busy
        assert fed.feeder.wait_for(store.changes(NO_CHANGE)[0]) == before
    fed.engine.request("PUT", settings, {"index.blocks.read_only_allow_delete": None})
    fed.feeder.feed()
    assert fed.documents() == fed.wanted()


def test_an_index_too_far_behind_is_made_anew(fed, store, monkeypatch):
    store.add(an_article("ferry"))
    first = fed.feeder.feed()
    for word in WORDS:
        store.add(an_article(word, source=f"Paper {word}"))
    with store.database.changing() as connection:
        connection.execute("DELETE FROM change WHERE number <= ?", (first.change.number,))
    monkeypatch.setattr(feeder, "MOST_CHANGES", 3)
    assert fed.feeder.feed().name != first.name
    assert fed.documents() == fed.wanted()
