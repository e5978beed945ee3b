from hypothesis import given
from hypothesis import strategies as st
from marks import bold, code

from bot.replies.answering.asked import inline_query, question_line
from bot.replies.labels import utf16_length
from retrieval.answer import Turn


def test_a_question_line_is_the_question_in_bold_on_one_line():
    line = question_line("Who built\nthe vessel?")
    assert line.text == "Who built the vessel?"
    assert bold(line) == [line.text]


def test_a_question_line_says_what_the_question_follows_up_on():
    before = Turn("and where?\nWho built the vessel?")
    assert question_line("and when?", before).text == (
        "and when? (and where?, Who built the vessel?)"
    )


def test_of_a_long_message_the_part_that_asks_is_shown_and_shared():
    tale = "I was on the islands last week and saw the ferry. " * 6
    assert question_line(f"{tale}Who built it?").text == "Who built it?"
    assert inline_query(f"{tale}Who built it?") == "Who built it?"
    assert inline_query(f"{tale}Who built it? When did it open?").endswith("When did it open?")


def test_a_strangers_question_is_not_live():
    assert code(question_line("Is evil.example true?")) == ["evil.example"]


def test_what_a_shared_question_follows_up_on_comes_first():
    before = Turn("and where?\nWho built the vessel?")
    assert inline_query("and\nwhen?", before) == "Who built the vessel? and where? and when?"
    assert inline_query("and when?", Turn("x" * 250)) == "and when?"
    assert inline_query("who " * 100).endswith("who")
    assert inline_query("\u202e") == ""


@given(st.text(), st.none() | st.builds(Turn, st.text()))
def test_whatever_is_shared_or_shown_fits(question, before):
    assert utf16_length(inline_query(question, before)) <= 256
    line = question_line(question, before)
    assert line.text
    assert "\n" not in line.text
    assert utf16_length(line.text) <= 150
