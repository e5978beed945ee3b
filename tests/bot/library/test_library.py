from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.library.library import Library
from corpus.reading import read_article
from corpus.samples.sample_articles import load_samples
from corpus.store.store import Store


@pytest.fixture
def store(tmp_path):
    with closing(Store(tmp_path / "quotewire.db")) as opened:
        yield opened


def test_the_sample_articles_answer_until_an_article_is_added(store, ferry):
    library = Library(store)
    assert library.sources().samples
    assert [one.id for one in library.sources()] == [one.id for one in load_samples()]
    store.add(ferry)
    assert not library.sources().samples
    assert [article.id for article in library.sources()] == [ferry.id]
    store.remove(ferry.id)
    assert library.sources().samples


def test_sample_articles_are_not_searched_once_there_are_others(store, ferry):
    library = Library(store, samples=lambda: [ferry])
    assert library.answer("Who built the vessel?", library.sources()).found
    store.add(other := load_samples()[0])
    assert not library.answer("Who built the vessel?", library.sources()).found
    assert other in library.sources()


def test_changes_by_another_process_are_seen_at_once(store, ferry, bridge):
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


def test_sources_stay_the_same_when_another_process_changes_no_article(store, ferry):
    store.add(ferry)
    library = Library(store)
    before = library.sources()
    with closing(Store(store.path)) as other, other.database.noting(durable=False) as connection:
        connection.execute("INSERT INTO answered VALUES (7, '2025-03-03')")
    assert library.sources() is before


def test_a_library_of_some_articles_has_only_these(ferry, bridge):
    library = Library.of([bridge, ferry])
    assert [article.id for article in library.sources()] == [bridge.id, ferry.id]
    assert not library.sources().samples


def test_other_articles_can_replace_the_samples(ferry):
    library = Library(Store(":memory:"), samples=lambda: [ferry])
    assert library.sources().samples
    assert [one.id for one in library.sources()] == [ferry.id]


def test_a_chat_sees_only_the_librarys_articles_and_its_own(store, ferry, bridge):
    library = Library(store)
    store.add(bridge)
    store.add(replace(ferry, collection="7"))
    question = "Who built the vessel?"
    assert library.answer(question, library.sources("7")).found
    for other in ("library", "8", "-7", ""):
        sources = library.sources(other)
        assert [article.id for article in sources] == [bridge.id]
        answer = library.nearest(question, sources)
        assert all(passage.sentence.article.id == bridge.id for passage in answer.passages)
        assert "vessel" in " ".join(library.answer(question, sources).unknown)


def test_a_chat_with_its_own_sources_leaves_the_samples_to_other_chats(store, ferry):
    library = Library(store)
    store.add(replace(ferry, collection="7"))
    assert not library.sources("7").samples
    assert library.sources("8").samples
    store.add(load_samples()[0])
    assert not library.sources("8").samples
    assert library.answer("Who met in Pyongyang?", library.sources("8")).query


@given(st.lists(st.tuples(st.sampled_from("78L"), st.integers(0, 5)), max_size=12))
def test_no_chat_learns_anything_about_the_articles_of_another(added):
    """Chat 7 gets the same answers whatever articles chat 8 has."""
    both, alone = (Library(Store(":memory:"), samples=list) for _ in range(2))
    for owner, number in added:
        text = f"Report {number} tells of secret{number} and the harbour of Sund. It rained."
        collection = "library" if owner == "L" else owner
        article = replace(read_article(text.encode(), f"{owner}{number}"), collection=collection)
        both.store.add(article)
        if owner != "8":
            alone.store.add(article)
    for question in ("What does report 3 tell of secret3?", "secrat4 harbour", "Sund"):
        results = [
            (
                answer.query, answer.confidence, answer.unknown,
                [(one.sentence.text, one.score, sources.label(one.sentence.article))
                 for one in answer.passages],
            )
            for library in (both, alone)
            for sources in [library.sources("7")]
            for answer in [library.nearest(question, sources), library.answer(question, sources)]
        ]  # fmt: skip
        assert results[:2] == results[2:]
