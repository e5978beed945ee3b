import asyncio
import contextlib
from itertools import pairwise

import pytest
from fake_telegram import NOW, FastLoop

from bot.background import RESTART, ROUND, SOON, Housekeeping, keep_in_sync, running, warm_up
from bot.library.library import Library
from corpus.errors import CorpusError


def test_articles_from_other_processes_are_picked_up_while_nobody_asks(caplog):
    looks = []

    class Growing:
        """A library that is behind for a while, and whose file cannot be read once."""

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
        def warm_up(self):
            warmed.append(asyncio.get_running_loop().time())
            if busy:
                raise CorpusError("quotewire.db", "is being written")

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        runner.run(warm_up(Cold()))
    assert warmed == [pytest.approx(SOON)]
    assert ("is being written" in caplog.text) is busy


class Rounds:
    """Checks feeds or pages; every other time the database is busy."""

    def __init__(self):
        self.times = []

    async def check(self):
        self.times.append(asyncio.get_running_loop().time())
        if len(self.times) % 2:
            raise CorpusError("quotewire.db", "is being written")


@pytest.mark.parametrize("keeps", [True, False])
def test_housekeeping_continues_after_an_error_and_deletes_unwanted_questions(
    ferry, keeps, caplog
):
    store = Library.of([ferry]).store
    store.unanswered.add("7", "Who built the Titanic?", NOW)
    feeds, pages = Rounds(), Rounds()
    housekeeping = Housekeeping(store, feeds, pages, lambda: NOW, keeps_unanswered=keeps)

    async def main():
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(3.5 * ROUND):
                await housekeeping.keep_up()

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        runner.run(main())
    assert len(feeds.times) == 4
    assert len(pages.times) == 2
    assert "Could not check feeds and pages" in caplog.text
    assert bool(store.unanswered.questions()) is keeps


def test_a_failing_job_is_logged_and_restarted_and_the_others_continue(caplog):
    done = []
    starts = []

    async def fails():
        starts.append(asyncio.get_running_loop().time())
        if len(starts) < 3:
            raise ValueError("odd")

    async def continues():
        await asyncio.sleep(5)
        done.append(1)

    async def main():
        async with running([fails, continues]):
            await asyncio.sleep(5 * RESTART)

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        runner.run(main())
    assert done == [1]
    assert [later - earlier for earlier, later in pairwise(starts)] == [RESTART, RESTART]
    assert len(caplog.records) == 2
    assert all("background job failed" in record.getMessage() for record in caplog.records)
