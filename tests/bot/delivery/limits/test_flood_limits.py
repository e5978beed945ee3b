import asyncio
from functools import partial
from itertools import pairwise

import pytest
from fake_telegram import FastLoop
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import NetworkError, RetryAfter

from bot.delivery.limits.flood_limits import ALONE, CONNECTIONS, GAP, LAST, MessageRate
from bot.delivery.limits.window import TICK
from bot.delivery.receipt import Receipt, in_hand
from bot.updates.inbox import Inbox
from corpus.store.database.sqlite import SQLiteDatabase

CHATS = st.lists(st.sampled_from([-1, -2, 5, 6]), min_size=1, max_size=150)


def sent(chats, endpoint="sendMessage", seconds=0.0, **options):
    """Return the chat and the time of each message, in the order in which they are sent."""
    times = []

    async def callback(chat):
        await asyncio.sleep(seconds)
        times.append((chat, asyncio.get_running_loop().time()))
        return chat

    async def main():
        rate = MessageRate(**options)
        calls = (
            rate.process_request(callback, (chat,), {}, endpoint, {"chat_id": chat}, None)
            for chat in chats
        )
        assert await asyncio.gather(*calls) == list(chats)

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        runner.run(main())
    return times


def most_within(times, seconds):
    return max(sum(start <= other < start + seconds for other in times) for start in times)


@given(CHATS)
def test_no_second_has_more_than_30_messages_and_no_minute_more_than_20_in_a_group(chats):
    times = sent(chats)
    assert most_within([time for _, time in times], 1.0) <= 30
    assert all(later - earlier > GAP - TICK for (_, earlier), (_, later) in pairwise(times))
    for group in {chat for chat in chats if chat < 0}:
        assert most_within([time for chat, time in times if chat == group], 60.0) <= 20


def test_a_private_chat_does_not_wait_for_a_groups_limit():
    times = sent([-1] * 60 + [5])
    assert dict(times)[5] < 1
    assert times[-1][1] > 120


def test_chats_take_turns():
    times = sent([5] * 60 + [6])
    assert dict(times)[6] < 3


@pytest.mark.parametrize("endpoint", ["getChatMember", "getMe", "answerCallbackQuery"])
def test_requests_that_send_no_message_do_not_count(endpoint):
    assert sent([-1] * 100, endpoint)[-1][1] == 0


def test_without_limits_nothing_waits():
    assert sent([-1] * 100, limited=False)[-1][1] == 0


def test_fast_messages_go_one_by_one_and_slow_ones_delay_nobody():
    fast = [time for _, time in sent(range(1, 21), seconds=0.01, limited=False)]
    assert fast == pytest.approx([number / 100 for number in range(1, 21)])
    slow = [time for _, time in sent(range(1, 6), seconds=10, limited=False)]
    assert slow == pytest.approx([10 + number * ALONE for number in range(5)])


def test_no_more_messages_are_in_flight_than_there_are_connections():
    times = [time for _, time in sent(range(5, 5 + 2 * CONNECTIONS), seconds=10)]
    assert sum(time < 15 for time in times) == CONNECTIONS
    assert times[-1] > 20


def test_a_chat_told_to_wait_delays_no_other():
    tried = []

    async def callback(chat):
        tried.append((chat, asyncio.get_running_loop().time()))
        if chat == 5 and len(tried) < 3:
            raise RetryAfter(7)

    async def main():
        rate = MessageRate()
        ask = [
            rate.process_request(callback, (chat,), {}, "sendMessage", {"chat_id": chat}, None)
            for chat in (5, 6)
        ]
        await asyncio.gather(*ask)

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        runner.run(main())
    assert [(chat, round(time)) for chat, time in tried] == [(5, 0), (6, 0), (5, 7)]


@pytest.mark.parametrize("error", [RetryAfter(1), NetworkError("gone")])
def test_an_endless_rate_limit_is_an_error(error):
    async def callback():
        raise error

    async def main():
        await MessageRate().process_request(callback, (), {}, "sendMessage", {"chat_id": 5}, None)

    with asyncio.Runner(loop_factory=FastLoop) as runner, pytest.raises(type(error)):
        runner.run(main())


def test_a_long_wait_goes_back_to_the_inbox(tmp_path):
    async def callback():
        raise RetryAfter(60)

    async def main():
        rate = MessageRate()
        inbox = Inbox(SQLiteDatabase(tmp_path / "quotewire.db"))
        in_hand.set(Receipt(partial(inbox.close, 1)))
        loop = asyncio.get_running_loop()
        with pytest.raises(RetryAfter):
            await rate.process_request(callback, (), {}, "sendMessage", {"chat_id": 5}, None)
        raised = loop.time()
        await rate.room(6)
        await rate.room(5)
        return raised, loop.time()

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        raised, room = runner.run(main())
    assert raised < 1
    assert 60 <= room < 61


def interrupted(seconds):
    """Cancel a message that takes ``seconds`` to send.

    Return whether it counts as sent, when the task ended, and whether sending was cut short.
    """
    receipt = Receipt(partial(Inbox(SQLiteDatabase(":memory:")).close, 1))
    cut_short = []

    async def main():
        in_hand.set(receipt)

        async def callback():
            try:
                await asyncio.sleep(seconds)
            except asyncio.CancelledError:
                cut_short.append(True)
                raise

        request = MessageRate().process_request(
            callback, (), {}, "sendMessage", {"chat_id": 5}, None
        )
        sending = asyncio.create_task(request)
        await asyncio.sleep(0.1)
        sending.cancel()
        await asyncio.wait([sending])
        assert sending.cancelled()
        await asyncio.sleep(0)
        return not receipt.is_open, asyncio.get_running_loop().time(), bool(cut_short)

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        return runner.run(main())


def test_a_message_in_flight_gets_time_to_arrive_when_the_bot_stops():
    assert interrupted(0.5) == (True, pytest.approx(0.5), False)
    assert interrupted(60.0) == (False, pytest.approx(0.1 + LAST), True)
