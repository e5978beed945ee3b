"""Which articles are known to be there, as far as vectors are concerned."""

from contextlib import closing

import pytest
from stored import article

from bot.library.opensearch.feeding import updater
from bot.library.opensearch.feeding.state import State
from bot.library.opensearch.feeding.updater import EngineUpdater, StoredArticles
from corpus.errors import CorpusError
from corpus.store.changes import NO_CHANGE
from corpus.store.store import Store
from retrieval.meaning.vectors import Vectors


@pytest.fixture
def store(tmp_path):
    with closing(Store(tmp_path / "quotewire.db")) as opened:
        for number in range(3):
            opened.add(article(f"Ship {number}\nShip {number} left the harbour on Monday."))
        yield opened


def changing(store):
    """Make changes of all kinds to a store, and yield what changed each time."""
    ids = [one.id for one in store.listed("library", 0, 3)]
    steps = [
        lambda: store.add(article("Ship 9\nShip 9 left the harbour on Tuesday.")),
        lambda: store.remove(ids[0]),
        lambda: store.set_aside(ids[1]),
        lambda: store.edit(ids[2], {"title": "Ship 2 again"}),
        lambda: store.put_back(ids[1], "library"),
    ]
    for step in steps:
        before, _ = store.changes(NO_CHANGE)
        step()
        yield store.changes(before)[1]


def test_after_each_change_the_articles_are_those_of_the_store(store):
    articles = StoredArticles(store)
    assert articles.keys() == set(store.positions())
    for changed in changing(store):
        assert changed
        articles.look_again(changed)
        assert articles.keys() == set(store.positions())


def test_a_change_does_not_read_the_positions_of_all_articles(store, monkeypatch):
    articles = StoredArticles(store)
    articles.keys()
    read = []
    monkeypatch.setattr(store, "positions", lambda: read.append(True) or [])
    for changed in changing(store):
        articles.look_again(changed)
        articles.keys()
    assert not read
    monkeypatch.setattr(updater, "MANY", 0)
    articles.look_again([1])
    articles.keys()
    articles.look_again(None)
    articles.keys()
    assert len(read) == 2


class Fed:
    """A feed of an engine that has taken in everything."""

    def take_in(self, last):
        return State("quotewire-1-1", 1, last)

    def close(self):
        pass


def test_a_change_is_not_forgotten_though_the_database_is_away_for_a_moment(store, monkeypatch):
    def away(_):
        raise CorpusError(store.path, "is away")

    with closing(EngineUpdater(store, Fed(), Vectors())) as one:
        one.update()
        assert one.keys() == set(store.positions())
        store.add(article("Ship 9\nShip 9 left the harbour on Tuesday."))
        with monkeypatch.context() as patch:
            patch.setattr(store, "sentences", away)
            with pytest.raises(CorpusError):
                one.update()
        assert one.update()
        assert one.keys() == set(store.positions())
