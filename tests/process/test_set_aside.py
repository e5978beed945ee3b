"""An update that ends the bot's process whenever it is handled."""

import asyncio
import os
import signal
import ssl
from contextlib import closing

import pytest
from api_server import ApiServer
from fake_telegram import TOKEN, message
from telegram.request import HTTPXRequest

from bot.application import build, serve
from bot.library.library import Library
from bot.settings import Settings
from corpus.store.store import Store

FATAL = "Who crashed the vessel?"
LIVES = 3
OTHERS = 6
TLS = ssl.create_default_context()  # not used, but slow to make

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork")

ENDS = {
    "exits": lambda: os._exit(1),
    "is killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
}


def answer(path, base, end):
    """Answer until cancelled, or until the fatal question is asked."""
    settings = Settings(
        telegram_bot_token=TOKEN,
        telegram_base_url=f"{base}/bot",
        quotewire_db=path,
        _env_file=None,
    )
    answer_any = Library.answer

    def answer_or_end(library, question, *args, **kwargs):
        if question == FATAL:
            end()
        return answer_any(library, question, *args, **kwargs)

    Library.answer = answer_or_end
    with closing(Store(path)) as store, closing(Library(store, background=True)) as library:
        library.sources()
        connections = (HTTPXRequest(httpx_kwargs={"verify": TLS}) for _ in range(2))
        asyncio.run(serve(build(settings, library, *connections)))


def begin(path, base, end):
    child = os.fork()
    if not child:
        try:
            signal.signal(signal.SIGINT, signal.default_int_handler)  # it may be ignored
            answer(path, base, end)
        finally:
            os._exit(0)
    return child


@pytest.mark.parametrize("end", ENDS)
def test_the_third_run_answers_everybody_else_and_apologizes_once(tmp_path, ferry, end):
    path = tmp_path / "quotewire.db"
    with closing(Store(path)) as store:
        store.add(ferry)
    users = [{"id": n, "type": "private", "first_name": "A"} for n in range(1, OTHERS + 2)]
    questions = [FATAL] + ["Who built the vessel?"] * OTHERS
    with closing(ApiServer()) as server:
        for number, (chat, text) in enumerate(zip(users, questions, strict=True), 1):
            said = message(text, chat, message_id=number, **{"from": chat | {"is_bot": False}})
            server.push({"update_id": number, "message": said})
        for life in range(LIVES - 1):
            child = begin(path, server.base(life), ENDS[end])
            _, status = os.waitpid(child, 0)
            assert status != 0, "it ended by itself"
        child = begin(path, server.base(LIVES), ENDS[end])
        assert server.wait(OTHERS + 1) == OTHERS + 1
        server.wait_for_poll(LIVES)
        os.kill(child, signal.SIGINT)
        os.waitpid(child, 0)
        sent = server.sent()
    assert sorted(one.chat for one in sent) == list(range(1, OTHERS + 2))
    assert [one.life for one in sent if one.chat == 1] == [LIVES]
    assert all(one.question == one.chat for one in sent)
