"""Questions asked while the bot is killed and restarted again and again."""

import asyncio
import json
import os
import random
import select
import signal
import sqlite3
import ssl
from collections import Counter
from contextlib import closing
from itertools import count
from time import monotonic

import pytest
from api_server import ApiServer
from fake_telegram import TOKEN, message
from patience import PATIENCE
from sent import BUILT
from telegram.request import HTTPXRequest

from bot.application import build, serve
from bot.conversation.answering.memory import MOST_IN_CHAT
from bot.delivery.limits import flood_limits as traffic
from bot.library.library import Library
from bot.settings import Settings
from bot.updates.inbox import key_for
from bot.updates.queues import chat_queues, crowds
from corpus.clock import now
from corpus.store import waiting_updates
from corpus.store.database.sqlite import SQLiteDatabase
from corpus.store.recent_answers import StoredAnswers
from corpus.store.store import Store
from corpus.store.waiting_updates import WaitingUpdates

KILLS = 200
LONGEST = 0.2  # seconds until a kill
STARTS = 4  # one life in this many may end before it polls, and one before it answers
MOST = 6  # questions in a life: on a slow machine, few are answered in one
EVERY = 0.02  # seconds between two questions
SHARE = 4  # one group message in this many is not for the bot
PRIVATE = [{"id": number, "type": "private", "first_name": "Alice"} for number in range(1, 7)]
GROUPS = [{"id": -number, "type": "supergroup", "title": "News"} for number in range(1001, 1005)]

TLS = ssl.create_default_context()  # not used, but slow to make

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork")


class Readers:
    """People who write to the bot; a question's number is its message's id."""

    def __init__(self, server):
        self.asked = {chat["id"]: [] for chat in PRIVATE + GROUPS}
        self._server = server
        self._chance = random.Random(2)
        self._numbers = count(1)

    def write(self):
        """Send a message; return whether the bot has to answer it."""
        number = next(self._numbers)
        chat = self._chance.choice(PRIVATE + GROUPS)
        text = "Who built the vessel?"
        is_asked = chat in PRIVATE or bool(number % SHARE)
        if is_asked:
            self.asked[chat["id"]].append(number)
            text = text if chat in PRIVATE else f"@QuotewireBot {text}"
        said = message(text, chat, message_id=number)
        self._server.push({"update_id": number, "message": said})
        return is_asked


def answer(path, base):
    """Answer until cancelled, as ``quotewire run`` does."""
    settings = Settings(
        telegram_bot_token=TOKEN,
        telegram_base_url=f"{base}/bot",
        quotewire_db=path,
        quotewire_questions_per_minute=0,
        _env_file=None,
    )
    with closing(Store(path)) as store, closing(Library(store, background=True)) as library:
        library.sources()
        connections = (HTTPXRequest(httpx_kwargs={"verify": TLS}) for _ in range(2))
        asyncio.run(serve(build(settings, library, *connections, limited=False)))


def begin(path, base, seconds=0.0):
    """Start a bot to be killed after some seconds; return its pid and a pipe it holds open."""
    alive, held = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(alive)
            signal.signal(signal.SIGINT, signal.default_int_handler)  # it may be ignored
            signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the default kills at once
            signal.setitimer(signal.ITIMER_REAL, seconds)
            answer(path, base)
        finally:
            os._exit(1)  # reached by an error, or when told to stop
    os.close(held)
    return child, alive


def test_after_any_kill_every_question_is_answered_in_its_order(
    tmp_path, ferry, caplog, monkeypatch
):
    monkeypatch.setattr(crowds, "MOST", 1)  # so that each question has an answer of its own
    for name in ("LONGEST_GROUP_QUEUE", "LONGEST_PRIVATE_QUEUE"):  # else some are dropped
        monkeypatch.setattr(chat_queues, name, 10**6)
    # Where a message takes longer than that others are under way with it, and may come twice too.
    # A busy machine does not let the server have its turn for as long.
    monkeypatch.setattr(traffic, "ALONE", 60.0)
    # What is being handled at two kills is set aside, which on a slow machine may be much.
    # test_set_aside.py is about that.
    monkeypatch.setattr(waiting_updates, "MOST_CRASHES", 10**6)
    path = tmp_path / "quotewire.db"
    with closing(Store(path)) as store:
        store.add(ferry)
    chance = random.Random(1)
    with closing(ApiServer()) as server:
        readers = Readers(server)
        for life in range(KILLS):
            early = life % STARTS == 0
            child, alive = begin(
                path, server.base(life), chance.uniform(0.01, LONGEST) if early else 0
            )
            if not early:
                server.wait_for_poll(life)
                if life % STARTS > 1:
                    while not readers.write():
                        pass
                    server.wait_for_message(life)
                end = monotonic() + chance.uniform(0, LONGEST)
            left = MOST
            while not select.select([alive], [], [], EVERY)[0]:
                if left:
                    readers.write()
                    left -= 1
                if not early and monotonic() > end:
                    os.kill(child, signal.SIGKILL)
            os.close(alive)
            _, status = os.waitpid(child, 0)
            assert os.WIFSIGNALED(status), "it ended by itself"
        child, alive = begin(path, server.base(KILLS))
        every = sum(map(len, readers.asked.values()))
        answered = server.wait(every, 5 * PATIENCE)  # on a slow machine, much is left
        server.wait_for_poll(KILLS)  # while it starts, Python may lose the signal
        os.kill(child, signal.SIGINT)
        os.waitpid(child, 0)
        os.close(alive)
        assert answered == every
        sent = server.sent()
        unconfirmed = set(server.unconfirmed())

    first = {}  # the life that answered each question first
    repeated = Counter()  # how many answers of each life were repeated
    for one in sent:
        key = one.chat, one.question
        if key in first:
            repeated[first[key]] += 1
        first[key] = one.life
    for chat, asked in readers.asked.items():
        assert [question for where, question in first if where == chat] == asked
    assert max(repeated.values(), default=0) <= 1, repeated
    assert len(sent) == every + repeated.total()
    assert len({one.life for one in sent}) >= KILLS * (STARTS - 2) / STARTS
    with closing(sqlite3.connect(path)) as database:
        waiting = "SELECT count(*) FROM inbox WHERE body IS NOT NULL"
        assert database.execute(waiting).fetchone() == (0,)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with closing(SQLiteDatabase(path)) as database:
        known = WaitingUpdates(database, key_for(TOKEN))
        # Updates that Telegram would deliver again, not having been confirmed, are known.
        assert all(map(known.knows, unconfirmed & set().union(*readers.asked.values())))
        remembered = StoredAnswers(database).answers(now())
    # A kill between sending and remembering makes the bot forget one answer.
    kept = {tuple(json.loads(one.body)["question"]) for one in remembered}
    kept |= {(chat, one) for chat, asked in readers.asked.items() for one in asked[:-MOST_IN_CHAT]}
    answers = {(one.chat, one.question) for one in sent if BUILT in one.text}
    forgotten = Counter(first[key] for key in answers - kept)
    assert max(forgotten.values(), default=0) <= 1, forgotten
    assert caplog.records == []
