import asyncio
import contextlib
import logging
import signal
import socket
import threading
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime

import httpx
import pytest
from fake_telegram import NOW, TOKEN, BotApi, FakeTelegram, FastLoop, build_bot, message
from telegram.error import InvalidToken
from web_server import free_place

from bot.application import build, run, serve
from bot.background import ROUND
from bot.delivery.connections import connections
from bot.delivery.telegram_time import TelegramTime
from bot.library.library import Library
from bot.replies.about_me import TOO_MANY
from bot.settings import Settings
from bot.updates.sharing.bots import OneBot
from corpus.store.chats.tallies import Event
from corpus.store.recent_answers import microseconds
from retrieval.meaning import minilm

QUESTION = "Who built the vessel?"


BUILT = "The shipyard in Norvik built the vessel for 48 million euros."


def served(library, api, *texts, seconds=100.0):
    """Run the bot for ``seconds``, in memory; return how long it took to stop."""

    async def main():
        task = asyncio.create_task(serve(build_bot(library, api)))
        for text in texts:
            await asyncio.sleep(1)
            api.push("message", message(text))
        await asyncio.wait([task], timeout=seconds)
        now = asyncio.get_running_loop().time
        started = now()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        return now() - started

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        return runner.run(main())


def sent(api):
    return [call.parameters["text"] for call in api.calls if call.method == "sendMessage"]


def lines(caplog, level=logging.WARNING):
    return [record.getMessage() for record in caplog.records if record.levelno >= level]


@pytest.fixture
def library(ferry):
    return Library.of([ferry])


def test_messages_are_answered_and_confirmed(library):
    api = BotApi()
    served(library, api, QUESTION, "hello")
    assert BUILT in sent(api)[0]
    assert "Ask me" in sent(api)[1]
    assert api.calls[-1].parameters.items() >= {"offset": 102, "timeout": 0, "limit": 1}.items()


def test_a_webhook_is_deleted_and_only_handled_updates_are_polled(library):
    api = BotApi()
    served(library, api)
    methods = [call.method for call in api.calls]
    assert methods.index("deleteWebhook") < methods.index("getUpdates")
    first_poll = api.calls[methods.index("getUpdates")].parameters
    assert first_poll["allowed_updates"] == [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "inline_query",
        "guest_message",
        "message_reaction",
    ]


def test_a_failure_to_set_the_command_menu_is_one_warning(library, caplog):
    api = BotApi()
    api.fail("setMyCommands", 400, "Bad Request: no")
    served(library, api, QUESTION)
    assert lines(caplog) == ["Could not set the command menu: No"]
    assert BUILT in sent(api)[0]


def test_group_privacy_causes_a_warning(library, caplog):
    served(library, BotApi(can_read_all_group_messages=False))
    (line,) = lines(caplog)
    assert "/setprivacy" in line


def test_the_start_is_retried_until_the_network_works(library, caplog):
    api = BotApi()
    api.fail("getMe", 502, "Bad Gateway", times=4)
    api.fail("deleteWebhook", 502, "Bad Gateway", times=2)
    served(library, api, QUESTION)
    assert lines(caplog) == ["Cannot reach Telegram: Bad Gateway. Retrying."] * 2
    assert BUILT in sent(api)[0]


@pytest.mark.parametrize("method", ["getMe", "getUpdates"])
def test_a_rejected_token_stops_the_bot(library, method):
    api = BotApi()
    api.fail(method, 401, "Unauthorized")
    with pytest.raises(InvalidToken):
        served(library, api)


def test_a_slow_answer_is_left_for_the_next_run_when_the_bot_stops(library):
    api = BotApi()
    api.fail("sendMessage", 429, retry_after=3000)
    assert served(library, api, QUESTION, seconds=10) < 2
    assert len(sent(api)) == 1
    api.updates.clear()
    served(library, api, "hello", seconds=10)
    assert [BUILT in text for text in sent(api)] == [True, True, False]


def test_an_answer_in_progress_is_finished_when_the_bot_stops(library):
    api = BotApi()
    api.fail("sendMessage", 429, retry_after=10)
    served(library, api, QUESTION, seconds=10)
    assert BUILT in sent(api)[-1]


class Follower(OneBot):
    """One of several bots, which never leads."""

    leads = False

    async def lead(self, _):
        await asyncio.get_running_loop().create_future()


