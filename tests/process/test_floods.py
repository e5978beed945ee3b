"""Floods of slow work, with real readers and a real clock."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep, time

from api_server import ApiServer
from fake_telegram import TOKEN, UPDATE_IDS, message

from corpus.store.store import Store

USERS, GROUPS = 15, 20  # 300 messages, none over a user's quota
VICTIMS = 50
EVERY = 0.05  # seconds between two questions; Telegram takes 30 messages a second
FIRST = 10_000  # the number of the first question
MOST = 1.0  # seconds; on an idle machine it is a fifth of that
PATIENCE = 30.0  # seconds
ROUNDS = 3  # of which one must do: the machine may be busy with other things


@contextmanager
def running(folder, api, **settings):
    """Run the bot as a process until the end of the block."""
    environment = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_BASE_URL": f"{api.base()}/bot",
        "QUOTEWIRE_DB": str(folder / "quotewire.db"),
        **settings,
    }
    command = [sys.executable, "-m", "bot", "run"]
    process = subprocess.Popen(
        command, cwd=folder, env=os.environ | environment, stderr=subprocess.DEVNULL
    )
    try:
        api.wait_for_poll()
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def said(number, text, chat, user):
    """Return a message as an update; its number rises from call to call, as Telegram's do."""
    sender = {"id": user, "is_bot": False, "first_name": "Somebody"}
    where = {"id": chat, "type": "private" if chat > 0 else "supergroup", "title": "News"}
    fields = {"message_id": number, "date": int(time()), "from": sender}
    return {"update_id": next(UPDATE_IDS), "message": message(text, where, **fields)}


def hostile():
    """Return long texts to read, from each user in each of 20 groups."""
    text = "/add@QuotewireBot Storm {}\n" + "It rained in Sund. " * 200
    pairs = [(user, group) for group in range(GROUPS) for user in range(1, USERS + 1)]
    return [
        (number, text.format(number), -(100 * user + group), user)
        for number, (user, group) in enumerate(pairs, 1)
    ]


def ask(api, start, others=()):
    """Ask one question after the other, among others' messages; return when each was asked."""
    asked = {}
    share = len(others) // VICTIMS
    for place in range(VICTIMS):
        number = start + place
        asked[number] = monotonic()
        question = (number, "Who built the vessel?", number, number)
        messages = [*others[place * share : (place + 1) * share], question]
        api.push(*(said(*one) for one in messages))
        sleep(EVERY)  # the questions come at a steady pace, whatever happens to the answers
    return asked


def waits(api, asked):
    """Return how long each answer took; one that never came took forever."""
    end = monotonic() + PATIENCE
    while monotonic() < end:
        arrived = {one.question: one.moment for one in api.sent()}
        if asked.keys() <= arrived.keys():
            break
        sleep(0.1)
    forever = float("inf")
    return sorted(arrived.get(number, forever) - moment for number, moment in asked.items())


def test_300_hostile_adds_of_15_users_delay_no_question(tmp_path, ferry):
    with closing(Store(tmp_path / "quotewire.db")) as store:
        store.add(ferry)
    slowest = []
    with (
        closing(ApiServer()) as api,
        running(tmp_path, api, QUOTEWIRE_EVERYONE_MAY_ADD="true"),
    ):
        waits(api, ask(api, FIRST))  # loads what answers need
        others = hostile()
        for number in range(1, ROUNDS + 1):
            slowest.append(waits(api, ask(api, FIRST + number * VICTIMS, others))[-1])
            if slowest[-1] < MOST:
                break
            others = ()  # the attack goes on: they are being read
        read = sum(one.chat < 0 for one in api.sent())
    assert min(slowest) < MOST, slowest
    assert 0 < read < USERS * GROUPS, "the attack was over before the questions"


def test_after_a_kill_running_and_waiting_jobs_are_done(tmp_path):
    path = tmp_path / "quotewire.db"
    chats = range(1, 7)
    with closing(ApiServer()) as api:
        with running(tmp_path, api) as process:
            api.push(*(said(n, f"/add Storm {n}\nIt rained in Sund.", n, n) for n in chats))
            assert api.wait(1) >= 1
            process.kill()
            process.wait()
        waiting = left(path)
        with running(tmp_path, api):
            end = monotonic() + PATIENCE
            while left(path) and monotonic() < end:
                sleep(0.1)
    assert waiting >= 2
    assert left(path) == 0
    with closing(Store(path)) as store:
        yesterday = datetime.now(UTC) - timedelta(days=1)
        assert [store.usage(str(chat), yesterday).articles for chat in chats] == [1] * len(chats)


def left(path):
    """Return how many updates wait in the inbox."""
    with closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT count(*) FROM inbox WHERE body IS NOT NULL").fetchone()[0]
