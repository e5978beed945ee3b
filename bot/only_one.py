"""One bot at a time over a database: two would share an inbox, and answer twice."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from bot.indexing import index_folder
from corpus.errors import CorpusError

logger = logging.getLogger(__name__)

SERVED = "is served by another bot already; stop that one first"


@contextmanager
def only_bot(path: Path) -> Iterator[None]:
    """While this lasts, no other bot can run over the database; it ends with the program, too.

    Where the folder of the index cannot be written, nobody is kept out.

    Raises:
        CorpusError: Another one runs.
    """
    folder = index_folder(path)
    lock = FileLock(folder / "bot")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise CorpusError(path, SERVED) from None
    except OSError as error:
        logger.warning("Whether another bot runs cannot be told: %s", error)
    try:
        yield
    finally:
        lock.release()
