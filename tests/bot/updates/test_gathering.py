import gc
from contextlib import closing

import pytest
from fake_telegram import FORUM, GROUP, PRIVATE, Talk, message
from sent import BUILT, QUESTION, buttons, only, quoted, text
from served import MONDAY, Served
from slow_reading import Crowd, document, left, pressed
from telegram import Update

from bot.library.library import Library
from bot.updates.gathering import MOST_ALBUMS, PAUSE, Gathering
from bot.updates.parsing import Parsing
from bot.updates.queues.chat_queues import ChatQueues
from corpus.store.store import Store

pytestmark = pytest.mark.usefixtures("read_here")

NAMES = "Abbot Barley Carver Dunning Elwood Farrow Garner Hobday Inskip Jarrow".split()
LINES = [
    f"Councillor {name} told the council on {day} that the ferry terminal should be sold."
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    for name in NAMES
]
MINUTES = "Minutes of the council\n\n" + "\n\n".join(LINES)
CUT = MINUTES.index("sold", 4000)
FIRST, SECOND = MINUTES[:CUT].strip(), MINUTES[CUT:].strip()
ADDED = "Added [C1] Minutes of the council, 70 sentences"
ASK_CUT = MINUTES[:CUT].rpartition("Councillor ")[2].split(" told")[0]


def parts(talk, chat=PRIVATE, command="/add", **fields):
    first = talk.message(f"{command} {FIRST}".strip(), chat, **fields)
    return first, talk.message(SECOND, chat, **fields)


def texts(library, collection="1"):
    return [one.text for one in library.sources(collection) if one.collection == collection]


def without_caption(said):
    return {key: value for key, value in said.items() if not key.startswith("caption")}


def test_an_article_in_parts_becomes_one_source_that_is_whole(bridge):
    library = Library.of([bridge])
    with Talk(library) as talk:
        assert text(talk.send("message", *parts(talk))) == ADDED
        assert texts(library) == [MINUTES]
        (quote,) = quoted(talk.say(f"What did councillor {ASK_CUT} tell the council?"))[:1]
        assert quote.endswith("the ferry terminal should be sold.")


def test_parts_that_arrive_one_after_the_other_are_waited_for(bridge):
    library = Library.of([bridge])
    with Crowd(library) as crowd:
        first, second = parts(crowd)
        crowd.deliver("message", first)
        crowd.pass_time(PAUSE * 0.9)
        assert crowd.sent() == []
        crowd.deliver("message", second)
        crowd.idle()
        assert crowd.sent() == [ADDED]
        assert texts(library) == [MINUTES]


def test_after_a_pause_a_further_message_is_one_of_its_own(bridge):
    library = Library.of([bridge])
    with Crowd(library) as crowd:
        first, second = parts(crowd)
        crowd.deliver("message", first)
        crowd.pass_time(PAUSE * 1.1)
        (said,) = crowd.sent()
        assert said.endswith(
            "so I left that sentence out. If it goes on, send all of it as a file."
        )
        crowd.deliver("message", second)
        crowd.idle()
        assert "looks like a source" in crowd.sent()[1]
        (stored,) = texts(library)
        assert stored == FIRST.rpartition("\n\n")[0]


def test_waiting_for_parts_delays_no_other_chat(bridge):
    with Crowd(Library.of([bridge])) as crowd:
        crowd.write(f"/add {FIRST}", 5, user=5)
        crowd.write("When was the bridge closed?", 6, user=6)
        crowd.pass_time(PAUSE / 4)
        assert crowd.sent(5) == []
        assert len(crowd.sent(6)) == 1


def test_parts_survive_a_restart(bridge, tmp_path):
    with closing(Store(tmp_path / "db")) as store:
        library = Library(store)
        store.add(bridge)
        with Crowd(library) as crowd:
            for part in parts(crowd):
                crowd.deliver("message", part)
            crowd.runner.run(crowd.bot.dispatch.close(0))
            assert crowd.sent() == []
        with Crowd(library) as crowd:
            crowd.resume()
            crowd.idle()
            assert crowd.sent() == [ADDED]
        assert texts(library) == [MINUTES]
        with Crowd(library) as crowd:
            crowd.resume()
            crowd.idle()
            assert crowd.sent() == []


def test_in_a_group_a_part_may_come_after_a_restart(bridge, tmp_path):
    with closing(Store(tmp_path / "db")) as store:
        library = Library(store)
        store.add(bridge)
        with Crowd(library, quotewire_everyone_may_add=True) as crowd:
            first, second = parts(crowd, GROUP, "/add@QuotewireBot")
            crowd.deliver("message", first)
            crowd.runner.run(crowd.bot.dispatch.close(0))
        with Crowd(library, quotewire_everyone_may_add=True) as crowd:
            crowd.resume()
            crowd.deliver("message", second)
            crowd.idle()
            assert crowd.sent() == [ADDED]
        assert texts(library, str(GROUP["id"])) == [MINUTES]


