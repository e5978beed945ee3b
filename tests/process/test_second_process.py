import asyncio
import os
import signal
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from multiprocessing import active_children
from multiprocessing.connection import wait

import pytest
from fake_telegram import BotApi, FastLoop, build_bot
from meaning import FakeMeaning
from patience import PATIENCE
from turns import after

from bot.application import serve
from bot.library import second_process as module
from bot.library.index_updater import IndexUpdater
from bot.library.library import Library
from bot.library.second_process import FEW, LONG, LOOK, QUIET, Responder
from corpus.errors import CorpusError
from corpus.store.store import Store
from retrieval.meaning.minilm import MiniLM

QUESTION = "Who built the vessel?"
OTHERS = ("When was the bridge closed?", "Is there life on Mars?", "hello", "\ud800?" * 3)


@pytest.fixture(autouse=True)
def two_processors(monkeypatch):
    """Make a second process possible, and give it time: a busy machine may need long."""
    monkeypatch.setattr(module, "processors", lambda: 2)
    monkeypatch.setattr(module, "PATIENCE", PATIENCE)


@pytest.fixture
def library(tmp_path, ferry, bridge):
    with closing(Store(tmp_path / "quotewire.db")) as store:
        store.add(bridge)
        store.add(replace(ferry, collection="7"))
        with closing(Library(store)) as opened:
            opened.prepare()
            yield opened


@pytest.fixture
def elsewhere_of(monkeypatch):
    """Return a function after whose call this process can no longer answer from a library."""

    def refuse(*_, **__):
        raise AssertionError("this process answers")

    return lambda library: monkeypatch.setattr(library, "answer", refuse)


@pytest.fixture
def elsewhere(elsewhere_of, library):
    """Return a function after whose call this process can no longer answer."""
    return lambda: elsewhere_of(library)


def lines(caplog):
    return [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]


async def busy(answering, library):
    """Pretend that answers take more time than one process has."""
    for _ in range(LONG):
        assert not answering.has_second
        await answering.answer(QUESTION, library.sources())
        await answering.look(1e-9)


def with_second(library, use, **options):
    """Start a second process and return the result of using it."""

    async def main():
        answering = Responder(library, **options)
        try:
            await busy(answering, library)
            return await use(answering)
        finally:
            answering.close()

    return asyncio.run(main())


def test_the_second_process_answers_as_this_one_does(library, elsewhere):
    asked = [(one, library.sources(chat)) for one in (QUESTION, *OTHERS) for chat in ("7", "8")]
    here = [library.answer(question, sources) for question, sources in asked]
    assert [one.found for one in here[:4]] == [True, False, True, True]

    async def use(answering):
        assert answering.has_second
        elsewhere()
        return await asyncio.gather(*(answering.answer(*one) for one in asked))

    assert with_second(library, use) == here


def test_it_answers_follow_ups_and_sees_articles_added_and_removed(library, ferry, elsewhere):
    before = "Which shipyard built the vessel?"
    expected = library.answer("and when?", library.sources("7"), given=after(before))

    async def use(answering):
        elsewhere()
        answers = [await answering.answer("and when?", library.sources("7"), after(before))]
        library.store.add(ferry)
        answers.append(await answering.answer(QUESTION, library.sources("8")))
        library.store.remove(ferry.id)
        return [*answers, await answering.answer(QUESTION, library.sources("8"))]

    follows, added, removed = with_second(library, use)
    assert follows == expected
    assert added.found
    assert not removed.found


@pytest.mark.parametrize("meaning", [None, MiniLM()])
def test_it_answers_from_the_sample_articles(tmp_path, meaning):
    with (
        closing(Store(tmp_path / "empty.db")) as store,
        closing(Library(store, meaning=meaning)) as library,
    ):
        question = library.sources().page(0, 1)[0].title
        here = library.answer(question, library.sources("7"))

        async def use(answering):
            assert answering.has_second
            return await answering.answer(question, library.sources("7"))

        there = with_second(library, use)
        assert here.found
        assert here.by_meaning is there.by_meaning is (meaning is not None)
        assert there.confidence == here.confidence
        assert [one.sentence.text for one in there.passages] == [
            one.sentence.text for one in here.passages
        ]


