from dataclasses import replace

import pytest
from any_articles import SOURCES, article, check_fits
from hypothesis import given
from listed_sources import lose, sources_of
from marks import quoted

from bot.replies.answering.answers import how_to_ask_reply
from bot.replies.chat_sources.sources import source_reply
from bot.replies.reply import Kind


def test_one_source_is_shown_with_its_first_sentences():
    storm = article("One.", "Two.", "Three.", "Four.", source="Courier")
    reply = source_reply(sources_of((storm,)), "[1]")
    assert reply.text.startswith("[1] Storm closes the bridge, Courier, 4 sentences\n\nIt begins:")
    assert quoted(reply) == ["One.", "Two.", "Three."]
    assert "It says:" in source_reply(sources_of((article("One."),)), "1").text


def test_an_opening_sentence_that_is_too_long_is_not_shown():
    reply = source_reply(sources_of((article("a" * 5000, "b."),)), "1")
    assert quoted(reply) == []
    assert reply.text.endswith("It begins with a sentence that is too long to send.")
    assert source_reply(sources_of((article(),)), "1").text.endswith("0 sentences")


@pytest.mark.parametrize("reference", ["0", "3", "abc", "٣", "9" * 20, "-1", "1.5", "", "😀"])
def test_an_unknown_source_gets_a_one_line_answer(reference):
    two = sources_of((article("a."), article("b.")))
    line = "There is no such source. Send /sources to see all 2, with their numbers."
    assert source_reply(two, reference).text == line


def test_the_reply_to_an_unknown_source_depends_on_how_many_there_are():
    one = sources_of((article("a."),))
    assert (
        source_reply(one, "2").text
        == "There is no such source. I have only one; send /sources to see it."
    )
    assert source_reply(sources_of(()), "1").text.startswith("I have no sources yet")


@given(SOURCES)
def test_every_source_fits_a_message(sources):
    for number, source in enumerate(list(sources), 1):
        reply = source_reply(sources, str(number))
        check_fits(reply)
        assert quoted(reply) == [s.text for s in source.sentences][: len(quoted(reply))]
    check_fits(how_to_ask_reply(sources))


def test_headings_are_not_among_the_first_sentences():
    storm = article("Roads", "One.", "Two.")
    headed = replace(storm, headings=storm.spans[:1])
    reply = source_reply(sources_of((headed,)), "1")
    assert quoted(reply) == ["One.", "Two."]
    assert "It says:" in reply.text


def test_a_source_whose_page_is_lost_says_why():
    storm, ferry = article("It closed."), article("It sails.", title="New ferry")
    sources = sources_of((storm, ferry))
    lose(sources, storm, "shows something else, see evil.example")
    shown = source_reply(sources, "1")
    line = "Its page is no longer readable (since 3 March 2026): it shows something else"
    assert line in shown.text
    assert [
        shown.text[mark.start : mark.end] for mark in shown.marks if mark.kind is Kind.CODE
    ] == ["evil.example"]
    assert "no longer readable" not in source_reply(sources, "2").text
