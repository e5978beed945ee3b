"""Who answers: this process or, when that leaves too little time for Telegram, a second one."""

import asyncio
import logging
import os
import signal
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from threading import Thread
from time import perf_counter
from typing import NamedTuple

from bot.library import Library
from corpus.errors import CorpusError
from corpus.sources import Sources
from corpus.store import Store
from retrieval.answer import Answer

logger = logging.getLogger(__name__)

LOOK = 1.0  # seconds between two looks at how busy it is
BUSY = 0.4  # the share of the time that answers may take in this process; 50 a second take .25
LONG = 3  # looks at more than that, one after the other, until there is a second process
QUIET = 60  # looks at less than half of that, one after the other, until the second process ends
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
            told = _told(self._library, question, sources, before)
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
            self.end()

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
            self.end()
            logger.info("The second process is not needed any more.")

    async def _start(self) -> None:
        """Have a second process; it answers from when it is ready on."""
        pool = None
        try:
            pool = ProcessPoolExecutor(1, get_context("spawn"), _begin)
            library = self._library
            opened = pool.submit(_open, str(library.store.path), library.least)
            await asyncio.wrap_future(opened)
        except (BrokenExecutor, CorpusError, OSError) as error:
            self._give_up(error)
        else:
            self._pool, pool, self._quiet = pool, None, 0
            logger.info("Questions come fast: a second process answers them.")
        finally:
            if pool is not None:
                pool.shutdown(wait=False)

    async def _from_second(
        self, question: str, sources: Sources, before: str | None
    ) -> Told | None:
        """What the second process tells; None where there is none, or it cannot."""
        async with self._few:
            if self._pool is None or self._library.behind:
                return None
            try:
                told = self._pool.submit(_asked, question, sources.collection, before)
                return await asyncio.wrap_future(told)
            except CorpusError:  # if that is so here, too, it is said here
                return None
            except BrokenExecutor as error:
                self._give_up(error)
                return None

    def _give_up(self, error: Exception) -> None:
        """Have no second process from now on: what ended this one may end the next as well."""
        if self._may_start:
            logger.warning("Without a second process, all is answered here: %s", error)
        self._may_start = False
        self.end()

    def end(self) -> None:
        """Have the second process end, if there is one."""
        if self._pool is not None:
            self._pool.shutdown(wait=False)  # what it has in hand it still tells
            self._pool = None
            self._busy = 0


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
    """End with the first process, however that ends; and by nothing that is meant for it."""
    for number in (signal.SIGINT, signal.SIGTERM):  # a terminal and systemd send them to all
        signal.signal(number, signal.SIG_IGN)
    logging.disable()  # whatever is wrong, the first process finds and says as well
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def _open(path: str, least: float) -> None:
    """Open the library over a database.

    Raises:
        CorpusError: It cannot be used.
    """
    library = Library(Store(path), least, writes=False)
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
