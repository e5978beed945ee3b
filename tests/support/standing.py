"""Letting the bot's background work run, with time passing."""

import asyncio
from datetime import timedelta

from fake_telegram import NOW, SENDING


class MovableClock:
    """A clock that tests set."""

    def __init__(self, now=NOW):
        self.now = now

    def __call__(self):
        return self.now

    def pass_time(self, **parts):
        self.now += timedelta(**parts)


def sent_later(talk, seconds=30):
    """Let the background work run; return what was sent meanwhile."""
    before = len(talk.api.calls)

    async def wait():
        async with talk.bot.background.running():
            await asyncio.sleep(seconds)

    talk.runner.run(wait())
    return [call.parameters for call in talk.api.calls[before:] if call.method in SENDING]
