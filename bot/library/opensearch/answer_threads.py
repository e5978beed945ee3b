"""Answering in threads, because an answer waits for the engine most of its time."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import local
from typing import TypeVar

from bot.library.library import Library
from corpus.store.store import Store

THREADS = 4  # each with a connection to the database and to the engine, and its own caches

T = TypeVar("T")


class AnswerThreads:
    """Threads that each have a library like another one, but feed nothing.

    While the engine does not respond, only they wait for it: the bot goes on receiving messages.
    """

    def __init__(self, library: Library) -> None:
        self._like = library
        self._own = local()
        self._pool = ThreadPoolExecutor(THREADS, "answers")

    async def run(self, ask: Callable[[Library], T]) -> T:
        """What ``ask`` returns, given a library in one of the threads."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, lambda: ask(self._library()))

    def close(self) -> None:
        """Answer nothing more; what a thread is doing ends by itself."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _library(self) -> Library:
        """The library of this thread, opened when it is first needed."""
        if not hasattr(self._own, "library"):
            like = self._like
            store = Store(like.store.location)
            self._own.library = Library(
                store,
                like.confidence_threshold,
                meaning=like.meaning,
                search=like.search,
                writes=False,
            )
        library: Library = self._own.library
        return library
