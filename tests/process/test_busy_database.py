"""The bot as a process, while another process keeps its database busy."""

import contextlib
import sqlite3
import time
from statistics import median

from fake_telegram import TOKEN, message
from loopback import Process

from bot.updates.inbox import key_for
from corpus.store.database.sqlite import SQLiteDatabase
from corpus.store.waiting_updates import WaitingUpdates

QUESTION = "Who built the vessel?"
BUILT = "The shipyard in Norvik built the vessel for 48 million euros."
ASKED = 15  # questions; a user may ask 20 in a minute
PROMPT = 1.0  # seconds; on an idle machine it takes 0.2
LONGER = 3  # times what it takes if nobody writes
CALM = 5  # questions that nobody disturbs


def ask(api, number):
    """Ask a question; return the seconds until it is answered."""
    start = time.monotonic()
    api.push("message", message(QUESTION, message_id=number))
    api.wait_for("sendMessage", number)
    return time.monotonic() - start


def test_questions_are_answered_promptly_while_another_process_writes(folder, loopback):
    path = folder / "quotewire.db"
    process = Process(folder, loopback)
    ask(loopback, 1)
    calm = [ask(loopback, number) for number in range(2, CALM)]
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        seconds = [ask(loopback, number) for number in range(CALM, ASKED)]
        other.execute("ROLLBACK")
    assert median(seconds) < max(PROMPT, LONGER * median(calm)), (calm, seconds)
    ask(loopback, ASKED)
    process.stop()
    status, output = process.ended()
    assert (status, "Traceback" in output) == (0, False)
    sent = [call.parameters for call in loopback.calls if call.method == "sendMessage"]
    answered = [one["reply_parameters"]["message_id"] for one in sent if BUILT in one["text"]]
    assert answered == list(range(1, ASKED + 1))
    assert loopback.updates == []
    with contextlib.closing(SQLiteDatabase(path)) as database:
        known = WaitingUpdates(database, key_for(TOKEN))
        assert all(known.knows(number) for number in range(100, 100 + ASKED))
        assert known.waiting() == []
