"""Vectors that are made by several processes."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from itertools import count
from multiprocessing import active_children
from pathlib import Path

import pytest
from meaning import FakeMeaning, vector
from patience import PATIENCE
from ships import article, fill, found

from bot.library import parallel_encoding as module
from bot.library.library import Library
from bot.library.parallel_encoding import NOT_NOW, encode_articles
from bot.library.vectors import vector_updater
from corpus.errors import CorpusError
from corpus.store.store import Store
from retrieval.meaning.vector_file import read_block
from retrieval.meaning.vectors import Vectors

SIZES = dict.fromkeys(range(1, 9), 2)  # so that all files have as many, whichever come first


class Broken(FakeMeaning):
    """A model that cannot be loaded."""

    def __init__(self):
        super().__init__(fails=True)


class Killed(FakeMeaning):
    """A model whose process is killed."""

    def sentences(self, _):
        os.kill(os.getpid(), signal.SIGKILL)


FORBIDDEN = """
def setpriority(*_):
    raise PermissionError
os.setpriority = setpriority
"""
LOW = """
import os, sys, time
from contextlib import closing
from threading import get_native_id
from meaning import FakeMeaning
from bot.library.library import Library
from corpus.store.store import Store

class Telling(FakeMeaning):
    def sentences(self, texts):
        print(os.getpriority(os.PRIO_PROCESS, get_native_id()))
        return super().sentences(texts)

{before}
with (
    closing(Store(sys.argv[1])) as store,
    closing(Library(store, meaning=Telling(), background=True)) as library,
):
    while library.without_vectors or not library.size:
        library.sources()
        time.sleep(0.01)
"""
PROGRAM = """
import os, signal, subprocess, sys
from itertools import count
from multiprocessing import active_children
from meaning import FakeMeaning
from bot.__main__ import main
from bot.cli.opening import Workspace
from bot.library import parallel_encoding
from bot.library.library import Library
from bot.library.vectors import vector_updater

parallel_encoding.CHUNK = 4
parallel_encoding.processors = lambda: 2
parallel_encoding.encode_articles.__defaults__ = (FakeMeaning,)
vector_updater.SOON = 0
Workspace.meaning = FakeMeaning()
adopt, files = Library.adopt_vectors, count(1)

def adopt_vectors(self, path):
    adopt(self, path)
    if next(files) == 2:
        {event}

Library.adopt_vectors = adopt_vectors
signal.signal(signal.SIGINT, signal.default_int_handler)  # the tests may run where it is ignored
sys.argv = ["quotewire", "encode"]
main()
"""


def environment(database):
    """The variables of a process that uses what tests share."""
    support = str(Path(__file__).parents[1] / "support")
    return {
        **os.environ,
        "QUOTEWIRE_DB": str(database),
        "PYTHONPATH": os.pathsep.join([support, os.environ["PYTHONPATH"]]),
    }


def encode(database, event):
    """Run the command, with something that happens once two files are finished.

    It returns only when all workers have ended, because they have the same output.
    """
    command = [sys.executable, "-c", PROGRAM.format(event=event)]
    return subprocess.run(
        command,
        env=environment(database),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        start_new_session=True,  # so that SIGINT reaches the workers, too, as from a terminal
    )


def lacking(database):
    with (
        closing(Store(database)) as store,
        closing(Library(store, meaning=FakeMeaning())) as library,
    ):
        return library.lacking()


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Make two workers, and chunks of two articles."""
    monkeypatch.setattr(module, "processors", lambda: 2)
    monkeypatch.setattr(module, "CHUNK", 4)
    monkeypatch.setattr(vector_updater, "SOON", 0)


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "quotewire.db"
    fill(path, *SIZES)
    return path


def paths(folder):
    return (folder / f"{number}.vectors" for number in count())


def test_workers_write_files_with_the_vectors_of_every_sentence(database):
    sizes = dict.fromkeys(range(1, 8), 2)
    found = list(encode_articles(database, sizes, paths(database.parent), FakeMeaning))
    assert sorted(count for count, _ in found) == [2, 4, 4, 4]
    vectors = Vectors()
    for _, path in found:
        vectors.add(read_block(path, "fake"))
    assert sorted(vectors.keys()) == list(sizes)
    for key in sizes:
        for number, (start, end) in enumerate(article(key).spans):
            expected = vector(article(key).text[start:end])
            assert vectors.similarity(expected, [(key, number)]).own[0] > 0.99
    assert active_children() == []


def test_nothing_is_started_if_no_article_lacks_vectors(database):
    assert list(encode_articles(database, {}, paths(database.parent), FakeMeaning)) == []


def test_closing_stops_the_workers_at_once(database):
    with closing(encode_articles(database, SIZES, paths(database.parent), FakeMeaning)) as made:
        next(made)
        assert active_children()
    assert active_children() == []


def test_what_is_finished_is_yielded_before_an_error(database):
    folder = database.parent
    names = iter([folder / "1.vectors", folder / "missing" / "2", folder / "missing" / "3"])
    made = encode_articles(database, SIZES, names, FakeMeaning)
    with pytest.raises(CorpusError, match="missing: cannot be written: No such file") as raised:
        list(made)
    assert raised.value.path == folder / "missing"
    assert active_children() == []


@pytest.mark.parametrize(
    ("model", "reason"),
    [(Broken, "model of meaning: cannot be used"), (Killed, "worker process has been killed")],
)
def test_a_failing_worker_ends_it_with_an_error(database, model, reason):
    with pytest.raises(CorpusError, match=reason):
        list(encode_articles(database, SIZES, paths(database.parent), model))
    assert active_children() == []


def test_a_killed_run_keeps_what_is_finished_and_leaves_no_process(database):
    ended = encode(database, "os.kill(os.getpid(), signal.SIGKILL)")
    assert ended.returncode == -signal.SIGKILL
    assert len(lacking(database)) == len(SIZES) - 4
    again = encode(database, "pass")
    assert (again.stdout, again.stderr) == ("Made the vectors of 4 articles.\n", "")
    assert lacking(database) == {}
    assert found(database) == list(SIZES)


def test_control_c_stops_it_with_one_line(database):
    ended = encode(database, "os.killpg(0, signal.SIGINT)")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "Stopped after 4 of 16 sentences; run it again to go on.\n"
    assert len(lacking(database)) == len(SIZES) - 4


def test_control_c_does_not_reach_the_workers(database):
    fill(database, *range(9, 41))
    event = "[os.kill(one.pid, signal.SIGINT) for one in active_children()]"
    ended = encode(database, event)
    assert (ended.stdout, ended.stderr) == ("Made the vectors of 40 articles.\n", "")


def test_a_second_run_at_the_same_time_is_refused(database):
    ended = encode(database, "assert subprocess.run(sys.orig_argv).returncode == 2")
    assert ended.stdout == "Made the vectors of 8 articles.\n"
    assert ended.stderr == f"quotewire: {database}: {NOT_NOW}\n"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives threads priorities")
@pytest.mark.parametrize(
    ("before", "niceness"),
    [("", 10), ("os.nice(15)", 15), (FORBIDDEN, 0)],
    ids=["usually", "low already", "forbidden"],
)
@pytest.mark.skipif(hasattr(os, "nice") and os.nice(0) > 0, reason="this process has a low one")
def test_the_thread_has_a_low_priority_where_that_is_possible(tmp_path, before, niceness):
    database = tmp_path / "quotewire.db"
    fill(database, 1)
    command = [sys.executable, "-c", LOW.format(before=before), database]
    ended = subprocess.run(
        command,
        env=environment(database),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    assert (ended.stdout, ended.stderr) == (f"{niceness}\n", "")
