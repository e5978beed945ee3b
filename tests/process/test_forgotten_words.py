"""The words of a forgotten chat, searched for in every byte of the data folder."""

import contextlib
import os
import signal
import time

import pytest
from fake_telegram import ALICE, BOT, PRIVATE, message
from loopback import Process
from patience import PATIENCE

from bot.replies.chat_sources.removing import FORGET
from corpus.store.store import Store

WORD = "qzjfvv"  # no ending that stemming removes
ADD = f"/add Report on {WORD}trees\nThe {WORD}harbour of Sund was {WORD}closed on Monday."


def texts(api):
    return [call.parameters.get("text", "") for call in api.calls if "Message" in call.method]


def wait_until(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def holding_it(folder):
    """Return the names of the files that contain the word."""
    found = []
    for path in folder.rglob("*"):
        with contextlib.suppress(FileNotFoundError, IsADirectoryError):
            if WORD.encode() in path.read_bytes().lower():
                found.append(path.name)
    return found


def press_forget(api):
    shown = message("Really?", PRIVATE, message_id=77, **{"from": BOT})
    query = {"id": "9", "from": ALICE, "chat_instance": "1", "data": FORGET, "message": shown}
    api.push("callback_query", query)


@contextlib.contextmanager
def running(folder, loopback, number=signal.SIGTERM):
    """Run the bot, and end it with a signal."""
    process = Process(folder, loopback)
    try:
        yield
        os.kill(process.pid, number)
        status, output = process.ended()
        assert status == (0 if number == signal.SIGTERM else -number), output
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
        process.ended()


@pytest.fixture
def folder(tmp_path, ferry, loopback):
    """A data folder with a library and a chat's source, in the database and the index."""
    with contextlib.closing(Store(tmp_path / "quotewire.db")) as store:
        store.add(ferry)
    with running(tmp_path, loopback):
        loopback.say(ADD)
        wait_until(lambda: any(text.startswith("Added [C1]") for text in texts(loopback)))
    assert {name.rpartition(".")[2] for name in holding_it(tmp_path)} == {"db", "segment"}
    return tmp_path


def answered(api):
    return sum("shipyard in Norvik" in text for text in texts(api))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_after_forget_no_file_has_a_word_of_the_chats_articles(folder, loopback, number):
    with running(folder, loopback, number):
        loopback.say("Who built the vessel?")
        wait_until(lambda: answered(loopback) == 1)
        press_forget(loopback)
        wait_until(lambda: any(text.startswith("Deleted 1 source") for text in texts(loopback)))
        if number == signal.SIGTERM:
            wait_until(lambda: not holding_it(folder))
    with running(folder, loopback):
        wait_until(lambda: not holding_it(folder))
        loopback.say("Who built the vessel?")
        wait_until(lambda: answered(loopback) == 2)
    assert holding_it(folder) == []
