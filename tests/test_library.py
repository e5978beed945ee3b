from contextlib import closing

import pytest

from bot.library import Library
from corpus.samples import load_samples
from corpus.store import Store


@pytest.fixture
def store(tmp_path):
    with closing(Store(tmp_path / "quotewire.db")) as opened:
        yield opened


def test_the_sample_articles_answer_while_nothing_has_been_added(store, ferry):
    library = Library(store)
    assert library.sources().samples
    assert library.sources().articles == load_samples()
    store.add(ferry)
    assert not library.sources().samples
    assert [article.id for article in library.sources().articles] == [ferry.id]
    store.remove(ferry.id)
    assert library.sources().samples


def test_sample_articles_are_not_searched_once_there_are_others(store, ferry):
    library = Library(store, samples=lambda: [ferry])
    assert library.answer("Who built the vessel?", library.sources()).found
    store.add(other := load_samples()[0])
    assert not library.answer("Who built the vessel?", library.sources()).found
    assert other.id in library.sources().scope


def test_what_another_process_adds_and_removes_is_seen_at_once(store, ferry, bridge):
    library = Library(store)
    with closing(Store(store.path)) as other:
        other.add(bridge)
        assert not library.answer("Who built the vessel?", library.sources()).found
        other.add(ferry)
        answer = library.answer("Who built the vessel?", library.sources())
        assert library.sources().number(answer.passages[0].sentence.article) == 2
        other.remove(ferry.id)
        assert not library.answer("Who built the vessel?", library.sources()).found


def test_sources_stay_the_same_object_until_something_changes(store, ferry):
    library = Library(store)
    assert library.sources() is library.sources()
    before = library.sources()
    store.add(ferry)
    assert library.sources() is not before


def test_a_library_of_given_articles_holds_just_these(ferry, bridge):
    library = Library.of([bridge, ferry])
    assert [article.id for article in library.sources().articles] == [bridge.id, ferry.id]
    assert not library.sources().samples


def test_given_articles_can_stand_for_the_samples(ferry):
    library = Library.of([ferry], samples=True)
    assert library.sources().samples
    assert library.sources().articles == (ferry,)
