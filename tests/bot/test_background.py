import asyncio
import contextlib
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from fake_telegram import NOW, FastLoop

from bot.background import (
    LONGEST_WITHOUT_PURGE,
    ROUND,
    SOON,
    Housekeeping,
    keep_in_sync,
    warm_up,
)
from bot.conversation.chat_sources.own_sources import UNDO_PERIOD
from bot.library.library import Library
from bot.monitoring.metrics import Metrics
from bot.monitoring.supervisor import BackgroundJob, Supervisor
from corpus.errors import CorpusError
from corpus.store.recent_answers import StoredAnswer, microseconds
from corpus.store.store import Store


def test_articles_from_other_processes_are_picked_up_while_nobody_asks(caplog):
    looks = []

    class Growing:
        """A library that is behind for a while, and whose file cannot be read once."""

        encodes = False

        @property
        def behind(self):
            return 2 <= len(looks) < 5

        def sources(self):
            looks.append(asyncio.get_running_loop().time())
            if len(looks) == 6:
                raise CorpusError("quotewire.db", "is being written")

    async def main():
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(4):
                await keep_in_sync(Growing())

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        runner.run(main())
    pauses = [round(later - earlier, 2) for earlier, later in pairwise(looks)]
    assert pauses[:6] == [1.0, 0.05, 0.05, 0.05, 1.0, 1.0]
    assert "is being written" in caplog.text


@pytest.mark.parametrize("busy", [False, True])
def test_the_library_is_warmed_up_after_the_start(caplog, busy):
    warmed = []

    class Cold:
        async def warm_up(self):
            warmed.append(asyncio.get_running_loop().time())
            if busy:
                raise CorpusError("quotewire.db", "is being written")

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        runner.run(warm_up(Cold()))
    assert warmed == [pytest.approx(SOON)]
    assert ("is being written" in caplog.text) is busy


def keep_house(store, seconds, *, keeps=True, scrub=lambda: None, beside=None):
    """Run the housekeeping for some seconds; return what is broken, and the time since a purge.

    The task ``beside`` it starts first.
    """

    async def main():
        loop = asyncio.get_running_loop()
        housekeeping = Housekeeping(store, scrub, lambda: NOW, loop.time, keeps_unanswered=keeps)
        task = asyncio.create_task(beside()) if beside else None
        await asyncio.sleep(0)
        async with Supervisor(
            Metrics(), [BackgroundJob("purge", housekeeping.keep_purging)]
        ).running():
            await asyncio.sleep(seconds)
            if task:
                await task
            return housekeeping.broken(), housekeeping.seconds_since_purge()

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        return runner.run(main())


@pytest.mark.parametrize("keeps", [True, False])
def test_housekeeping_deletes_unwanted_questions(ferry, keeps):
    store = Library.of([ferry]).store
    store.unanswered.add("7", "Who built the Titanic?", NOW)
    assert keep_house(store, 1, keeps=keeps)[0] is None
    assert bool(store.unanswered.questions()) is keeps


def test_answers_are_deleted_after_an_hour_while_nobody_asks(ferry):
    store = Library.of([ferry]).store
    for minutes in (59, 61):
        time = microseconds(NOW - timedelta(minutes=minutes))
        store.recent_answers.store([StoredAnswer(time, 7, b"{}")])
    keep_house(store, 1)
    with store.database.reading() as connection:
        (count,) = connection.execute("SELECT count(*) FROM recent").fetchone()
    assert count == 1


def test_removed_sources_are_deleted_and_the_index_is_told(ferry, bridge):
    store = Store(":memory:", lambda: NOW - UNDO_PERIOD - timedelta(seconds=1))
    for article in (ferry, bridge):
        store.add(article)
    scrubs = []
    keep_house(store, 1, scrub=lambda: scrubs.append(1))
    assert scrubs == []
    store.set_aside(ferry.id)
    keep_house(store, 3.5 * ROUND, scrub=lambda: scrubs.append(1))
    assert scrubs == [1]
    assert store.put_back(ferry.id, ferry.collection) is None


def test_a_purge_of_many_articles_lets_others_have_their_turn(monkeypatch, ferry):
    monkeypatch.setattr("bot.background.PURGED_AT_ONCE", 2)
    store = Store(":memory:", lambda: NOW - UNDO_PERIOD - timedelta(seconds=1))
    for number in range(10):
        article = replace(ferry, text=f"{ferry.text} {number}", url=None)
        store.add(article)
        store.set_aside(article.id)
    left = []

    async def others():
        while not left or left[-1]:
            left.append(count_removed(store))
            await asyncio.sleep(0)

    keep_house(store, 1, beside=others)
    assert len(set(left)) > 3


def count_removed(store):
    with store.database.reading() as connection:
        (count,) = connection.execute("SELECT count(removed) FROM article").fetchone()
    return count


def test_a_writer_in_another_process_delays_a_purge_and_does_not_end_it(tmp_path, ferry):
    path = tmp_path / "quotewire.db"
    with (
        closing(Store(path, lambda: NOW - 2 * UNDO_PERIOD, busy_seconds=0)) as store,
        closing(sqlite3.connect(path, isolation_level=None)) as other,
    ):
        store.add(ferry)
        store.set_aside(ferry.id)

        async def write():
            other.execute("BEGIN IMMEDIATE")
            await asyncio.sleep(25)
            assert count_removed(store) == 1
            other.execute("ROLLBACK")

        broken, seconds = keep_house(store, ROUND, beside=write)
        assert (broken, count_removed(store)) == (None, 0)
        assert 30 < seconds <= 35


def test_an_hour_without_a_purge_is_reported(ferry, monkeypatch):
    store = Library.of([ferry]).store
    assert keep_house(store, LONGEST_WITHOUT_PURGE + 0.5 * ROUND) == (None, 0.5 * ROUND)

    def refuse(_before):
        raise CorpusError("quotewire.db", "is damaged")

    monkeypatch.setattr(store, "purge", refuse)
    broken, seconds = keep_house(store, LONGEST_WITHOUT_PURGE)
    assert broken == "Expired data has not been deleted for an hour."
    assert seconds == LONGEST_WITHOUT_PURGE


def test_copies_of_deleted_texts_are_erased_in_the_next_round(tmp_path, ferry, caplog):
    with closing(Store(tmp_path / "quotewire.db")) as store:
        store.add(ferry)
        assert store.may_have_copies
        rewrite, failures = store.database.rewrite, [CorpusError("quotewire.db", "is full")]

        def rewrite_or_fail():
            if failures:
                raise failures.pop()
            rewrite()

        store.database.rewrite = rewrite_or_fail
        keep_house(store, 0.5 * ROUND)
        assert failures  # nothing is rewritten when the bot starts
        keep_house(store, 1.5 * ROUND)
        assert store.may_have_copies
        assert "Could not erase copies of deleted texts: quotewire.db: is full" in caplog.text
        keep_house(store, 1.5 * ROUND)
        assert not store.may_have_copies
