"""Questions while the search engine is away: they wait, and their readers are told, once."""

import asyncio
from contextlib import closing

import pytest
from fake_telegram import GROUP
from polled import Polled
from sent import BUILT

from bot.library.library import Library
from bot.library.opensearch.errors import TOO_SLOW, EngineError
from bot.replies.about_me import WAITING
from bot.updates.failures import PATIENCE
from bot.updates.inbox import Inbox
from corpus.store.store import Store

AWAY = EngineError("cannot be reached")
REFUSED = EngineError("refuses the user or the password in QUOTEWIRE_SEARCH", 401)
SLOW = EngineError(TOO_SLOW)


class Fickle(Library):
    """A library whose engine is ``away``, or not."""

    away: EngineError | None = None

    def answer(self, *args, **options):
        if self.away is not None:
            raise self.away
        return super().answer(*args, **options)


@pytest.fixture
def bot(tmp_path, ferry):
    with closing(Store(tmp_path / "quotewire.db")) as store:
        store.add(ferry)
        yield Polled(Fickle(store))


@pytest.mark.parametrize("away", [AWAY, REFUSED])
def test_a_question_waits_its_reader_is_told_once_and_it_is_answered_soon_after(bot, away):
    async def conversation():
        bot.library.away = away
        bot.ask()
        await asyncio.sleep(PATIENCE - 1)
        assert bot.texts() == []
        assert len(Inbox(bot.store.database).waiting()) == 1
        await asyncio.sleep(7)
        assert bot.texts() == [str(WAITING)]
        await asyncio.sleep(3600)
        assert bot.texts() == [str(WAITING)]
        bot.library.away = None
        await asyncio.sleep(7)
        assert len(bot.texts()) == 2
        assert BUILT in bot.texts()[1]
        assert Inbox(bot.store.database).waiting() == []

    bot.run(conversation)


def test_a_question_that_always_takes_the_engine_too_long_is_given_up(bot):
    async def conversation():
        bot.library.away = SLOW
        bot.ask()
        await asyncio.sleep(3600)
        assert len(bot.texts()) == 2
        assert bot.texts()[0] == str(WAITING)
        assert "wrong" in bot.texts()[1]
        assert Inbox(bot.store.database).waiting() == []

    bot.run(conversation)


def test_a_short_absence_goes_unnoticed(bot):
    async def conversation():
        bot.library.away = AWAY
        bot.ask()
        await asyncio.sleep(5)
        bot.library.away = None
        await asyncio.sleep(7)
        assert len(bot.texts()) == 1
        assert BUILT in bot.texts()[0]

    bot.run(conversation)


def test_a_group_that_did_not_ask_is_told_nothing(bot):
    async def conversation():
        bot.library.away = AWAY
        bot.ask("Nice weather today.", GROUP)
        await asyncio.sleep(60)
        assert bot.texts() == []

    bot.run(conversation)


def test_a_request_that_the_engine_refuses_ends_with_an_apology(bot):
    async def conversation():
        bot.library.away = EngineError("refuses a request (parsing_exception)", 400)
        bot.ask()
        await asyncio.sleep(60)
        assert len(bot.texts()) == 1
        assert "something went wrong" in bot.texts()[0]

    bot.run(conversation)
