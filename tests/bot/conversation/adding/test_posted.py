import pytest
from articles import FERRY
from fake_telegram import ALICE, BOT, GROUP, MONDAY, PRIVATE, Talk, message
from files import PAGE
from sent import buttons, text

from bot.library.library import Library

LINK = "https://courier.example/ferry"
HIDDEN = {"type": "text_link", "offset": 0, "length": 4, "url": LINK}
CHANNEL = {"id": -100500, "type": "channel", "title": "Harbour News", "username": "harbour"}
IN_CHANNEL = {"type": "channel", "date": MONDAY, "chat": CHANNEL, "message_id": 17}
FROM_BOT = {"type": "user", "date": MONDAY, "sender_user": BOT}
CLAIM = "The vessel was built in Norvik"


def document(name="page.html", **fields):
    file = {"file_id": "doc1", "file_unique_id": "u", "file_name": name, "file_size": 9}
    return {"document": file} | fields


def replied(text, **fields):
    return {"reply_to_message": message(text, PRIVATE, message_id=3) | fields}


def test_a_file_is_read_from_its_message_or_the_one_replied_to(bridge_talk):
    bridge_talk.api.files["doc1"] = PAGE.encode()
    command = {"type": "bot_command", "offset": 0, "length": 4}
    sent = bridge_talk.say(None, caption="/add", caption_entities=[command], **document())
    assert text(sent).startswith("Added [C1] New ferry")
    bridge_talk.api.files["doc1"] = b"%PDF-1.4"
    assert text(bridge_talk.say("/add", **replied(None, **document()))) == (
        "I could not add that: it is a damaged PDF."
    )


def test_a_forwarded_post_keeps_its_channel_day_and_link(bridge_talk):
    (sent,) = bridge_talk.say("/add", **replied(FERRY, forward_origin=IN_CHANNEL))
    assert sent["text"].startswith("Added [C1] New ferry links Harwick and Sund, Harbour News, 3 ")
    (link,) = [entity for entity in sent["entities"] if entity["type"] == "text_link"]
    assert link["url"] == "https://t.me/harbour/17"


@pytest.mark.parametrize(
    "fields",
    [
        {"text": f"/add read this: {LINK}, please"},
        {"text": "/add", **replied(f"Interesting: {LINK}\n\nvia @somebot")},
        {"text": "/add", **replied("Read the story", entities=[HIDDEN])},
        {"text": "/add", **replied(None, caption="Read the story", caption_entities=[HIDDEN])},
        {"text": "/add", **replied("Read the story", link_preview_options={"url": LINK})},
        {"text": "/add", **replied("It rained.", reply_markup={"inline_keyboard": [[
            {"text": "Like", "callback_data": "1"}, {"text": "Read more", "url": LINK}]]})},
        {"text": "/add", "quote": {"text": "Read", "position": 0, "is_manual": True},
            **replied("Read the story, or buy a ticket", entities=[HIDDEN,
            HIDDEN | {"offset": 19, "url": "https://tickets.example/x"}])},
        {"text": "/add", "external_reply": {"origin": IN_CHANNEL}, "quote":
            {"text": f"See {LINK}", "position": 0}},
        {"text": "/add", "external_reply":
            {"origin": IN_CHANNEL, "link_preview_options": {"url": LINK}}},
    ],
)  # fmt: skip
def test_the_link_that_a_message_holds_is_the_source(bridge_talk, web, fields):
    said = text(bridge_talk.say(**fields))
    assert said.startswith("Added [C1] News ferry")
    assert web.fetched == [LINK]


@pytest.mark.usefixtures("web")
def test_several_links_become_several_sources_with_one_answer(bridge_talk):
    said = text(
        bridge_talk.say("/add https://a.example/x https://a.example/wall https://a.example/y")
    )
    assert said == (
        "Added 2 sources.\n[C1] News x\n[C2] News y\nhttps://a.example/wall asks for a login."
    )
    said = text(
        bridge_talk.say("/add https://a.example/y https://a.example/x https://a.example/z")
    )
    assert said == "Added 1 source.\n[C3] News z\nAlready added: [C2] and [C1]"


def test_a_message_may_hold_ten_links_and_the_hours_quota_counts_each(bridge_talk, web):
    links = [f"https://a.example/{number}" for number in range(12)]
    said = text(bridge_talk.say(f"/add {' '.join(links)}"))
    assert said.endswith(
        "I only read the first 10 links. Please send the others in another message."
    )
    assert web.fetched == links[:10]
    for start in (20, 30, 40):
        links = [f"https://a.example/{number}" for number in range(start, start + 10)]
        said = text(bridge_talk.say(f"/add {' '.join(links)}"))
    assert said == "30 texts were added here in the last hour. Please try again later."