def test_it_uses_the_vectors_on_disk_and_those_made_later(tmp_path, ferry, bridge, elsewhere_of):
    with (
        closing(Store(tmp_path / "quotewire.db")) as store,
        closing(Library(store, meaning=FakeMeaning())) as library,
    ):
        store.add(ferry)
        here = library.answer(QUESTION, library.sources())

        async def use(answering):
            elsewhere_of(library)
            there = await answering.answer(QUESTION, library.sources())
            store.add(bridge)
            library.sources()  # makes the vectors
            later = there
            async with asyncio.timeout(PATIENCE):
                while not (later.found and later.by_meaning and later.question == OTHERS[0]):
                    later = await answering.answer(OTHERS[0], library.sources())
                    await asyncio.sleep(0.05)
            return there

        there = with_second(library, use)
        assert here.by_meaning
        assert there == here


def test_after_it_is_killed_this_process_answers_and_logs_it_once(library, caplog):
    sources = library.sources("7")

    async def use(answering):
        (child,) = active_children()
        asking = [asyncio.create_task(answering.answer(QUESTION, sources)) for _ in range(20)]
        await asyncio.sleep(0)
        child.kill()
        answers = await asyncio.gather(*asking)
        await busy(answering, library)
        return answers, answering.has_second

    answers, again = with_second(library, use)
    assert answers == [library.answer(QUESTION, sources)] * 20
    assert not again
    (line,) = lines(caplog)
    assert line.startswith("Answering without a second process: ")


def test_a_cancelled_question_does_not_delay_the_others(library):
    sources = library.sources("7")

    async def use(answering):
        asking = [asyncio.create_task(answering.answer(QUESTION, sources)) for _ in range(20)]
        await asyncio.sleep(0)
        for one in asking[::2]:
            one.cancel()
        await asyncio.wait(asking)
        return [one.result() for one in asking[1::2]]

    assert with_second(library, use) == [library.answer(QUESTION, sources)] * 10


def test_it_exits_after_a_long_quiet_time_and_is_started_again(library):
    async def use(answering):
        for _ in range(QUIET - 1):
            await answering.look(1.0)
        assert answering.has_second
        await answering.answer(QUESTION, library.sources())
        await answering.look(1e-9)
        for _ in range(QUIET - 1):
            await answering.look(1.0)
        assert answering.has_second
        await answering.look(1.0)
        assert not answering.has_second
        await busy(answering, library)
        return answering.has_second

    assert with_second(library, use)


def test_while_many_articles_are_being_indexed_this_process_answers(library, monkeypatch):
    async def use(answering):
        monkeypatch.setattr(Library, "behind", True)
        answer = await answering.answer(QUESTION, library.sources("7"))
        await answering.look(1.0)
        assert not answering.has_second
        await busy(answering, library)
        return answer, answering.has_second

    answer, again = with_second(library, use)
    assert answer.found
    assert not again


def test_there_is_none_when_the_index_is_not_on_disk(library, monkeypatch):
    monkeypatch.setattr(IndexUpdater, "on_disk", False)
    assert not with_second(library, has_second)


async def has_second(answering):
    return answering.has_second


def test_there_is_none_without_leave_a_second_processor_or_a_file(library, ferry, monkeypatch):
    assert not with_second(library, has_second, second=False)
    assert not with_second(Library.of([ferry]), has_second)
    monkeypatch.setattr(module, "processors", lambda: 1)
    assert not with_second(library, has_second)


def test_a_short_busy_spell_does_not_start_one(library):
    async def main():
        answering = Responder(library)
        for number in range(3 * LONG):
            await answering.answer(QUESTION, library.sources())
            await answering.look(60.0 if number % LONG == 1 else 1e-9)
        return answering.has_second

    assert not asyncio.run(main())


@pytest.mark.parametrize("place", ["a folder", "another program's", "gone", "another one"])
def test_a_database_that_it_cannot_use_is_logged_once(
    library, tmp_path, ferry, monkeypatch, caplog, place
):
    path = tmp_path / "other"
    if place == "a folder":
        path.mkdir()
    elif place == "another program's":
        path.write_text("no database" * 1000)
    elif place == "another one":
        with closing(Store(path)) as other:
            other.add(ferry)
    monkeypatch.setattr(library.store, "location", path)

    async def use(answering):
        assert not answering.has_second
        await busy(answering, library)
        return await answering.answer(QUESTION, library.sources("7"))

    assert with_second(library, use).found
    (line,) = lines(caplog)
    assert str(path) in line
    assert path.exists() == (place != "gone")


def refuse(*_):
    raise CorpusError("quotewire.db", "is locked")


