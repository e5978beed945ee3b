"""The Bot API as a separate process, which hands out updates and records when each is answered.

It imports little but the standard library, so that it starts at once. It ends when its input does,
as that of the process that started it ends, by whatever signal.
"""

import asyncio
import contextlib
import http.client
import json
import re
import subprocess
import sys
import time
from collections import deque
from functools import partial
from itertools import islice
from typing import NamedTuple
from urllib.parse import parse_qsl

from patience import PATIENCE

BOT = {"id": 123456789, "is_bot": True, "first_name": "Quotewire", "username": "QuotewireBot"}
LENGTH = re.compile(rb"^content-length: *([0-9]+)", re.I | re.M)


class Sent(NamedTuple):
    """A message that the bot sent, or how many passages it showed for an inline query.

    Those have chat 0, and the query's id as their question.
    """

    life: int  # which of the bot's processes sent it
    moment: float  # by the clock that all processes share
    chat: int
    question: int  # the id of the message that it replies to
    text: str


class ApiServer:
    """A handle on the server, for the test that started it."""

    def __init__(self):
        command = [sys.executable, __file__]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._port = int(self._process.stdout.readline())
        self._connection, self._pushing = (
            http.client.HTTPConnection("127.0.0.1", self._port) for _ in range(2)
        )

    def close(self):
        self._connection.close()
        self._pushing.close()
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()

    @property
    def pid(self):
        return self._process.pid

    def base(self, life=0):
        """Return the Bot API's base URL for one of the bot's processes."""
        return f"http://127.0.0.1:{self._port}/{life}"

    def push(self, *updates):
        """Deliver updates; one thread can do so while another waits."""
        self._ask("push", updates, self._pushing)

    def sent(self):
        """Return the messages so far, in order of arrival."""
        return [Sent(*one) for one in self._ask("sent")]

    def unconfirmed(self):
        """Return the ids of the updates that Telegram would deliver again."""
        return self._ask("unconfirmed")

    def wait(self, count, seconds=PATIENCE):
        """Wait until ``count`` questions are answered; return how many are in the end."""
        return self._ask("wait", [count, seconds])

    def wait_for_poll(self, life=0):
        """Wait until one of the bot's processes polls for updates."""
        assert self._ask("polled", [life, PATIENCE]), "the bot does not ask for updates"

    def wait_for_message(self, life=0):
        """Wait until one of the bot's processes has sent a message."""
        assert self._ask("spoken", [life, PATIENCE]), "the bot sends no message"

    def has_answered(self, chat, question):
        """Return whether the bot has answered a message of a chat."""
        return self._ask("answered", [chat, question])

    def hold_back(self, count):
        """Respond to the first ``count`` messages, and to none after them."""
        self._ask("hold", count)

    def has_polled(self, life):
        """Return whether one of the bot's processes has polled for updates."""
        return self._ask("polled", [life, 0])

    def take_as_note(self, text):
        """Count messages with this text apart: they answer nothing, and are not in ``sent``."""
        self._ask("note", text)

    def notes(self):
        """Return how many of those were sent."""
        return self._ask("notes")

    def _ask(self, what, value=None, connection=None):
        connection = connection or self._connection
        connection.request("POST", f"/{what}", json.dumps(value).encode())
        return json.loads(connection.getresponse().read())


