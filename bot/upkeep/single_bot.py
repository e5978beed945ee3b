"""A lock that lets only one bot use a database; two would answer everything twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import CorpusError

SERVED = "is already in use by another bot; stop that one first"


@contextmanager
def only_bot(path: Path | str) -> Iterator[None]:
    """Keep other bots from using the database until the context or the process ends.

    If the lock file cannot be created, there is no protection. Several bots can use a database on
    a server: they share the work there.

    Raises:
        CorpusError: Another bot is running.
    """
    if not isinstance(path, Path):
        yield
        return
    real = path.resolve()  # SQLite follows links as well
    lock = FileLock(real.with_name(f"{real.name}.lock"))
    try:
        real.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise CorpusError(path, SERVED) from None
    except OSError:
        pass  # then the database cannot be written either, and its error is clearer
    try:
        yield
    finally:
        lock.release()
