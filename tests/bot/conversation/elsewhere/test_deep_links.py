import re

import pytest
from fake_telegram import GROUP
from hypothesis import given
from hypothesis import strategies as st
from sent import BUILT, QUESTION, only, quoted

from bot.conversation.elsewhere.deep_links import LONGEST, question_payload, requested
from bot.conversation.requests import has_words
from bot.replies.commands import ASK, START

PAYLOAD = st.text("ABCxyz0189_-", max_size=70)


@given(st.text(max_size=70))
def test_a_payload_stands_for_the_question_or_there_is_none(question):
    payload = question_payload(question)
    if payload is not None:
        assert len(payload) <= LONGEST
        assert re.fullmatch("[A-Za-z0-9_-]+", payload)
        words = " ".join(question.split()).encode("utf-8", "replace").decode()
        if has_words(words):
            assert requested(payload) == (ASK, words) or requested(payload).words == words


@given(PAYLOAD | PAYLOAD.map("q_{}".format) | PAYLOAD.map("s{}".format) | st.text())
def test_whatever_a_link_says_is_a_request(payload):
    request = requested(payload)
    assert len(request.words) <= max(LONGEST, len(payload))
    assert request.command != START or request.words == payload


@pytest.mark.parametrize(
    "payload", ["q_", "q_-ff", "q_-zz", "q_-", "q_-3f", "sX", f"q_{'w' * 63}"]
)
def test_a_forged_payload_asks_for_nothing(payload):
    assert requested(payload).command == START


def test_a_link_asks_a_question(talk):
    payload = question_payload(QUESTION)
    shown = only(talk.say(f"/start {payload}"))
    assert quoted(shown)[0] == BUILT
    assert shown["text"].startswith(f"{QUESTION}\n"), "the chat only shows /start"
    assert quoted(talk.say(f"/start@QuotewireBot {payload}", GROUP))[0] == BUILT


def test_a_link_shows_a_source(talk):
    assert "[2] Storm closes the Kestrel Bridge" in only(talk.say("/start s2"))["text"]
    assert "There is no such source." in only(talk.say("/start s99"))["text"]


def test_links_explain_how_to_add_and_how_to_ask(talk):
    assert only(talk.say("/start add"))["text"].startswith("To add a source, send /add")
    assert "/ask@QuotewireBot" in only(talk.say("/start help"))["text"]


def test_the_greeting_leads_to_adding_the_bot_to_a_group(talk):
    rows = only(talk.say("/start"))["reply_markup"]["inline_keyboard"]
    assert "https://t.me/QuotewireBot?startgroup=hello" in {row[0]["url"] for row in rows}
