"""Limits of several bots over one PostgreSQL, each with a connection and a loop of its own."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from itertools import pairwise
from time import monotonic

import pytest
from fake_telegram import FastLoop
from telegram.error import RetryAfter

from bot.conversation.checking.visits import MOST_OF_SITE, Visits
from bot.conversation.quotas import MOST_BESIDES_ANSWERS, GroupQuota, QuestionQuota, Verdict
from bot.delivery.limits.counting import OwnCounts
from bot.delivery.limits.flood_limits import GAP, MessageRate
from bot.delivery.limits.shared_counts import SharedCounts, counting_in
from bot.delivery.limits.window import Window
from bot.monitoring.metrics import Metrics
from corpus.errors import DatabaseError
from corpus.store.chats.rates import Rates
from corpus.store.database.opening import open_database

ROUNDS = 5  # of which one must do: a busy machine sends some late, and then some at once


@pytest.fixture
def bots(postgresql_url):
    """Runs the same on two bots at once; ``work`` takes what counts, and is a coroutine."""
    with ExitStack() as stack:
        databases = [stack.enter_context(closing(open_database(postgresql_url))) for _ in "ab"]
        threads = stack.enter_context(ThreadPoolExecutor(2))

        def run(work):
            return list(
                threads.map(
                    lambda database: asyncio.run(work(counting_in(database, "token"))), databases
                )
            )

        yield run


def test_a_bot_over_a_file_counts_in_memory(tmp_path):
    with closing(open_database(tmp_path / "quotewire.db")) as database:
        assert isinstance(counting_in(database, "token"), OwnCounts)


def test_two_bots_send_no_more_than_30_messages_a_second(bots):
    async def work(counting):
        rate, sent = MessageRate(counting=counting), []

        async def send(_):
            sent.append(monotonic())

        await asyncio.gather(
            *(
                rate.process_request(send, (chat,), {}, "sendMessage", {"chat_id": chat}, None)
                for chat in chats
            )
        )
        return sent

    for number in range(ROUNDS):
        chats = range(15 * number + 1, 15 * number + 16)
        times = sorted(time for sent in bots(work) for time in sent)
        assert len(times) == 30
        is_steady = all(later - earlier > GAP / 3 for earlier, later in pairwise(times))
        if is_steady and times[-1] - times[0] > 29 * GAP * 0.95:
            break
    else:
        pytest.fail(f"too many messages at once: {times}")


def test_a_group_gets_20_messages_a_minute_of_two_bots_together(bots):
    async def work(counting):
        rate, sent = MessageRate(counting=counting), 0

        async def send():
            nonlocal sent
            sent += 1

        async def keep_sending():
            for _ in range(15):
                await rate.process_request(send, (), {}, "sendMessage", {"chat_id": -1}, None)

        sending = asyncio.create_task(keep_sending())
        while not sending.done() and rate.delay(-1) < 45:  # noqa: ASYNC110 - nothing else tells
            await asyncio.sleep(0.01)
        sending.cancel()  # the rest would wait for a minute
        await asyncio.wait([sending])  # for one in flight
        return sent, rate.left(-1)

    (one, left), (other, left_other) = bots(work)
    assert one + other == 20
    assert min(left, left_other) == 0


def test_a_user_has_one_quota_with_two_bots(bots):
    async def work(counting):
        quota = QuestionQuota(20, Metrics(), counting)
        inline = QuestionQuota(20, Metrics(), counting, "inline queries of")
        verdicts = [quota.take(7) for _ in range(20)]
        return verdicts.count(Verdict.ALLOWED), inline.take(7)

    (one, inline), (other, inline_of_other) = bots(work)
    assert one + other == 20
    assert inline == inline_of_other == Verdict.ALLOWED


def test_a_group_and_a_site_have_one_quota_with_two_bots(bots):
    async def work(counting):
        quota, visits = GroupQuota(counting), Visits(counting)
        taken = [quota.take(-1, again=False) for _ in range(MOST_BESIDES_ANSWERS)]
        visited = [visits.may_visit("https://a.example/") for _ in range(MOST_OF_SITE)]
        return sum(taken), sum(visited)

    assert [sum(both) for both in zip(*bots(work), strict=True)] == [
        MOST_BESIDES_ANSWERS,
        MOST_OF_SITE,
    ]


def test_while_a_window_is_known_to_be_full_the_database_is_not_asked(postgresql_url):
    asked = []

    class Asked(Rates):
        def take(self, *values):
            asked.append(values)
            return super().take(*values)

    async def work():
        with closing(open_database(postgresql_url)) as database:
            counting, window = SharedCounts(Asked(database), "token"), Window(2, 60.0)
            now = asyncio.get_running_loop().time()
            return [counting.take("a", window, now) for _ in range(9)]

    assert asyncio.run(work()) == [True, True, *[False] * 7]
    assert len(asked) == 2


# A database that fails


class Failing:
    """A database that cannot be used for the first so many calls."""

    def __init__(self, times):
        self.left = times

    def take(self, key, window, now):
        if self.left:
            self.left -= 1
            raise DatabaseError("postgresql://db/quotewire", "cannot be reached", "UNAVAILABLE")
        return OwnCounts().take(key, window, now)


def sending(times):
    """Send a message while counting fails; return when it was sent and when that ended."""
    sent = []

    async def main():
        rate = MessageRate(counting=Failing(times))
        now = asyncio.get_running_loop().time

        async def send():
            sent.append(now())

        with pytest.raises(RetryAfter) if times > 9 else ExitStack():
            await rate.process_request(send, (), {}, "sendMessage", {"chat_id": 5}, None)
        return now()

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        return sent, runner.run(main())


def test_a_message_that_cannot_be_counted_is_sent_later():
    sent, _ = sending(2)
    assert sent == [pytest.approx(2.2, abs=0.1)]


def test_a_message_that_cannot_be_counted_for_long_is_not_sent_and_waits_elsewhere():
    sent, ended = sending(1000)
    assert sent == []
    assert ended < 5
