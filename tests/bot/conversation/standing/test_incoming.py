import asyncio
from dataclasses import replace

import pytest
from fake_telegram import NOW, FastLoop
from sent import QUESTION

from bot.conversation.access import Access
from bot.conversation.standing.incoming import AT_ONCE, PATIENCE, Incoming
from bot.library.library import Library
from bot.library.second_process import Responder
from bot.settings import Settings
from corpus.store.chats.standing_questions import StandingQuestions
from retrieval.answer import Band


class Half(Library):
    """A library whose new articles can be missing in the index, or lack vectors."""

    absent = False
    bare = ()

    @property
    def behind(self):
        return self.absent

    @property
    def without_vectors(self):
        return len(self.bare)

    def lacking(self):
        return dict.fromkeys(self.bare, 1)


@pytest.fixture
def library(bridge):
    return Half(Library.of([bridge]).store)


@pytest.fixture
def questions(library):
    return StandingQuestions(library.store.database)


@pytest.fixture
def incoming(library, questions):
    access = Access(Settings(_env_file=None))
    return Incoming(library, Responder(library, second=False), access, questions, lambda: NOW)


def run(work):
    with asyncio.Runner(loop_factory=FastLoop) as runner:
        return runner.run(work)


def test_without_questions_everything_counts_as_checked(incoming, questions, library, ferry):
    library.store.add(ferry)
    assert run(incoming.check())
    assert questions.checked() == 2
    assert not run(incoming.check())


def test_what_is_not_in_the_index_yet_is_checked_later(incoming, questions, library, ferry):
    questions.add(1, None, QUESTION, None, NOW)
    library.store.add(ferry)
    library.absent = True
    assert not run(incoming.check())
    assert questions.checked() == 0
    library.absent = False
    assert run(incoming.check())
    assert len(questions.found()) == 1


def test_what_lacks_vectors_is_waited_for_a_minute(incoming, questions, library, ferry):
    questions.add(1, None, QUESTION, None, NOW)
    library.store.add(ferry)
    library.meaning, library.bare = object(), (2,)

    async def seconds_until_checked():
        start = asyncio.get_running_loop().time()
        for _ in range(200):
            if await incoming.check():
                break
            await asyncio.sleep(1)
        return asyncio.get_running_loop().time() - start

    seconds = run(seconds_until_checked())
    assert PATIENCE <= seconds < PATIENCE + 2


def test_articles_of_other_batches_are_not_waited_for(incoming, questions, library):
    questions.add(1, None, QUESTION, None, NOW)
    library.meaning, library.bare = object(), (99,)
    assert run(incoming.check())


def test_batches_are_small_and_each_is_checked_once(incoming, questions, library, ferry):
    questions.add(1, None, QUESTION, None, NOW)
    for number in range(AT_ONCE):
        text = ferry.text + " " * (number + 1)
        library.store.add(replace(ferry, text=text, url=None, collection="8"))
    checked = []
    while run(incoming.check()):
        checked.append(questions.checked())
    assert checked == [AT_ONCE, AT_ONCE + 1]


def test_readers_are_answered_between_standing_questions(incoming, questions, library, ferry):
    for chat in range(1, 21):
        questions.add(chat, None, QUESTION, None, NOW)
    library.store.add(ferry)
    left = []

    async def main():
        checking = asyncio.create_task(incoming.check())
        answering = Responder(library, second=False)
        for _ in range(3):
            await asyncio.sleep(0)
            await answering.answer(QUESTION, library.sources())
            left.append(len(questions.waiting()))
        await checking

    run(main())
    assert left[0] > left[-1] > 0
    assert len(questions.found()) == 20


def test_an_answer_that_is_not_sure_is_none(incoming, questions, library, ferry):
    kept = questions.add(1, None, "Is the diesel vessel on Venus built?", None, NOW)
    library.store.add(ferry)
    answer = library.answer(kept.question, library.sources())
    assert answer.band is not Band.SURE
    assert run(incoming.answer(kept, range(1, 9))) is None


def test_an_answer_from_what_was_there_before_is_none(incoming, questions, library, ferry):
    kept = questions.add(1, None, QUESTION, None, NOW)
    library.store.add(ferry)
    assert run(incoming.answer(kept, range(2, 3))) is not None
    assert run(incoming.answer(kept, range(3, 9))) is None
