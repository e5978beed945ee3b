"""Telegram in memory: a Bot API that records every call, and conversations with the bot."""

import asyncio
import itertools
import json
import re
from datetime import UTC, datetime
from typing import NamedTuple

from telegram.request import BaseRequest

from bot.application import build
from bot.settings import Settings

TOKEN = "123456789:AAtest-token_for-loopback_only_0123456"
BOT = {"id": 123456789, "is_bot": True, "first_name": "Quotewire", "username": "QuotewireBot"}
ALICE = {"id": 1, "is_bot": False, "first_name": "Alice"}
PRIVATE = {"id": 1, "type": "private", "first_name": "Alice"}
GROUP = {"id": -1001, "type": "supergroup", "title": "Newsroom"}
FORUM = {"id": -1002, "type": "supergroup", "title": "Topics", "is_forum": True}
MONDAY = 1_741_000_000  # seconds since 1970; no test reads the real clock
UPDATE_IDS = itertools.count(1)  # never repeated, even for a restarted bot
NOW = datetime.fromtimestamp(MONDAY, UTC)
SENDING = ("sendMessage", "editMessageText")
ENTITY = re.compile(r"^/\w+(?:@\w+)?|(?<!\w)@\w+")


class Call(NamedTuple):
    method: str
    parameters: dict


class BotApi:
    """Telegram's state and its responses."""

    def __init__(self, **me):
        self.me = BOT | {"can_read_all_group_messages": True} | me
        self.calls = []
        self.updates = []
        self.wake = lambda: None  # called when updates arrive
        self.chats = [PRIVATE, GROUP, FORUM]
        self.administrators = set()
        self.description = ""
        self.introduced = {}  # menus and descriptions
        self.files = {}  # contents by file id
        self._faults = []
        self._ids = itertools.count(5000)
        self._update_ids = itertools.count(100)

    def push(self, kind, thing):
        """Deliver an update."""
        self.updates.append({"update_id": next(self._update_ids), kind: thing})
        self.wake()

    def fail(self, method, status, description="", *, times=1, **parameters):
        body = {"ok": False, "error_code": status, "description": description}
        if parameters:
            body["parameters"] = parameters
        self._faults += [(method, status, body)] * times

    def respond(self, method, parameters):
        """Return the HTTP status and the body of the response to a call."""
        self.calls.append(Call(method, parameters))
        for fault in self._faults:
            if fault[0] == method:
                self._faults.remove(fault)
                return fault[1:]
        return 200, {"ok": True, "result": self._result(method, parameters)}

    def _result(self, method, parameters):
        if method == "getMe":
            return self.me
        if method == "getUpdates":
            offset = parameters.get("offset") or 0
            self.updates = [update for update in self.updates if update["update_id"] >= offset]
            return self.updates
        if method in SENDING:
            number = parameters.get("message_id") or next(self._ids)
            chat = next(c for c in self.chats if c["id"] == parameters["chat_id"])
            return message(parameters["text"], chat, message_id=number, **{"from": BOT})
        if method == "getChatMember":
            return self._member(parameters["user_id"])
        if method.startswith(("getMy", "setMy")):
            return self._introduction(method, parameters)
        if method == "answerGuestQuery":
            return {"inline_message_id": "7"}
        if method == "getFile":
            file_id = parameters["file_id"]
            return {"file_id": file_id, "file_unique_id": "u", "file_path": file_id}
        return True

    def _introduction(self, method, parameters):
        """Set or get a menu or a description in a language."""
        code = parameters.get("language_code")
        kind = method[5:]
        where = kind, code, json.dumps(parameters.get("scope"))
        if method.startswith("set"):
            (self.introduced[where],) = (
                value
                for name, value in parameters.items()
                if name not in ("scope", "language_code")
            )
            return True
        if kind == "Commands":
            return self.introduced.get(where, [])
        known = self.introduced.get(where, self.description if code is None else "")
        return {"description": known, "short_description": known}

    def _member(self, user_id):
        user = {"id": user_id, "is_bot": False, "first_name": "Somebody"}
        if user_id not in self.administrators:
            return {"status": "member", "user": user}
        return {"status": "creator", "user": user, "is_anonymous": False}


