"""The bot as a process, behind a Bot API server on this machine."""

import contextlib
import subprocess
import sys

import pytest
from fake_telegram import TOKEN
from loopback import Process

from corpus.store.store import Store

QUESTION = "Who built the vessel?"
BUILT = "The shipyard in Norvik built the vessel for 48 million euros."


def sent(api):
    return [call.parameters["text"] for call in api.calls if call.method == "sendMessage"]


@pytest.fixture
def folder(tmp_path, ferry):
    with contextlib.closing(Store(tmp_path / "quotewire.db")) as store:
        store.add(ferry)
    return tmp_path


def test_the_bot_finishes_its_answer_when_told_to_stop(folder, loopback):
    process = Process(folder, loopback)
    loopback.say(QUESTION)
    loopback.wait_for("sendMessage", 1)
    assert BUILT in sent(loopback)[0]
    loopback.send_allowed.clear()
    loopback.say("hello")
    loopback.wait_for("sendMessage", 2)
    process.stop()
    loopback.send_allowed.set()
    status, output, seconds = process.ended()
    assert (status, "Traceback" in output) == (0, False)
    assert seconds < 10  # far less than a poll takes
    assert "could not be finished" not in output
    assert TOKEN.partition(":")[2] not in output
    assert QUESTION not in output


def test_a_refused_token_is_one_line(folder, loopback):
    other = TOKEN.replace("A", "B")
    status, output, _ = Process(folder, loopback, token=other).ended()
    assert status == 1
    (line,) = [line for line in output.splitlines() if "asyncio" not in line]  # not its DEBUG
    assert "TELEGRAM_BOT_TOKEN" in line
    assert other.partition(":")[2] not in output


def test_a_second_poller_is_logged_once_and_the_bot_goes_on(folder, loopback):
    process = Process(folder, loopback)
    loopback.say(QUESTION)
    loopback.wait_for("sendMessage", 1)
    loopback.fail("getUpdates", 409, "Conflict: terminated by other getUpdates request")
    loopback.say(QUESTION)
    loopback.wait_for("sendMessage", 2)
    loopback.say(QUESTION)
    loopback.wait_for("sendMessage", 3)
    process.stop()
    status, output, _ = process.ended()
    assert (status, "Traceback" in output) == (0, False)
    assert output.count("Another process is polling") == 1


LISTENING = """
import sys
from pathlib import Path
import bot.application, bot.cli.main
from bot.library.library import Library
from corpus.store.store import Store
library = Library(Store(Path(sys.argv[1])))
library.prepare()
before = "nltk" in sys.modules
library.warm_up()
print(before, "nltk" in sys.modules)
library.close()
"""


def test_the_bot_listens_before_it_loads_what_answers_need(tmp_path, ferry):
    path = tmp_path / "quotewire.db"
    with contextlib.closing(Store(path)) as store:
        store.add(ferry)
    command = [sys.executable, "-c", LISTENING, path]
    printed = [subprocess.check_output(command, text=True).strip() for _ in range(2)]
    assert printed == ["True True", "False True"]  # the first run indexes the article
