"""A lock on the database server, which one process on any machine holds."""

from corpus.store.database.interface import Database

FEEDING = 0x51570004  # the first number of the advisory lock of whoever feeds the search engine


class ServerLock:
    """An advisory lock, which a lost connection frees.

    Raises:
        CorpusError: From every method, if the database cannot be used.
    """

    def __init__(self, database: Database, kind: int = FEEDING) -> None:
        self._database = database
        self._kind = kind

    def acquire(self) -> bool:
        """Take the lock if it is free; return whether this connection holds it.

        Whoever holds it asks again each time, since its connection may have been lost and made
        again.
        """
        with self._database.reading() as connection:
            select = "SELECT pg_try_advisory_lock(?::int, 0)"
            (is_held,) = connection.execute(select, (self._kind,)).fetchone()
        return bool(is_held)

    def release(self) -> None:
        """Let another process take it, however often this one did."""
        with self._database.reading() as connection:
            connection.execute("SELECT pg_advisory_unlock_all()")
