import pytest
from articles import FERRY
from fake_telegram import ALICE, BOT, GROUP, MONDAY, PRIVATE, Talk, message
from sent import BUILT, QUESTION, buttons, only, quoted, text
from slow_reading import Crowd

from bot.library.library import Library
from bot.replies.chat_sources.adding import OFFER

LINK = "https://courier.example/ferry"
ADD = "Add this as a source"
CHANNEL = {"id": -100500, "type": "channel", "title": "Harbour News", "username": "harbour"}
IN_CHANNEL = {"type": "channel", "date": MONDAY, "chat": CHANNEL, "message_id": 17}
FILE = {"file_id": "doc1", "file_unique_id": "u", "file_name": "a.txt", "file_size": 9}
PHOTO = [{"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9}]
LONG = FERRY * 3


def under(asked, **fields):
    """The bot's message whose button is pressed, a reply to what the user sent."""
    return {"message": message("…", PRIVATE, message_id=77, reply_to_message=asked) | fields}


@pytest.mark.parametrize(
    ("fields", "added"),
    [
        ({"text": LINK}, "News ferry"),
        ({"text": f"👉 {LINK}"}, "News ferry"),
        ({"text": None, "document": FILE}, "New ferry links"),
        ({"text": LONG}, "New ferry links"),
        ({"text": "It froze in Reval. It thawed.", "forward_origin": IN_CHANNEL}, "It froze in"),
        ({"text": FERRY.replace("vessel", "hovercraft")}, "New ferry links"),
    ],
)  # fmt: skip
def test_what_is_no_question_gets_a_button_that_adds_it(bridge, web, fields, added):
    with Talk(Library.of([bridge])) as talk:
        talk.api.files["doc1"] = FERRY.encode()
        asked = talk.message(**fields)
        sent = only(talk.send("message", asked))
        assert sent["text"] == str(OFFER)
        assert sent["reply_parameters"]["message_id"] == asked["message_id"]
        assert web.fetched == []
        pressed = only(talk.press(buttons(sent)[ADD], **under(asked)))
        assert pressed["message_id"] == 77
        assert pressed["text"].startswith(f"Added [C1] {added}")
        assert buttons(pressed) == {}
        again = text(talk.press(buttons(sent)[ADD], **under(asked)))
        assert again.startswith("Already added: [C1]")


def test_the_button_of_a_forwarded_post_keeps_its_channel(bridge_talk):
    asked = bridge_talk.message("It froze in Reval. It thawed.", forward_origin=IN_CHANNEL)
    sent = bridge_talk.send("message", asked)
    said = text(bridge_talk.press(buttons(sent)[ADD], **under(asked)))
    assert "Harbour News, 3 Mar 2025" in said


def test_the_button_works_after_a_restart(bridge):
    library = Library.of([bridge])
    with Talk(library) as talk:
        asked = talk.message(LONG)
        data = buttons(talk.send("message", asked))[ADD]
    with Talk(library) as talk:
        assert text(talk.press(data, **under(asked))).startswith("Added [C1] New ferry")


def test_a_question_with_a_link_is_answered_as_a_question(talk):
    sent = only(talk.say(f"{QUESTION} {LINK}"))
    assert quoted(sent)[0] == BUILT
    sent = only(talk.say(f"Who built the Titanic? {LINK}"))
    assert sent["text"].endswith("None of them mentions “Titanic”.")
    assert list(buttons(sent)) == ["Show the closest sentences", "Tell me when you know", ADD]


@pytest.mark.parametrize(
    ("what", "offered"),
    [({"photo": PHOTO}, []), ({"document": FILE}, [ADD])],
)
def test_a_question_in_the_caption_of_an_album_is_answered(talk, what, offered):
    album = {"media_group_id": "7"} | what
    captioned = talk.message(None, caption=QUESTION, **album)
    sent = only(talk.send("message", captioned, talk.message(None, **album)))
    assert quoted(sent)[0] == BUILT
    assert [label for label in buttons(sent) if label == ADD] == offered


@pytest.mark.usefixtures("web")
def test_the_button_under_an_answer_leaves_the_answer(talk):
    asked = talk.message(f"{QUESTION} {LINK}")
    answer = only(talk.send("message", asked))
    shown = message(answer["text"], message_id=77, reply_to_message=asked, **{"from": BOT})
    shown["entities"] = answer["entities"]
    sent = only(talk.press(buttons(answer)[ADD], message=shown))
    assert "message_id" not in sent
    assert sent["reply_parameters"]["message_id"] == asked["message_id"]
    assert sent["text"].startswith("Added [C1] News ferry")
    del shown["reply_to_message"]
    sent = only(talk.press(buttons(answer)[ADD], message=shown))
    assert "message_id" not in sent
    assert sent["text"].startswith("I can no longer see that message.")


def test_a_forwarded_claim_that_the_sources_know_is_answered(talk):
    sent = only(talk.say("The vessel was built in Norvik", forward_origin=IN_CHANNEL))
    assert quoted(sent)[0] == BUILT
    assert list(buttons(sent))[-1] == ADD


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        (f"@QuotewireBot {LINK}", {"chat": GROUP}),
        (f"/ask {LONG}", {}),
        ("/sources", {}),
        (f"Is this right? {FERRY.replace('.', ',')}?", {}),
        ("Who built the Titanic?", {}),
        (LONG, {"forward_origin": {"type": "user", "date": MONDAY, "sender_user": BOT}}),
    ],
)
def test_nothing_else_is_offered(talk, words, fields):
    assert all(ADD not in buttons(one) for one in talk.say(words, **fields))


