"""A reader whose work takes as long as the text says, and conversations that need it."""

import asyncio
import contextlib
import re

from fake_telegram import MONDAY, Talk, message

from corpus.metadata import UNKNOWN
from corpus.reading import read_articles

SECONDS = re.compile(rb"takes ([0-9.]+) seconds")


class Reading:
    """The work of a reader, by the conversation's clock: names, and how many are read at once."""

    def __init__(self):
        self.started = []  # the first word of each text
        self.most = 0
        self.interrupted = []
        self.ignores_cancellation = False
        self._now = []

    async def read(self, data, name, overrides=UNKNOWN):
        word = data.split(maxsplit=1)[0].decode()
        found = SECONDS.search(data)
        self.started.append(word)
        self._now.append(word)
        self.most = max(self.most, len(self._now))
        try:
            await self._take(float(found[1]) if found else 0.0)
        except asyncio.CancelledError:
            self.interrupted.append(word)
            raise
        finally:
            self._now.remove(word)
        for article in read_articles(data, name, overrides):
            yield article

    async def _take(self, seconds):
        if not self.ignores_cancellation:
            await asyncio.sleep(seconds)
            return
        end = asyncio.get_running_loop().time() + seconds
        while (rest := end - asyncio.get_running_loop().time()) > 0:
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.sleep(rest)


class Crowd(Talk):
    """A conversation with many chats at once; ``sent`` has the time of each message."""

    def __init__(self, library, **settings):
        super().__init__(library, **settings)
        self.library = library
        self.api.calls = Timed(self.runner.get_loop())

    def write(self, text, chat, user=1, **fields):
        """Send a message, and do not wait for the answer."""
        sender = {"id": user, "is_bot": False, "first_name": "Somebody"}
        where = {"id": chat, "type": kind(chat), "title": "News"}
        if where not in self.api.chats:
            self.api.chats.append(where)
        said = self.message(text, where, **{"from": sender} | fields)
        self.deliver("message", said)
        return said["message_id"]

    def deliver(self, what, thing):
        """Deliver an update, and do not wait for the answer."""

        async def within_loop():
            self.arrive(what, thing)

        self.runner.run(within_loop())

    def resume(self):
        """Take up the updates of an earlier run, and do not wait for the answers."""

        async def within_loop():
            self.bot.dispatch.resume()

        self.runner.run(within_loop())

    def idle(self):
        """Wait until everything is answered."""

        async def wait():
            await self.bot.dispatch.idle()
            await self.bot.jobs.idle()

        self.runner.run(wait())

    @property
    def now(self):
        return self.runner.get_loop().time()

    def sent(self, chat=None):
        """The texts sent to a chat, or to every chat."""
        return [one["text"] for one in self._messages(chat)]

    def times(self, chat):
        return [
            time
            for time, call in zip(self.api.calls.times, self.api.calls, strict=True)
            if call.method == "sendMessage" and call.parameters["chat_id"] == chat
        ]

    def _messages(self, chat):
        return [
            call.parameters
            for call in self.api.calls
            if call.method in ("sendMessage", "editMessageText")
            and chat in (None, call.parameters["chat_id"])
        ]


class Timed(list):
    """A list that notes when each thing was appended."""

    def __init__(self, loop):
        super().__init__()
        self.times = []
        self._loop = loop

    def append(self, thing):
        super().append(thing)
        self.times.append(self._loop.time())


def kind(chat):
    return "private" if chat > 0 else "supergroup"


def document(name, size, **fields):
    """A message's fields: a file with the caption /add."""
    file = {"file_id": name, "file_unique_id": "u", "file_name": name, "file_size": size}
    command = {"type": "bot_command", "offset": 0, "length": 4}
    return {"caption": "/add", "caption_entities": [command], "document": file} | fields


def left(chat):
    """The update that Telegram sends when the bot was removed from a group."""
    bot = {"id": 123456789, "is_bot": True, "first_name": "Quotewire"}
    return {
        "chat": {"id": chat, "type": "supergroup", "title": "News"},
        "from": {"id": 1, "is_bot": False, "first_name": "Alice"},
        "date": MONDAY,
        "old_chat_member": {"status": "member", "user": bot},
        "new_chat_member": {"status": "left", "user": bot},
    }


def pressed(data, chat):
    """The update that Telegram sends when a button was pressed."""
    shown = message("…", {"id": chat, "type": kind(chat)}, message_id=77)
    user = {"id": 1, "is_bot": False, "first_name": "Alice"}
    return {"id": "9", "from": user, "chat_instance": "1", "data": data, "message": shown}
