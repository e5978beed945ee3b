"""One bot at a time over a database: two would share an inbox, and answer twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import CorpusError

SERVED = "is served by another bot already; stop that one first"


@contextmanager
def only_bot(path: Path) -> Iterator[None]:
    """While this lasts, no other bot can run over the database; it ends with the program, too.

    Where no file can be made beside the database, nobody is kept out.

    Raises:
        CorpusError: Another one runs.
    """
    real = path.resolve()  # as SQLite, too, follows a link
    lock = FileLock(real.with_name(f"{real.name}.lock"))
    try:
        real.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise CorpusError(path, SERVED) from None
    except OSError:
        pass  # the database itself cannot be written there: that is said in better words
    try:
        yield
    finally:
        lock.release()
