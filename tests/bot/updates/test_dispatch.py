import asyncio
from datetime import timedelta

import pytest
from away import Away
from fake_telegram import ALICE, GROUP, PRIVATE, FastLoop, message
from hypothesis import given
from hypothesis import strategies as st
from served import MONDAY, Served, run_fast

from bot.delivery.receipt import in_hand, seconds_waited
from bot.delivery.retries import SOON
from bot.updates.bodies import numbered
from bot.updates.queues.chat_queues import LONGEST_GROUP_QUEUE
from bot.updates.queues.chat_queues import LONGEST_PRIVATE_QUEUE as LONGEST
from corpus.errors import CorpusError
from corpus.store.database.sqlite import SQLiteDatabase
from corpus.store.waiting_updates import WAITING, WaitingUpdates

OTHER = {"id": 3, "type": "private", "first_name": "Bob"}


async def slower_at_first(update):
    await asyncio.sleep(10 - update.update_id)


def test_updates_of_one_chat_keep_their_order():
    assert Served(slower_at_first).run(GROUP, GROUP, GROUP) == [0, 1, 2]


def test_one_chat_does_not_wait_for_another():
    assert Served(slower_at_first).run(GROUP, PRIVATE, OTHER) == [2, 1, 0]


def test_a_user_who_sends_to_many_chats_at_once_delays_hardly_anybody_else():
    served = Served()
    bob = {"id": 3, "is_bot": False, "first_name": "Bob"}
    flood = [message("who?", GROUP | {"id": -number}) for number in range(1, 101)]

    async def main():
        said = [*flood, message("who?", OTHER, **{"from": bob})]
        served.dispatch.accept(
            {"update_id": number, "message": one} for number, one in enumerate(said)
        )
        await served.dispatch.idle()

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        runner.run(main())
    assert served.handled.index(100) <= 2
    assert [number for number in served.handled if number < 100] == list(range(100))


def test_a_chat_at_its_limit_delays_no_other():
    served = Served()
    served.rooms[GROUP["id"]] = 60
    assert served.run(GROUP, GROUP, PRIVATE) == [2, 0, 1]


def test_an_update_knows_when_it_arrived_however_long_it_waited():
    arrived = []

    async def note(_):
        arrived.append((in_hand.get().arrived, seconds_waited()))

    served = Served(note)
    served.rooms[GROUP["id"]] = 60
    served.run(GROUP, GROUP)
    assert arrived == [(0.0, 60.0), (0.0, 120.0)]


def test_a_handled_update_no_longer_waits():
    served = Served()
    served.run(PRIVATE, GROUP)
    assert served.inbox.waiting() == []
    assert served.dispatch.waiting == 0


def test_updates_that_are_not_for_the_bot_are_not_stored():
    served = Served(concerns=lambda update: update.update_id == 1)
    assert served.run(PRIVATE, PRIVATE) == [1]
    known = WaitingUpdates(served.database)
    assert [number for number in range(3) if known.knows(number)] == [1]


def test_unsent_answers_are_retried_in_order():
    tries = []

    async def fail_twice(update):
        tries.append(update.update_id)
        if len(tries) < 3:
            in_hand.get().retry_later(wait_known=False)

    served = Served(fail_twice)
    served.run(PRIVATE, PRIVATE)
    assert tries == [0, 0, 0, 1]
    assert served.inbox.waiting() == []


def test_an_update_that_waited_for_a_day_is_dropped_and_logged(caplog):
    served = Served()
    served.inbox.put([(1, {"update_id": 5, "message": message("who?")})])
    served.now = MONDAY + WAITING + timedelta(seconds=1)

    async def main():
        assert served.dispatch.resume() == 1
        await served.dispatch.idle()

    asyncio.run(main())
    assert served.handled == served.inbox.waiting() == []
    (line,) = caplog.records
    assert line.getMessage() == "Dropped update 5: could not answer it for a day."


def test_updates_left_from_the_last_run_are_answered_first():
    first = Served(slower_at_first)
    assert first.run(PRIVATE, PRIVATE, GROUP, seconds=5) == []
    second = Served(database=first.database)

    async def main():
        assert second.dispatch.resume() == 3
        second.dispatch.accept([{"update_id": 9, "message": message("and?")}])
        await second.dispatch.idle()

    asyncio.run(main())
    assert sorted(second.handled) == [0, 1, 2, 9]
    assert [number for number in second.handled if number != 2] == [0, 1, 9]


def test_running_updates_are_finished_on_close_and_no_others_are_started():
    served = Served(slower_at_first)
    assert served.run(PRIVATE, PRIVATE, seconds=20) == [0]
    assert [number for number, _ in served.inbox.waiting()] == [1]


@pytest.mark.parametrize("bad", [{"message_id": 5, "text": "secret"}, 7, []])
def test_an_update_that_cannot_be_parsed_is_skipped(bad, caplog):
    served = Served()

    async def main():
        good = {"update_id": 2, "message": message("who?")}
        served.dispatch.accept([{"update_id": 1, "message": bad}, good])
        await served.dispatch.idle()

    asyncio.run(main())
    assert served.handled[-1] == 2
    assert "secret" not in caplog.text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)


