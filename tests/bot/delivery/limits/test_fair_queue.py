import asyncio

from fake_telegram import FastLoop
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.limits.fair_queue import FairQueue


def passed(users, seconds=1.0, cancelled=()):
    """Return the users in the order of their turns; some of them are cancelled meanwhile."""
    order = []
    held = []

    async def take(queue, user):
        async with queue.turn(user):
            held.append(user)
            assert len(held) == 1
            await asyncio.sleep(seconds)
            order.append(user)
            queue.count(user)
            held.pop() if held else None

    async def main():
        queue = FairQueue()
        tasks = [asyncio.create_task(take(queue, user)) for user in users]
        for number, after in cancelled:
            await asyncio.sleep(after)
            tasks[number % len(tasks)].cancel()
            held.clear()
        await asyncio.wait(tasks)
        async with asyncio.timeout(10), queue.turn(0):  # nobody is left in the way
            pass

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        runner.run(main())
    return order


def test_a_user_with_fewer_messages_passes_one_with_many():
    assert passed([1] * 5 + [2, 2, 3]) == [1, 2, 3, 1, 2, 1, 1, 1]


def test_equals_keep_their_order_and_messages_that_answer_nobody_come_last():
    assert passed([9, None, 3, None, 2, 1]) == [9, 3, 2, 1, None, None]


def test_messages_of_more_than_a_minute_ago_do_not_count():
    assert passed([1, 1, 1, 2, 3, 1], seconds=40.0) == [1, 2, 3, 1, 1, 1]
    assert passed([1, 2, 1, 3], seconds=70.0) == [1, 2, 1, 3]


@given(
    st.lists(st.sampled_from([None, 1, 2, 3]), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(0, 11), st.sampled_from([0.0, 0.5, 1.0, 2.0])), max_size=6),
)
def test_whoever_is_cancelled_every_other_message_passes(users, cancelled):
    order = passed(users, cancelled=cancelled)
    gone = {number % len(users) for number, _ in cancelled}
    assert len(order) >= len(users) - len(gone)
