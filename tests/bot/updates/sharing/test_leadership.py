import asyncio

import pytest

from bot.updates.sharing.leadership import Leadership


def test_duties_are_done_only_while_the_bot_leads():
    leadership, log = Leadership(), []

    async def duties():
        log.append("begun")
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            log.append("ended")

    async def main():
        doing = asyncio.create_task(leadership.during(duties))
        await settle()
        assert log == []
        leadership.begin()
        await settle()
        assert (leadership.held, log) == (True, ["begun"])
        leadership.end()
        await settle()
        assert (leadership.held, log) == (False, ["begun", "ended"])
        leadership.begin()
        await settle()
        assert log[2:] == ["begun"]
        doing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await doing
        assert log[3:] == ["ended"]

    asyncio.run(main())


def test_duties_that_were_left_for_a_moment_begin_anew():
    leadership, log = Leadership(), []

    async def duties():
        log.append("begun")
        await asyncio.get_running_loop().create_future()

    async def main():
        doing = asyncio.create_task(leadership.during(duties))
        leadership.begin()
        await settle()
        leadership.end()
        leadership.begin()
        await settle()
        doing.cancel()

    asyncio.run(main())
    assert log == ["begun", "begun"]


def test_an_error_of_the_duties_ends_them():
    leadership = Leadership()

    async def duties():
        raise ValueError("the token is rejected")

    async def main():
        leadership.begin()
        with pytest.raises(ValueError, match="rejected"):
            await leadership.during(duties)

    asyncio.run(main())


async def settle():
    for _ in range(10):
        await asyncio.sleep(0)