def updates_in_memory():
    return {id(one): one for one in gc.get_objects() if isinstance(one, Update)}


def test_while_parts_are_waited_for_no_message_is_in_memory(bridge, tmp_path):
    before = updates_in_memory()  # of other tests
    with closing(Store(tmp_path / "db")) as store, Crowd(Library(store)) as crowd:
        store.add(bridge)
        for chat in range(1, 21):
            crowd.write(FIRST, chat)
        crowd.pass_time(PAUSE / 2)
        gc.collect()
        assert crowd.bot.dispatch.waiting == 20
        assert updates_in_memory().keys() <= before.keys()
        crowd.idle()


@pytest.mark.parametrize("how", ["the button", "removed from the group"])
def test_forgetting_while_parts_are_waited_for_leaves_nothing(bridge, tmp_path, how):
    with closing(Store(tmp_path / "db")) as store:
        library = Library(store)
        store.add(bridge)
        with Crowd(library, quotewire_everyone_may_add=True) as crowd:
            chat = GROUP["id"]
            crowd.deliver("message", parts(crowd, GROUP, "/add@QuotewireBot")[0])
            if how == "the button":
                crowd.deliver("callback_query", pressed("forget", chat))
            else:
                crowd.deliver("my_chat_member", left(chat))
            crowd.idle()
            crowd.pass_time(PAUSE)
        assert texts(library, str(chat)) == []
        assert library.store.count(str(chat)) == 0
    assert b"Carver" not in (tmp_path / "db").read_bytes()


def test_in_a_group_a_part_belongs_to_the_one_with_the_command(bridge):
    library = Library.of([bridge])
    with Talk(library, quotewire_everyone_may_add=True) as talk:
        first, second = parts(talk, GROUP, "/add@QuotewireBot")
        bob = {"from": {"id": 2, "is_bot": False, "first_name": "Bob"}}
        assert talk.send("message", second) == []
        assert text(talk.send("message", first, talk.message("Hm", GROUP, **bob), second)) == ADDED
        assert texts(library, str(GROUP["id"])) == [MINUTES]


def test_a_part_belongs_to_one_that_was_received_before_its_chat_was_closed():
    served = Served(concerns=lambda update: update.message.text.startswith("/add"))
    parsing = Parsing(served.inbox, None, served.concerns, lambda: MONDAY)
    gathering, chat = Gathering(ChatQueues(), parsing), GROUP["id"]
    first, second = (
        {"update_id": number, "message": message(text, GROUP, message_id=number)}
        for number, text in enumerate([f"/add {FIRST}", SECOND], 10)
    )
    ((_, update),) = gathering.select([first])
    served.inbox.put([(chat, first)])
    gathering.close(chat)  # an earlier message was the last in the queue
    gathering.note(update)
    assert [body for body, _ in gathering.select([second])] == [second]


def test_two_users_parts_are_not_mixed_up(bridge):
    library = Library.of([bridge])
    bob = {"from": {"id": 2, "is_bot": False, "first_name": "Bob"}}
    with Talk(library, quotewire_everyone_may_add=True) as talk:
        first, second = parts(talk, FORUM, "/add@QuotewireBot")
        sent = talk.send("message", first, second | bob)
        assert len(sent) == 1
        assert texts(library, str(FORUM["id"])) == [FIRST.rpartition("\n\n")[0]]


def test_parts_without_a_command_get_one_button_that_adds_all_of_them(bridge):
    library = Library.of([bridge])
    with Talk(library) as talk:
        pasted = parts(talk, command="")
        sent = only(talk.send("message", *pasted))
        (data,) = buttons(sent).values()
        shown = message("…", PRIVATE, message_id=77, reply_to_message=pasted[0])
        assert text(talk.press(data, message=shown)) == ADDED
    library = Library.of([bridge])
    with Talk(library) as talk:  # after a restart, Telegram shows only the first part
        said = text(talk.press(data, message=shown))
        assert "I have only this one. To add all of it, send it again." in said
        assert texts(library) == [FIRST.rpartition("\n\n")[0]]


def test_add_in_reply_to_a_part_takes_all_that_are_known(bridge):
    library = Library.of([bridge])
    with Talk(library) as talk:
        pasted = parts(talk, command="")
        talk.send("message", *pasted)
        said = text(talk.say("/add", reply_to_message=pasted[1]))
        assert said == ADDED.replace("council", "council, 3 Mar 2025")


def test_what_is_remembered_of_parts_is_not_used_once_one_was_edited(bridge):
    library = Library.of([bridge])
    with Talk(library) as talk:
        pasted = parts(talk, command="")
        talk.send("message", *pasted)
        corrected = FIRST.replace("Minutes of", "Notes of")
        (data,) = buttons(talk.edit(pasted[0], corrected)).values()
        edited = pasted[0] | {"text": corrected}
        shown = message("…", PRIVATE, message_id=77, reply_to_message=edited)
        said = text(talk.press(data, message=shown))
        assert said.startswith("Added [C1] Notes of the council")
        assert "I have only this one. To add all of it, send it again." in said
        assert texts(library) == [corrected.rpartition("\n\n")[0]]


