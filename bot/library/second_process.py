"""Answering in this process or, when the load is high, in a second one too."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from bot.library.library import Library
from bot.library.worker_processes import (
    end_with_parent,
    kill_workers,
    no_signals,
    processors,
)
from corpus.errors import CorpusError
from corpus.store.changes import NO_CHANGE, Change
from corpus.store.database.location import is_server
from corpus.store.sources import Sources
from corpus.store.store import Store
from retrieval.answer import LIMIT, Answer
from retrieval.answering.narrowing.by_words import WithWords
from retrieval.asking.given import NOTHING_GIVEN, Given
from retrieval.meaning.meaning import Meaning
from retrieval.ranking.explanation import Explanation

if TYPE_CHECKING:
    from bot.library.opensearch.answer_threads import AnswerThreads

T = TypeVar("T")

logger = logging.getLogger(__name__)

LOOK = 1.0  # seconds between two measurements of the load
BUSY = 0.4  # the share of its time that this process may spend on answers; 50 a second take 0.25
LONG = 3  # measurements in a row above BUSY before a second process is started
QUIET = 60  # measurements in a row below half of BUSY before it is stopped
PATIENCE = 5.0  # seconds for the second process's answer; then it is killed
FEW = 3  # questions in the second process's queue, so that it never has to wait for one


class Timed(NamedTuple):
    """An answer, and the seconds it took."""

    answer: Answer
    seconds: float


class _Asked(NamedTuple):
    """A question, and what ``Library.answer`` is given besides."""

    question: str
    limit: int
    given: Given


class Responder:
    """Answers questions from a library, with a second process while the load is high.

    The second process opens the same index. It needs a second processor and more memory, so it
    runs only while the load is high. This process answers whatever the second one cannot answer,
    or had not answered when it ended.
    """

    def __init__(self, library: Library, *, second: bool = True) -> None:
        self._library = library
        self._may_start = second and processors() > 1 and str(library.store.location) != ":memory:"
        self._pool: ProcessPoolExecutor | None = None
        self._few = asyncio.Semaphore(FEW)
        self._here = asyncio.Lock()
        self._threads = _threads_for(library)  # None without a search engine
        self._spent = 0.0  # seconds spent on answers since the last measurement
        self._busy = 0  # measurements in a row
        self._quiet = 0

    @property
    def has_second(self) -> bool:
        """Whether a second process is answering."""
        return self._pool is not None

    async def answer(
        self,
        question: str,
        sources: Sources,
        given: Given = NOTHING_GIVEN,
        limit: int = LIMIT,
    ) -> Answer:
        """Answer a question from these sources; ``Library.answer`` has the details."""
        asked = _Asked(question, limit, given)
        timed = await self._from_second(asked, sources) if self._pool else None
        if timed is None:
            timed = await self._ask(lambda library, some: _timed(library, asked, some), sources)
        self._spent += timed.seconds
        return timed.answer

    async def explain(
        self, answer: Answer, sources: Sources, limit: int, given: Given = NOTHING_GIVEN
    ) -> list[Explanation]:
        """Explain an answer of these sources; it takes this process as long as a question."""
        return await self._ask(
            lambda library, some: library.explain(answer, some, limit, given), sources
        )

    async def nearest(
        self, question: str, sources: Sources, given: Given = NOTHING_GIVEN
    ) -> Answer:
        """The sentences closest to the question, as ``Library.nearest`` returns them."""
        return await self._ask(
            lambda library, some: library.nearest(question, some, given=given), sources
        )

    async def with_words(self, words: str, sources: Sources) -> WithWords:
        """The sources that have these words."""
        return await self._ask(lambda library, some: library.with_words(words, some), sources)

    async def warm_up(self) -> None:
        """Load what the first question needs. Questions wait for it, but nothing else does.

        Raises:
            CorpusError: The database cannot be read.
        """
        if self._threads is not None:
            await self._load_model(self._library.sources())
            await self._threads.run(lambda library: library.warm_up())
            return
        async with self._here:
            await self._load_model(self._library.sources())
            self._library.warm_up()

    async def keep_up(self) -> None:
        """Start and stop the second process as the load requires, until cancelled."""
        clock = asyncio.get_running_loop().time
        try:
            while True:
                start = clock()
                await asyncio.sleep(LOOK)
                await self.look(clock() - start)
        finally:
            self.close()

    async def look(self, seconds: float) -> None:
        """Start or stop the second process, given the seconds since the last measurement."""
        share = self._spent / seconds
        self._spent = 0.0
        self._busy = self._busy + 1 if share > BUSY else 0
        self._quiet = self._quiet + 1 if share < BUSY / 2 else 0
        if self._pool is None:
            if self._may_start and self._busy >= LONG and self._library.opens_fast:
                await self._start()
            return
        # Between answers, this process can index many new articles; the second one cannot.
        if self._quiet >= QUIET or self._library.behind:
            self._end()
            logger.info("Stopped the second process.")

    def close(self) -> None:
        """Stop the second process for good; this one answers the remaining questions."""
        self._may_start = False
        self._end()
        kill_workers()
        if self._threads is not None:
            self._threads.close()

    async def _start(self) -> None:
        """Start a second process and use it once it is ready."""
        pool = None
        try:
            pool = ProcessPoolExecutor(1, get_context("spawn"), _begin)
            library = self._library
            location, threshold = str(library.store.location), library.confidence_threshold
            with no_signals():
                opened = pool.submit(_open, location, threshold, library.meaning, library.change)
            (await outcome_of(opened)).result()
        # Running out of memory, processes or threads raises one of these.
        except (CorpusError, MemoryError, OSError, RuntimeError) as error:
            self._give_up(error)
        else:
            self._pool, pool, self._busy, self._quiet = pool, None, 0, 0
            logger.info("Started a second process because the load is high.")
        finally:
            if pool is not None:
                pool.shutdown(wait=False)
                kill_workers()

    async def _from_second(self, asked: _Asked, sources: Sources) -> Timed | None:
        """The second process's answer, or None if it cannot answer or has been stopped."""
        async with self._few:
            if self._pool is None or self._library.behind:
                return None
            try:
                answer = self._pool.submit(_answer, asked, sources.collection)
                return (await outcome_of(answer, PATIENCE)).result()
            except (BrokenExecutor, MemoryError) as error:
                self._give_up(error)
            except CorpusError:  # if this process has the same problem, it reports it
                pass
            return None

    async def _ask(self, ask: Callable[[Library, Sources], T], sources: Sources) -> T:
        """What ``ask`` returns, given the library; in a thread if it may wait for an engine."""
        if self._threads is not None:
            of = sources.collection
            return await self._threads.run(lambda library: ask(library, library.sources(of)))
        async with self._here:
            await self._load_model(sources)
            await asyncio.sleep(0)  # lets the previous answer be sent first
            return ask(self._library, sources)

    async def _load_model(self, sources: Sources) -> None:
        if self._library.needs_model(sources):
            await asyncio.to_thread(self._library.load_model)

    def _give_up(self, error: Exception) -> None:
        """Stop using a second process: the next one would probably fail as well."""
        if self._may_start:
            reason = str(error) or type(error).__name__
            logger.warning("Answering without a second process: %s", reason)
        self._may_start = False
        self._end()

    def _end(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False)  # it still finishes what it has begun
            self._pool = None


