"""Harmful text in the headers, names and words of a chat's sources."""

import pytest
from fake_telegram import (
    MONDAY,
    PRIVATE,
    Call,
    Talk,
    message,
)
from hostile_articles import BREAKING, TURNING, check_quoting, hostile_articles
from hypothesis import given, settings
from strangers import arrive
from telegram_rules import check

from bot.library.library import Library


@pytest.fixture
def talk(ferry):
    with Talk(Library.of([ferry])) as conversation:
        yield conversation


HEADERS = [
    'date: "\\uD800"', 'date: "\\u202E\\e[2J"', 'url: "\\u202Ehttp://x"',
    'url: "javascript:\\e[2J"',
]  # fmt: skip


@pytest.mark.parametrize("header", HEADERS)
def test_a_header_in_an_error_message_cannot_turn_or_break_it(talk, header):
    talk.pass_time(61)
    (sent,) = talk.say(f"/add ---\n{header}\n---\nIt rained on Monday. It snowed.")
    check(Call("sendMessage", sent), PRIVATE["id"])
    assert not TURNING.search(sent["text"])
    assert not BREAKING.search(sent["text"])


@pytest.mark.parametrize(
    "replied",
    [
        {"document": {"file_id": "d", "file_unique_id": "u", "file_name": "a\ud800.txt"}},
        {"text": "It rained. It snowed.", "forward_origin": {
            "type": "channel", "date": MONDAY, "message_id": 17,
            "chat": {"id": -100, "type": "channel", "title": "\ud800 news"}}},
    ],
)  # fmt: skip
def test_lone_surrogates_in_names_do_no_harm(talk, errors, replied):
    talk.pass_time(61)
    talk.api.files["d"] = b"It rained. It snowed."
    errors.clear()
    asked = message("/add", PRIVATE, reply_to_message=message(None, PRIVATE) | replied)
    assert arrive(talk, "message", asked)
    assert errors == []


@settings(max_examples=80)
@given(hostile_articles())
def test_hostile_articles_are_quoted_word_for_word_and_do_nothing(errors, article):
    errors.clear()
    with Talk(Library.of([article])) as talk:
        for said in (
            "Which vessel sank near Brevik?",
            "/sources",
            "/sources C1",
            "Brevik zeppelin",
        ):
            (sent,) = talk.say(said)
            check(Call("sendMessage", sent), PRIVATE["id"])
            check_quoting(sent["text"], sent["entities"], article)
        for data in ("near", f"remove:{article.id}", f"undo:{article.id}"):
            (sent,) = talk.press(data, message=message("…", PRIVATE, message_id=5003))
            check(Call("editMessageText", sent), PRIVATE["id"])
            check_quoting(sent["text"], sent.get("entities", []), article)
    assert errors == []
