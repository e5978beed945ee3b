import asyncio
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from articles import BRIDGE, FERRY
from fake_telegram import ALICE, BOT, GROUP, PRIVATE, Talk, covered, message
from files import PAGE, archive

from bot.conversation import posted as gathering
from bot.conversation.own_sources import UNDOABLE
from bot.library.library import Library
from corpus.metadata import UNKNOWN
from corpus.reading import read_articles
from corpus.samples import load_samples
from corpus.store.store import Store

QUESTION = "Who built the vessel?"
BUILT = "The shipyard in Norvik built the vessel for 48 million euros."
NOTHING = "I found nothing about that"


@pytest.fixture(autouse=True)
def read_here(monkeypatch):
    """Read files in this process, which is faster than in a worker process."""

    async def read(data, name, given=UNKNOWN):
        for found in read_articles(data, name, given):
            yield found

    monkeypatch.setattr(gathering, "read_in_worker", read)


@pytest.fixture
def talk(bridge):
    with Talk(Library.of([bridge])) as conversation:
        yield conversation


def text(sent):
    (one,) = sent
    return one["text"]


def buttons(sent):
    (one,) = sent
    rows = one.get("reply_markup", {}).get("inline_keyboard", [])
    return {button["text"]: button["callback_data"] for row in rows for button in row}


def quoted(sent):
    (one,) = sent
    return [covered(one["text"], e) for e in one["entities"] if e["type"] == "blockquote"]


def test_a_pasted_text_becomes_a_source_of_this_chat_alone(talk):
    said = text(talk.say(f"/add {FERRY}"))
    assert said == "Added [C1] New ferry links Harwick and Sund, 5 sentences"
    assert quoted(talk.say(QUESTION))[0] == BUILT
    assert "[C1] New ferry" in text(talk.say("/sources"))
    assert NOTHING in text(talk.say(f"/ask@QuotewireBot {QUESTION}", GROUP))
    assert "C1" not in text(talk.say("/sources@QuotewireBot", GROUP))
    assert text(talk.say(f"/add {FERRY}")).startswith("It is there already: [C1]")


def test_a_file_is_read_from_its_message_or_the_one_replied_to(talk):
    talk.api.files["doc1"] = PAGE.encode()
    document = {"file_id": "doc1", "file_unique_id": "u", "file_name": "page.html"}
    command = {"type": "bot_command", "offset": 0, "length": 4}
    sent = talk.say(None, caption="/add", document=document, caption_entities=[command])
    assert text(sent).startswith("Added [C1] New ferry")
    talk.api.files["doc1"] = b"%PDF-1.4"
    earlier = message(None, PRIVATE, document=document, message_id=3)
    assert text(talk.say("/add", reply_to_message=earlier)) == (
        "I could not add that: it is a damaged PDF."
    )


def test_a_forwarded_post_keeps_its_channel_day_and_link(talk):
    channel = {"id": -100500, "type": "channel", "title": "Harbour News", "username": "harbour"}
    origin = {"type": "channel", "date": 1_741_000_000, "chat": channel, "message_id": 17}
    post = message(FERRY, PRIVATE, message_id=3, forward_origin=origin)
    (sent,) = talk.say("/add", reply_to_message=post)
    assert sent["text"].startswith("Added [C1] New ferry links Harwick and Sund, Harbour News, 3 ")
    (link,) = [entity for entity in sent["entities"] if entity["type"] == "text_link"]
    assert link["url"] == "https://t.me/harbour/17"


def test_without_anything_to_add_it_is_said_how(talk):
    assert text(talk.say("/add")).startswith("To add a source, send /add")


def test_in_a_group_only_administrators_change_its_sources(talk):
    refused = text(talk.say(f"/add@QuotewireBot {FERRY}", GROUP))
    assert "only administrators" in refused
    talk.api.administrators.add(ALICE["id"])
    assert text(talk.say(f"/add@QuotewireBot {FERRY}", GROUP)).startswith("Added [C1]")
    anonymous = {"sender_chat": GROUP, "from": {"id": 1087968824, "is_bot": True,
                                                "first_name": "Group"}}  # fmt: skip
    again = talk.say(f"/add@QuotewireBot {BRIDGE}", GROUP, **anonymous)
    assert text(again).startswith("Added [C2]")


def test_an_operator_adds_to_the_library(bridge):
    with Talk(Library.of([bridge]), quotewire_operators="1") as talk:
        assert text(talk.say(f"/add {FERRY}")).startswith("Added [2] New ferry")
        assert quoted(talk.say(f"/ask@QuotewireBot {QUESTION}", GROUP))[0] == BUILT


