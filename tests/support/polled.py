"""A bot that polls a Telegram in memory, by a clock that jumps."""

import asyncio
from itertools import count

from fake_telegram import PRIVATE, SENDING, BotApi, FastLoop, build_bot, message
from sent import QUESTION

from bot.updates.receiving.polling import poll


class Polled:
    """A bot over a library, while a conversation with it runs."""

    def __init__(self, library, **settings):
        self.library = library
        self.store = library.store
        self.api = BotApi()
        self.bot = build_bot(library, self.api, **settings)
        self._ids = count(10)

    def run(self, conversation):
        """Let the bot poll until the conversation has ended."""

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
        """Send the bot a message, and do not wait for the answer."""
        self.api.push("message", message(text, chat, message_id=next(self._ids)))

    def answers(self):
        """What the bot sent, as Telegram got it."""
        return [call.parameters for call in self.api.calls if call.method in SENDING]

    def texts(self):
        """The texts that the bot sent."""
        return [answer["text"] for answer in self.answers()]
