"""Making the vectors of many articles with one worker process per processor."""

import os
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, as_completed
from contextlib import closing
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

from bot.library.library import Library
from bot.library.worker_processes import (
    end_with_parent,
    kill_workers,
    no_signals,
    processors,
)
from corpus.errors import CorpusError
from corpus.store.database.location import shown
from corpus.store.store import Store
from retrieval.array_file import ArrayFileError
from retrieval.meaning.encoding import vectors_of_all
from retrieval.meaning.meaning import Meaning
from retrieval.meaning.minilm import MiniLM
from retrieval.meaning.vector_file import write_block
from retrieval.meaning.vectors import block_of

CHUNK = 2000  # sentences whose vectors become one file; a processor takes 4 seconds for them
MOST_WORKERS = 8  # each takes 100 MB
NICENESS = 10  # so that answers and everything else come first

NOT_NOW = "cannot be indexed now; if the bot is running, it makes the vectors by itself"

Model = Callable[[], Meaning]


def make_vectors(library: Library, lacking: Mapping[int, int]) -> Generator[int, None, None]:
    """Make the vectors of the articles that a library lacks; yield the sentences in each file.

    Finished files stay if the generator is closed or fails.

    Raises:
        CorpusError: As from ``encode_articles``, or the index cannot be written now.
    """
    database = library.store.location
    paths = library.vector_paths()
    first = next(paths, None)
    if first is None:
        raise CorpusError(shown(database), NOT_NOW)
    with closing(encode_articles(database, lacking, chain([first], paths))) as made:
        for count, path in made:
            try:
                library.adopt_vectors(path)
            except (OSError, ArrayFileError) as error:
                raise CorpusError(path, f"cannot be read: {error}") from error
            yield count


def encode_articles(
    database: Path | str, sizes: Mapping[int, int], paths: Iterator[Path], model: Model = MiniLM
) -> Generator[tuple[int, Path], None, None]:
    """Yield the number of sentences in each new file of vectors and the file, once finished.

    ``sizes`` are the articles' numbers of sentences, by their positions in the store; ``paths``
    name the new files. Closing the generator stops the workers at once.

    Raises:
        CorpusError: A file cannot be written, such as on a full disk, the model or the database
            cannot be used, or a worker was killed.
    """
    chunks = list(chunks_of(sizes))
    workers = min(processors(), MOST_WORKERS, len(chunks) or 1)
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _begin, (model,))
    try:
        with no_signals():
            futures = {
                pool.submit(encode_chunk, str(database), chunk, path): (chunk, path)
                for chunk, path in zip(chunks, paths, strict=False)
            }
        for future in as_completed(futures):
            chunk, path = futures[future]
            _check(future, database, path)
            yield sum(sizes[position] for position in chunk), path
    finally:
        kill_workers()
        pool.shutdown()


def chunks_of(sizes: Mapping[int, int]) -> Iterator[list[int]]:
    """Yield positions of articles with CHUNK sentences together, if none is longer."""
    chunk: list[int] = []
    count = 0
    for position in sorted(sizes):
        if chunk and count + sizes[position] > CHUNK:
            yield chunk
            chunk, count = [], 0
        chunk.append(position)
        count += sizes[position]
    if chunk:
        yield chunk


def _check(future: "Future[bool]", database: Path | str, path: Path) -> None:
    """Raise a CorpusError if a file was not made."""
    try:
        made = future.result()
    except OSError as error:
        raise CorpusError(path.parent, f"cannot be written: {error.strerror or error}") from None
    except (BrokenExecutor, MemoryError):
        reason = "a worker process has been killed, perhaps because memory ran out"
        raise CorpusError(shown(database), reason) from None
    if not made:
        raise CorpusError("the model of meaning", "cannot be used")


# The rest runs in the worker processes.

_models: list[Meaning] = []  # the one model


def _begin(model: Model) -> None:
    if hasattr(os, "nice"):  # missing on Windows
        os.nice(NICENESS)
    end_with_parent()
    _models.append(model())


def encode_chunk(database: str, positions: Sequence[int], path: Path) -> bool:
    """Write a file with the vectors of the articles at these positions in the store.

    Return whether the model could be used.

    Raises:
        CorpusError: The database cannot be read.
        OSError: The file cannot be written.
    """
    (meaning,) = _models
    with closing(Store(database)) as store:
        articles = store.at(positions)
    matrices = vectors_of_all(articles, meaning)
    if matrices is None:
        return False
    write_block(path, block_of(matrices), meaning.version)
    return True
