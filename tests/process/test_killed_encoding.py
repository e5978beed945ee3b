"""The vectors after a kill at any point of encoding, writing, merging or scrubbing."""

import os
import random
import signal
import time

import pytest
from kept_vectors import expected_vectors, opened, split, vectors_in, vectors_on_disk
from meaning import FakeMeaning
from ships import fill

from bot.library import scrub_schedule
from bot.library.vectors import vector_blocks, vector_updater

KILLS = 60
LONGEST = 0.05  # seconds until a kill; in about that time, a batch is encoded and listed
MOST = 8  # batches between two kills
ARTICLES = 60
SENTENCES = 2  # of each article
BATCH = 2 * SENTENCES
AT_A_KILL = 2  # batches: one that waits to be listed, and one that was begun before that
OPENED, BEGUN = b"o", b"."

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork")


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Make small files, so that there is always one to write or merge."""
    monkeypatch.setattr(vector_updater, "BATCH", BATCH)
    monkeypatch.setattr(vector_updater, "SAVE", 0.0)
    monkeypatch.setattr(vector_blocks, "MOST_SMALL", 2)
    monkeypatch.setattr(scrub_schedule, "PAUSE", 0.0)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "quotewire.db"


class Telling(FakeMeaning):
    """A model that writes one byte to a pipe for each sentence."""

    def __init__(self, tell):
        super().__init__()
        self.tell = tell

    def sentences(self, texts):
        os.write(self.tell, BEGUN * len(texts))
        return super().sentences(texts)


def encode(path, tell, removing):
    with opened(path, Telling(tell), background=True) as library:
        os.write(tell, OPENED)
        while True:
            if removing and library.store.count("library") > ARTICLES // 2:
                gone = library.store.listed("library", 0, 1)[0]
                library.store.remove(gone.id)
                library.scrub()
            library.sources()
            time.sleep(0.001)


def killed(path, sentences, seconds, *, removing=False):
    """Run a process that encodes, and kill it some time after it began so many sentences.

    The result is how many it began until then.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(reading)
            encode(path, writing, removing)
        finally:
            os._exit(1)  # reached only by an error
    os.close(writing)
    told = b""
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        while OPENED not in told or told.count(BEGUN) < sentences:
            told += (some := pipe.read(1000))
            assert some, "it ended by itself"
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        told += pipe.readall()
    return told.count(BEGUN)


def check(path):
    """Check that the files hold only right vectors; return the number of articles with some."""
    with opened(path, FakeMeaning(fails=True), writes=False) as library:
        expected = expected_vectors(library.store)
        found = vectors_in(library)
        assert all(expected[position] == rows for position, rows in found.items())
        return len(found)


def test_a_kill_costs_at_most_the_batches_that_were_not_yet_listed(path, monkeypatch):
    monkeypatch.setattr(vector_blocks, "MOST_SMALL", ARTICLES)  # a merge would delay the list
    fill(path, *range(ARTICLES))
    chance = random.Random(1)
    begun, kills, done = 0, 0, 0
    # While there are more batches than a kill can cost, some of them are sure to be listed.
    while (left := (ARTICLES - done) * SENTENCES // BATCH) > AT_A_KILL:
        some = chance.randint(1, min(left, MOST))
        begun += killed(path, some * BATCH, chance.random() * LONGEST)
        kills += 1
        before, done = done, check(path)
        assert SENTENCES * (done - before) >= max(some - AT_A_KILL, 0) * BATCH
    assert begun <= done * SENTENCES + kills * AT_A_KILL * BATCH


def test_kills_while_articles_come_and_go_leave_only_right_vectors(path):
    chance = random.Random(2)
    number = 0
    for _ in range(KILLS):
        fill(path, *range(number, number + 3))
        number += 3
        killed(path, 0, chance.random() * 3 * LONGEST, removing=True)
        check(path)
    with opened(path, FakeMeaning()) as library:
        library.scrub()
        library.sources()
        assert vectors_in(library) == expected_vectors(library.store)
        assert vectors_on_disk(path) == split(b"".join(vectors_in(library).values()))
    files = [file.suffix for file in path.with_name("quotewire.db.index").iterdir()]
    assert ".new" not in files
    assert files.count(".vectors") <= 3
