"""A dispatch without the rest of the bot."""

import asyncio
from datetime import UTC, datetime

from fake_telegram import FastLoop, message

from bot.updates.dispatch import Dispatch
from bot.updates.inbox import Inbox
from corpus.store.database.sqlite import SQLiteDatabase

MONDAY = datetime(2025, 3, 3, 12, tzinfo=UTC)


class Served:
    """A dispatch over an inbox in memory; ``handle`` is called with each update."""

    def __init__(self, handle=None, concerns=lambda _: True, database=None):
        self.database = database or SQLiteDatabase(":memory:")
        self.now = MONDAY
        self.inbox = Inbox(self.database, lambda: self.now)
        self.handled = []
        self._handle = handle
        self.concerns = concerns
        self.dispatch = Dispatch(self.inbox, None, self.handle, self, self, lambda: self.now)
        self.rooms = {}

    async def room(self, chat):
        await asyncio.sleep(self.rooms.get(chat, 0))

    pace = room

    def delay(self, chat):
        return self.rooms.get(chat, 0)

    def left(self, _):
        return 10**6

    def is_courtesy(self, _):
        return False

    asks = is_courtesy

    async def handle(self, update):
        if self._handle:
            await self._handle(update)
        self.handled.append(update.update_id)

    def run(self, *chats, seconds=None):
        async def main():
            self.dispatch.accept(
                [
                    {"update_id": number, "message": message("who?", chat)}
                    for number, chat in enumerate(chats)
                ]
            )
            if seconds is None:
                await self.dispatch.idle()
            else:
                await asyncio.sleep(1)
                await self.dispatch.close(seconds)

        run_fast(main())
        return self.handled


def run_fast(coroutine):
    """Run a coroutine by a clock that jumps; return its result."""
    with asyncio.Runner(loop_factory=FastLoop) as runner:
        return runner.run(coroutine)