def test_a_button_whose_message_is_gone_says_so(bridge_talk):
    gone = {"message": message("…", PRIVATE, message_id=77)}
    assert text(bridge_talk.press("add", **gone)).startswith("I can no longer see that message.")


def test_only_who_may_change_a_groups_sources_may_press(bridge_talk):
    asked = message("It rained in Sund.", GROUP, message_id=3)
    shown = {"message": message("…", GROUP, message_id=77, reply_to_message=asked)}
    assert bridge_talk.press("add", **shown) == []
    bridge_talk.api.administrators.add(1)
    assert text(bridge_talk.press("add", **shown)).startswith("Added [C1] It rained in Sund.")


def test_a_chat_that_is_full_is_told_at_the_press(bridge):
    with Talk(Library.of([bridge]), quotewire_most_articles=0) as talk:
        said = text(talk.press("add", **under(message(FERRY, PRIVATE, message_id=3))))
        assert said == "This chat has 0 sources and cannot have more."


def test_nothing_of_a_press_is_added_after_forget(bridge, reading):
    with Crowd(Library.of([bridge])) as crowd:
        asked = crowd.message("Storm takes 40 seconds.\nIt rained.")
        press = {"id": "9", "from": ALICE, "chat_instance": "1", "data": "add"} | under(asked)
        crowd.deliver("callback_query", press)
        crowd.pass_time(5)
        assert crowd.sent() == ["Reading…"]
        crowd.deliver("callback_query", press | {"data": "forget"})
        crowd.idle()
        assert reading.interrupted == ["Storm"]
        assert crowd.library.store.count("1") == 0


def test_a_press_that_must_wait_keeps_its_button(bridge, reading, monkeypatch):
    monkeypatch.setattr("bot.jobs.job_queue.MOST_OF_ONE", 1)
    with Crowd(Library.of([bridge])) as crowd:
        crowd.write("/add Storm takes 40 seconds.\nIt rained.", 1)
        press = {"id": "9", "from": ALICE, "chat_instance": "1", "data": "add"}
        crowd.deliver("callback_query", press | under(crowd.message("It froze.")))
        crowd.pass_time(1)
        (call,) = [call for call in crowd.api.calls if call.method == "editMessageText"]
        assert call.parameters["text"].startswith("I still have too much to read.")
        assert buttons(call.parameters) == {ADD: "add"}
        assert len(reading.started) == 1


def test_a_press_counts_for_the_user_who_pressed(bridge, reading, monkeypatch):
    monkeypatch.setattr("bot.jobs.job_queue.MOST_OF_ONE", 1)
    with Crowd(Library.of([bridge])) as crowd:
        for user in (5, 6):
            chat = {"id": user, "type": "private", "first_name": "Somebody"}
            crowd.api.chats.append(chat)
            asked = message("Storm takes 9 seconds.\nIt rained.", chat, message_id=3)
            shown = message("…", chat, message_id=77, reply_to_message=asked, **{"from": BOT})
            query = {"id": "9", "chat_instance": "1", "data": "add", "message": shown}
            crowd.deliver("callback_query", query | {"from": ALICE | {"id": user}})
        crowd.idle()
        assert len(reading.started) == 2
        assert all(said[-1].startswith("Added [C1]") for said in map(crowd.sent, (5, 6)))
