"""Answering despite every kind of failure of Telegram and the network."""

import asyncio
import json
import logging
from collections import defaultdict, deque
from typing import NamedTuple

import pytest
from fake_telegram import (
    GROUP,
    NOW,
    PRIVATE,
    TOKEN,
    UPDATE_IDS,
    BotApi,
    FakeTelegram,
    FastLoop,
    message,
)
from telegram.error import NetworkError, TimedOut

from bot.application import build, serve
from bot.library.library import Library
from bot.settings import Settings
from bot.updates.inbox import Inbox

BOB = {"id": 3, "type": "private", "first_name": "Bob"}
MOVED = {"id": -1009, "type": "supergroup", "title": "Newsroom"}
QUESTION = "Who built the vessel?"
BUILT = "The shipyard in Norvik built the vessel"
HALF = b'{"ok": true, "resu'
RESET = NetworkError("httpx.ReadError: connection reset by peer")


class Fault(NamedTuple):
    """An error, or a status and a body, instead of the expected response."""

    status: int = 200
    body: bytes = b""
    error: Exception | None = None
    arrived: bool = False  # whether Telegram carried out the call anyway


def refusal(status, description, **parameters):
    answer = {"ok": False, "error_code": status, "description": description}
    return Fault(status, json.dumps(answer | {"parameters": parameters}).encode())


class Arrived(NamedTuple):
    chat: int
    question: int | None
    text: str
    time: float


class Unsteady(FakeTelegram):
    """Telegram with faults: each chat's faults hit the next messages to it, in turn."""

    def __init__(self, api):
        super().__init__(api)
        self.faults = defaultdict(deque)
        self.tried = defaultdict(int)
        self.arrived = []

    async def do_request(self, url, method, request_data=None, **timeouts):
        if not url.endswith("/sendMessage"):
            return await super().do_request(url, method, request_data, **timeouts)
        asked = request_data.parameters
        chat = asked["chat_id"]
        self.tried[chat] += 1
        fault = self.faults[chat].popleft() if self.faults[chat] else None
        if fault is None or fault.arrived:
            number = asked.get("reply_parameters", {}).get("message_id")
            now = asyncio.get_running_loop().time()
            self.arrived.append(Arrived(chat, number, asked["text"], now))
        if fault is None:
            return await super().do_request(url, method, request_data, **timeouts)
        if fault.error:
            raise fault.error
        return fault.status, fault.body


class Asked:
    """Alice asks twice, a group once and Bob once, all at the same time."""

    def __init__(self, library, *faults, chat=PRIVATE):
        api = BotApi()
        api.chats += [BOB, MOVED]
        with asyncio.Runner(loop_factory=FastLoop) as runner:
            runner.run(self._ask(library, api, faults, chat))

    async def _ask(self, library, api, faults, chat):
        telegram = Unsteady(api)
        telegram.faults[chat["id"]].extend(faults)
        settings = Settings(telegram_bot_token=TOKEN, _env_file=None)
        bot = build(settings, library, telegram, FakeTelegram(api), lambda: NOW)
        await bot.application.initialize()
        asked = [PRIVATE, PRIVATE, GROUP, BOB]
        bot.dispatch.accept(
            {
                "update_id": next(UPDATE_IDS),
                "message": message(f"@QuotewireBot {QUESTION}", where, message_id=number),
            }
            for number, where in enumerate(asked, 1)
        )
        await bot.dispatch.idle()
        self.left = len(Inbox(library.store.database).waiting())
        await bot.application.shutdown()
        self.tried = telegram.tried
        self.arrived = telegram.arrived

    def questions(self, chat=PRIVATE):
        """Return the questions that a chat's messages reply to, in order of arrival."""
        return [answer.question for answer in self.arrived if answer.chat == chat["id"]]

    def texts(self, chat=PRIVATE):
        return [answer.text for answer in self.arrived if answer.chat == chat["id"]]

    def first_time(self, chat=PRIVATE):
        """Return when the first message to a chat arrived."""
        return next(answer.time for answer in self.arrived if answer.chat == chat["id"])


@pytest.fixture
def library(ferry):
    return Library.of([ferry])


def errors(caplog):
    ours = [record for record in caplog.records if record.name.startswith("bot")]
    return [record.getMessage() for record in ours if record.levelno >= logging.ERROR]


def check_answered_once(asked, caplog):
    """Check that each question is answered once, in order, and that other chats did not wait."""
    assert asked.questions() == [1, 2]
    assert all(BUILT in text for text in asked.texts())
    assert (asked.questions(GROUP), asked.questions(BOB)) == ([3], [4])
    assert max(asked.first_time(GROUP), asked.first_time(BOB)) < 0.2
    assert asked.left == 0
    assert errors(caplog) == []


def test_after_429_the_bot_waits_and_answers_once(library, caplog):
    asked = Asked(library, refusal(429, "Too Many Requests", retry_after=30))
    check_answered_once(asked, caplog)
    assert 30 <= asked.first_time() < 31
    assert asked.tried[PRIVATE["id"]] == 3


