import asyncio
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from articles import BRIDGE, FERRY
from fake_telegram import ALICE, BOT, GROUP, NOW, Talk, covered, message
from files import archive
from sent import BUILT, NOTHING, QUESTION, buttons, quoted, text

from bot.conversation.chat_sources.own_sources import UNDO_PERIOD
from bot.library.library import Library
from bot.updates.inbox import Inbox
from corpus.article import LIBRARY
from corpus.sandbox.sandbox import Sandbox
from corpus.store.store import Store


def test_a_pasted_text_becomes_a_source_of_this_chat_only(bridge_talk):
    said = text(bridge_talk.say(f"/add {FERRY}"))
    assert said == "Added [C1] New ferry links Harwick and Sund, 5 sentences"
    assert quoted(bridge_talk.say(QUESTION))[0] == BUILT
    assert "[C1] New ferry" in text(bridge_talk.say("/sources"))
    assert NOTHING in text(bridge_talk.say(f"/ask@QuotewireBot {QUESTION}", GROUP))
    assert "C1" not in text(bridge_talk.say("/sources@QuotewireBot", GROUP))
    assert text(bridge_talk.say(f"/add {FERRY}")).startswith("Already added: [C1]")


def test_a_title_that_looks_like_an_address_is_no_link(bridge_talk):
    news = FERRY.partition("\n")[2]
    (sent,) = bridge_talk.say(f"/add http://A\n{news}")
    assert sent["text"] == "Added [C1] http://A, 5 sentences"
    (code,) = sent["entities"]
    assert (code["type"], covered(sent["text"], code)) == ("code", "http://A")
    (sent,) = bridge_talk.say(f"/add http://a.example/x\nhttp://b.example/y\n{news}")
    link, code = sent["entities"]
    assert (link["url"], covered(sent["text"], link)) == ("http://b.example/y", "[C2]")
    assert (code["type"], covered(sent["text"], code)) == ("code", "http://a.example/x")


def test_add_without_anything_explains_itself(bridge_talk):
    assert text(bridge_talk.say("/add")).startswith("To add a source, send /add")


def test_a_source_is_removed_once_confirmed_and_comes_back_with_its_number(bridge_talk):
    bridge_talk.say(f"/add {FERRY}")
    asked = bridge_talk.say("/remove C1")
    assert text(asked) == "Remove [C1] New ferry links Harwick and Sund, 5 sentences?"
    choice = buttons(asked)
    assert text(bridge_talk.press(choice["Keep it"])) == "Nothing was removed."
    assert quoted(bridge_talk.say(QUESTION))[0] == BUILT
    removed = bridge_talk.press(choice["Remove it"])
    assert text(removed).startswith("Removed [C1]")
    assert NOTHING in text(bridge_talk.say(QUESTION))
    assert text(bridge_talk.press(choice["Remove it"])) == "This source has already been removed."
    assert text(bridge_talk.press(buttons(removed)["Undo"])).startswith("Restored: [C1]")
    assert quoted(bridge_talk.say(QUESTION))[0] == BUILT
    assert "too late to undo" in text(bridge_talk.press(buttons(removed)["Undo"]))


def test_a_source_is_edited_by_lines(bridge_talk):
    bridge_talk.say(f"/add {FERRY}")
    said = text(
        bridge_talk.say(
            "/edit C1 title: Boat to Sund\nSource: Courier\nupdated: 2026-03-03\ndate:"
        )
    )
    head, title, source, *dates = said.splitlines()
    assert head == "Changed [C1] Boat to Sund, Courier, updated 3 Mar 2026, 5 sentences"
    assert title == "title: New ferry links Harwick and Sund → Boat to Sund"
    assert source == "source: none → Courier"
    assert dates[-1] == "updated: none → 2026-03-03"
    assert "Boat to Sund" in text(bridge_talk.say("/sources"))
    assert quoted(bridge_talk.say(QUESTION))[0] == BUILT
    said = text(bridge_talk.say("/edit [C1]\nsource: Courier"))
    assert said.startswith("Nothing to change: [C1] Boat to Sund, Courier")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("/edit", "/edit C1 title: Storm"),
        ("/edit C1", "You can change title, source, date, updated, url, author and language"),
        ("/edit C1 Boat to Sund", "You can change"),
        ("/edit C1 title: Boat\nto Sund", "You can change"),
        ("/edit C9 title: Boat", "There is no such source"),
        ("/edit C1 date: yesterday", "I could not change that: it has an invalid date"),
        ("/edit C1 url: javascript:alert(1)", "it has an invalid address"),
        ("/edit C1 url: https://[x", "it has an invalid address"),
        ("/edit 1 title: Boat", "Only my operator can change this source."),
    ],
)
def test_an_edit_that_is_not_understood_is_explained(bridge_talk, words, said):
    bridge_talk.say(f"/add {FERRY}")
    assert said in text(bridge_talk.say(words))
    assert "[C1] New ferry links Harwick and Sund, 5" in text(bridge_talk.say("/sources"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("/feeds", "No feeds are followed here. To follow a feed"),
        ("/unfollow 1", "No feeds are followed here. To follow a feed"),
        ("/follow", "To follow a feed"),
        ("/follow courier", "That is no web address. To follow a feed"),
    ],
)
def test_a_command_about_feeds_says_what_is_wrong(bridge_talk, words, said):
    assert text(bridge_talk.say(words)).startswith(said)


