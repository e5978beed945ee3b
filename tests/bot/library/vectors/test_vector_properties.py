"""Whatever happens to articles, the vectors that they have are those of their sentences."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kept_vectors import blocks_of, expected_vectors, split, vectors_in, vectors_on_disk
from meaning import FakeMeaning
from ships import article
from slow_thread import SlowThread

from bot.library import index_updater, scrub_schedule
from bot.library.library import Library
from bot.library.vectors import vector_blocks, vector_updater
from corpus.reading import read_article
from corpus.store.store import Store

LINE = "Courier readers know more of the islands."
NUMBERS = range(1, 9)


def site_article(number):
    """An article whose last sentence is left out once a site has repeated it."""
    text = f"Storm{number} hit the coast. It took {number} roofs.\n{LINE}"
    return replace(read_article(text.encode(), "note.txt"), url=f"https://a.example/{number}")


def some(number):
    return article(number) if number % 2 else site_article(number)


class World:
    """A library over a database, opened again and again, with threads that wait to be told."""

    def __init__(self, path, thread):
        self.path = path
        self.thread = thread
        self.meaning = FakeMeaning()
        self.background = True
        self._open()

    def _open(self):
        self.store = Store(self.path)
        self.library = Library(
            self.store, samples=list, meaning=self.meaning, background=self.background
        )
        self.library.sources()

    def add(self, number):
        self.store.add(some(number))

    def remove(self, number):
        self.store.remove(some(number).id)

    def translate(self, number):
        self.store.edit(some(number).id, {"language": "de"})

    def translate_back(self, number):
        self.store.edit(some(number).id, {"language": "en"})

    def look(self, _):
        self.library.sources()

    def work(self, _):
        if self.thread.left:
            self.thread.work()

    def settle(self, _):
        self.finish()

    def scrub(self, _):
        self.library.scrub()

    def reopen(self, number):
        self.library.close()
        self.store.close()
        self.background = number % 2 == 0
        self._open()

    def kill(self, _):
        self.library._updater._files.close()  # noqa: SLF001 - as the operating system would
        self.thread.left.clear()
        self.store.close()
        self._open()

    def turn_off(self, number):
        self.meaning = None
        self.reopen(number)

    def turn_on(self, number):
        self.meaning = FakeMeaning()
        self.reopen(number)

    def change_model(self, number):
        self.meaning = FakeMeaning("another")
        self.reopen(number)

    def restore(self, _):
        """Put another database in the place of this one, while the index stays."""
        self.library.close()
        self.store.close()
        self.path.unlink()
        with closing(Store(self.path)) as other:
            for number in NUMBERS:
                other.add(article(number + 100))
        self._open()

    def finish(self):
        self.library.sources()
        while self.thread.left or self.library.behind:
            if self.thread.left:
                self.thread.work()
            self.library.sources()

    def check(self):
        found, expected = vectors_in(self.library), expected_vectors(self.store)
        changed = set(self.store.changes(self.library.change)[1] or ())
        for position in found.keys() - changed:
            assert found[position] == expected[position]

    def close(self):
        self.library.close()
        self.store.close()


common = ["add", "remove", "translate", "translate_back", "look", "work", "settle"]
rare = ["scrub", "reopen", "kill", "turn_off", "turn_on", "change_model", "restore"]
actions = st.tuples(st.sampled_from(common * 3 + rare), st.sampled_from(NUMBERS))


@given(st.lists(actions, min_size=20, max_size=40), st.integers(1, 5), st.integers(3, 6))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None
)
def test_vectors_are_those_of_the_sentences_whatever_happened(done, most_small, batch):
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(scrub_schedule, "PAUSE", 0.0)
        patch.setattr(vector_blocks, "MOST_SMALL", most_small)
        patch.setattr(vector_updater, "BATCH", batch)
        patch.setattr(vector_updater, "SAVE", 0.0)
        thread = SlowThread()
        patch.setattr(index_updater, "ThreadPoolExecutor", thread)
        patch.setattr(vector_updater, "ThreadPoolExecutor", thread)
        world = World(Path(folder) / "quotewire.db", thread)
        for number in (1, 2, 4, 6):
            world.add(number)
            world.settle(number)
        for action, number in done:
            getattr(world, action)(number)
            world.check()
        world.turn_on(0)
        world.finish()
        world.library.scrub()
        world.finish()
        world.check()
        assert vectors_in(world.library).keys() == set(world.store.positions())
        expected = split(b"".join(expected_vectors(world.store).values()))
        assert vectors_on_disk(world.path) == expected
        assert len(blocks_of(world.library)) <= most_small + 1
        world.close()
