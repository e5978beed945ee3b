"""Random and malformed updates."""

import pytest
from articles import BRIDGE, FERRY
from fake_telegram import (
    ALICE,
    BOT,
    PRIVATE,
    Talk,
    message,
)
from hypothesis import given, settings
from strangers import ASKING, CHATS, UPDATES, arrive, chat_of
from telegram_rules import check

from bot.library.library import Library
from bot.updates.inbox import Inbox
from corpus.reading import read_article

QUESTION = "Who built the vessel?"
BUILT = "The shipyard in Norvik built the vessel for 48 million euros."


pytestmark = pytest.mark.usefixtures("read_here")


@pytest.fixture(scope="module")
def library():
    articles = [read_article(text.encode(), "news.txt") for text in (FERRY, BRIDGE)]
    return Library.of(articles)


@pytest.fixture(scope="module")
def talk(library):
    with Talk(library) as conversation:
        conversation.api.chats = [*CHATS, ASKING]
        conversation.api.administrators = {1}
        conversation.api.files = dict.fromkeys(("doc1", "doc2"), b"A ship sank. It was old.")
        yield conversation


def is_addressed(said):
    """Return whether a group message addresses the bot, without using the bot's code."""
    replied = said.get("reply_to_message", {})
    if replied.get("from", {}).get("id") == BOT["id"]:
        return True
    text = said.get("text") or said.get("caption") or ""
    marks = said.get("entities") or said.get("caption_entities") or []
    encoded = text.encode("utf-16-le", "surrogatepass")
    for mark in marks:
        part = encoded[2 * mark["offset"] : 2 * (mark["offset"] + mark["length"])]
        words = part.decode("utf-16-le", "ignore").lower()
        kind = mark["type"]
        if (
            (kind == "mention" and words == "@quotewirebot")
            or (kind == "bot_command" and words.endswith("@quotewirebot"))
            or (kind == "text_mention" and mark.get("user", {}).get("id") == BOT["id"])
        ):
            return True
    return False


ANSWERED_ELSEWHERE = {
    "inline_query": "answerInlineQuery",
    "guest_message": "answerGuestQuery",
    "my_chat_member": "sendMessage",  # greets a group
}


@settings(max_examples=400)
@given(UPDATES)
def test_whatever_strangers_send_gets_a_valid_answer_or_none(talk, library, errors, update):
    kind, thing = update
    errors.clear()
    chat = chat_of(kind, thing)
    calls = arrive(talk, kind, thing)
    assert errors == []
    for call in calls:
        check(call, chat.get("id"))
    if kind in ANSWERED_ELSEWHERE:
        assert {call.method for call in calls} <= {ANSWERED_ELSEWHERE[kind]}
    elif kind not in ("message", "edited_message", "callback_query"):
        assert calls == []
    elif kind != "callback_query" and chat["type"] != "private":
        assert calls == [] or is_addressed(thing)
    assert talk.bot.dispatch.waiting == 0
    assert Inbox(library.store.database).waiting() == []
    talk.pass_time(61)
    (answer,) = talk.say(QUESTION, ASKING)
    assert BUILT in answer["text"]
    assert errors == []


@pytest.mark.parametrize("empty", [{}, {"data": ""}])
def test_a_button_without_data_is_answered_quietly(talk, errors, empty):
    errors.clear()
    shown = message("…", PRIVATE, message_id=77, **{"from": BOT})
    query = {"id": "9", "from": ALICE, "chat_instance": "1", "message": shown}
    (call,) = arrive(talk, "callback_query", query | empty)
    assert call.method == "answerCallbackQuery"
    assert errors == []
