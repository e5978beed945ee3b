"""The database and index after a kill at any point of adding, merging, scrubbing or saving."""

import os
import random
import signal
import sqlite3
from contextlib import closing

import pytest
from stored import articles_in

from bot.library import scrub_schedule
from bot.library.library import Library
from corpus.reading import read_article
from corpus.store.store import Store
from retrieval.index import index as index_module
from retrieval.index.index import Index

KILLS = 200
LONGEST = 0.04  # seconds until a kill; about what ten articles take
MOST = 40  # articles; above that some are removed
MOST_FOUND = 80  # articles; one question takes a hundred sentences from the index

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork")


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Make segments after a few sentences, so that there is always one to seal or merge."""
    monkeypatch.setattr(index_module, "TAIL", 6)
    monkeypatch.setattr(Index.unsettled, "__defaults__", (6,))
    monkeypatch.setattr(scrub_schedule, "PAUSE", 0.0)


def article(number):
    text = f"Ship{number} left the harbour of Sund.\nIt carried cargo{number} to Harwick."
    return read_article(text.encode(), f"{number}.txt")


def change_for_ever(path, start, tell):
    """Add articles and remove some when there are many; report each change once committed."""
    with closing(Store(path)) as store, closing(Library(store, background=True)) as library:
        number = start
        while True:
            store.add(article(number))
            os.write(tell, f"+{number}\n".encode())
            library.sources()
            while len(kept := list(articles_in(store))) > MOST:
                gone = kept[number * 7 % len(kept)]
                store.remove(gone.id)
                os.write(tell, f"-{gone.id}\n".encode())
                library.scrub()
            library.sources()
            number += 1


def killed(path, start, seconds):
    """Run a process that makes changes until it is killed; return what it reported."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the default kills at once
            signal.setitimer(signal.ITIMER_REAL, seconds)
            change_for_ever(path, start, writing)
        finally:
            os._exit(1)  # reached only by an error
    os.close(writing)
    with os.fdopen(reading) as reported:
        lines = reported.read().splitlines()
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "it ended by itself"
    return lines


def test_after_a_kill_every_committed_article_is_found_once(tmp_path, caplog):
    path = tmp_path / "quotewire.db"
    chance = random.Random(1)
    numbers = {}  # of the articles' ids
    kept = set()
    for _ in range(KILLS):
        start = max(numbers.values(), default=0) + 1
        numbers |= {article(number).id: number for number in range(start, start + 50)}
        lines = killed(path, start, chance.uniform(0.002, LONGEST))
        kept |= {int(line[1:]) for line in lines if line[0] == "+"}
        kept -= {numbers[line[1:]] for line in lines if line[0] == "-"}
        with closing(Store(path)) as store, closing(Library(store, samples=list)) as library:
            stored = {numbers[one.id] for one in articles_in(store)}
            # One that was being added or removed may be there or not.
            assert len(stored ^ kept) <= 1
            kept = stored
            sources = library.sources()
            every = library.nearest("harbour", sources, 1000).passages
            texts = [sentence.text for one in every for sentence in (one.sentence, *one.also)]
            found = [text for text in texts if text.startswith("Ship")]
            assert sorted(found) == sorted(f"Ship{n} left the harbour of Sund." for n in kept)
            # On a slow machine, most kills come before any article is removed.
            for number in sorted(kept)[MOST_FOUND:]:
                store.remove(article(number).id)
                kept.remove(number)
    assert caplog.records == []
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
