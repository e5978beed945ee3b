"""The model of meaning is loaded in a thread, while questions wait and everything else goes on."""

import asyncio
import threading
from contextlib import closing

import pytest
from meaning import FakeMeaning

from bot.library.library import Library
from bot.library.second_process import Responder
from corpus.store.store import Store

QUESTION = "Who built the vessel?"


class SlowMeaning(FakeMeaning):
    """A model that takes until ``loaded`` is set."""

    def __init__(self, **options):
        super().__init__(**options)
        self.loaded = threading.Event()
        self.threads = []

    def question(self, text):
        self.threads.append(threading.current_thread())
        assert self.loaded.wait(60)
        return super().question(text)


@pytest.fixture
def meaning():
    return SlowMeaning()


@pytest.fixture
def library(ferry, meaning):
    return Library(Store(":memory:"), samples=lambda: [ferry], meaning=meaning)


async def turns(count):
    for _ in range(count):
        await asyncio.sleep(0)


@pytest.mark.parametrize("warm", [True, False])
def test_questions_wait_for_the_model_but_the_event_loop_does_not(library, meaning, warm):
    async def main():
        answering = Responder(library, second=False)
        tasks = [asyncio.create_task(answering.warm_up())] if warm else []
        tasks += [
            asyncio.create_task(answering.answer(QUESTION, library.sources())) for _ in range(2)
        ]
        await turns(20)
        waiting = not any(task.done() for task in tasks)
        meaning.loaded.set()
        *_, answer = await asyncio.gather(*tasks)
        return waiting, answer

    waiting, answer = asyncio.run(main())
    assert waiting
    assert answer.by_meaning
    assert library.uses_model
    first, *others = meaning.threads
    assert first is not threading.main_thread()
    assert set(others) == {threading.main_thread()}


def test_a_model_that_cannot_be_loaded_is_tried_once_before_the_first_answer(library, meaning):
    meaning.fails = True
    meaning.loaded.set()

    async def main():
        answering = Responder(library, second=False)
        await answering.warm_up()
        return await answering.answer(QUESTION, library.sources())

    answer = asyncio.run(main())
    assert answer.found
    assert not answer.by_meaning
    assert not library.uses_model
    assert not library.needs_model(library.sources())


def test_a_model_that_fails_later_is_no_longer_in_use(library, meaning):
    meaning.loaded.set()
    library.load_model()
    assert library.uses_model
    meaning.fails = True
    assert not library.uses_model


def test_without_vectors_the_model_is_not_loaded(ferry, meaning):
    meaning.fails = True  # so that the article has none
    library = Library(Store(":memory:"), samples=lambda: [ferry], meaning=meaning)

    async def main():
        answering = Responder(library, second=False)
        await answering.warm_up()
        await answering.answer(QUESTION, library.sources())

    asyncio.run(main())
    assert meaning.threads == []
    assert not library.uses_model


def test_no_vectors_are_made_before_the_bot_listens(tmp_path, ferry):
    meaning = FakeMeaning()
    with (
        closing(Store(tmp_path / "quotewire.db")) as store,
        closing(Library(store, meaning=meaning, background=True)) as library,
    ):
        store.add(ferry)
        library.prepare()
        assert meaning.encoded == []
        while library.without_vectors:
            library.sources()
        assert len(meaning.encoded) == len(ferry.spans)
