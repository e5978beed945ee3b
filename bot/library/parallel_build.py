"""Indexing many articles with one worker process per processor."""

import logging
import os
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

from corpus.store.store import Store
from retrieval.index.entry import entry
from retrieval.index.merging import merged
from retrieval.index.segment_file import write_segment
from retrieval.index.tail import Tail

logger = logging.getLogger(__name__)

CHUNK = 1500  # articles that become one segment
AT_ONCE = 50  # articles in memory at a time


def build_segments(
    database: Path | str, positions: Sequence[int], paths: Iterator[Path]
) -> Generator[tuple[int, Path], None, None]:
    """Yield the number of articles in each new segment and its file, as each is finished.

    If one cannot be written, such as on a full disk, no more follow.
    ``positions`` are those of the articles in the store; ``paths`` name the new files.
    """
    chunks = [positions[at : at + CHUNK] for at in range(0, len(positions), CHUNK)]
    pool = ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn"))
    try:
        futures = {
            pool.submit(build_segment, str(database), chunk, path): (len(chunk), path)
            for chunk, path in zip(chunks, paths, strict=False)
        }
        for future in as_completed(futures):
            try:
                future.result()
            except OSError as error:
                logger.warning("Cannot write an index file: %s", error.strerror or error)
                return
            yield futures[future]
    finally:
        pool.shutdown(cancel_futures=True)


def build_segment(database: str, positions: Sequence[int], path: Path) -> None:
    """Write a segment file with the articles at these positions in the store."""
    tail = Tail()
    with closing(Store(database)) as store:
        for start in range(0, len(positions), AT_ONCE):
            for position, article in store.at(positions[start : start + AT_ONCE]).items():
                tail.add(position, article.collection, entry(article))
    write_segment(path, merged([tail]))
