import json

import pytest

from bot.cli.ask import View, answer_lines
from bot.library.library import Library

NOWHERE = "Who built the Titanic?"


@pytest.fixture
def library(ferry, bridge):
    return Library.of([ferry, bridge])


def test_the_nearest_sentences_are_shown_as_no_answer(library):
    lines, answer = answer_lines(library, NOWHERE, View(near=True))
    assert not answer.found
    assert lines.index("I found nothing") < lines.index("No answer found. The closest sentences:")
    assert "│ The shipyard in Norvik" in lines
    assert "closest" not in answer_lines(library, NOWHERE, View())[0]


def test_where_something_is_found_nothing_nearer_is_shown(library):
    question = "Who built the vessel?"
    near = answer_lines(library, question, View(near=True))
    assert near == answer_lines(library, question, View())


def test_an_explanation_tells_terms_and_features(library):
    lines, _ = answer_lines(library, "Who built the vessel of Everest?", View(explain=True))
    assert "confidence 0." in lines
    assert "[1] sentence 5, score" in lines
    assert "terms: holds build, vessel; missing everest" in lines
    assert "window" in lines
    assert "other features" in lines


def test_json_holds_what_was_asked_for(library):
    def shape(**wanted):
        return json.loads(answer_lines(library, NOWHERE, View(as_json=True, **wanted))[0])

    assert {"nearest", "explanations"}.isdisjoint(shape())
    nearest = shape(near=True)
    assert (nearest["found"], nearest["passages"]) == (False, [])
    assert nearest["nearest"][0]["quote"].startswith("The shipyard")
    (best, *_) = shape(explain=True)["explanations"]
    assert (best["number"], best["sentence"]) == (1, 5)
    assert best["terms"]["missing"] == ["titan"]
    assert best["score"] == pytest.approx(sum(part["added"] for part in best["features"]))
