"""Jobs that run and wait when the bot is killed, with real readers and a real clock."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from time import monotonic, sleep

from attacks import running, update
from patience import PATIENCE

from corpus.store.store import Store


def test_after_a_kill_running_and_waiting_jobs_are_done(tmp_path):
    chats = range(1, 7)
    with running(tmp_path) as bot:
        adds = [update(n, f"/add Storm {n}\nIt rained in Sund.", n, n) for n in chats]
        bot.api.hold_back(1)  # else all jobs might be done before the kill
        bot.api.push(*adds)
        assert bot.api.wait(1) >= 1
        bot.process.kill()
        bot.process.wait()
    path = bot.database
    waiting = left(path)
    with running(tmp_path):
        end = monotonic() + PATIENCE
        while left(path) and monotonic() < end:
            sleep(0.1)
    assert waiting >= len(chats) - 1
    assert left(path) == 0
    with closing(Store(path)) as store:
        yesterday = datetime.now(UTC) - timedelta(days=1)
        assert [store.usage(str(chat), yesterday).articles for chat in chats] == [1] * len(chats)


def left(path):
    """Return how many updates wait in the inbox."""
    with closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT count(*) FROM inbox WHERE body IS NOT NULL").fetchone()[0]
