import json
from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.cli.json_output import answer_shape, article_shape, as_json, passage_shapes
from bot.cli.terminal import UNSAFE
from bot.library.library import Library
from corpus.reading import read_article
from corpus.store.subscriptions import Page


def test_an_answer_has_the_fields_that_other_tools_read(ferry):
    library = Library.of([ferry])
    sources = library.sources()
    answer = library.answer("Who built the vessel?", sources)
    shape = json.loads(json.dumps(answer_shape(answer, sources)))
    assert list(shape) == [
        *("question", "found", "confidence", "band", "by_meaning", "unknown"),
        *("nothing_from", "view", "more", "passages", "parts"),
    ]
    assert (shape["question"], shape["found"]) == ("Who built the vessel?", True)
    assert 0 < shape["confidence"] <= 1
    assert shape["band"] == "sure"
    passage = shape["passages"][0]
    assert passage["quote"] == ferry.text[passage["start"] : passage["end"]]
    assert (passage["rank"], passage["sentence"]) == (1, 5)
    assert passage["score"] > 0
    assert passage["also"] == passage["earlier"] == []
    assert passage["article"] == {
        "id": ferry.id,
        "number": 1,
        "label": "1",
        "title": "New ferry links Harwick and Sund",
        "source": "Harbour Courier",
        "url": "https://courier.example/ferry",
        "date": "2025-03-03",
        "updated": None,
    }


def test_a_sentence_that_its_source_changed_says_how_it_read(ferry):
    library = Library.of([ferry])
    text = ferry.text.replace("48", "61")
    library.store.add(replace(read_article(text.encode(), "ferry.txt"), number=1))
    answer = library.answer("Who built the vessel?", library.sources())
    (shape, *_) = passage_shapes(answer, library.sources())
    assert shape["reworded"]["quote"] == shape["quote"].replace("61", "48")
    assert date.fromisoformat(shape["reworded"]["until"])


def test_an_answer_that_was_not_found_has_no_passages(ferry):
    library = Library.of([ferry])
    answer = library.answer("Who won the World Series?", library.sources())
    shape = answer_shape(answer, library.sources())
    assert shape == {
        "question": "Who won the World Series?",
        "found": False,
        "confidence": 0.0,
        "band": "none",
        "by_meaning": False,
        "unknown": ["World Series"],
        "nothing_from": None,
        "view": "sentences",
        "more": 0,
        "passages": [],
        "parts": None,
    }


def test_a_topic_has_the_view_and_the_number_of_further_articles(ferry, bridge):
    library = Library.of([ferry, bridge])
    sources = library.sources()
    shape = answer_shape(library.answer("any news?", sources), sources)
    assert (shape["view"], shape["more"], len(shape["passages"])) == ("articles", 0, 2)
    shape = answer_shape(library.answer("any news?", sources, limit=1), sources)
    assert (shape["more"], len(shape["passages"])) == (1, 1)
    shape = answer_shape(library.answer("timeline of the ferry", sources), sources)
    assert (shape["view"], shape["more"]) == ("timeline", 0)


def test_an_answer_to_several_questions_has_the_answers_as_parts(ferry):
    library = Library.of([ferry])
    sources = library.sources()
    message = "Who built the vessel? Who won the World Series? And what does a ticket cost?"
    shape = answer_shape(library.answer(message, sources), sources)
    parts = shape["parts"]
    assert [part["question"] for part in parts] == [
        "Who built the vessel?",
        "Who won the World Series?",
        "And what does a ticket cost?",
    ]
    assert [part["found"] for part in parts] == [True, False, True]
    assert all(part.keys() == shape.keys() and part["parts"] is None for part in parts)
    assert (shape["question"], shape["found"]) == (message, True)
    assert shape["confidence"] == max(part["confidence"] for part in parts)
    quotes = [passage["quote"] for part in parts for passage in part["passages"]]
    assert [passage["quote"] for passage in shape["passages"]] == quotes
    assert [passage["rank"] for passage in shape["passages"]] == list(range(1, len(quotes) + 1))


def test_an_article_has_the_fields_that_other_tools_read(ferry, bridge):
    shape = json.loads(json.dumps(article_shape(ferry, "ferry.txt")))
    assert list(shape) == [
        *("path", "title", "source", "url", "date", "updated", "language", "author"),
        *("unreadable_since", "unreadable_because", "text", "sentences", "left_out"),
    ]
    assert shape["text"] == ferry.text
    assert [one["text"] for one in shape["sentences"]] == [one.text for one in ferry.sentences]
    unknown = article_shape(bridge, None)
    names = ("path", "source", "url", "date", "author")
    assert [unknown[name] for name in names] == [None] * 5


@given(st.text())
def test_json_decodes_to_the_same_and_controls_no_terminal(text):
    written = as_json({"quote": text})
    assert json.loads(written) == {"quote": text}
    assert not UNSAFE.search(written)


def test_both_dates_are_there(ferry):
    updated = replace(ferry, published=date(2012, 5, 10), updated=date(2026, 3, 3))
    library = Library.of([updated])
    sources = library.sources()
    (passage,) = passage_shapes(library.answer("Who built the vessel?", sources), sources)
    for shape in (article_shape(updated, None), passage["article"]):
        assert (shape["date"], shape["updated"]) == ("2012-05-10", "2026-03-03")


def test_an_article_says_since_when_its_page_can_no_longer_be_read(ferry):
    since = datetime(2026, 3, 3, 9, tzinfo=UTC)
    lost = Page("library", 1, "https://a.example/", None, None, since, 0, since, "is gone")
    shape = article_shape(ferry, None, lost)
    assert (shape["unreadable_since"], shape["unreadable_because"]) == ("2026-03-03", "is gone")
