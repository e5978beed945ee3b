import asyncio
from itertools import pairwise

import pytest
from fake_telegram import FastLoop

from bot.monitoring.metrics import Metrics
from bot.monitoring.supervisor import LATELY, OFTEN, RESTART, BackgroundJob, Supervisor
from corpus.errors import CorpusError


def supervise(seconds, *jobs):
    """Run jobs for some seconds; return the metrics and what was broken at the end."""
    metrics = Metrics()

    async def main():
        supervisor = Supervisor(metrics, jobs)
        async with supervisor.running():
            await asyncio.sleep(seconds)
            return supervisor.broken()

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        broken = runner.run(main())
    return metrics.text().decode(), broken


def failing(*errors):
    """A job that raises these errors, one each time, then runs on; and its starts."""
    starts = []
    left = list(errors)

    async def work():
        starts.append(asyncio.get_running_loop().time())
        if left:
            raise left.pop(0)
        await asyncio.sleep(10**6)

    return work, starts


@pytest.mark.parametrize(
    "error",
    [
        ValueError("odd"),
        OSError(24, "Too many open files"),
        CorpusError("quotewire.db", "is busy"),
        MemoryError(),
        asyncio.CancelledError(),  # a library's, not ours
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_job_that_fails_is_logged_counted_and_started_again_and_the_others_go_on(error, caplog):
    done = []

    async def other():
        await asyncio.sleep(5)
        done.append(1)

    work, starts = failing(error, error)
    text, broken = supervise(
        5 * RESTART, BackgroundJob("odd one", work), BackgroundJob("other", other, once=True)
    )
    assert done == [1]
    assert [later - earlier for earlier, later in pairwise(starts)] == [RESTART, RESTART]
    assert [record.getMessage().count("'odd one'") for record in caplog.records] == [1, 1]
    assert 'background_failures_total{job="odd one"} 2.0' in text
    assert 'background_failures_total{job="other"} 0.0' in text
    assert broken is None


def test_a_job_that_ends_before_it_should_is_started_again(caplog):
    starts = []

    async def ends():
        starts.append(asyncio.get_running_loop().time())

    text, _ = supervise(1.5 * RESTART, BackgroundJob("short", ends))
    assert starts == [0, RESTART]
    assert "The background job 'short' ended" in caplog.text
    assert 'background_failures_total{job="short"} 2.0' in text


def test_a_job_that_fails_again_and_again_is_reported_until_it_has_worked_for_a_while():
    work, _ = failing(*[ValueError("odd")] * OFTEN)
    _, broken = supervise(
        OFTEN * RESTART, BackgroundJob("odd one", work), BackgroundJob("fine", failing()[0])
    )
    assert broken == "Background jobs keep failing: odd one."
    work, _ = failing(*[ValueError("odd")] * OFTEN)
    _, broken = supervise(LATELY + RESTART, BackgroundJob("odd one", work))
    assert broken is None


def test_a_job_that_fails_while_it_is_stopped_does_not_keep_the_bot_from_stopping(caplog):
    async def stubborn():
        try:
            await asyncio.sleep(10**6)
        finally:
            raise ValueError("too late")

    text, _ = supervise(1, BackgroundJob("stubborn", stubborn))
    assert "too late" in caplog.text
    assert 'background_failures_total{job="stubborn"} 0.0' in text
