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
LONGEST = 0.15  # seconds until a kill; about what five articles take
ARTICLES = 60
BATCH = 4  # sentences

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
        os.write(self.tell, b"." * len(texts))
        return super().sentences(texts)


def encode(path, tell, removing):
    with opened(path, Telling(tell), background=True) as library:
        while True:
            if removing and library.store.count("library") > ARTICLES // 2:
                gone = library.store.listed("library", 0, 1)[0]
                library.store.remove(gone.id)
                library.scrub()
            library.sources()
            time.sleep(0.001)


def killed(path, seconds, *, removing=False):
    """Run a process that encodes until it is killed; return how many sentences it began."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        encode(path, writing, removing)
    os.close(writing)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        return len(pipe.read())


def check(path):
    """Check that the files hold only right vectors; return the number of articles with some."""
    with opened(path, FakeMeaning(fails=True), writes=False) as library:
        expected = expected_vectors(library.store)
        found = vectors_in(library)
        assert all(expected[position] == rows for position, rows in found.items())
        return len(found)


def test_a_kill_costs_at_most_the_batches_that_were_not_yet_listed(path):
    fill(path, *range(ARTICLES))
    chance = random.Random(1)
    begun, kills, done = 0, 0, 0
    while done < ARTICLES:
        begun += killed(path, 0.1 + chance.random() * LONGEST)
        kills += 1
        before, done = done, check(path)
        assert done >= before
    # The batch that is encoded, one that waits to be listed, and one that is begun after it.
    assert begun <= 2 * ARTICLES + kills * 3 * BATCH


def test_kills_while_articles_come_and_go_leave_only_right_vectors(path):
    chance = random.Random(2)
    number = 0
    for _ in range(KILLS):
        fill(path, *range(number, number + 3))
        number += 3
        killed(path, 0.1 + chance.random() * LONGEST, removing=True)
        check(path)
    with opened(path, FakeMeaning()) as library:
        library.scrub()
        library.sources()
        assert vectors_in(library) == expected_vectors(library.store)
        assert vectors_on_disk(path) == split(b"".join(vectors_in(library).values()))
    files = [file.suffix for file in path.with_name("quotewire.db.index").iterdir()]
    assert ".new" not in files
    assert files.count(".vectors") <= 3
