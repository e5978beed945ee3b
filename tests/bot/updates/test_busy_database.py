"""Questions while another process keeps the database busy."""

import asyncio
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest
from fake_telegram import GROUP, NOW, PRIVATE, Talk
from hypothesis import given, settings
from hypothesis import strategies as st
from polled import Polled
from sent import BUILT, NOTHING, QUESTION

from bot.library.library import Library
from bot.replies.chat_sources.removing import FORGET
from bot.updates import inbox as inbox_module
from bot.updates.inbox import Inbox, Waiting
from corpus.errors import DatabaseError
from corpus.store.database.sqlite import SQLiteDatabase
from corpus.store.store import Store
from corpus.store.waiting_updates import WaitingUpdates

CHATS = [PRIVATE, *({"id": number, "type": "private"} for number in range(2, 9))]
WAIT = 0.01  # seconds of the bot's wait; real ones, unlike the loop's


@contextmanager
def held(path):
    """Another process's transaction."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        if other.in_transaction:
            other.execute("ROLLBACK")


@pytest.fixture
def bot(tmp_path, ferry):
    with closing(Store(tmp_path / "quotewire.db", busy_seconds=WAIT)) as store:
        store.add(ferry)
        settings = {"quotewire_keep_unanswered": True, "quotewire_questions_per_minute": 0}
        bot = Polled(Library(store), **settings)
        bot.api.chats += CHATS[1:]
        yield bot


def test_questions_are_answered_once_while_another_process_writes(bot):
    async def conversation():
        bot.ask("Who?")
        await asyncio.sleep(1)
        with held(bot.store.path):
            for second in range(25):
                for chat in CHATS:
                    bot.ask(chat=chat)
                await asyncio.sleep(1)
                assert len(bot.answers()) == 1 + (second + 1) * len(CHATS)
        bot.ask()
        await asyncio.sleep(1)

    bot.run(conversation)
    answers = bot.answers()
    assert [BUILT in one["text"] for one in answers] == [False] + [True] * (len(answers) - 1)
    assert len({(one["chat_id"], one["reply_parameters"]["message_id"]) for one in answers}) == 202
    assert bot.api.updates == []  # all are confirmed
    assert sum(call.method == "getUpdates" for call in bot.api.calls) < 1000
    known = WaitingUpdates(bot.store.database, inbox_module.key_for(bot.bot.application.bot.token))
    assert all(known.knows(number) for number in range(100, 302))
    assert known.count() == 0


def test_what_is_not_answered_is_not_confirmed_until_it_is_stored(bot):
    async def conversation():
        await asyncio.sleep(1)
        bot.api.fail("sendMessage", 500, "Internal Server Error", times=1000)
        with held(bot.store.path):
            bot.ask()
            await asyncio.sleep(5)
            assert len(bot.api.updates) == 1
            assert len(Inbox(bot.store.database).waiting()) == 0
        await asyncio.sleep(1)
        assert bot.api.updates == []
        assert len(Inbox(bot.store.database).waiting()) == 1

    bot.run(conversation)


@pytest.mark.usefixtures("read_here")
def test_what_must_be_written_is_done_once_the_database_is_free(bot):
    async def conversation():
        with held(bot.store.path):
            bot.ask("What do whales eat?", GROUP | {"id": 2, "type": "private"})
            bot.ask("/add It rained in Sund all day.\nThe harbour was closed.")
            await asyncio.sleep(25)
            assert [NOTHING in text for text in bot.texts()] == [True, False]
            assert bot.texts()[1] == "Reading…"
        await asyncio.sleep(60)
        bot.store.unanswered.prune(NOW)

    bot.run(conversation)
    assert "Added" in bot.texts()[-1]
    assert [one.question for one in bot.store.unanswered.questions()] == ["What do whales eat?"]


def test_forgetting_also_forgets_questions_that_are_not_stored_yet(bot):
    with held(bot.store.path):
        bot.store.unanswered.add("7", "my secret?", NOW)
        bot.store.unanswered.add("8", "and mine?", NOW)
    bot.store.forget("7")
    bot.store.unanswered.prune(NOW)
    assert [one.question for one in bot.store.unanswered.questions()] == ["and mine?"]


def test_an_update_is_known_while_in_memory_and_after(tmp_path, monkeypatch):
    monkeypatch.setattr(inbox_module, "MOST_UNSTORED", 2)
    path = tmp_path / "quotewire.db"
    with closing(SQLiteDatabase(path, busy_seconds=WAIT)) as database:
        inbox = Inbox(database)
        inbox.put([(5, {"update_id": 1})])
        with held(path):
            known = [(5, {"update_id": number}) for number in range(1, 5)]
            assert inbox.put(known) == [Waiting(2, 5), Waiting(3, 5)]  # 4 is one too many
            assert inbox.put(known) == []
            assert inbox.read(3)[0] == {"update_id": 3}
            with pytest.raises(DatabaseError, match="another program"):
                inbox.check_stored()
            inbox.close(2)
            inbox.close(1)
            assert inbox.read(2) is inbox.read(1) is None
            assert inbox.put(known[:3]) == []
        assert inbox.put(known) == [Waiting(4, 5)]
        inbox.check_stored()
        assert inbox.put(known) == []
        assert [number for number, _ in Inbox(database).waiting()] == [3, 4]


def test_a_webhook_update_is_refused_but_answered_and_known_when_it_comes_again(tmp_path, ferry):
    path = tmp_path / "quotewire.db"
    with closing(Store(path, busy_seconds=WAIT)) as store:
        store.add(ferry)
        with Talk(Library(store)) as talk:
            body = [{"update_id": 10**6, "message": talk.message(QUESTION)}]

            async def arrive():
                talk.bot.dispatch.accept(body)

            with held(path):
                for _ in range(2):
                    with pytest.raises(DatabaseError, match="another program"):
                        talk.runner.run(arrive())
                talk.runner.run(talk.bot.dispatch.idle())
                talk.runner.run(arrive())  # the answered one need not be stored any more
            talk.runner.run(arrive())
            talk.runner.run(talk.bot.dispatch.idle())
            assert talk.methods().count("sendMessage") == 1
            assert talk.bot.dispatch.left == 0


def test_forgetting_does_not_wait_for_a_reader(tmp_path, ferry):
    path = tmp_path / "quotewire.db"
    with (
        closing(Store(path, busy_seconds=10**5)) as store,
        closing(sqlite3.connect(path)) as reader,
        Talk(Library(store)) as talk,
    ):
        store.add(replace(ferry, collection="1"))
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM article").fetchone()
        (sent,) = talk.press(FORGET)
        assert "Deleted" in sent["text"]
        assert ferry.title.encode() in log_of(path)
        reader.execute("COMMIT")
        store.erase_deleted()  # as every minute
        assert ferry.title.encode() not in log_of(path) + path.read_bytes()


def log_of(path):
    return path.with_name(f"{path.name}-wal").read_bytes()


STEPS = st.lists(
    st.tuples(st.sampled_from(["put", "close", "hold", "release"]), st.integers(1, 6)), max_size=20
)


@settings(max_examples=50)
@given(STEPS)
def test_each_update_is_new_once_whenever_another_process_writes(tmp_path_factory, steps):
    path = tmp_path_factory.mktemp("busy") / "quotewire.db"
    new, closed = [], set()
    with (
        closing(SQLiteDatabase(path, busy_seconds=0)) as database,
        closing(sqlite3.connect(path, isolation_level=None)) as other,
    ):
        inbox = Inbox(database)
        for step, number in steps:
            if step == "put":
                arrived = [(5, {"update_id": number}), (5, {"update_id": number + 1})]
                new += [one.number for one in inbox.put(arrived)]
            elif step == "close" and number in new:
                inbox.close(number)
                closed.add(number)
            elif (step == "hold") is not other.in_transaction and step in ("hold", "release"):
                other.execute("BEGIN IMMEDIATE" if step == "hold" else "ROLLBACK")
            assert all((inbox.read(one) is None) == (one in closed) for one in new)
        if other.in_transaction:
            other.execute("ROLLBACK")
        inbox.put([])
        inbox.check_stored()
        assert sorted(new) == sorted(set(new))
        left = Inbox(database)
        assert {one.number for one in left.waiting()} == set(new) - closed
        assert left.put([(5, {"update_id": number}) for number in new]) == []