def lack_memory(*_):
    raise MemoryError


def hang(*_):
    signal.pause()


@pytest.mark.parametrize(
    ("way", "goes_on"), [("refuse", True), ("lack_memory", False), ("hang", False)]
)
def test_this_process_answers_what_the_second_one_cannot(
    library, monkeypatch, caplog, way, goes_on
):
    async def use(answering):
        monkeypatch.setattr(module, "_answer", globals()[way])
        monkeypatch.setattr(module, "PATIENCE", 0.05 if way == "hang" else PATIENCE)
        asking = [answering.answer(QUESTION, library.sources("7")) for _ in range(2 * FEW)]
        return await asyncio.gather(*asking), answering.has_second

    answers, has_second = with_second(library, use)
    assert all(answer.found for answer in answers)
    assert has_second is goes_on
    assert len(lines(caplog)) == (0 if goes_on else 1)


def test_it_uses_the_librarys_confidence(tmp_path, ferry):
    with closing(Store(tmp_path / "quotewire.db")) as store, closing(Library(store, 1.0)) as sure:
        store.add(ferry)

        async def use(answering):
            assert answering.has_second
            return await answering.answer(QUESTION, sure.sources())

        assert not with_second(sure, use).found


def test_signals_sent_to_all_processes_do_not_end_it(library, elsewhere):
    async def use(answering):
        (child,) = active_children()
        os.kill(child.pid, signal.SIGINT)
        os.kill(child.pid, signal.SIGTERM)
        elsewhere()
        return await answering.answer(QUESTION, library.sources("7"))

    assert with_second(library, use).found


def test_the_bot_can_stop_while_it_opens_the_library(library, monkeypatch, caplog):
    monkeypatch.setattr(module, "_open", hang)
    monkeypatch.setattr(module, "BUSY", -1.0)
    monkeypatch.setattr(module, "LOOK", 0.001)

    outcome = module.outcome_of

    async def main():
        begun = asyncio.Event()

        def noted(work):
            begun.set()
            return outcome(work)

        monkeypatch.setattr(module, "outcome_of", noted)
        keeping = asyncio.create_task(Responder(library).keep_up())
        await begun.wait()
        (child,) = active_children()
        keeping.cancel()
        await asyncio.wait([keeping])
        return child

    child = asyncio.run(main())
    assert wait([child.sentinel], PATIENCE)
    assert caplog.records == []


@pytest.mark.parametrize("may", [True, False])
def test_a_busy_bot_starts_one_if_the_settings_allow_it(library, monkeypatch, may):
    monkeypatch.setattr(module, "BUSY", -1.0)
    asked_for = []

    async def start(answering):
        asked_for.append(answering)

    monkeypatch.setattr(Responder, "_start", start)

    async def main():
        bot = build_bot(library, BotApi(), quotewire_second_process=may)
        serving = asyncio.create_task(serve(bot))
        await asyncio.sleep(LOOK * (LONG + 1))
        serving.cancel()
        await asyncio.wait([serving])
        return bot.metrics.text()

    with asyncio.Runner(loop_factory=FastLoop) as runner:
        assert b"quotewire_second_process 0.0" in runner.run(main())
    assert bool(asked_for) is may


def test_where_no_process_can_be_started_this_one_answers(library, monkeypatch, caplog):
    def refuse(*_):
        raise OSError("no semaphores here")

    monkeypatch.setattr(module, "ProcessPoolExecutor", refuse)
    assert not with_second(library, has_second)
    assert lines(caplog) == ["Answering without a second process: no semaphores here"]


PROGRAM = """
import asyncio, sys
from bot.library import second_process as module
from bot.library.library import Library
from corpus.store.store import Store
from retrieval.meaning.minilm import MiniLM

async def main():
    library = Library(Store(sys.argv[1]))
    answering = module.Responder(library)
    for _ in range(module.LONG):
        await answering.answer("Who built the vessel?", library.sources())
        await answering.look(1e-9)
    print(answering.has_second, flush=True)
    await asyncio.sleep(3600)

if __name__ == "__main__":
    module.processors = lambda: 2
    asyncio.run(main())
"""


def test_it_exits_when_the_first_process_is_killed(library, tmp_path):
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    command = [sys.executable, program, library.store.path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout.readline() == "True\n"
        first.kill()
        # The pipe closes when both processes have exited: the second one inherits it.
        assert first.communicate(timeout=PATIENCE) == ("", None)