@given(JSON | st.lists(st.fixed_dictionaries({"update_id": JSON})))
def test_only_numbered_updates_are_kept_and_in_order(sent):
    numbers = [body["update_id"] for body in numbered(sent)]
    assert numbers == sorted(numbers)
    assert all(isinstance(number, int) for number in numbers)


def test_of_what_has_no_room_in_a_group_one_message_is_told_so_and_the_rest_are_dropped():
    crowded = []

    async def record(update):
        crowded.append((update.update_id, in_hand.get().is_crowded))

    served = Served(record)
    served.run(*[GROUP] * (LONGEST_GROUP_QUEUE + 20))
    assert sorted(served.handled) == list(range(LONGEST_GROUP_QUEUE + 1))
    assert crowded[0] == (LONGEST_GROUP_QUEUE, True)  # at once
    assert not any(is_crowded for _, is_crowded in crowded[1:])
    assert served.inbox.waiting() == []
    assert len(Served().run(*[PRIVATE] * 40)) == 40


def test_what_has_no_room_is_dropped_at_once(monkeypatch):
    served, dropped = Served(), []
    close = served.inbox.close

    def note(*numbers):
        dropped.append(numbers)
        close(*numbers)

    async def main():
        texts = [{"update_id": n, "message": message("who?")} for n in range(LONGEST + 20)]
        monkeypatch.setattr(served.inbox, "close", note)
        served.dispatch.accept(texts)
        assert dropped == [tuple(range(LONGEST + 1, LONGEST + 20))]
        await served.dispatch.close(0)

    run_fast(main())


def test_a_database_that_cannot_be_read_for_a_while_only_delays_updates(monkeypatch, caplog):
    served = Served()
    read, tries = served.inbox.read, []

    def failing(number):
        tries.append(number)
        if len(tries) < 3:
            raise CorpusError("quotewire.db", "is damaged")
        return read(number)

    monkeypatch.setattr(served.inbox, "read", failing)
    assert served.run(PRIVATE, PRIVATE) == [0, 1]
    assert tries == [0, 0, 0, 1]
    assert "is damaged" in caplog.text


PRESS = {"id": "9", "from": ALICE, "chat_instance": "1", "data": "near", "message": message("…")}


@pytest.mark.parametrize("body", [{"message": message("who?")}, {"callback_query": PRESS}])
def test_what_could_not_be_read_for_minutes_is_handled_soon_after(body):
    served = Served(database=Away(SQLiteDatabase(":memory:")))

    async def main():
        served.dispatch.accept([{"update_id": 1} | body])
        served.database.is_away = True
        await asyncio.sleep(600)
        assert served.handled == []
        served.database.is_away = False
        await asyncio.sleep(SOON)
        assert served.handled == [1]

    run_fast(main())


def test_a_text_in_parts_is_whole_though_the_database_was_away_when_they_came():
    together = []

    async def record(_):
        together.append([update.update_id for update in in_hand.get().together])

    served = Served(record, database=Away(SQLiteDatabase(":memory:")))
    long = "words " * 500

    async def main():
        parts = [{"update_id": n, "message": message(long, message_id=n)} for n in (1, 2)]
        served.dispatch.accept(parts)
        served.database.is_away = True
        await asyncio.sleep(60)
        served.database.is_away = False
        await served.dispatch.idle()

    run_fast(main())
    assert together == [[1, 2]]
    assert served.inbox.waiting() == []


def test_only_messages_are_dropped_in_a_crowded_group():
    served = Served()

    async def main():
        texts = [
            {"update_id": n, "message": message("who?", GROUP)}
            for n in range(LONGEST_GROUP_QUEUE + 9)
        ]
        moved = {"update_id": 900, "message": message(None, GROUP, migrate_to_chat_id=-5)}
        pressed = {
            "update_id": 910,
            "callback_query": {
                "id": "9", "from": {"id": 1, "is_bot": False, "first_name": "A"},
                "chat_instance": "1", "data": "near", "message": message("…", GROUP),
            },
        }  # fmt: skip
        served.dispatch.accept([*texts, moved, pressed])
        await served.dispatch.idle()

    asyncio.run(main())
    told = LONGEST_GROUP_QUEUE
    assert sorted(served.handled[:2]) == [told, 910]
    assert served.handled[2:] == [*range(told), 900]


@pytest.mark.parametrize(
    "bad", [{"update_id": 1 << 63, "message": message("who?")},
            {"update_id": 5, "message": message("who?", PRIVATE | {"id": 1 << 70})}]
)  # fmt: skip
def test_numbers_too_large_for_the_database_do_not_stop_other_updates(bad):
    served = Served()

    async def main():
        served.dispatch.accept([bad, {"update_id": 2, "message": message("who?")}])
        await served.dispatch.idle()

    asyncio.run(main())
    assert served.handled == [2]


def test_an_update_that_cannot_be_examined_does_not_stop_others(caplog):
    def concerns(update):
        if update.update_id == 0:
            raise ValueError("a surprise")
        return True

    assert Served(concerns=concerns).run(PRIVATE, PRIVATE) == [1]
    assert "a surprise" in caplog.text


def test_updates_left_for_the_next_run_are_counted():
    served = Served(slower_at_first)
    served.run(PRIVATE, PRIVATE, seconds=1)
    assert served.dispatch.left == 2
