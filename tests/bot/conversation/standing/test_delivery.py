import asyncio
import contextlib

import httpx
import pytest
from fake_telegram import FastLoop
from telegram.error import RetryAfter, TimedOut

from bot.conversation.standing.delivery import LAST, PAUSE, Outcome, Pauses, deliver, finish
from bot.replies.reply import Reply


@pytest.mark.parametrize(("seconds", "finished"), [(LAST / 2, True), (LAST * 2, False)])
def test_what_is_being_sent_when_the_bot_stops_is_recorded_unless_it_takes_too_long(
    seconds, finished
):
    recorded = []

    async def send_and_record():
        await asyncio.sleep(seconds)
        recorded.append("sent")

    async def main():
        task = asyncio.create_task(finish(send_and_record()))
        await asyncio.sleep(0)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        assert task.cancelled()

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        runner.run(main())
    assert bool(recorded) is finished


class FailingBot:
    """A bot whose every message fails."""

    def __init__(self, error, cause=None):
        self._error = error
        self._cause = cause

    async def send_message(self, *_, **__):
        raise self._error from self._cause


@pytest.mark.parametrize(
    ("cause", "outcome"),
    [
        (httpx.ConnectTimeout("no answer"), Outcome.FAILED),
        (httpx.PoolTimeout("all are busy"), Outcome.FAILED),
        (httpx.ReadTimeout("no answer"), Outcome.SENT),
        (httpx.WriteTimeout("no answer"), Outcome.SENT),
    ],
)
def test_a_message_counts_as_sent_only_if_it_may_have_arrived(cause, outcome):
    assert asyncio.run(deliver(FailingBot(TimedOut(), cause), 5, None, Reply("…")))[0] is outcome


@pytest.mark.parametrize(("asked", "pause"), [(1, PAUSE), (3600, 3600)])
def test_the_next_attempt_waits_as_long_as_telegram_asks(asked, pause):
    delivery = asyncio.run(deliver(FailingBot(RetryAfter(asked)), 5, None, Reply("…")))
    assert (delivery.outcome, delivery.pause) == (Outcome.FAILED, pause)


def test_a_pause_is_of_one_chat_and_ends():
    async def main():
        pauses = Pauses()
        pauses.begin(5, 30)
        held = [pauses.holds(5), pauses.holds(6)]
        await asyncio.sleep(31)
        return [*held, pauses.holds(5)]

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        assert runner.run(main()) == [True, False, False]
