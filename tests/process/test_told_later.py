"""Standing questions while the bot is killed and another process adds the answer."""

import os
import signal
import sys
from contextlib import closing
from subprocess import run

from articles import BRIDGE
from loopback import Process

from corpus.store.chats.standing_questions import StandingQuestions
from corpus.store.store import Store

QUESTION = "Who leads the inspection?"
ANSWER = "Dr. Lena Fors, who leads the inspection, said the pillars are sound."


def sent(api):
    return [call.parameters["text"] for call in api.calls if call.method == "sendMessage"]


def test_a_chat_is_told_once_of_what_another_process_adds_while_the_bot_is_killed(
    folder, loopback
):
    process = Process(folder, loopback)
    loopback.say(f"/watch {QUESTION}")
    loopback.wait_for("sendMessage", 1)
    assert sent(loopback)[0].startswith("I’ll tell you here")
    os.kill(process.pid, signal.SIGKILL)
    process.ended()
    (folder / "bridge.txt").write_text(BRIDGE)
    added = [sys.executable, "-m", "bot", "add", str(folder / "bridge.txt")]
    database = {"QUOTEWIRE_DB": str(folder / "quotewire.db")}
    run(added, check=True, env=os.environ | database, capture_output=True)
    process = Process(folder, loopback)
    loopback.wait_for("sendMessage", 2)
    assert ANSWER in sent(loopback)[1]  # the command may be answered again, now at once
    process.stop()
    assert process.ended()[0] == 0
    with closing(Store(folder / "quotewire.db")) as store:
        assert StandingQuestions(store.database).of_chat(1) == []
