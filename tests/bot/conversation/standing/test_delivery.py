import asyncio
import contextlib

import pytest
from fake_telegram import FastLoop

from bot.conversation.standing.delivery import LAST, finish


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
