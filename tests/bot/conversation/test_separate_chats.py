"""Attempts by one chat to see or change another chat's sources."""

import json
import re

import pytest
from articles import BRIDGE
from fake_telegram import (
    ALICE,
    BOT,
    MONDAY,
    Talk,
    message,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from strangers import arrive, chat_of
from telegram_rules import check

from bot.library.library import Library
from corpus.article import Article, Span
from corpus.reading import read_article

SEVEN = "Zorblax quimtern vashtipol.\nDrelnik parvoon skelthar. Ombrigal tessivane korrudax."
GONE = "Feldspun mirovelt gashtor. Yindrel klavorsh."
EIGHT = "Rain fell in Sund on Friday. The harbour stayed open."
TYPED = ["zorblax", "Zorblox", "quimter", "feldspun mirovelt", "gashto", "Zorblax vessel harbour"]
SECRET = re.compile(
    "vashtipol|drelnik|parvoon|skelthar|ombrigal|tessivane|korrudax|gashtor|yindrel|klavorsh|secret",
    re.IGNORECASE,
)
OWN_CHATS = [
    {"id": 8, "type": "private", "first_name": "Eve"},
    {"id": -1008, "type": "supergroup", "title": "Eves", "is_forum": True},
]


def owned(text, collection, about="Secret"):
    spans = [Span(*found.span()) for found in re.finditer(r"[^.]+\.", text)]
    url = f"https://{about.lower()}.example/{len(text)}"
    return Article(text, about, tuple(spans), source=about, url=url, collection=collection)


@pytest.fixture(scope="module")
def neighbors():
    """A conversation, an article of chat 7, and one that chat 7 has just removed."""
    library = Library.of([read_article(BRIDGE.encode(), "bridge.txt")])
    here, gone = owned(SEVEN, "7"), owned(GONE, "7")
    library.store.add(here)
    library.store.add(gone)
    library.store.set_aside(gone.id)
    with Talk(library) as conversation:
        conversation.api.chats = OWN_CHATS
        conversation.api.administrators = {1}
        yield conversation, library, here, gone


THEIRS = [owned(SEVEN, "7").id, owned(GONE, "7").id]
REFERENCES = [*THEIRS, *TYPED, "1", "C1", "C2", "C3", "[C1]", "#C2", "7", "", THEIRS[0][:8]]
COMMAND_WORDS = ["sources", "remove", "unfollow", "forget", "feeds", "start", "follow"]
COMMAND_WORDS += ["latest", "watch", "watching", "why", "start q_Zorblax", "start sC1_1"]
ASKED = st.one_of(
    st.builds("/{}@QuotewireBot {}".format, *map(st.sampled_from, (COMMAND_WORDS, REFERENCES))),
    st.builds(
        "{} {}".format, *map(st.sampled_from, (["/ask@QuotewireBot", "@QuotewireBot"], TYPED))
    ),
    st.sampled_from(["/add@QuotewireBot Rain fell.\nWind blew.", "/add@QuotewireBot"]),
)
PRESSED = st.one_of(
    st.builds("{}:{}".format, st.sampled_from(["undo", "remove"]), st.sampled_from(THEIRS)),
    st.sampled_from(["near", "forget", "keep", "sources:1", "sources:2", "publishers:1"]),
    st.sampled_from(["context", "answer", "watch", "rate:bad", "unwatch:1", "unwatch:1:list"]),
    st.sampled_from(["find:1:zorblax", "find:1:quimter", "at:C1:1", "at:C2:1", "at:1:1"]),
)


@st.composite
def intrusions(draw):
    chat = draw(st.sampled_from(OWN_CHATS))
    number = draw(st.sampled_from([5000, 5001, 5002, 5003]))
    shown = message("…", chat, message_id=number, **{"from": BOT})
    if draw(st.booleans()):
        asked = message(draw(st.sampled_from(TYPED)), chat, message_id=5)
        shown["reply_to_message"] = asked
    if draw(st.booleans()):
        query = {"id": "9", "from": ALICE, "chat_instance": "1", "data": draw(PRESSED)}
        return "callback_query", query | {"message": shown}
    said = message(draw(ASKED), chat, message_id=draw(st.integers(10, 14)))
    if draw(st.booleans()):
        said["reply_to_message"] = shown
    if draw(st.booleans()):
        return "edited_message", said | {"edit_date": MONDAY + 10}
    return "message", said


@settings(max_examples=60)
@given(st.lists(intrusions(), min_size=1, max_size=6))
def test_no_chat_sees_or_changes_another_chats_sources(neighbors, errors, sent):
    talk, library, here, gone = neighbors
    errors.clear()
    for chat in OWN_CHATS:
        library.store.add(owned(EIGHT, str(chat["id"]), "Rain"))
    for kind, thing in sent:
        for call in arrive(talk, kind, thing):
            check(call, chat_of(kind, thing)["id"])
            said = json.dumps(call.parameters)
            assert not SECRET.search(said)
            # "Nothing new about …" may repeat what was typed.
            assert all(one.id not in said or one.id in json.dumps(thing) for one in (here, gone))
    assert errors == []
    assert [one.id for one in library.sources("7") if one.collection == "7"] == [here.id]
    assert library.store.put_back(gone.id, "7") is not None
    library.store.set_aside(gone.id)


def test_a_text_that_another_chat_has_is_new_in_this_one(neighbors):
    talk, *_ = neighbors
    said = f"/add {SEVEN}"
    (call,) = arrive(talk, "message", message(said, OWN_CHATS[0]))
    assert call.parameters["text"].startswith("Added [C")
    arrive(talk, "callback_query", {
        "id": "9", "from": ALICE, "chat_instance": "1", "data": "forget",
        "message": message("…", OWN_CHATS[0], message_id=77, **{"from": BOT}),
    })  # fmt: skip
