"""Questions while the search engine is away: they wait, and their readers are told, once."""

import asyncio
from contextlib import closing

import pytest
from fake_telegram import GROUP, PRIVATE, SENDING, BotApi, FastLoop, build_bot, message
from sent import BUILT, QUESTION

from bot.library.library import Library
from bot.library.opensearch.errors import EngineError
from bot.replies.about_me import WAITING
from bot.updates.failures import PATIENCE
from bot.updates.inbox import Inbox
from bot.updates.receiving.polling import poll
from corpus.store.store import Store

AWAY = EngineError("cannot be reached")


class Fickle(Library):
    """A library whose engine is ``away``, or not."""

    away: EngineError | None = None

    def answer(self, *args, **options):
        if self.away is not None:
            raise self.away
        return super().answer(*args, **options)


class Bot:
    """A bot that polls; ``answers`` are the texts that it sent."""

    def __init__(self, store):
        self.store = store
        self.library = Fickle(store)
        self.api = BotApi()
        self.bot = build_bot(self.library, self.api)

    def run(self, conversation):
        async def main():
            await self.bot.application.initialize()
            polling = asyncio.create_task(poll(self.bot.application.bot, self.bot.dispatch.accept))
            try:
                await conversation()
            finally:
                polling.cancel()
                await asyncio.wait([polling])
                await self.bot.dispatch.close(1)

        with asyncio.Runner(loop_factory=FastLoop) as runner:
            runner.run(main())

    def ask(self, text=QUESTION, chat=PRIVATE):
        self.api.push("message", message(text, chat, message_id=10))

    @property
    def answers(self):
        return [call.parameters["text"] for call in self.api.calls if call.method in SENDING]


@pytest.fixture
def bot(tmp_path, ferry):
    with closing(Store(tmp_path / "quotewire.db")) as store:
        store.add(ferry)
        yield Bot(store)


def test_a_question_waits_its_reader_is_told_once_and_it_is_answered_soon_after(bot):
    async def conversation():
        bot.library.away = AWAY
        bot.ask()
        await asyncio.sleep(PATIENCE - 1)
        assert bot.answers == []
        assert len(Inbox(bot.store.database).waiting()) == 1
        await asyncio.sleep(7)
        assert bot.answers == [str(WAITING)]
        await asyncio.sleep(3600)
        assert bot.answers == [str(WAITING)]
        bot.library.away = None
        await asyncio.sleep(7)
        assert len(bot.answers) == 2
        assert BUILT in bot.answers[1]
        assert Inbox(bot.store.database).waiting() == []

    bot.run(conversation)


def test_a_short_absence_goes_unnoticed(bot):
    async def conversation():
        bot.library.away = AWAY
        bot.ask()
        await asyncio.sleep(5)
        bot.library.away = None
        await asyncio.sleep(7)
        assert len(bot.answers) == 1
        assert BUILT in bot.answers[0]

    bot.run(conversation)


def test_a_group_that_did_not_ask_is_told_nothing(bot):
    async def conversation():
        bot.library.away = AWAY
        bot.ask("Nice weather today.", GROUP)
        await asyncio.sleep(60)
        assert bot.answers == []

    bot.run(conversation)


def test_a_request_that_the_engine_refuses_ends_with_an_apology(bot):
    async def conversation():
        bot.library.away = EngineError("refuses a request (parsing_exception)", 400)
        bot.ask()
        await asyncio.sleep(60)
        assert len(bot.answers) == 1
        assert "something went wrong" in bot.answers[0]

    bot.run(conversation)
