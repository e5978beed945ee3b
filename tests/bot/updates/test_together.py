import json

import pytest
from fake_telegram import BOT, GROUP, MONDAY, PRIVATE, message, utf16
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.updates.together import MOST_ENTITIES, goes_on, joined, may_go_on

LONG = "It rained in Sund on Monday. " * 141  # 4089 units
MENTION = {"type": "mention", "length": 8}
CHANNEL = {"id": -100500, "type": "channel", "title": "Harbour News"}


def said(text, number=10, chat=PRIVATE, **fields):
    return {"update_id": number, "message": message(text, chat, message_id=number, **fields)}


def parsed(body):
    return Update.de_json(body, None)


def follows(first, second):
    return goes_on(parsed(first), parsed(second))


def post(number, **fields):
    origin = {"type": "channel", "date": MONDAY, "chat": CHANNEL, "message_id": number}
    return {"forward_origin": origin | fields}


def private_post(name, number=2, **fields):
    user = {"id": number, "is_bot": False, "first_name": name}
    return {"forward_origin": {"type": "user", "date": MONDAY, "sender_user": user} | fields}


def hidden_post(name):
    origin = {"type": "hidden_user", "date": MONDAY, "sender_user_name": name}
    return {"forward_origin": origin}


def chat_post(number):
    chat = GROUP | {"id": number}
    return {"forward_origin": {"type": "chat", "date": MONDAY, "sender_chat": chat}}


def in_thread(reply, thread=3):
    replied = message("x", GROUP, message_id=reply)
    return {"message_thread_id": thread, "reply_to_message": replied}


ALBUM = {"media_group_id": "1", "document": {"file_id": "a", "file_unique_id": "a"}}
OTHER = {"from": {"id": 2, "is_bot": False, "first_name": "Bob"}}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (said(LONG), said("The ferry stayed in port.", 11)),
        (said(f"/add {LONG[:4000]}"), said("of the harbour. " * 10, 11)),
        (said(LONG[:2100]), said(LONG[:2000], 13, date=MONDAY + 3)),  # cut at a paragraph
        (said(LONG, **post(5)), said("The ferry stayed in port.", 11, **post(6))),
        (said(None, **ALBUM), said(None, 11, **ALBUM)),
        (said(None, **ALBUM), said(None, 11, caption="/add", **ALBUM)),
        (said(LONG, reply_to_message=message("x", message_id=3)),
         said("The end.", 11, reply_to_message=message("x", message_id=3))),
        (said(LONG, **private_post("Ida")), said("The end.", 11, **private_post("Ida"))),
        (said(LONG, **hidden_post("Ida")), said("The end.", 11, **hidden_post("Ida"))),
        (said(LONG, **chat_post(-5)), said("The end.", 11, **chat_post(-5))),
        (said(LONG, **in_thread(7)), said("The end.", 11, **in_thread(3))),
    ],
)  # fmt: skip
def test_parts_of_a_text_and_files_of_an_album_go_on(first, second):
    assert may_go_on(parsed(first))
    assert follows(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (said("It rained."), said("It snowed.", 11)),
        (said(LONG[:3000]), said("Who built the vessel?", 11)),  # would have fitted
        (said(LONG), said("/sources", 11)),
        (said(LONG), said("The end.", 11, date=MONDAY + 4)),
        (said(LONG, 11), said("The end.", 10)),
        (said(LONG, chat=GROUP), said("The end.", 11, GROUP, **OTHER)),
        (said(LONG), said("The end.", 11, **post(5))),
        (said(LONG, **post(5)), said("The end.", 11)),
        (said(LONG, **post(5)), said("The end.", 11, **post(4))),
        (said(LONG, **post(5)), said("The end.", 11, **post(6, date=MONDAY + 60))),
        (said(LONG, **private_post("Ida")), said("The end.", 11, **private_post("Bo", 3))),
        (said(LONG, **hidden_post("Ida")), said("The end.", 11, **hidden_post("Bo"))),
        (said(LONG, **chat_post(-5)), said("The end.", 11, **chat_post(-6))),
        (said(LONG, **hidden_post("Ida")), said("The end.", 11, **private_post("Ida"))),
        (said(LONG, **in_thread(3)), said("The end.", 11, **in_thread(7))),
        (said(LONG), said(None, 11, **ALBUM)),
        (said(None, **ALBUM), said(None, 11, **(ALBUM | {"media_group_id": "2"}))),
        (said(LONG), said("The end.", 11, reply_to_message=message("x", message_id=3))),
        (said(LONG), {"update_id": 11, "edited_message": message("The end.", message_id=10)}),
    ],
)
def test_a_message_of_its_own_does_not_go_on(first, second):
    assert not follows(first, second)


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("said the mayor of", "Sund on Monday.", "said the mayor of Sund on Monday."),
        ("It rained.\n\nIt froze.", "It snowed.", "It rained.\n\nIt froze.\n\nIt snowed."),
        ("It rained, said Dr.", "Fors of Sund.", "It rained, said Dr. Fors of Sund."),
        ("It rained.\nThe ferry", "The ferry sank.", "It rained.\nThe ferry\nThe ferry sank."),
        ("It rained.\nThe ferry", "sank.", "It rained.\nThe ferry sank."),
        ("It rained. The ", "ferry sank.", "It rained. The ferry sank."),
        ("雨" * 4096, "雪が降った。", "雨" * 4096 + "雪が降った。"),
        (f"{'It rained. ' * 371}And so it raine", "d.", f"{'It rained. ' * 371}And so it rained."),
    ],
)
def test_only_the_white_space_that_was_dropped_comes_between_the_parts(first, second, whole):
    if len(first) > 300:
        first = first[-4096:]
        whole = whole[-len(first) - len(second) :]
    assert joined([said(first), said(second, 11)])["message"]["text"] == whole


@given(st.lists(st.text("ab 😀雨.\n", min_size=1), min_size=2, max_size=4))
def test_the_entities_of_every_part_cover_what_they_covered(texts):
    bodies = [
        said(text, 10 + place, entities=[{"type": "bold", "offset": 0, "length": utf16(text)}])
        for place, text in enumerate(texts)
    ]
    whole = joined(bodies)["message"]
    units = whole["text"].encode("utf-16-le")
    covered = [
        units[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le")
        for one in whole["entities"]
    ]
    assert covered == texts
    assert json.dumps(bodies[0])


def test_of_an_album_the_captioned_message_is_handled():
    plain, captioned = said(None, **ALBUM), said(None, 11, caption="/add", **ALBUM)
    assert joined([plain, captioned]) is captioned
    assert joined([plain]) is plain


@pytest.mark.parametrize("kind", ["bot_command", "mention", "text_mention"])
def test_of_several_captions_in_an_album_that_which_addresses_the_bot_counts(kind):
    mark = {"caption_entities": [{"type": kind, "offset": 0, "length": 4}]}
    report, asked = (
        said(None, 10 + place, caption=words, **ALBUM, **more)
        for place, (words, more) in enumerate([("Report", {}), ("/add", mark)])
    )
    assert joined([report, asked]) is asked


def test_a_text_in_many_parts_full_of_names_is_joined_at_once():
    part = said("@harbour " * 455, entities=[MENTION | {"offset": 9 * n} for n in range(455)])
    whole = joined([part] * 30)["message"]
    assert len(whole["entities"]) == MOST_ENTITIES


def test_a_button_press_does_not_go_on():
    pressed = {"id": "9", "from": BOT, "chat_instance": "1", "data": "forget"}
    update = {"update_id": 9, "callback_query": pressed}
    assert not may_go_on(parsed(update))
    assert not follows(update, said("The end."))
