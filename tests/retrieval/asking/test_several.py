from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.asking.several import lines_of, questions_in


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        ("Who won? And when was it?", ["Who won?", "And when was it?"]),
        ("Who won? when? where", ["Who won?", "when?", "where"]),
        ("who won and when?", ["who won", "when?"]),
        (
            "how wide is the channel now and who is the governor of maryland",
            ["how wide is the channel now", "who is the governor of maryland"],
        ),
        (
            "who built it, when did it open and how much did it cost",
            ["who built it", "when did it open", "how much did it cost"],
        ),
        ("Who won. When was it. Where", ["Who won.", "When was it.", "Where"]),
        ("1. who won 2. when was it 3. where", ["who won", "when was it", "where"]),
        ("1) Who won?\n2) When?", ["Who won?", "When?"]),
        ("- who won\n- how many came", ["who won", "how many came"]),
        ("who won\nwhen was it", ["who won", "when was it"]),
        ("The ferry sank. When was it? Where?", ["The ferry sank. When was it?", "Where?"]),
        ("Ukraine war? Elections in Maryland?", ["Ukraine war?", "Elections in Maryland?"]),
        ("Hi! Who won? And when? Thanks!", ["Who won?", "And when?"]),
    ],
)
def test_each_question_is_found(message, questions):
    assert questions_in(message) == (tuple(questions), 0)


@pytest.mark.parametrize(
    "message",
    [
        *("", "?", "hello", "bread and butter prices", "Who won?", "who is who"),
        *("how and why did it end", "who, when and where", "Who won the cup? Spain or England?"),
        *("what happened between March and April", "the rise and fall of the company"),
        *("Which countries and how many people were affected?", "who won and by how much"),
        *(
            "I read that the ferry sank. Is it true?",
            "Did it sink? Really?",
            "Did it sink? Source?",
        ),
        *("When the ship sank, 20 people died. Who was captain?", "Who won\nthe world cup?"),
        *("Did the mayor, who is 50, resign?", "What happened in June, when the ship sank?"),
        *("I know who won and who lost.", "The ferry sank. Nobody knows why and when it did."),
    ],
)
def test_one_question_stays_whole(message):
    assert questions_in(message) == ((message,), 0)


def test_further_questions_are_counted():
    asked = questions_in("Who won? When? Where? Why? How?")
    assert asked == (("Who won?", "When?", "Where?"), 2)


@pytest.mark.parametrize("mark", ["", "- ", "1. "])
@pytest.mark.parametrize(
    "first", ["Iran attacked a base.", "Who is George H. Bush?", "Who won - Spain or Italy?"]
)
def test_only_the_mark_at_the_beginning_of_a_line_is_taken_out(first, mark):
    questions = " ".join(questions_in(f"{mark}{first} Who lost? When did it end?").questions)
    assert questions == f"{first} Who lost? When did it end?"


def test_lines_are_kept_only_if_each_one_asks():
    assert lines_of("who won\nthe cup") == ["who won the cup"]
    assert lines_of("Who won?\n\n  And   when?") == ["Who won?", "And when?"]
    assert lines_of("News:\nwho won?") == ["News: who won?"]
    assert lines_of("Who won?\nIs that true?") == ["Who won? Is that true?"]
    assert lines_of("Who won?\nAnd when?\nThanks!") == ["Who won?", "And when?", "Thanks!"]


@given(st.lists(st.sampled_from(["who", "won", "and", "?", ".", "\n", "1.", ",", "is", "é"])))
def test_the_questions_are_parts_of_the_message_in_order(words):
    message = " ".join(words)
    questions, more = questions_in(message)
    assert 1 <= len(questions) <= 3
    assert more == 0 or len(questions) == 3
    letters = iter(message)
    assert all(letter in letters for one in questions for letter in one if letter.isalnum())


@pytest.mark.parametrize(
    "message",
    ["?" * 4096, "? " * 2048, "and " * 4096, "who won and " * 999, "a. " * 9999, "1. " * 9999,
     "who?\n" * 9999, "x" * 99_999],
    ids=lambda message: message[:6],
)  # fmt: skip
def test_a_hostile_message_is_split_at_once(message):
    began = process_time()
    questions_in(message)
    lines_of(message[:4096])
    assert process_time() - began < 1.0
