"""Updates that were being handled when the bot crashed."""

import asyncio
from contextlib import closing

import pytest
from fake_telegram import GROUP, PRIVATE, Talk, message
from sent import BUILT, QUESTION

from bot.conversation.handlers import Handlers
from bot.library.library import Library
from bot.updates import apology
from bot.updates.inbox import Inbox
from bot.updates.under_way import UnderWay
from bot.upkeep.doctor import check_database
from corpus.store.store import Store
from corpus.store.waiting_updates import WaitingUpdates

FATAL = "Who crashed the vessel?"
CHATS = [PRIVATE, *({"id": number, "type": "private"} for number in range(2, 5))]


class Crash(BaseException):
    """The end of the process; nothing else catches it."""


@pytest.fixture
def life(tmp_path, ferry, monkeypatch):
    """Run the bot until it is idle or crashes; return it."""
    path = tmp_path / "quotewire.db"
    marks = path.with_name("quotewire.db.under-way")
    answer, left = Library.answer, []

    def answer_or_crash(library, question, *args, **kwargs):
        if question == FATAL:
            left.append(marks.read_bytes())
            raise Crash
        return answer(library, question, *args, **kwargs)

    monkeypatch.setattr(Library, "answer", answer_or_crash)
    with closing(Store(path)) as store:
        store.add(ferry)

    def run(*bodies):
        left.clear()
        with closing(Store(path)) as store, Talk(Library(store)) as talk:
            talk.api.chats += CHATS[1:]

            async def main():
                talk.bot.dispatch.resume()
                talk.bot.dispatch.accept(bodies)
                await talk.bot.dispatch.idle()

            talk.runner.run(main())
        if left:
            marks.write_bytes(left[-1])  # a killed process tidies up nothing
        return talk

    run.path = path
    return run


def sent(talk):
    calls = [call.parameters for call in talk.api.calls if call.method == "sendMessage"]
    return {(one["chat_id"], one["reply_parameters"]["message_id"]): one["text"] for one in calls}


def asked(number, text=QUESTION, chat=PRIVATE):
    return {"update_id": number, "message": message(text, chat, message_id=number)}


def test_an_update_that_crashes_the_bot_twice_is_set_aside_with_one_apology(life, caplog):
    assert sent(life(asked(1, FATAL), asked(2, chat=CHATS[1]))).keys() == {(2, 2)}
    assert sent(life(asked(3, chat=CHATS[2]))).keys() == {(3, 3)}
    caplog.clear()
    third = life(asked(4))
    assert sent(third).keys() == {(1, 1), (1, 4)}
    assert sent(third)[1, 1].startswith("Sorry, I can’t handle this message")
    assert BUILT in sent(third)[1, 4]
    (warning,) = caplog.records
    assert "set aside update 1, because" in warning.getMessage()
    assert "quotewire_set_aside 1.0" in third.bot.metrics.text().decode()
    fourth = life(asked(1, FATAL))  # it is still known
    assert sent(fourth) == {}
    with closing(Store(life.path)) as store:
        updates = WaitingUpdates(store.database)
        assert (updates.count(), updates.set_aside()) == (0, [])
    lines = [finding.line for finding in check_database(life.path)]
    assert any(line.startswith("-- 1 update set aside") for line in lines)


def test_a_question_that_crashes_the_bot_costs_those_answered_with_it_nothing(life):
    asked_about = {n: f"Who built vessel number {n}?" for n in range(1, 47)} | {7: FATAL}
    bodies = [asked(n, f"@QuotewireBot {text}", GROUP) for n, text in asked_about.items()]
    for n, body in enumerate(bodies, 1):
        body["message"]["from"] = {"id": n, "is_bot": False, "first_name": "Reader"}
    replies = []
    for part in (bodies, [], [], []):
        calls = life(*part).api.calls
        replies += [call.parameters for call in calls if call.method == "sendMessage"]
    for n, text in asked_about.items():
        answers = [
            one
            for one in replies
            if text in one["text"].split("\n") or one["reply_parameters"]["message_id"] == n
        ]
        assert len(answers) == 1, text
        assert answers[0]["text"].startswith("Sorry, I can’t handle") is (n == 7)


def test_there_is_one_apology_for_all_parts_of_a_text(life, monkeypatch):
    long = "Who crashed the vessel, and why? " * 124

    async def crash(*_):
        left.append(marks.read_bytes())
        raise Crash

    left = []
    marks = life.path.with_name("quotewire.db.under-way")
    with monkeypatch.context() as patch:
        patch.setattr(Handlers, "message", crash)
        bodies = [asked(1, long), asked(2, long), asked(3, "The end.")]
        for part in (bodies, []):
            life(*part)
            marks.write_bytes(left[-1])
    last = life()
    assert sent(last)[1, 1].startswith("Sorry, I can’t handle this message")
    assert len(sent(last)) == 1
    assert last.bot.dispatch.set_aside == 3
    assert sent(life()) == {}


