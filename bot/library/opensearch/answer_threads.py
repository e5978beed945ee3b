"""Answering in threads, because an answer waits for the engine most of its time."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any, TypeVar

from bot.library.library import Library
from corpus.store.store import Store

THREADS = 4  # each with a connection to the database and to the engine, and its own caches
GRACE = 1.0  # seconds at the end for what they are doing

T = TypeVar("T")
Task = tuple[Future[Any], Callable[[Library], Any]]


class AnswerThreads:
    """Threads that each have a library like another one, but feed nothing.

    While the engine does not respond, only they wait for it: the bot goes on receiving messages.
    """

    def __init__(self, library: Library) -> None:
        self._like = library
        self._tasks: SimpleQueue[Task | None] = SimpleQueue()  # None ends a thread
        self._threads: list[Thread] = []

    async def run(self, ask: Callable[[Library], T]) -> T:
        """What ``ask`` returns, given a library in one of the threads."""
        if not self._threads:
            self._threads = [Thread(target=self._work, daemon=True) for _ in range(THREADS)]
            for thread in self._threads:
                thread.start()
        future: Future[T] = Future()
        self._tasks.put((future, ask))
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Answer nothing more; a thread that waits for the engine ends when it has waited."""
        for _ in self._threads:
            self._tasks.put(None)
        deadline = monotonic() + GRACE
        for thread in self._threads:
            thread.join(max(0.0, deadline - monotonic()))
        self._threads = []

    def _work(self) -> None:
        """Do tasks, with a library that is opened for the first of them."""
        library: Library | None = None
        while (task := self._tasks.get()) is not None:
            future, ask = task
            if not future.set_running_or_notify_cancel():
                continue
            try:
                library = library or self._open()
                future.set_result(ask(library))
            except BaseException as error:  # whoever waits for the result raises it
                future.set_exception(error)
        if library is not None:
            library.close()
            library.store.close()

    def _open(self) -> Library:
        like = self._like
        return Library(
            Store(like.store.location),
            like.confidence_threshold,
            meaning=like.meaning,
            search=like.search,
            writes=False,
        )