def test_a_source_is_removed_once_confirmed_and_comes_back_with_its_number(talk):
    talk.say(f"/add {FERRY}")
    asked = talk.say("/remove C1")
    assert text(asked) == "Remove [C1] New ferry links Harwick and Sund, 5 sentences"
    choice = buttons(asked)
    assert text(talk.press(choice["Keep it"])) == "Nothing was removed."
    assert quoted(talk.say(QUESTION))[0] == BUILT
    removed = talk.press(choice["Remove it"])
    assert text(removed).startswith("Removed [C1]")
    assert NOTHING in text(talk.say(QUESTION))
    assert text(talk.press(choice["Remove it"])) == "It is gone already."
    assert text(talk.press(buttons(removed)["Undo"])).startswith("It is back: [C1]")
    assert quoted(talk.say(QUESTION))[0] == BUILT
    assert "too long ago" in text(talk.press(buttons(removed)["Undo"]))


def test_removing_does_not_renumber_the_others(talk):
    for number in range(1, 4):
        talk.say(f"/add Report {number}\nIt rained {number} times in Sund.")
    choice = buttons(talk.say("/remove C2"))
    talk.press(choice["Remove it"])
    shown = text(talk.say("/sources"))
    assert "[C1] Report 1" in shown
    assert "[C3] Report 3" in shown
    assert "[C2]" not in shown
    talk.say("/add Report 4\nIt rained again in Sund.")
    assert "[C4] Report 4" in text(talk.say("/sources C4"))


@pytest.mark.parametrize(
    ("words", "said"),
    [("/remove", "such as /remove C1"), ("/remove C9", "such as /remove C1"),
     ("/remove 1", "belongs to the library")],
)  # fmt: skip
def test_what_cannot_be_removed_is_said(talk, words, said):
    assert said in text(talk.say(words))


def test_another_chats_source_can_be_neither_removed_nor_put_back(talk):
    talk.api.administrators.add(ALICE["id"])
    talk.say(f"/add@QuotewireBot {FERRY}", GROUP)
    in_group = {"message": message("…", GROUP, message_id=77, **{"from": BOT})}
    choice = buttons(talk.say("/remove@QuotewireBot C1", GROUP))
    assert text(talk.press(choice["Remove it"])) == "It is gone already."
    removed = talk.press(choice["Remove it"], **in_group)
    assert text(removed).startswith("Removed [C1]")
    assert "too long ago" in text(talk.press(buttons(removed)["Undo"]))
    assert text(talk.press(buttons(removed)["Undo"], **in_group)).startswith("It is back")


def test_who_may_not_change_a_group_may_not_press_its_buttons(talk):
    in_group = {"message": message("…", GROUP, message_id=77, **{"from": BOT})}
    assert talk.press("forget", **in_group) == []


def test_all_of_a_chats_sources_are_forgotten(talk):
    talk.say(f"/add {FERRY}")
    asked = talk.say("/forget")
    assert "1 source" in text(asked)
    assert text(talk.press(buttons(asked)["Delete everything"])).startswith("Deleted: 1 source.")
    assert NOTHING in text(talk.say(QUESTION))
    assert "[C1]" not in text(talk.say("/sources"))


def member(status):
    user = BOT | {}
    base = {"chat": GROUP, "from": ALICE, "date": 1}
    old = {"status": "member", "user": user}
    new = {"status": status, "user": user} | ({"until_date": 0} if status == "kicked" else {})
    return base | {"old_chat_member": old, "new_chat_member": new}


@pytest.mark.parametrize("status", ["left", "kicked"])
def test_a_group_that_takes_the_bot_out_is_forgotten(talk, status):
    talk.api.administrators.add(ALICE["id"])
    talk.say(f"/add@QuotewireBot {FERRY}", GROUP)
    talk.say(f"/add {FERRY}")
    talk.send("my_chat_member", member(status))
    assert NOTHING in text(talk.say(f"/ask@QuotewireBot {QUESTION}", GROUP))
    assert quoted(talk.say(QUESTION))[0] == BUILT


def test_a_foreign_group_is_told_and_left_at_once():
    with Talk(Library.of([]), quotewire_allowed_chats="-1002") as talk:
        assert "This is a private bot." in text(talk.send("my_chat_member", member("member")))
        assert talk.methods()[-1] == "leaveChat"
    with Talk(Library.of([]), quotewire_allowed_chats="1") as talk:  # whoever added it is listed
        assert talk.send("my_chat_member", member("member")) == []