def add_three(talk):
    for number in range(1, 4):
        talk.say(f"/add Report {number}\nIt rained {number} times in Sund.")


@pytest.mark.parametrize(
    "numbers", ["C1 C3", "C3, C1", "[C1], #C3", "C1 and C3", "C1 и C3", "C1、C3"]
)
def test_several_sources_are_removed_and_restored_together(bridge_talk, numbers):
    add_three(bridge_talk)
    asked = bridge_talk.say(f"/remove {numbers}")
    assert text(asked).startswith("Remove these 2 sources?\n[C")
    removed = bridge_talk.press(buttons(asked)["Remove them"])
    assert text(removed).startswith("Removed 2 sources:\n[C")
    listed = text(bridge_talk.say("/sources"))
    assert [f"[C{n}]" in listed for n in (1, 2, 3)] == [False, True, False]
    again = bridge_talk.press(buttons(asked)["Remove them"])
    assert text(again) == "These sources have already been removed."
    restored = bridge_talk.press(buttons(removed)["Undo"])
    assert text(restored).startswith("Restored 2 sources:\n[C")
    assert "too late to undo" in text(bridge_talk.press(buttons(removed)["Undo"]))
    assert "[C1] Report 1" in text(bridge_talk.say("/sources"))


def test_what_cannot_be_removed_with_the_others_is_named(bridge_talk):
    add_three(bridge_talk)
    said = text(bridge_talk.say("/remove C1 C9 1 C2"))
    assert said == (
        "Remove these 2 sources?\n[C1] Report 1\n[C2] Report 2\nThere is no source C9.\n"
        "Only my operator can remove [1]."
    )
    assert "for example /remove C2 C3" in text(bridge_talk.say("/remove C7-9"))


def test_the_hint_to_an_operator_names_the_librarys_sources(bridge):
    with Talk(Library.of([bridge]), quotewire_operators="1") as talk:
        assert "for example /remove 1." in text(talk.say("/remove"))


@pytest.mark.parametrize("data", ["remove:2", "remove:1,2", "undo:1,2", "remove:99,98"])
def test_forged_numbers_reach_nothing_of_another_chat(bridge_talk, data):
    bridge_talk.api.administrators.add(ALICE["id"])
    for number in (1, 2):
        bridge_talk.say(f"/add@QuotewireBot Report {number}\nIt rained {number} times.", GROUP)
    assert "Report" not in text(bridge_talk.press(data))
    assert "[C2] Report 2" in text(bridge_talk.say("/sources@QuotewireBot", GROUP))


def test_removing_does_not_renumber_the_others(bridge_talk):
    add_three(bridge_talk)
    choice = buttons(bridge_talk.say("/remove C2"))
    bridge_talk.press(choice["Remove it"])
    shown = text(bridge_talk.say("/sources"))
    assert "[C1] Report 1" in shown
    assert "[C3] Report 3" in shown
    assert "[C2]" not in shown
    bridge_talk.say("/add Report 4\nIt rained again in Sund.")
    assert "[C4] Report 4" in text(bridge_talk.say("/sources C4"))


@pytest.mark.parametrize(
    ("words", "said"),
    [("/remove", "nothing to remove"), ("/remove C9", "nothing to remove"),
     ("/remove 1 2", "Only my operator can change")],
)  # fmt: skip
def test_what_cannot_be_removed_is_explained(bridge_talk, words, said):
    assert said in text(bridge_talk.say(words))


def test_another_chats_source_can_be_neither_removed_nor_restored(bridge_talk):
    bridge_talk.api.administrators.add(ALICE["id"])
    bridge_talk.say(f"/add@QuotewireBot {FERRY}", GROUP)
    in_group = {"message": message("…", GROUP, message_id=77, **{"from": BOT})}
    choice = buttons(bridge_talk.say("/remove@QuotewireBot C1", GROUP))
    assert text(bridge_talk.press(choice["Remove it"])) == "This source has already been removed."
    removed = bridge_talk.press(choice["Remove it"], **in_group)
    assert text(removed).startswith("Removed [C1]")
    assert "too late to undo" in text(bridge_talk.press(buttons(removed)["Undo"]))
    assert text(bridge_talk.press(buttons(removed)["Undo"], **in_group)).startswith("Restored")