def test_an_edit_of_a_further_part_is_not_answered(bridge):
    with Talk(Library.of([bridge])) as talk:
        pasted = parts(talk)
        talk.send("message", *pasted)
        assert talk.edit(pasted[1], SECOND.replace("ferry", "tram")) == []


@pytest.mark.parametrize("how", ["the button", "removed from the group"])
def test_forgetting_also_forgets_what_belongs_together(bridge, how):
    library = Library.of([bridge])
    chat = PRIVATE if how == "the button" else GROUP
    with Talk(library, quotewire_everyone_may_add=True) as talk:
        pasted = parts(talk, chat, "/add@QuotewireBot")
        talk.send("message", *pasted)
        if how == "the button":
            talk.press("forget")
        else:
            talk.send("my_chat_member", left(chat["id"]))
        said = text(talk.say("/add@QuotewireBot", chat, reply_to_message=pasted[0]))
        assert "I left that sentence out" in said
        assert texts(library, str(chat["id"])) == [FIRST.rpartition("\n\n")[0]]


def test_an_album_is_taken_whole_wherever_its_caption_is(bridge):
    library = Library.of([bridge])
    with Talk(library) as talk:
        files = {"a.txt": "Storm\n\nIt stormed in Sund.", "b.txt": "Frost\n\nIt froze in Sund."}
        talk.api.files |= {name: words.encode() for name, words in files.items()}
        album = {"media_group_id": "7"}
        first = talk.message(None, **document("a.txt", 20), **album)
        second = talk.message(None, **document("b.txt", 20), **album)
        said = text(talk.send("message", without_caption(first), second))
        assert said == "Added 2 sources.\n[C1] Storm\n[C2] Frost"
        assert talk.bot.dispatch.left == 0


@pytest.mark.parametrize(("pause", "added"), [(0.5, 2), (PAUSE * 1.1, 1)])
def test_in_a_group_files_that_came_just_before_the_caption_are_taken(bridge, pause, added):
    library = Library.of([bridge])
    with Crowd(library, quotewire_everyone_may_add=True) as crowd:
        crowd.api.files |= {"a.txt": b"Storm\n\nIt stormed.", "b.txt": b"Frost\n\nIt froze."}
        caption = {"caption": "/add@QuotewireBot"}
        caption["caption_entities"] = [{"type": "bot_command", "offset": 0, "length": 17}]
        first, second = (
            crowd.message(None, GROUP, media_group_id="7", **document(name, 20) | caption)
            for name in ("a.txt", "b.txt")
        )
        crowd.deliver("message", without_caption(first))
        crowd.pass_time(pause)
        assert crowd.bot.dispatch.left == 0
        crowd.deliver("message", crowd.message("Hm", GROUP))
        crowd.deliver("message", second)
        crowd.idle()
        assert library.store.count(str(GROUP["id"])) == added
        assert ("I can see only this one" in crowd.sent()[0]) == (added == 1)


def test_albums_in_one_group_leave_room_for_those_of_others(bridge):
    library = Library.of([bridge])
    with Crowd(library, quotewire_everyone_may_add=True) as crowd:
        crowd.api.files |= {"a.txt": b"Storm\n\nIt stormed.", "b.txt": b"Frost\n\nIt froze."}
        for album in range(MOST_ALBUMS):
            file = without_caption(document("x.txt", 20))
            crowd.deliver("message", crowd.message(None, FORUM, media_group_id=str(album), **file))
        caption = {"caption": "/add@QuotewireBot"}
        caption["caption_entities"] = [{"type": "bot_command", "offset": 0, "length": 17}]
        for name, said in (("a.txt", {}), ("b.txt", caption)):
            file = without_caption(document(name, 20)) | said
            crowd.deliver("message", crowd.message(None, GROUP, media_group_id="7", **file))
        crowd.idle()
        assert library.store.count(str(GROUP["id"])) == 2


def test_an_album_without_a_command_gets_one_button(bridge):
    with Talk(Library.of([bridge])) as talk:
        talk.api.files |= {"a.txt": b"Storm\n\nIt stormed.", "b.txt": b"Frost\n\nIt froze."}
        sent = [
            without_caption(talk.message(None, media_group_id="7", **document(name, 20)))
            for name in ("a.txt", "b.txt")
        ]
        (data,) = buttons(talk.send("message", *sent)).values()
        shown = message("…", PRIVATE, message_id=77, reply_to_message=sent[0])
        assert text(talk.press(data, message=shown)).startswith("Added 2 sources.")


def test_a_question_is_not_waited_for(talk):
    before = talk.runner.get_loop().time()
    assert quoted(talk.say(QUESTION))[0] == BUILT
    assert talk.runner.get_loop().time() == before