async def outcome_of(work: "Future[T]", patience: float | None = None) -> "asyncio.Future[T]":
    """The future of some work, once finished; its process is killed after ``patience`` seconds.

    The caller can be cancelled, but the work must not be: if its pool then broke, the other
    futures would never finish (Python 3.11).
    """
    future = asyncio.wrap_future(work)
    # Marks the exception as retrieved: the caller may have been cancelled.
    future.add_done_callback(lambda done: done.cancelled() or done.exception())
    done, _ = await asyncio.wait([future], timeout=patience)
    if not done:
        kill_workers()
        await asyncio.wait([future])
    return future


def _threads_for(library: Library) -> "AnswerThreads | None":
    if library.search is None:
        return None
    # Imported here because few libraries need it.
    from bot.library.opensearch.answer_threads import AnswerThreads

    return AnswerThreads(library)


def _timed(library: Library, asked: _Asked, sources: Sources) -> Timed:
    start = perf_counter()
    answer = library.answer(asked.question, sources, asked.limit, asked.given)
    return Timed(answer, perf_counter() - start)


# The rest runs in the second process.

_libraries: list[Library] = []  # the one library, once it is open


def _begin() -> None:
    """Have this process exit when the first one ends, whatever the cause."""
    logging.disable()  # the first process finds and logs the same problems
    end_with_parent()


def _open(
    location: str, confidence_threshold: float | None, meaning: Meaning | None, change: Change
) -> None:
    """Open a library over the database, which must contain this change.

    Raises:
        CorpusError: The database cannot be used, or is a different one.
    """
    if not is_server(location) and not Path(location).exists():
        raise CorpusError(location, "no longer exists")
    store = Store(location)
    if change != NO_CHANGE and store.changes(change)[1] is None:
        raise CorpusError(store.path, "has been replaced by another one")
    library = Library(store, confidence_threshold, meaning=meaning, writes=False)
    library.prepare()
    library.warm_up()
    _libraries.append(library)


def _answer(asked: _Asked, collection: str) -> Timed:
    """Answer a question.

    Raises:
        CorpusError: The database cannot be read.
    """
    (library,) = _libraries
    return _timed(library, asked, library.sources(collection))