def test_a_group_that_becomes_a_supergroup_keeps_its_sources(talk):
    small = GROUP | {"id": -7, "type": "group"}
    talk.api.chats.append(small)
    talk.api.administrators.add(ALICE["id"])
    talk.say(f"/add@QuotewireBot {FERRY}", small)
    talk.say(None, small, migrate_to_chat_id=GROUP["id"])
    assert "[C1]" in text(talk.say(f"/ask@QuotewireBot {QUESTION}", GROUP))


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ({"quotewire_most_articles": 1}, "This chat has 1 source, as many as it may have."),
        ({"quotewire_most_megabytes": 0.0001}, "as large as they may be"),
        ({"quotewire_adds_per_hour": 1}, "1 source in an hour are enough"),
    ],
)
def test_a_chat_that_is_at_its_limit_is_told(limit, said):
    with Talk(Library.of(load_samples(), samples=True), **limit) as talk:
        assert text(talk.say(f"/add {FERRY}")).startswith("Added")
        assert said in text(talk.say("/add Storm\nIt stormed again in Sund."))


def test_who_is_not_listed_is_not_served_and_a_foreign_group_is_left():
    with Talk(Library.of([]), quotewire_allowed_chats="2 -1002") as talk:
        assert "This is a private bot." in text(talk.say(QUESTION))
        assert talk.say("nobody asked", GROUP) == []
        assert "This is a private bot." in text(talk.say(f"/ask@QuotewireBot {QUESTION}", GROUP))
        assert "leaveChat" in talk.methods()
        bob = ALICE | {"id": 2}
        assert "10 sources" in text(talk.say("/sources@QuotewireBot", GROUP, **{"from": bob}))


def test_an_article_is_added_to_one_chats_collection(ferry):
    assert replace(ferry, collection="7").id != ferry.id


def test_an_undo_outlives_a_restart_but_not_for_ever(bridge, tmp_path):
    path = tmp_path / "db"
    with closing(Store(path)) as store, Talk(Library(store)) as talk:
        store.add(bridge)
        talk.say(f"/add {FERRY}")
        removed = talk.press(buttons(talk.say("/remove C1"))["Remove it"])
    with closing(Store(path)) as store, Talk(Library(store)) as talk:
        assert store.purge(datetime.now(UTC) - UNDOABLE) == 0
        assert text(talk.press(buttons(removed)["Undo"])).startswith("It is back: [C1]")
        removed = talk.press(buttons(talk.say("/remove C1"))["Remove it"])
        assert store.purge(datetime.now(UTC)) == 1
        assert "too long ago" in text(talk.press(buttons(removed)["Undo"]))
    assert b"Norvik" not in path.read_bytes()


def test_an_archive_becomes_several_sources_and_says_how_far_it_is(talk, monkeypatch):
    async def read(data, name, given):
        for found in read_articles(data, name, given):
            await asyncio.sleep(5)  # by the clock of the conversation
            yield found

    monkeypatch.setattr(gathering, "read_in_worker", read)
    talk.api.files["doc1"] = archive(a_txt=FERRY, b_pdf="%PDF-1.4", c_txt=BRIDGE)
    document = {"file_id": "doc1", "file_unique_id": "u", "file_name": "news.zip"}
    command = {"type": "bot_command", "offset": 0, "length": 4}
    sent = talk.say(None, caption="/add", document=document, caption_entities=[command])
    assert [one["text"] for one in sent[:-1]] == ["Reading …", "Reading … 1 source so far"]
    assert sent[-1]["text"] == (
        "Added 2 sources.\n[C1] New ferry links Harwick and Sund\n"
        "[C2] Storm closes the Kestrel Bridge\nnews.zip/b.pdf is a damaged PDF."
    )
    assert len({one["message_id"] for one in sent[1:]}) == 1
    assert quoted(talk.say(QUESTION))[0] == BUILT


def test_an_answer_from_an_older_text_says_so_when_the_question_comes_again(talk):
    ferry = f"---\nurl: https://courier.example/ferry\n---\n{FERRY}"
    talk.say(f"/add {ferry}")
    assert "newer text" not in text(talk.say(QUESTION))
    assert "newer text" not in text(talk.say(QUESTION))
    talk.say("/add " + ferry.replace("48 million", "51 million"))
    again = talk.say("who built the vessel")
    assert quoted(again)[0] == BUILT.replace("48", "51")
    assert text(again).endswith("[C1] has been updated since I last answered this.")
    assert "newer text" not in text(talk.say(QUESTION))