class FakeTelegram(BaseRequest):
    """The Bot API in place of python-telegram-bot's network layer."""

    def __init__(self, api):
        self.api = api
        self._arrived = asyncio.Event()
        api.wake = self._arrived.set

    @property
    def read_timeout(self):
        return 5.0

    async def initialize(self):
        pass

    async def shutdown(self):
        pass

    async def do_request(self, url, method, request_data=None, **_):  # noqa: ARG002 - python-telegram-bot passes it by name
        name = url.rpartition("/")[2]
        if "/file/" in url:
            return 200, self.api.files[name]
        parameters = dict(request_data.parameters) if request_data else {}
        status, body = self.api.respond(name, parameters)
        if name == "getUpdates" and body.get("result") == [] and parameters.get("timeout"):
            self._arrived.clear()
            await self._arrived.wait()
            body["result"] = self.api.updates
        return status, json.dumps(body).encode()


class FastLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock jumps to the next timer when there is nothing else to do."""

    def __init__(self):
        super().__init__()
        self._now = 0.0

    def time(self):
        return self._now

    def _run_once(self):
        timers = [timer.when() for timer in self._scheduled if not timer.cancelled()]
        if timers and not self._ready:
            self._now = max(self._now, min(timers))
        super()._run_once()


class Talk:
    """A conversation with the bot, run by the real application."""

    def __init__(self, library, loop=FastLoop, built=None, api=None, **settings):
        self.api = api or BotApi()
        self.runner = asyncio.Runner(loop_factory=loop)
        self.bot = (built or build_bot)(library, self.api, **settings)
        self.runner.run(self.bot.application.initialize())
        self._message_ids = itertools.count(10)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.runner.run(self.bot.application.shutdown())
        self.runner.close()

    def say(self, text, chat=PRIVATE, **fields):
        """Send a message to the bot; return what it sent and edited for it."""
        return self.send("message", self.message(text, chat, **fields))

    def message(self, text, chat=PRIVATE, **fields):
        return message(text, chat, **{"message_id": next(self._message_ids)} | fields)

    def edit(self, said, text, after=60):
        edited = {"message_id": said["message_id"], "date": said["date"]}
        edited["edit_date"] = said["date"] + after
        return self.send("edited_message", said | message(text, said["chat"], **edited))

    def press(self, data, **fields):
        shown = {"message": message("…", PRIVATE, message_id=77, **{"from": BOT})} | fields
        query = {"id": "9", "from": ALICE, "chat_instance": "1", "data": data} | shown
        return self.send("callback_query", query)

    def send(self, kind, *things):
        before = len(self.api.calls)

        async def arrive():
            self.arrive(kind, *things)
            await self.bot.dispatch.idle()
            await self.bot.jobs.idle()

        self.runner.run(arrive())
        return [call.parameters for call in self.api.calls[before:] if call.method in SENDING]

    def arrive(self, kind, *things):
        self.bot.dispatch.accept({"update_id": next(UPDATE_IDS), kind: one} for one in things)

    def pass_time(self, seconds):
        self.runner.run(asyncio.sleep(seconds))

    def methods(self):
        return [call.method for call in self.api.calls]


def build_bot(library, api, clock=lambda: NOW, **settings):
    given = Settings(telegram_bot_token=TOKEN, _env_file=None, **settings)
    return build(given, library, FakeTelegram(api), FakeTelegram(api), clock)


def message(text, chat=PRIVATE, **fields):
    """Return a message as the Bot API sends it, with mentions and commands marked."""
    basics = {"message_id": 10, "date": MONDAY, "chat": chat, "from": ALICE}
    words = {"text": text, "entities": entities(text)} if text is not None else {}
    return basics | words | fields


def entities(text):
    return [
        {
            "type": "bot_command" if found.group().startswith("/") else "mention",
            "offset": utf16(text[: found.start()]),
            "length": utf16(found.group()),
        }
        for found in ENTITY.finditer(text)
    ]


def utf16(text):
    return len(text.encode("utf-16-le")) // 2


def covered(text, entity):
    """Return the text that an entity covers, be it an object or a call's parameter."""
    offset, length = (
        (entity["offset"], entity["length"])
        if isinstance(entity, dict)
        else (entity.offset, entity.length)
    )
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")
