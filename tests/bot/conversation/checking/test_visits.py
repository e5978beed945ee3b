import asyncio

from fake_telegram import FastLoop

from bot.conversation.checking.visits import HOUR, MOST_OF_SITE, Visits
from bot.delivery.limits.counting import OwnCounts


def run(work):
    with asyncio.Runner(loop_factory=FastLoop) as runner:
        return runner.run(work)


def test_an_hour_has_so_many_visits_to_a_site_whatever_its_pages():
    async def main():
        visits = Visits(OwnCounts())
        allowed = [visits.may_visit(f"https://a.example/{n}") for n in range(MOST_OF_SITE + 1)]
        assert allowed.count(True) == MOST_OF_SITE
        assert not visits.may_visit("https://www.a.example/")
        assert visits.may_visit("https://b.example/")
        await asyncio.sleep(HOUR + 1)
        assert visits.may_visit("https://a.example/")

    run(main())
