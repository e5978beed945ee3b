"""Who answers: this process or, when that leaves too little time for Telegram, a second one."""

import asyncio
import logging
import os
import signal
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from pathlib import Path
from threading import Thread
from time import perf_counter
from typing import NamedTuple, TypeVar

from bot.library.library import Library
from corpus.errors import CorpusError
from corpus.store.changes import NO_CHANGE, Change
from corpus.store.sources import Sources
from corpus.store.store import Store
from retrieval.answer import Answer

T = TypeVar("T")

logger = logging.getLogger(__name__)

LOOK = 1.0  # seconds between two looks at how busy it is
BUSY = 0.4  # the share of the time that answers may take in this process; 50 a second take .25
LONG = 3  # looks at more than that, one after the other, until there is a second process
QUIET = 60  # looks at less than half of that, one after the other, until the second process ends
PATIENCE = 5.0  # seconds for an answer of the second process, after which it is taken to hang
FEW = 3  # questions that the second process is given at once: it never waits for the next one


class Told(NamedTuple):
    """An answer, and the seconds that it took."""

    answer: Answer
    seconds: float


class Answering:
    """Answers from a library, of which a second process may have a copy.

    That process is there while questions come fast, and where there is a second processor for
    it; it takes memory. What it cannot answer, and whatever waits for it when it ends, is
    answered here.
    """

    def __init__(self, library: Library, *, second: bool = True) -> None:
        self._library = library
        self._may_start = second and _processors() > 1 and str(library.store.path) != ":memory:"
        self._pool: ProcessPoolExecutor | None = None
        self._few = asyncio.Semaphore(FEW)
        self._here = asyncio.Lock()
        self._spent = 0.0  # seconds on answers since the last look
        self._busy = 0  # looks
        self._quiet = 0

    @property
    def has_second(self) -> bool:
        """Whether there is a second process that answers."""
        return self._pool is not None

    async def answer(self, question: str, sources: Sources, before: str | None = None) -> Answer:
        """What these sources say, as the library's ``answer`` tells it."""
        told = await self._from_second(question, sources, before) if self._pool else None
        if told is None:
            told = await self._from_here(question, sources, before)
        self._spent += told.seconds
        return told.answer

    async def keep_up(self) -> None:
        """Look now and then whether a second process is needed, for ever."""
        clock = asyncio.get_running_loop().time
        try:
            while True:
                start = clock()
                await asyncio.sleep(LOOK)
                await self.look(clock() - start)
        finally:
            self.close()

    async def look(self, seconds: float) -> None:
        """Start or end the second process by how much of the last seconds answers took."""
        share = self._spent / seconds
        self._spent = 0.0
        self._busy = self._busy + 1 if share > BUSY else 0
        self._quiet = self._quiet + 1 if share < BUSY / 2 else 0
        if self._pool is None:
            if self._may_start and self._busy >= LONG and self._library.opens_fast:
                await self._start()
            return
        # Many articles at once are taken in beside the answers here, but not there.
        if self._quiet >= QUIET or self._library.behind:
            self._end()
            logger.info("The second process is not needed any more.")

    def close(self) -> None:
        """Have no second process any more; what it has in hand is answered here."""
        self._may_start = False
        self._end()
        _kill()

    async def _start(self) -> None:
        """Have a second process; it answers from when it is ready on."""
        pool = None
        try:
            pool = ProcessPoolExecutor(1, get_context("spawn"), _begin)
            library = self._library
            with _no_signals():
                opened = pool.submit(
                    _open, str(library.store.path), library.confidence_threshold, library.change
                )
            (await outcome_of(opened)).result()
        # Too little memory, and too many processes or threads, have these forms.
        except (CorpusError, MemoryError, OSError, RuntimeError) as error:
            self._give_up(error)
        else:
            self._pool, pool, self._busy, self._quiet = pool, None, 0, 0
            logger.info("Questions come fast: a second process answers them.")
        finally:
            if pool is not None:
                pool.shutdown(wait=False)
                _kill()

    async def _from_second(
        self, question: str, sources: Sources, before: str | None
    ) -> Told | None:
        """What the second process tells; None where there is none, or it cannot."""
        async with self._few:
            if self._pool is None or self._library.behind:
                return None
            try:
                asked = self._pool.submit(_asked, question, sources.collection, before)
                return (await outcome_of(asked, PATIENCE)).result()
            except (BrokenExecutor, MemoryError) as error:
                self._give_up(error)
            except CorpusError:  # if that is so here, too, it is said here
                pass
            return None

    async def _from_here(self, question: str, sources: Sources, before: str | None) -> Told:
        async with self._here:
            await asyncio.sleep(0)  # what was answered before is sent before this is answered
            return _told(self._library, question, sources, before)

    def _give_up(self, error: Exception) -> None:
        """Have no second process from now on: what ended this one may end the next as well."""
        if self._may_start:
            reason = str(error) or type(error).__name__
            logger.warning("Without a second process, all is answered here: %s", reason)
        self._may_start = False
        self._end()

    def _end(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False)  # what it has in hand it still tells
            self._pool = None


async def outcome_of(work: "Future[T]", patience: float | None = None) -> "asyncio.Future[T]":
    """A future with what came of some work; after so many seconds the process is killed.

    Whoever waits may be cancelled, but never the work: of a pool that breaks, others' futures
    would stay undone for ever (Python 3.11).
    """
    future = asyncio.wrap_future(work)
    future.add_done_callback(lambda done: done.cancelled() or done.exception())  # is looked at
    done, _ = await asyncio.wait([future], timeout=patience)
    if not done:
        _kill()
        await asyncio.wait([future])
    return future


def _kill() -> None:
    for child in active_children():
        child.kill()


@contextmanager
def _no_signals() -> Iterator[None]:
    """What is started meanwhile never gets those that a terminal and systemd send to all."""
    if not hasattr(signal, "pthread_sigmask"):  # on Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _told(library: Library, question: str, sources: Sources, before: str | None) -> Told:
    start = perf_counter()
    answer = library.answer(question, sources, before=before)
    return Told(answer, perf_counter() - start)


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


# In the second process:

_libraries: list[Library] = []  # the one that it answers from, once that is open


def _begin() -> None:
    """End with the first process, however that ends."""
    logging.disable()  # whatever is wrong, the first process finds and says as well
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def _open(path: str, confidence_threshold: float, change: Change) -> None:
    """Open the library over a database in which there was that change.

    Raises:
        CorpusError: It cannot be used, or is another one.
    """
    if not Path(path).exists():
        raise CorpusError(path, "is gone")
    store = Store(path)
    if change != NO_CHANGE and store.changes(change)[1] is None:
        raise CorpusError(path, "is another file by now")
    library = Library(store, confidence_threshold, writes=False)
    library.prepare()
    library.warm_up()
    _libraries.append(library)


def _asked(question: str, collection: str, before: str | None) -> Told:
    """The answer to a question.

    Raises:
        CorpusError: The database cannot be read just now.
    """
    (library,) = _libraries
    return _told(library, question, library.sources(collection), before)
