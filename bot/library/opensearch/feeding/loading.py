"""Loading many articles into an index of the engine, with one worker process per processor."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from contextlib import closing
from itertools import groupby, islice
from multiprocessing import get_context
from typing import NamedTuple

from bot.library.opensearch.client import Address, Engine
from bot.library.opensearch.errors import EngineError
from bot.library.opensearch.feeding.bulk import Bulk
from bot.library.opensearch.feeding.documents import added
from bot.library.worker_processes import (
    end_with_parent,
    kill_workers,
    no_signals,
    processors,
)
from corpus.store.store import Store

CHUNK = 1000  # positions of the store, whether or not each has an article
AT_ONCE = 50  # articles in memory at a time, in each process
LOOK = 0.5  # seconds between two looks whether the program ends
AHEAD = 2  # chunks waiting for each process


class Chunk(NamedTuple):
    """Articles that are loaded together: those of a range of positions."""

    number: int
    positions: Sequence[int]


class Load(NamedTuple):
    """Where articles come from, and where they go: the alias to write through.

    ``version`` is the last change of the store before the loading began.
    """

    database: str
    address: Address
    feed: str
    version: int

    def __repr__(self) -> str:
        return f"Load({self.feed!r}, {self.version})"  # without passwords


def chunks_of(positions: Iterable[int]) -> list[Chunk]:
    """The articles at these positions, ascending, in chunks that are the same at every start."""
    ranges = groupby(positions, lambda position: position // CHUNK)
    return [Chunk(number, list(found)) for number, found in ranges]


def load_chunks(
    load: Load, chunks: Sequence[Chunk], stopping: Callable[[], bool] = lambda: False
) -> Generator[Chunk, None, None]:
    """Yield each chunk when its articles are in the index.

    Raises:
        EngineError: The engine cannot be used, or ``stopping`` says that the process ends.
        CorpusError: The database cannot be read.
    """
    workers = min(processors(), len(chunks))
    if workers < 2:  # starting a process would take longer
        for chunk in chunks:
            load_chunk(load, chunk)
            _check(stopping)
            yield chunk
        return
    with no_signals():
        pool = ProcessPoolExecutor(workers, get_context("spawn"), end_with_parent)
    try:
        yield from _loaded(pool, load, iter(chunks), AHEAD * workers, stopping)
    except BrokenExecutor:
        raise EngineError("was not loaded: a process that did so has ended") from None
    finally:
        if stopping():
            kill_workers()
        pool.shutdown(cancel_futures=True)


def _loaded(
    pool: ProcessPoolExecutor,
    load: Load,
    chunks: Iterator[Chunk],
    ahead: int,
    stopping: Callable[[], bool],
) -> Iterator[Chunk]:
    under_way: dict[Future[None], Chunk] = {}
    while True:
        for chunk in islice(chunks, ahead - len(under_way)):
            with no_signals():
                under_way[pool.submit(load_chunk, load, chunk)] = chunk
        if not under_way:
            return
        for future in wait(under_way, LOOK, FIRST_COMPLETED).done:
            future.result()
            yield under_way.pop(future)
        _check(stopping)


def _check(stopping: Callable[[], bool]) -> None:
    if stopping():
        raise EngineError("was not loaded: the program ends")


def load_chunk(load: Load, chunk: Chunk) -> None:
    """Write the articles of a chunk to the index.

    Raises:
        EngineError: The engine cannot be used.
        CorpusError: The database cannot be read.
    """
    with closing(Store(load.database)) as store, closing(Engine(load.address)) as engine:
        bulk = Bulk(engine, load.feed)
        for start in range(0, len(chunk.positions), AT_ONCE):
            articles = store.at(chunk.positions[start : start + AT_ONCE])
            bulk.write(
                action
                for position, article in articles.items()
                for action in added(position, article, load.version)
            )