def test_each_message_of_its_own_is_apologized_for(life):
    with closing(Store(life.path)) as store:
        inbox = Inbox(store.database)
        inbox.put([(1, asked(1)), (1, asked(2)), (2, asked(3, chat=CHATS[1]))])
        for _ in range(2):
            WaitingUpdates(store.database).count_crashes([1, 2, 3])
    assert sent(life()).keys() == {(1, 1), (1, 2), (2, 3)}


def test_an_apology_that_was_not_sent_is_sent_by_the_next_run(life, monkeypatch):
    for _ in range(2):
        life(asked(1, FATAL))
    with monkeypatch.context() as patch:
        patch.setattr(apology, "apologize", _unreachable)
        assert sent(life()) == {}
    assert sent(life())[1, 1].startswith("Sorry, I can’t handle this message")
    assert sent(life()) == {}


async def _unreachable(*_):
    return False


def test_after_two_crashes_during_the_apology_there_is_none(life, monkeypatch):
    for _ in range(2):
        life(asked(1, FATAL))
    marks = life.path.with_name("quotewire.db.under-way")
    with monkeypatch.context() as patch:
        patch.setattr(apology, "apologize", _unreachable)
        for _ in range(2):
            life()
            UnderWay(marks).begin(1)  # as if that had ended the process
    assert sent(life()) == {}
    with closing(Store(life.path)) as store:
        assert b"Who crashed" not in life.path.read_bytes()
        assert WaitingUpdates(store.database).count_set_aside() == 1


def test_an_update_that_was_handled_at_one_crash_is_answered(life):
    marks = life.path.with_name("quotewire.db.under-way")
    with closing(Store(life.path)) as store:
        Inbox(store.database).put([(1, asked(1))])
    left = UnderWay(marks)
    left.clear()
    left.begin(1)
    assert sent(life(asked(2))).keys() == {(1, 1), (1, 2)}
    assert UnderWay(marks).left() == []


def test_suspects_are_handled_one_by_one(life, monkeypatch):
    with closing(Store(life.path)) as store, Talk(Library(store)) as talk:
        served, running, most = talk.bot.dispatch, [], []

        async def handle(update):
            running.append(update.update_id)
            most.append(len(running))
            await asyncio.sleep(1)
            running.remove(update.update_id)

        monkeypatch.setattr(served._attempts, "_handle", handle)  # noqa: SLF001 - what handles is fixed
        inbox = WaitingUpdates(store.database)
        bodies = [asked(number, chat=chat) for number, chat in enumerate(CHATS, 1)]

        async def main():
            served.accept(bodies)
            await asyncio.sleep(0.5)
            await served.close(0)

        talk.runner.run(main())
        assert most == [1, 2, 3, 4]
        inbox.count_crashes([1, 2, 3])
    running.clear()
    with closing(Store(life.path)) as store, Talk(Library(store)) as talk:
        served = talk.bot.dispatch
        most.clear()
        monkeypatch.setattr(served._attempts, "_handle", handle)  # noqa: SLF001 - what handles is fixed

        async def again():
            assert served.resume() == 4
            await served.idle()

        talk.runner.run(again())
        assert max(most) == 2  # a suspect, and the one that is none


@pytest.mark.parametrize(
    ("thing", "apologies"),
    [
        ({"edited_message": message(FATAL, message_id=7)}, [7]),
        ({"callback_query": {"message": message("…", message_id=8)}}, [8]),
        ({"my_chat_member": {"chat": PRIVATE}}, []),
        ({"message": {"message_id": "x"}}, []),
        ({"message": 5}, []),
    ],
)
def test_only_what_a_user_wrote_or_pressed_is_apologized_for(life, thing, apologies):
    with closing(Store(life.path)) as store, Talk(Library(store)) as talk:
        inbox = talk.bot.dispatch._inbox  # noqa: SLF001 - an update that never was parsed
        inbox.put([(1, {"update_id": 5} | thing)])
        for _ in range(2):
            inbox.under_way.begin(5)
            found, _ = inbox.take_crashed()
            inbox.under_way.end(5)
        (update,) = found

        async def main():
            talk.bot.dispatch._apologies.make([update])  # noqa: SLF001 - as above
            await talk.bot.dispatch.idle()

        talk.runner.run(main())
        assert [number for _, number in sent(talk)] == apologies


def test_a_damaged_update_is_dropped_with_an_apology(life):
    with closing(Store(life.path)) as store, Talk(Library(store)) as talk:
        inbox = talk.bot.dispatch._inbox  # noqa: SLF001 - it is damaged before it is handled
        inbox.put([(1, asked(5))])
        with store.database.noting(durable=True) as connection:
            connection.execute("UPDATE inbox SET body = CAST(x'22ff22' AS TEXT)")

        async def main():
            talk.bot.dispatch.resume()
            await talk.bot.dispatch.idle()

        talk.runner.run(main())
        (apology,) = [call for call in talk.api.calls if call.method == "sendMessage"]
        assert apology.parameters["text"].startswith("Sorry, something went wrong")
        assert talk.bot.dispatch.left == 0
