import asyncio
import contextlib
import logging
from itertools import pairwise

import pytest
from fake_telegram import FastLoop
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, TimedOut

from bot.updates.receiving.polling import ALLOWED_UPDATES, insist, poll
from corpus.errors import CorpusError


class Script:
    """A bot whose polls have these results, after which they never return."""

    def __init__(self, *results):
        self._results = iter(results)
        self.hangs = False
        self.polls = []

    async def do_api_request(self, endpoint, asked, read_timeout):
        assert (endpoint, read_timeout > asked["timeout"]) == ("getUpdates", True)
        timeout = asked["timeout"]
        self.polls.append((asked.get("offset"), timeout))
        result = next(self._results, None)
        if isinstance(result, Exception):
            raise result
        if result is None and (timeout or self.hangs):
            await asyncio.sleep(10**6)
        return list(result or ()) if result is None or isinstance(result, tuple) else result


def polled(script, seconds=1000):
    """Return the numbers of the updates that arrive within ``seconds``."""

    async def listen():
        arrived = []
        task = asyncio.create_task(poll(script, arrived.extend))
        done, _ = await asyncio.wait([task], timeout=seconds)
        task.cancel()
        _, late = await asyncio.wait([task], timeout=0.6)
        assert not late
        if done:
            task.result()
        return [update["update_id"] for update in arrived]

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        return runner.run(listen())


def update(number):
    return {"update_id": number}


def test_updates_arrive_in_order_and_are_confirmed_by_the_next_poll():
    script = Script((update(7), update(8)), (update(9),))
    assert polled(script) == [7, 8, 9]
    assert [offset for offset, _ in script.polls[:3]] == [None, 9, 10]


def test_received_updates_are_confirmed_at_the_end():
    script = Script((update(7),))
    polled(script)
    assert script.polls[-1] == (8, 0)


def test_a_hanging_server_does_not_delay_the_end():
    script = Script((update(7),))
    script.hangs = True
    assert polled(script) == [7]


def test_nothing_is_confirmed_when_nothing_was_received():
    script = Script()
    assert polled(script) == []
    assert script.polls == [(None, 30)]


def test_a_failing_confirmation_is_no_error():
    assert polled(Script((update(7),), TimedOut(), TimedOut()), seconds=0.5) == [7]


def test_another_poller_is_logged_in_one_line_and_polling_continues(caplog):
    caplog.set_level(logging.INFO)
    conflicts = [Conflict("terminated by other getUpdates request")] * 5
    assert polled(Script((update(7),), *conflicts, (update(8),))) == [7, 8]
    warning, recovery = caplog.records
    assert "Another process is polling with this token" in warning.getMessage()
    assert warning.exc_info is None
    assert recovery.getMessage() == "Connected to Telegram again."


def test_each_kind_of_failure_is_logged_once(caplog):
    down, conflict = NetworkError("httpx.ConnectError: no route"), Conflict("other")
    polled(Script(down, down, conflict, conflict, TimedOut()))
    assert len(caplog.records) == 3
    assert "Cannot reach Telegram: httpx.ConnectError: no route" in caplog.text


def test_a_rejected_token_ends_the_polling():
    with pytest.raises(InvalidToken):
        polled(Script((update(7),), InvalidToken()))


def test_pauses_grow_up_to_half_a_minute():
    async def times():
        loop = asyncio.get_running_loop()
        tried = []

        async def attempt():
            tried.append(loop.time())
            if len(tried) < 15:
                raise BadRequest("no")

        await insist(attempt)
        return [later - earlier for earlier, later in pairwise(tried)]

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        pauses = runner.run(times())
    assert pauses[:3] == [1.0, 1.5, 2.25]
    assert pauses[-1] == 30.0


@pytest.mark.parametrize("sent", [True, {}, "no", [1, None, {}, {"update_id": "7"}]])
def test_anything_but_an_update_is_skipped(sent):
    assert polled(Script(sent, (update(8),))) == [8]


def test_updates_that_could_not_be_stored_are_polled_again(caplog):
    script = Script((update(7),), (update(8),), (update(8),))
    full = CorpusError("quotewire.db", "cannot be written: the disk is full")

    def accept(updates):
        if updates == [update(8)] and not caplog.records:
            raise full

    async def main():
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(100):
                await poll(script, accept)

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        runner.run(main())
    assert [offset for offset, _ in script.polls][:4] == [None, 8, 8, 9]
    assert "the disk is full" in caplog.text


def test_the_first_failure_to_store_updates_is_followed_by_another_attempt_soon():
    script, times = Script(*[(update(7),)] * 4), []

    def accept(_):
        times.append(asyncio.get_running_loop().time())
        raise CorpusError("postgresql://db.example", "lost the connection")

    async def main():
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(100):
                await poll(script, accept)

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        runner.run(main())
    assert [later - earlier for earlier, later in pairwise(times)] == [1.0, 30.0, 30.0]


def test_only_handled_kinds_of_updates_are_polled():
    assert (
        *("message", "edited_message", "callback_query", "my_chat_member"),
        *("inline_query", "guest_message", "message_reaction"),
    ) == ALLOWED_UPDATES