def test_a_page_that_was_not_read_whole_is_named(bridge_talk, web):
    web.incomplete = True
    said = text(bridge_talk.say("/add https://a.example/x"))
    assert said.endswith(
        "sentence\nPerhaps incomplete: the page seems to have more text than I could read."
    )
    said = text(bridge_talk.say("/add https://a.example/y https://a.example/z"))
    assert said.endswith("Perhaps incomplete: [C2] and [C3]")


def test_a_long_text_is_the_source_whatever_links_it_holds(bridge_talk, web):
    said = text(bridge_talk.say(f"/add {FERRY}\nRead more: {LINK}"))
    assert said.startswith("Added [C1] New ferry links Harwick and Sund")
    assert web.fetched == []


def test_a_short_text_becomes_a_source_only_after_a_question(bridge_talk):
    asked = bridge_talk.message("/add It rained in Sund. It snowed in Norvik.")
    sent = bridge_talk.send("message", asked)
    assert text(sent) == "This is very short. Should I still add it as a source?"
    shown = message("…", PRIVATE, message_id=77, reply_to_message=asked, **{"from": BOT})
    pressed = bridge_talk.press(buttons(sent)["Add this as a source"], message=shown)
    assert text(pressed).startswith("Added [C1] It rained in Sund., 2 sentences")


def test_the_question_about_a_short_post_replies_to_the_post(bridge_talk):
    (sent,) = bridge_talk.say("/add", **replied("See you at five."))
    assert sent["reply_parameters"]["message_id"] == 3
    assert "Add this as a source" in buttons(sent)


def test_quoted_words_are_taken_as_they_are_with_their_channel(bridge_talk):
    fields = {"external_reply": {"origin": IN_CHANNEL}, "quote": {"text": CLAIM, "position": 0}}
    (sent,) = bridge_talk.say("/add", **fields)
    assert sent["text"].startswith(f"Added [C1] {CLAIM}, Harbour News, 3 Mar 2025")
    quote = {"text": "It rained.", "position": 0, "is_manual": True}
    said = text(bridge_talk.say("/add", quote=quote, **replied(FERRY)))
    assert said.startswith("Added [C2] It rained.")


@pytest.mark.parametrize(
    "fields",
    [
        replied(CLAIM, **{"from": BOT}),
        replied(CLAIM, via_bot=BOT),
        replied(CLAIM, forward_origin=FROM_BOT),
        {"external_reply": {"origin": FROM_BOT}, "quote": {"text": CLAIM, "position": 0}},
    ],
)
def test_the_bot_adds_nothing_of_its_own(bridge_talk, fields):
    said = text(bridge_talk.say("/add", **fields))
    assert said == "That is one of my own messages. If I added it, I would be quoting myself."


@pytest.mark.usefixtures("web")
def test_what_is_added_to_the_reply_to_an_answer_counts(bridge_talk):
    said = text(bridge_talk.say(f"/add {LINK}", **replied(CLAIM, **{"from": BOT})))
    assert said.startswith("Added [C1] News ferry")


def test_a_message_out_of_sight_is_said_to_be(bridge_talk):
    said = text(bridge_talk.say("/add", external_reply={"origin": IN_CHANNEL}))
    assert said.startswith("I can’t see the message you are replying to")


def test_in_a_topic_the_message_that_opened_it_is_not_added(bridge_talk):
    bridge_talk.api.administrators.add(ALICE["id"])
    opened = {"forum_topic_created": {"name": "Ferry", "icon_color": 1}, "from": BOT}
    topic = message(None, GROUP, message_id=3) | opened
    said = text(bridge_talk.say("/add@QuotewireBot", GROUP, reply_to_message=topic))
    assert said.startswith("To add a source")


SENTENCE = "The council of Sund met on Monday to talk about the new ferry. "
FULL = ("The ferry\n\n" + SENTENCE * 70)[:4000]  # ends in the middle of a sentence


def test_a_post_that_was_cut_loses_the_cut_sentence_and_the_user_is_told(bridge):
    library = Library.of([bridge])
    with Talk(library) as talk:
        said = text(talk.say("/add", **replied(FULL)))
    assert "Added [C1] The ferry" in said
    assert "The text ended in the middle of a sentence, so I left that sentence out." in said
    (article,) = library.sources("1").page(0, 1)
    assert article.text.strip().endswith(SENTENCE.strip())


def test_a_long_post_that_ends_well_may_go_on(bridge_talk):
    whole = FULL.rpartition(".")[0] + "."
    said = text(bridge_talk.say("/add", **replied(whole)))
    assert said.endswith("If the text goes on in the next message, I don’t have that part.")