def test_forget_deletes_all_of_a_chats_sources(bridge_talk):
    bridge_talk.say(f"/add {FERRY}")
    asked = bridge_talk.say("/forget")
    assert "1 source" in text(asked)
    assert text(bridge_talk.press(buttons(asked)["Delete everything"])).startswith(
        "Deleted 1 source and the questions asked here."
    )
    assert NOTHING in text(bridge_talk.say(QUESTION))
    assert "[C1]" not in text(bridge_talk.say("/sources"))


def test_forget_in_an_operators_chat_keeps_the_library_and_says_so(bridge):
    library = Library.of([bridge])
    with Talk(library) as talk:  # not yet an operator
        talk.say("/add Storm\nIt stormed in Sund.")
    with Talk(library, quotewire_operators="1", quotewire_keep_unanswered=True) as talk:
        talk.say(f"/add {FERRY}")
        talk.say("What is the price of gold on Mars?")
        asked = talk.say("/forget")
        assert text(asked) == (
            "Delete everything stored for this chat? This cannot be undone.\n\n• 1 source\n"
            "• the questions asked here\n\nThe library stays, with its 2 sources and its feeds. "
            "Use /remove and /unfollow to change it."
        )
        assert text(talk.press(buttons(asked)["Delete everything"])) == (
            "Deleted 1 source and the questions asked here.\n\nThe library stays, with its "
            "2 sources and its feeds. Use /remove and /unfollow to change it."
        )
        assert quoted(talk.say(QUESTION))[0] == BUILT
        assert [library.store.count(name) for name in (LIBRARY, "1")] == [2, 0]
        assert library.store.unanswered.questions() == []


def test_forget_in_another_chat_does_not_mention_the_library(bridge_talk):
    asked = bridge_talk.say("/forget")
    assert "library" not in text(asked)
    assert "library" not in text(bridge_talk.press(buttons(asked)["Delete everything"]))


def test_an_article_is_added_to_one_chats_collection(ferry):
    assert replace(ferry, collection="7").id != ferry.id


def test_undo_works_after_a_restart_but_not_after_the_purge(bridge, tmp_path):
    path = tmp_path / "db"
    with closing(Store(path)) as store, Talk(Library(store)) as talk:
        store.add(bridge)
        talk.say(f"/add {FERRY}")
        removed = talk.press(buttons(talk.say("/remove C1"))["Remove it"])
    with closing(Store(path)) as store, Talk(Library(store)) as talk:
        assert store.purge(datetime.now(UTC) - UNDO_PERIOD) == 0
        assert text(talk.press(buttons(removed)["Undo"])).startswith("Restored: [C1]")
        removed = talk.press(buttons(talk.say("/remove C1"))["Remove it"])
        assert store.purge(datetime.now(UTC)) == 1
        assert "too late to undo" in text(talk.press(buttons(removed)["Undo"]))
    assert b"Norvik" not in path.read_bytes()


def test_an_archive_becomes_several_sources_and_shows_progress(bridge_talk, monkeypatch):
    perform = Sandbox.perform

    async def slowly(sandbox, task, data):
        async for report in perform(sandbox, task, data):
            await asyncio.sleep(5)  # by the conversation's clock
            yield report

    monkeypatch.setattr(Sandbox, "perform", slowly)
    bridge_talk.api.files["doc1"] = archive(a_txt=FERRY, b_pdf="%PDF-1.4", c_txt=BRIDGE)
    document = {"file_id": "doc1", "file_unique_id": "u", "file_name": "news.zip"}
    command = {"type": "bot_command", "offset": 0, "length": 4}
    sent = bridge_talk.say(None, caption="/add", document=document, caption_entities=[command])
    assert [one["text"] for one in sent[:-1]] == ["Reading…", "Reading… 1 source so far"]
    assert sent[-1]["text"] == (
        "Added 2 sources.\n[C1] New ferry links Harwick and Sund\n"
        "[C2] Storm closes the Kestrel Bridge\nnews.zip/b.pdf is a damaged PDF."
    )
    assert len({one["message_id"] for one in sent[1:]}) == 1
    assert quoted(bridge_talk.say(QUESTION))[0] == BUILT


def test_forget_deletes_waiting_updates(ferry):
    library = Library.of([ferry])
    with Talk(library) as talk:
        inbox = Inbox(library.store.database, lambda: NOW)
        inbox.put([(1, {"update_id": 7, "secret": 1}), (2, {"update_id": 8})])
        talk.press("forget")
        assert [number for number, _ in inbox.waiting()] == [8]