def test_a_bot_that_does_not_lead_writes_its_counts(library):
    bot = replace(build_bot(library, BotApi()), bots=Follower())

    async def main():
        task = asyncio.create_task(serve(bot))
        await asyncio.sleep(1)
        bot.dispatch.accept([{"update_id": 1, "message": message(QUESTION)}])
        await asyncio.sleep(10)
        written = dict(library.store.tallies.since(NOW.date()))
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        return written

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        assert runner.run(main()) == {Event.SURE: 1}


@pytest.mark.parametrize("wrong", [timedelta(minutes=2), -timedelta(minutes=2)])
def test_recent_answers_have_telegrams_time_which_all_bots_share(library, wrong):
    api = BotApi()
    given = Settings(telegram_bot_token=TOKEN, _env_file=None)
    telegram = FakeTelegram(api), FakeTelegram(api)
    bot = build(given, library, *telegram, lambda: NOW + wrong, telegram_time=lambda: NOW)
    known = library.store.recent_answers

    async def main():
        task = asyncio.create_task(serve(bot))
        await asyncio.sleep(1)
        api.push("message", message(QUESTION))
        await asyncio.sleep(3 * ROUND)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        return [one.time for one in known.answers(NOW)]

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        assert runner.run(main()) == [microseconds(NOW)]


def settings(loopback, token=TOKEN):
    return Settings(
        telegram_bot_token=token, telegram_base_url=f"{loopback.base}/bot", _env_file=None
    )


def test_run_exits_with_status_0_on_sigterm(library, loopback):
    def stop():
        loopback.wait_for("sendMessage", 1)
        signal.raise_signal(signal.SIGTERM)

    loopback.say(QUESTION)
    threading.Thread(target=stop).start()
    assert run(settings(loopback), library) == 0
    assert BUILT in sent(loopback)[0]


DATE = format_datetime(NOW, usegmt=True)  # when the messages were sent, by Telegram's clock


def test_run_tells_how_old_messages_are_by_telegrams_clock(library, loopback):
    def stop():
        loopback.wait_for("sendMessage", 2)
        signal.raise_signal(signal.SIGTERM)

    loopback.date = DATE
    loopback.say(QUESTION)
    loopback.say(QUESTION)
    threading.Thread(target=stop).start()
    given = settings(loopback).model_copy(update={"quotewire_questions_per_minute": 1})
    assert run(given, library) == 0
    answer, refusal = sent(loopback)
    assert answer.startswith(BUILT)  # and not with an apology for the delay
    assert refusal == str(TOO_MANY)


@pytest.mark.parametrize("number", [0, 1])
def test_each_connection_sets_telegrams_time(loopback, number):
    loopback.date = DATE
    time = TelegramTime(seconds=lambda: 0.0)

    async def main():
        async with connections(time)[number] as request:
            await request.do_request(f"{loopback.base}/bot{TOKEN}/getMe", "POST")

    asyncio.run(main())
    assert time() == NOW


def test_run_exits_with_status_1_when_the_token_is_rejected(library, loopback, caplog):
    assert run(settings(loopback, TOKEN.replace("A", "B")), library) == 1
    assert "TELEGRAM_BOT_TOKEN" in lines(caplog)[-1]


def test_run_exits_with_status_1_after_an_unexpected_error(library, loopback, caplog):
    loopback.me = {"not": "a user"}
    assert run(settings(loopback), library) == 1
    assert caplog.records[-1].exc_info is not None


def test_with_a_webhook_updates_are_answered_and_health_is_shown(library):
    places = [free_place(), free_place()]
    api = BotApi()
    settings = {
        "quotewire_webhook_url": "https://bot.example/hook",
        "quotewire_webhook_listen": places[0],
        "quotewire_status": places[1],
    }

    async def main():
        task = asyncio.create_task(serve(build_bot(library, api, **settings)))
        await until(lambda: any(call.method == "setMyCommands" for call in api.calls))
        (webhook,) = [call.parameters for call in api.calls if call.method == "setWebhook"]
        update = {"update_id": 7, "message": message(QUESTION)}
        async with httpx.AsyncClient() as client:
            header = {"X-Telegram-Bot-Api-Secret-Token": webhook["secret_token"]}
            url = f"http://{places[0]}/hook"
            rejected = await client.post(url, json=update)
            accepted = await client.post(url, json=update, headers=header)
            health = await client.get(f"http://{places[1]}/healthz")
            await until(lambda: sent(api))
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        return webhook, [rejected.status_code, accepted.status_code, health.status_code]

    webhook, answers = asyncio.run(main())
    assert webhook["url"] == "https://bot.example/hook"
    assert len(webhook["secret_token"]) >= 32
    assert answers == [403, 200, 200]
    assert BUILT in sent(api)[0]
    methods = [call.method for call in api.calls]
    assert "getUpdates" not in methods
    assert "deleteWebhook" not in methods


