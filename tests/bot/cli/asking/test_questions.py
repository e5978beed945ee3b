import json
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.cli.asking.questions import (
    MOST_BEFORE,
    Asked,
    MalformedLine,
    given_question,
    questions_in,
    turn_after,
)
from bot.library.library import Library

TODAY = date(2025, 3, 21)


@given(st.text(), st.lists(st.text(), max_size=3))
def test_an_object_is_read_as_its_question_and_the_earlier_ones(question, after):
    line = json.dumps({"question": question, "after": after, "id": 7}).encode()
    assert list(questions_in([line + b"\r\n"])) == [given_question(question, after)]


@given(st.binary().filter(lambda line: not line.lstrip(b" \t").startswith(b"{")))
@example(b'["who?"]')
@example(b'"who?"')
def test_any_other_line_is_a_question(line):
    (asked,) = questions_in([line])
    assert asked.after == ()
    assert asked.question == line.decode("utf-8", "replace").rstrip("\r\n")


@pytest.mark.parametrize(
    "line",
    [b"{", b"{}", b'{"question": 1}', b'{"question": "who?", "after": "when?"}', b"{who built it?",
     b'{"question": "who?", "after": [null]}', b'{"question": "who?", "after": null}',
     b'{"question": ' * 100_000, b'{"a": ' + b"9" * 5000 + b"}", b'{"question": "\xff"'],
)  # fmt: skip
def test_a_malformed_object_is_reported_with_the_number_of_its_line(line):
    questions = questions_in([b"who?\n", line])
    assert next(questions) == Asked("who?")
    with pytest.raises(MalformedLine, match=r"Line 2 begins with \{ but is not"):
        next(questions)


def test_half_a_character_is_replaced():
    (asked,) = questions_in([rb'{"question": "who \ud800", "after": ["\udfff"]}'])
    assert asked == Asked("who ?", ("?",))


def test_earlier_questions_are_asked_in_turn(ferry):
    library = Library.of([ferry])
    assert turn_after(library, [], 3, TODAY) is None
    first = turn_after(library, ["Who built the vessel?"], 3, TODAY)
    both = turn_after(library, ["Who built the vessel?", "and for how much?"], 3, TODAY)
    assert first.shown
    assert both.question.startswith("and for how much?")
    assert both.question.endswith("Who built the vessel?")
    alone = turn_after(library, ["and for how much?", "Who built the vessel?"], 3, TODAY)
    assert alone == first


def test_only_the_last_earlier_questions_are_asked(ferry, monkeypatch):
    asked = []
    library = Library.of([ferry])
    answer = library.answer

    def noted(question, *rest):
        asked.append(question)
        return answer(question, *rest)

    monkeypatch.setattr(library, "answer", noted)
    turn_after(library, [f"who {number}?" for number in range(15)], 3, TODAY)
    assert asked == [f"who {number}?" for number in range(15 - MOST_BEFORE, 15)]
