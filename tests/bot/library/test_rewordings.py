from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from articles import FERRY

from bot.library.library import Library
from corpus.reading import read_article
from corpus.rewording.edited_sentences import LONGEST_TEXT
from corpus.store.store import Store

QUESTION = "Who built the vessel?"
OLD = "The shipyard in Norvik built the vessel for 48 million euros."
NEW = OLD.replace("48", "61")
WHEN = datetime(2025, 3, 12, 9, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    with closing(Store(tmp_path / "quotewire.db", lambda: WHEN)) as opened:
        yield opened


def revise(store, number, text):
    store.add(replace(read_article(text.encode(), "ferry.txt"), number=number))


def first(store, question=QUESTION):
    library = Library(store)
    return library.answer(question, library.sources()).passages[0]


def test_a_sentence_that_its_source_changed_says_how_it_read(store, ferry):
    number = store.add(ferry).article.number
    assert first(store).reworded is None
    revise(store, number, FERRY.replace("48", "61"))
    found = first(store)
    assert found.sentence.text == NEW
    assert (found.reworded.before.text, found.reworded.day) == (OLD, date(2025, 3, 12))


def test_other_sentences_of_a_changed_article_say_nothing(store, ferry):
    number = store.add(ferry).article.number
    revise(store, number, FERRY.replace("6.50", "7.50").replace("built the", "built  the"))
    assert first(store).reworded is None


def test_the_parts_of_a_message_say_it_too(store, ferry):
    number = store.add(ferry).article.number
    revise(store, number, FERRY.replace("48", "61"))
    library = Library(store)
    answer = library.answer(f"{QUESTION} And how much is a ticket?", library.sources())
    assert any(one.reworded for part in answer.parts for one in part.passages)


def test_articles_with_one_text_cost_one_look_into_the_index(store, ferry, monkeypatch):
    store.add(ferry)
    library = Library(store)
    sources = library.sources()
    library.answer(QUESTION, sources)
    asked = []
    with store.database.reading() as connection:
        connection.set_trace_callback(asked.append)
    monkeypatch.setattr("bot.library.rewordings.last_rewording", None)  # never called
    library.answer(QUESTION, sources)
    looked = [one for one in asked if "FROM article" in one]
    assert [one.partition("WHERE")[0] for one in looked] == [
        "SELECT count(*) FROM article INDEXED BY revised "
    ]
    with store.database.reading() as connection:
        connection.set_trace_callback(None)
        (plan,) = connection.execute(f"EXPLAIN QUERY PLAN {looked[0]}").fetchall()
    assert "USING COVERING INDEX revised" in plan["detail"]


def test_the_samples_are_not_looked_up(tmp_path, ferry, monkeypatch):
    monkeypatch.setattr("bot.library.library.with_rewordings", None)
    with closing(Store(tmp_path / "empty.db")) as store:
        library = Library(store, samples=lambda: [ferry])
        assert library.answer(QUESTION, library.sources()).found


def test_very_long_earlier_texts_are_not_read(store, ferry):
    number = store.add(ferry).article.number
    long = FERRY + "\n" + f"It rained{' and rained' * 50}. " * (LONGEST_TEXT // 500)
    revise(store, number, long.replace("48", "52"))
    revise(store, number, FERRY.replace("48", "52"))
    assert first(store).reworded.before.text == OLD
