import pytest
from any_articles import SOURCES, article, check_fits
from hypothesis import given
from hypothesis import strategies as st
from listed_sources import sources_of
from marks import bold

from bot.conversation.browsing.source_lists import PRESSED
from bot.replies.chat_sources.sentences import sentences_reply

FIVE = sources_of([article("One.", "Two.", "Three.", "Four.", "Five.")])


def test_a_sentence_has_buttons_to_those_before_and_after():
    reply = sentences_reply(FIVE, "1", 3, 3)
    assert bold(reply) == ["Three."]
    assert [button[:2] for button in reply.buttons] == [
        ("‹ Sentence 2", "at:1:2"),
        ("Sentence 4 ›", "at:1:4"),
    ]
    assert [one.data for one in sentences_reply(FIVE, "1", 1, 1).buttons] == ["at:1:2"]
    assert [one.data for one in sentences_reply(FIVE, "[1]", 4, 5).buttons] == ["at:1:3"]


@pytest.mark.parametrize(("first", "last"), [(2, 4), (2, 99), (2, 2), (5, 1)])
def test_a_range_ends_where_the_article_does(first, last):
    shown = bold(sentences_reply(FIVE, "1", first, last))
    assert shown == ["One.", "Two.", "Three.", "Four.", "Five."][first - 1 : max(last, first)]


@pytest.mark.parametrize("number", [0, 6, 999_999_999])
def test_a_number_out_of_range_gets_the_number_of_sentences(number):
    assert sentences_reply(FIVE, "1", number, number).text == (
        "[1] has 5 sentences, numbered from 1."
    )


def test_a_source_without_sentences_says_so():
    empty = sources_of([article()])
    assert sentences_reply(empty, "1", 1, 1).text == "[1] has no sentences that I can quote."


def test_a_source_that_is_gone_is_none():
    assert sentences_reply(FIVE, "C1", 1, 1).text.startswith("There is no such source.")


@given(SOURCES, st.integers(0, 6), st.integers(0, 30))
def test_whatever_is_asked_for_fits_and_its_buttons_are_understood(sources, first, last):
    reply = sentences_reply(sources, "1", first, last)
    check_fits(reply)
    assert all(PRESSED.match(button.data) for button in reply.buttons)
