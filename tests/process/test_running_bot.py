"""The bot as a process, behind a Bot API server on this machine."""

import contextlib
import subprocess
import sys
from pathlib import Path

import pytest
from fake_telegram import TOKEN
from loopback import Process

from corpus.store.store import Store

QUESTION = "Who built the vessel?"
BUILT = "The shipyard in Norvik built the vessel for 48 million euros."


def sent(api):
    return [call.parameters["text"] for call in api.calls if call.method == "sendMessage"]


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
    status, output = process.ended()
    assert loopback.open_polls  # it did not wait for the last one
    assert (status, "Traceback" in output) == (0, False)
    assert "could not be finished" not in output
    assert TOKEN.partition(":")[2] not in output
    assert QUESTION not in output


def test_a_refused_token_is_one_line(folder, loopback):
    other = TOKEN.replace("A", "B")
    status, output = Process(folder, loopback, token=other).ended()
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
    status, output = process.ended()
    assert (status, "Traceback" in output) == (0, False)
    assert output.count("Another process is polling") == 1


SECOND = """
import os, signal
from contextlib import suppress
from pathlib import Path
from bot.__main__ import main
from bot.library import second_process as module

start = module.Responder._start

async def look(answering):
    await start(answering)
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(FileNotFoundError, ProcessLookupError):  # others may just end
            parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            if parent != os.getpid():
                continue
            environment = (process / "environ").read_bytes().split(b"\\0")
            names = {line.partition(b"=")[0].decode() for line in environment}
            print("child:", sorted(name for name in names if name in SECRETS), len(names) > 1)
    os.kill(os.getpid(), signal.SIGTERM)

SECRETS = ("TELEGRAM_BOT_TOKEN", "QUOTEWIRE_WEBHOOK_SECRET")
if __name__ == "__main__":
    module.processors = lambda: 2
    module.BUSY, module.LOOK = -1.0, 0.01
    module.Responder._start = look
    main()
"""


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs Linux's /proc")
def test_no_child_process_has_the_token_in_its_environment(folder, loopback):
    program = folder / "program.py"
    program.write_text(SECOND)
    secret = {"QUOTEWIRE_WEBHOOK_SECRET": "a-secret-that-nobody-guesses"}
    process = Process(folder, loopback, program=(program, "run"), **secret)
    status, output = process.ended()
    lines = [line for line in output.splitlines() if line.startswith("child:")]
    assert len(lines) >= 2, output  # the second process, and Python's process that tracks it
    assert set(lines) == {"child: [] True"}
    assert status == 0


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