@pytest.mark.parametrize("wanted", [True, False])
def test_missing_libraries_of_the_model_are_one_line_unless_it_is_turned_off(
    loopback, library, caplog, monkeypatch, wanted
):
    monkeypatch.setattr(minilm, "NEEDED", ("onnxruntime", "no_such_library"))
    loopback.fail("getMe", 401, "Unauthorized")
    given = settings(loopback).model_copy(update={"quotewire_meaning": wanted})
    assert run(given, library) == 1
    told = [record.getMessage() for record in caplog.records if "meaning" in record.getMessage()]
    assert told == [
        "Answers are chosen by their words, without the model of meaning: "
        "no_such_library cannot be imported"
    ] * int(wanted)


def status_pages(library, api, after):
    """Serve until a method of the Bot API is called; return /healthz, and the text of /metrics."""
    place = free_place()
    library.prepare()

    async def main():
        task = asyncio.create_task(serve(build_bot(library, api, quotewire_status=place)))
        await until(lambda: any(call.method == after for call in api.calls))
        async with httpx.AsyncClient() as client:
            health = await client.get(f"http://{place}/healthz")
            figures = await client.get(f"http://{place}/metrics")
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        return health, figures.text

    return asyncio.run(main())


def test_a_purge_that_fails_shows_in_the_health_check_and_in_the_metrics(library, monkeypatch):
    monkeypatch.setattr("bot.background.LONGEST_WITHOUT_PURGE", 0.0)
    api = BotApi()

    def refuse(*_):
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(library.store, "purge", refuse)

    health, figures = status_pages(library, api, after="setMyCommands")
    assert health.status_code == 503
    assert "Expired data has not been deleted for an hour.\n" in health.text
    assert 'quotewire_background_failures_total{job="purge"} 1.0' in figures
    assert 'quotewire_background_failures_total{job="feeds and pages"} 0.0' in figures
    assert "quotewire_seconds_since_purge" in figures


def test_a_purge_of_the_running_bot_also_takes_the_words_out_of_the_index(library, monkeypatch):
    (article,) = library.sources().page(0, 1)
    monkeypatch.setattr(library.store, "_clock", lambda: NOW - timedelta(hours=2))
    library.store.set_aside(article.id)
    scrubs = []
    monkeypatch.setattr(library, "scrub", lambda: scrubs.append(1))

    async def main():
        task = asyncio.create_task(serve(build_bot(library, BotApi())))
        await until(lambda: scrubs)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert library.store.put_back(article.id, article.collection) is None


def test_failing_polls_show_in_the_health_check(library):
    api = BotApi()
    api.fail("getUpdates", 502, "Bad Gateway", times=10**6)

    health, figures = status_pages(library, api, after="getUpdates")
    assert health.status_code == 503
    assert "quotewire_sentences 5.0" in figures
    assert "quotewire_meaning 0.0" in figures
    assert "quotewire_articles_without_vectors 0.0" in figures
    assert "quotewire_queue 0.0" in figures


def test_a_port_in_use_stops_the_bot_with_one_line(library, caplog, monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        monkeypatch.setattr(
            "bot.delivery.connections.HTTPXRequest", lambda *_, **__: FakeTelegram(BotApi())
        )
        settings = Settings(telegram_bot_token=TOKEN, quotewire_status=place, _env_file=None)
        assert run(settings, library) == 1
    assert "Cannot listen for requests" in caplog.text


async def until(holds):
    """Let other tasks run until ``holds`` returns true, for at most ten seconds."""
    for _ in range(1000):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the condition never held")


def test_a_webhook_that_telegram_rejects_stops_the_bot_with_one_line(library, caplog, monkeypatch):
    api = BotApi()
    api.fail("setWebhook", 400, "Bad Request: bad webhook: HTTPS url must be provided")
    monkeypatch.setattr(
        "bot.delivery.connections.HTTPXRequest", lambda *_, **__: FakeTelegram(api)
    )
    settings = Settings(
        telegram_bot_token=TOKEN,
        quotewire_webhook_url="https://bot.example/hook",
        quotewire_webhook_listen=free_place(),
        _env_file=None,
    )
    assert run(settings, library) == 1
    (line,) = lines(caplog, logging.ERROR)
    assert line.startswith("QUOTEWIRE_WEBHOOK_URL was rejected by Telegram: ")
