"""Many questions and added texts while the bot is killed and restarted again and again."""

import asyncio
import os
import random
import re
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
from telegram.request import HTTPXRequest

from bot.application import build, serve
from bot.delivery.limits import flood_limits as traffic
from bot.delivery.signs import progress
from bot.library.library import Library
from bot.replies.about_me import SET_ASIDE
from bot.settings import Settings
from bot.updates.queues import chat_queues
from corpus.article import LIBRARY
from corpus.store.store import Store

KILLS = 60
ASKED = 200  # questions a second
ADDED = 1.5  # texts a second; one takes 0.3 s to read
MOST = 0.5  # seconds of a life that people write in: on a slow machine, it takes long to start
CHATS = range(1, 101)  # that ask
ADDERS = range(201, 207)  # that add, and ask too
LONGEST = 0.15  # seconds between the first poll and the kill
LONG_LIVES = 3  # one life in this many reads a text before that
STARTS = 4  # one life in this many may end before it polls
TICK = 0.01  # seconds between two deliveries
TEXT = "/add Closed harbours\nThe harbour of Sund{} was closed on Monday."
SUND = re.compile("harbour of Sund([0-9]+)")
SORRY = str(SET_ASIDE).partition("{name}")[0]
TLS = ssl.create_default_context()  # not used, but slow to make

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork")


class Crowd:
    """People who ask and add; the number of an update is its message's id and its text's."""

    def __init__(self, server):
        self.asked = {}  # by number, the chat
        self.added = {}
        self._server = server
        self._chance = random.Random(2)
        self._numbers = count(1)
        self._seconds = 0.0  # that people have written in
        self._began = self._before = 0.0  # when this life began, and the seconds before it

    def add(self):
        """Add another text; return its number and its chat."""
        chat = self._chance.choice(ADDERS)
        update = self._update(self.added, chat, TEXT)
        self._server.push(update)
        return update["update_id"], chat

    def begin(self):
        """Begin another life of the bot."""
        self._began, self._before = monotonic(), self._seconds

    def write(self):
        """Deliver what people have written by now."""
        seconds = self._seconds = self._before + min(monotonic() - self._began, MOST)
        written = []
        while len(self.asked) < seconds * ASKED:
            chat = self._chance.choice([*CHATS, *ADDERS])
            written.append(self._update(self.asked, chat, "Who built the vessel?"))
        while len(self.added) < seconds * ADDED:
            written.append(self._update(self.added, self._chance.choice(ADDERS), TEXT))
        self._server.push(*written)

    def _update(self, kind, chat, text):
        number = next(self._numbers)
        kind[number] = chat
        where = {"id": chat, "type": "private", "first_name": "Alice"}
        sender = {"id": chat, "is_bot": False, "first_name": "Alice"}
        said = message(text.format(number), where, message_id=number, **{"from": sender})
        return {"update_id": number, "message": said}


def answer(path, base):
    """Answer until cancelled, as ``quotewire run`` does."""
    settings = Settings(
        telegram_bot_token=TOKEN,
        telegram_base_url=f"{base}/bot",
        quotewire_db=path,
        quotewire_questions_per_minute=0,
        quotewire_adds_per_hour=1000,
        quotewire_most_articles=1000,
        quotewire_second_process=False,
        _env_file=None,
    )
    with closing(Store(path)) as store, closing(Library(store, background=True)) as library:
        library.sources()
        connections = (HTTPXRequest(httpx_kwargs={"verify": TLS}) for _ in range(2))
        asyncio.run(serve(build(settings, library, *connections, limited=False)))


def begin(path, base):
    """Start a bot; return its pid and a pipe that is readable when it has ended."""
    alive, held = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(alive)
            signal.signal(signal.SIGINT, signal.default_int_handler)  # it may be ignored
            answer(path, base)
        finally:
            os._exit(1)  # reached by an error, or when told to stop
    os.close(held)
    return child, alive


def is_long(life):
    """Whether a life of the bot lasts until it has read a text."""
    return life % LONG_LIVES == 1 and life % STARTS != 0


def live_and_die(path, server, crowd, life, chance):
    """Let the bot run, at most until some time after its first poll, and kill it."""
    child, alive = begin(path, server.base(life))
    crowd.begin()

    def write_until(happened):
        end = monotonic() + PATIENCE
        while not happened():
            assert monotonic() < end
            assert not select.select([alive], [], [], TICK)[0], "it ended by itself"
            crowd.write()

    if life % STARTS:
        write_until(lambda: server.has_polled(life))
        if is_long(life):
            number, chat = crowd.add()
            write_until(lambda: server.has_answered(chat, number))
    end = monotonic() + chance.uniform(0.01, LONGEST)
    write_until(lambda: monotonic() >= end)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(alive)


def test_nothing_is_lost_by_sixty_kills_during_adds_and_two_hundred_questions_a_second(
    tmp_path, ferry, caplog, monkeypatch
):
    monkeypatch.setattr(chat_queues, "LONGEST_PRIVATE_QUEUE", 10**6)  # else some are dropped
    monkeypatch.setattr(traffic, "ALONE", 60.0)  # as in test_bot_kills.py
    monkeypatch.setattr(progress, "PATIENCE", 600.0)  # all that is sent is an answer
    path = tmp_path / "quotewire.db"
    with closing(Store(path)) as store:
        store.add(ferry)
    chance = random.Random(1)
    with closing(ApiServer()) as server:
        crowd = Crowd(server)
        for life in range(KILLS):
            live_and_die(path, server, crowd, life, chance)
        every = crowd.asked | crowd.added
        child, alive = begin(path, server.base(KILLS))
        server.wait(len(every), 5 * PATIENCE)  # on a slow machine, much is left
        server.wait_for_poll(KILLS)
        os.kill(child, signal.SIGINT)
        os.waitpid(child, 0)
        os.close(alive)
        sent = server.sent()

    texts, lives = {}, {}  # of the last answer
    repeated = Counter()  # by life, how many of its answers another one repeated
    for one in sent:
        assert every[one.question] == one.chat
        if one.question in texts:
            repeated[lives[one.question]] += 1
        texts[one.question] = one.text
        lives[one.question] = one.life
    missing = every.keys() - texts.keys()
    assert not missing, "some have no answer"
    assert max(repeated.values(), default=0) <= 1, repeated
    sorry = {number for number, text in texts.items() if text.startswith(SORRY)}
    # What was being handled at a kill is handled one at a time, and set aside after another kill.
    assert len(sorry & crowd.asked.keys()) <= KILLS
    assert len(sorry & crowd.added.keys()) <= KILLS
    read = {one.question for one in sent if not one.text.startswith(SORRY)}
    assert len(crowd.added.keys() & read) >= sum(map(is_long, range(KILLS)))
    with closing(sqlite3.connect(path)) as database:
        stored = Counter(
            (chat, int(SUND.search(text)[1]))
            for chat, text in database.execute("SELECT collection, text FROM article")
            if chat != LIBRARY
        )
        waiting = "SELECT count(*) FROM inbox WHERE body IS NOT NULL"
        assert database.execute(waiting).fetchone() == (0,)
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert set(stored.values()) == {1}
    added = {(str(chat), number) for number, chat in crowd.added.items()}
    assert stored.keys() <= added
    assert {number for _, number in added - stored.keys()} <= sorry
    assert caplog.records == []
