"""A database whose server can be away."""

from corpus.errors import DatabaseError


class Away:
    """Another database, unless it ``is_away``."""

    is_away = False

    def __init__(self, database):
        self._database = database
        self.path = database.path

    def noting(self, *, durable):
        self._check()
        return self._database.noting(durable=durable)

    def reading(self):
        self._check()
        return self._database.reading()

    def _check(self):
        if self.is_away:
            raise DatabaseError(self.path, "cannot be reached", "UNAVAILABLE")
