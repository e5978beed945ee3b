import asyncio

from fake_telegram import FastLoop

from bot.conversation.quotas import MOST_USERS, QuestionQuota, Verdict
from bot.delivery.limits.counting import OwnCounts
from bot.monitoring.metrics import Metrics

ALLOWED, REFUSED, IGNORED = Verdict.ALLOWED, Verdict.REFUSED, Verdict.IGNORED


def verdicts(most, *users, pause=0.0):
    async def main():
        quota = QuestionQuota(most, Metrics(), OwnCounts())
        found = []
        for user in users:
            found.append(quota.take(user))
            await asyncio.sleep(pause)
        return found

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        return runner.run(main())


def test_requests_beyond_the_quota_are_refused_once_and_then_ignored():
    assert verdicts(2, 1, 1, 1, 1, 1) == [ALLOWED, ALLOWED, REFUSED, IGNORED, IGNORED]


def test_each_user_has_a_separate_quota():
    assert verdicts(1, 1, 2, 1, 2) == [ALLOWED, ALLOWED, REFUSED, REFUSED]


def test_after_a_minute_requests_are_allowed_again():
    expected = [ALLOWED, ALLOWED, REFUSED]
    assert verdicts(2, *[1] * 6, pause=25) == [*expected, *expected]


def test_without_a_limit_everything_is_allowed():
    assert set(verdicts(0, *[1] * 100)) == {ALLOWED}


def test_many_users_do_not_fill_the_memory():
    async def main():
        quota = QuestionQuota(1, Metrics(), OwnCounts())
        for user in range(MOST_USERS):
            quota.take(user)
        await asyncio.sleep(61)
        quota.take(-1)
        return len(quota._users)  # noqa: SLF001 - nothing else shows what is kept

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        assert runner.run(main()) == 1