class _Telegram:
    """The server's state and its responses."""

    def __init__(self):
        self._updates = deque()
        self._sent = []
        self._answered = set()
        self._polled = set()
        self._note = None  # the text of messages that are only counted
        self._notes = 0
        self._responses = float("inf")  # to messages that are sent
        self._changed = asyncio.Event()  # replaced by a new one each time it is set

    async def respond(self, path, body):
        """Handle a request of the bot or of the test."""
        names = path.strip("/").split("/")
        if len(names) == 1:
            return await self._control(names[0], json.loads(body))
        life, _, method = names
        asked = {name: _value(value) for name, value in parse_qsl(body.decode())}
        return {"ok": True, "result": await self._result(int(life), method, asked)}

    async def _result(self, life, method, asked):
        if method == "getMe":
            return BOT | {"can_read_all_group_messages": True}
        if method == "getChatMember":
            return {"status": "member", "user": BOT}
        if method == "getMyCommands":
            return []
        if method in ("getMyDescription", "getMyShortDescription"):
            return {"description": "", "short_description": ""}
        if method == "answerInlineQuery":
            found = [one for one in asked["results"] if one["id"] != "nothing"]
            query, shown = int(asked["inline_query_id"]), str(len(found))
            self._sent.append(Sent(life, time.monotonic(), 0, query, shown))
            self._answered.add((0, query))
            self._tell()
            return True
        if method == "getUpdates":
            return await self._get_updates(life, asked)
        if method == "sendMessage":
            return await self._send_message(life, asked)
        return True

    async def _send_message(self, life, asked):
        chat = asked["chat_id"]
        question = asked.get("reply_parameters", {}).get("message_id", 0)
        if asked["text"] == self._note:
            self._notes += 1
        else:
            self._sent.append(Sent(life, time.monotonic(), chat, question, asked["text"]))
            self._answered.add((chat, question))
        self._tell()
        if len(self._sent) > self._responses:
            await asyncio.Event().wait()
        kind = {"type": "private" if chat > 0 else "supergroup", "title": "Newsroom"}
        number = 10**6 + len(self._sent) + self._notes
        basics = {"message_id": number, "date": 1_741_000_000, "from": BOT}
        return basics | {"chat": {"id": chat} | kind, "text": asked["text"]}

    async def _get_updates(self, life, asked):
        self._polled.add(life)
        self._tell()
        while self._updates and self._updates[0]["update_id"] < asked.get("offset", 0):
            self._updates.popleft()
        await self._until(lambda: self._updates, asked.get("timeout", 0))
        return list(islice(self._updates, asked.get("limit", 100)))

    async def _control(self, what, value):
        match what:
            case "push":
                self._updates.extend(value)
                self._tell()
            case "sent":
                return self._sent
            case "unconfirmed":
                return [update["update_id"] for update in self._updates]
            case "wait":
                count, seconds = value
                await self._until(lambda: len(self._answered) >= count, seconds)
                return len(self._answered)
            case "answered":
                return tuple(value) in self._answered
            case "hold":
                self._responses = value
            case "note":
                self._note = value
            case "notes":
                return self._notes
            case "spoken":
                life, seconds = value
                has_spoken = partial(self._has_spoken, life)
                await self._until(has_spoken, seconds)
                return has_spoken()
            case "polled":
                life, seconds = value
                await self._until(lambda: life in self._polled, seconds)
                return life in self._polled
        return None

    def _has_spoken(self, life):
        return any(one.life == life for one in reversed(self._sent))

    async def _until(self, happened, seconds):
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not happened():
                    await self._changed.wait()

    def _tell(self):
        self._changed.set()
        self._changed = asyncio.Event()


def _value(text):
    return json.loads(text) if text[:1] in "{[" or text.lstrip("-").isdigit() else text


async def _talk(telegram, reader, writer):
    """Answer a connection's requests until it closes."""
    with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = LENGTH.search(head)
            body = await reader.readexactly(int(length[1])) if length else b""
            answer = json.dumps(await telegram.respond(head.split(b" ", 2)[1].decode(), body))
            payload = answer.encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(payload) + payload)
            await writer.drain()
    writer.close()


async def _serve():
    telegram = _Telegram()

    async def talk(reader, writer):
        await _talk(telegram, reader, writer)

    asyncio.get_running_loop().add_reader(sys.stdin, sys.exit)
    server = await asyncio.start_server(talk, "127.0.0.1", 0)  # asyncio sets TCP_NODELAY
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
