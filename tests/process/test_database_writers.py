"""A database that other processes write to, or are killed while they do."""

import signal
import subprocess
import sys
from contextlib import closing

import pytest
from ships import fill
from stored import articles_in

from bot.upkeep.backup import back_up
from corpus.store.store import Store

ADD_MANY = """
import sys
from corpus.reading import read_article
from corpus.store.store import Store
store = Store(sys.argv[1], busy_seconds=300)  # a busy machine may need long
for number in range(int(sys.argv[2])):
    text = f"Report {sys.argv[3]} number {number} came in. " * 200
    store.add(read_article(text.encode(), "note.txt"))
    print(number, flush=True)
"""


def adder(path, count, name):
    command = [sys.executable, "-c", ADD_MANY, str(path), str(count), name]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_two_processes_that_add_at_once_lose_nothing(tmp_path):
    path = tmp_path / "quotewire.db"
    adders = [adder(path, 30, name) for name in "AB"]
    assert [one.communicate()[1] or one.returncode for one in adders] == [0, 0]
    with closing(Store(path)) as store:
        assert len(store.positions()) == 60


@pytest.mark.parametrize("after", [0, 3, 11])
def test_a_killed_process_leaves_whole_articles_only(tmp_path, after):
    path = tmp_path / "quotewire.db"
    with adder(path, 1_000, "K") as process:
        for _ in range(after + 1):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    with closing(Store(path)) as store:
        kept = list(articles_in(store))
        assert len(kept) >= after + 1
        assert all(len(one.spans) == 200 and one.text.endswith("in. ") for one in kept)
        connection = store.database._connection  # noqa: SLF001 - the store has no integrity check
        (state,) = connection.execute("PRAGMA integrity_check").fetchone()
        assert state == "ok"


def test_a_backup_is_made_while_another_process_writes(tmp_path):
    path, copy = tmp_path / "quotewire.db", tmp_path / "copy.db"
    fill(path, 1, 2, 3)
    code = (
        "import sys; from corpus.store.database.sqlite import SQLiteDatabase\n"
        "with SQLiteDatabase(sys.argv[1]).changing() as c:\n"
        "    c.execute('DELETE FROM article'); print('in it', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        writer.stdout.readline()
        assert back_up(path, copy) == 3
        writer.communicate()
    with closing(Store(copy)) as store:
        assert [one.number for one in articles_in(store)] == [1, 2, 3]
