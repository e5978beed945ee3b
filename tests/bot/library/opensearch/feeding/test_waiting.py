"""Waiting for an engine that is fed by another process."""

from contextlib import closing

import pytest
from fed_engine import Turn, an_article

from bot.library.opensearch.feeding import feeder as feeder_module
from bot.library.opensearch.feeding.feeder import LONGEST_WAIT, MOST_WAITED_FOR, Feeder
from corpus.store.changes import NO_CHANGE, Change
from corpus.store.store import Store
from retrieval.words.analysis import ANALYSIS_VERSION


class Fed:
    """An engine that says what it has taken in, which is what a test says."""

    alias = "quotewire"

    def __init__(self, change):
        self.change = change

    def request(self, *_, **__):
        source = {"analysis": ANALYSIS_VERSION, "change": self.change, "loading": False}
        return {"found": True, "_index": "quotewire-1-1", "_source": source | {"loaded": []}}


@pytest.fixture
def waited(monkeypatch):
    """The seconds that have been waited, without waiting."""
    passed = [0.0]

    def sleep(seconds):
        passed[0] += seconds

    monkeypatch.setattr(feeder_module, "monotonic", lambda: passed[0])
    monkeypatch.setattr(feeder_module, "sleep", sleep)
    return passed


@pytest.fixture
def changes(tmp_path):
    """Changes of a database, and a feeder of it whose turn it is not, for an engine."""
    with closing(Store(tmp_path / "quotewire.db")) as store:
        made = [store.changes(NO_CHANGE)[0]]
        for word in ("ferry", "bridge"):
            store.add(an_article(word, source=word))
            made.append(store.changes(NO_CHANGE)[0])
        yield made, lambda engine: Feeder(engine, store, Turn(is_ours=False))


def test_only_the_first_question_waits_for_an_engine_that_takes_in_nothing(changes, waited):
    (first, second, third), feeder_of = changes
    engine = Fed(first)
    feeder = feeder_of(engine)
    assert feeder.wait_for(second).change == first
    assert LONGEST_WAIT <= waited[0] < LONGEST_WAIT + 1
    waited[0] = 0.0
    for change in (second, third):
        assert feeder.wait_for(change).change == first
    assert waited[0] == 0.0
    engine.change = second  # it goes on
    assert feeder.wait_for(third).change == second
    assert waited[0] >= LONGEST_WAIT


def test_what_is_far_behind_is_not_waited_for(changes, waited):
    (first, *_), feeder_of = changes
    far = Change(first.number + MOST_WAITED_FOR + 1, 1)
    assert feeder_of(Fed(first)).wait_for(far).change == first
    assert waited[0] == 0.0
