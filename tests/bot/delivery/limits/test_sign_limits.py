import asyncio

import pytest
from fake_telegram import FastLoop
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import RetryAfter, TelegramError

from bot.delivery.limits.flood_limits import MessageRate
from bot.delivery.limits.sign_limits import REACTIONS, TYPING, TooManySignsError


def run(main):
    with asyncio.Runner(loop_factory=FastLoop) as runner:
        return runner.run(main)


async def reacted(rate, chat, callback, endpoint="setMessageReaction"):
    data = {"chat_id": chat}
    return await rate.process_request(callback, (), {}, endpoint, data, None)


def times_of(chats, seconds=0.0, endpoint="setMessageReaction"):
    """Return the chat and the time of each reaction that is sent."""
    sent = []

    async def main():
        rate = MessageRate()

        async def react(chat):
            async def callback():
                sent.append((chat, asyncio.get_running_loop().time()))
                await asyncio.sleep(seconds)

            await reacted(rate, chat, callback, endpoint)

        results = await asyncio.gather(*map(react, chats), return_exceptions=True)
        assert {type(one) for one in results} <= {type(None), TooManySignsError}

    run(main())
    return sent


def test_a_crowd_is_told_within_seconds():
    times = times_of([-1] * 46)
    assert len(times) == 46
    assert times[-1][1] < 3


@given(st.lists(st.sampled_from([-1, -2, 5]), max_size=300))
def test_reactions_are_spaced_and_those_that_would_come_late_are_dropped(chats):
    times = times_of(chats)
    for chat in set(chats):
        assert sum(one == chat for one, _ in times) <= REACTIONS.most_in_chat
    assert all(time <= REACTIONS.patience for _, time in times)
    for start in {time for _, time in times}:
        assert sum(start <= time < start + 1 - 1e-6 for _, time in times) <= REACTIONS.per_second


def test_slow_reactions_leave_the_connections_to_the_messages():
    times = times_of([-1] * 12, seconds=10.0)
    assert sum(time < 10 for _, time in times) == REACTIONS.in_flight


def test_a_reaction_that_must_wait_is_not_tried_again_nor_are_others_until_then():
    tried = []

    async def main():
        rate, loop = MessageRate(), asyncio.get_running_loop()

        async def refuse():
            tried.append(loop.time())
            raise RetryAfter(30)

        async def allow():
            tried.append(loop.time())

        with pytest.raises(RetryAfter):
            await reacted(rate, -1, refuse)
        with pytest.raises(TooManySignsError):
            await reacted(rate, -1, allow)
        await reacted(rate, -2, allow)
        await rate.room(-1)  # messages are not told to wait
        assert loop.time() < 1
        await asyncio.sleep(31)
        await reacted(rate, -1, allow)

    run(main())
    assert len(tried) == 3


def test_reactions_take_no_room_from_messages():
    async def main():
        rate = MessageRate()

        async def allow():
            pass

        for _ in range(40):
            await reacted(rate, -1, allow)
        return rate.left(-1), rate.delay(-1)

    assert run(main()) == (15, 0)
    assert issubclass(TooManySignsError, TelegramError)


def test_in_busy_hours_hardly_anybody_sees_typing():
    times = [time for _, time in times_of(range(1, 1000), endpoint="sendChatAction")]
    assert 1 <= len(times) <= TYPING.per_second
    assert times[-1] <= TYPING.patience