def test_repeated_429_is_retried_later(library, caplog):
    faults = [refusal(429, "Too Many Requests", retry_after=30)] * 10
    asked = Asked(library, *faults)
    check_answered_once(asked, caplog)
    assert 300 <= asked.first_time() < 330  # never earlier than Telegram asked


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_500_is_retried_within_seconds(status, library, caplog):
    asked = Asked(library, refusal(status, "Internal Server Error"))
    check_answered_once(asked, caplog)
    assert asked.first_time() < 1


def test_a_gateways_page_instead_of_json_is_retried(library, caplog):
    caplog.set_level(logging.CRITICAL, "telegram")
    asked = Asked(library, Fault(502, b"<html>Bad Gateway</html>"))
    check_answered_once(asked, caplog)


def test_answers_arrive_after_an_outage_of_hours(library, caplog):
    asked = Asked(library, *[refusal(500, "Internal Server Error")] * 150)
    check_answered_once(asked, caplog)
    assert asked.first_time() > 2 * 3600


def test_a_timeout_is_retried(library, caplog):
    check_answered_once(Asked(library, Fault(error=TimedOut())), caplog)


def test_after_a_timeout_an_answer_that_did_arrive_is_repeated(library, caplog):
    asked = Asked(library, Fault(error=TimedOut(), arrived=True))
    assert asked.questions() == [1, 1, 2]
    assert errors(caplog) == []


def test_a_reset_connection_is_retried(library, caplog):
    check_answered_once(Asked(library, Fault(error=RESET)), caplog)


def test_half_a_response_is_retried(library, caplog):
    caplog.set_level(logging.CRITICAL, "telegram")
    check_answered_once(Asked(library, Fault(body=HALF)), caplog)


@pytest.mark.parametrize(
    ("chat", "description"),
    [
        (PRIVATE, "Forbidden: bot was blocked by the user"),
        (PRIVATE, "Forbidden: user is deactivated"),
        (GROUP, "Forbidden: bot was kicked from the supergroup chat"),
    ],
)
def test_403_is_silent_and_not_retried(chat, description, library, caplog):
    asked = Asked(library, refusal(403, description), chat=chat)
    assert asked.questions(chat) == ([2] if chat is PRIVATE else [])
    assert asked.tried[chat["id"]] == 1 + len(asked.questions(chat))
    assert asked.questions(BOB) == [4]
    assert (asked.left, errors(caplog)) == (0, [])


def test_400_for_a_deleted_question_is_one_error_and_an_apology(library, caplog):
    """Telegram sends this error only to bots that, unlike this one, require the reply."""
    asked = Asked(library, refusal(400, "Bad Request: message to be replied not found"))
    sorry, answer = asked.texts()
    assert "error" in sorry
    assert BUILT in answer
    assert asked.tried[PRIVATE["id"]] == 3
    (line,) = errors(caplog)
    assert "failed to handle an update" in line


def test_400_for_a_chat_that_is_gone_is_silent_and_not_retried(library, caplog):
    asked = Asked(library, refusal(400, "Bad Request: chat not found"))
    assert asked.questions() == [2]
    assert (asked.tried[PRIVATE["id"]], asked.left, errors(caplog)) == (2, 0, [])


def test_400_for_missing_rights_is_silent(library, caplog):
    mute = refusal(400, "Bad Request: not enough rights to send text messages to the chat")
    asked = Asked(library, mute, mute, chat=GROUP)
    assert asked.questions(GROUP) == []
    assert errors(caplog) == []
    assert asked.questions() == [1, 2]


def test_a_group_that_became_a_supergroup_is_answered_there(library, caplog):
    moved = refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=MOVED["id"])
    asked = Asked(library, moved, chat=GROUP)
    assert asked.questions(GROUP) == []
    (text,) = asked.texts(MOVED)
    assert BUILT in text
    assert asked.questions() == [1, 2]
    assert (asked.left, errors(caplog)) == (0, [])


@pytest.mark.parametrize(
    ("status", "description"),
    [(409, "Conflict: terminated by other getUpdates request"), (429, "Too Many"), (500, "Oh")],
)
def test_the_bot_survives_errors_on_polling(status, description, library, caplog):
    api = BotApi()
    more = {"retry_after": 5} if status == 429 else {}
    api.fail("getUpdates", status, description, times=3, **more)
    api.push("message", message(QUESTION))

    settings = Settings(telegram_bot_token=TOKEN, _env_file=None)

    async def main():
        connections = FakeTelegram(api), FakeTelegram(api)
        task = asyncio.create_task(serve(build(settings, library, *connections, lambda: NOW)))
        await asyncio.sleep(100)
        task.cancel()
        await asyncio.wait([task])

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        runner.run(main())
    (sent,) = [call for call in api.calls if call.method == "sendMessage"]
    assert BUILT in sent.parameters["text"]
    assert errors(caplog) == []
    assert sum("Retrying" in record.getMessage() for record in caplog.records) == 1
