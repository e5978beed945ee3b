"""The articles that came in after others: new sources, and newer texts of sources.

Each of them has a position above all earlier ones. An article that is only edited or restored
keeps its position, so it has not come in.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from corpus.store.articles.current import CURRENT
from corpus.store.database.interface import Database

MOST_LOOKED_AT = 1000  # of the newest texts, for those added since a time


class Batch(NamedTuple):
    """The next texts after a position, and the collections of those that are current."""

    positions: range
    collections: frozenset[str]


class Arrivals:
    """Finds articles by when they came in.

    Raises:
        CorpusError: From every method, when the database cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def last(self) -> int:
        """The highest position; 0 if there are no articles."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT coalesce(max(position), 0) FROM article").fetchone()
        return int(row[0])

    def after(self, position: int, most: int) -> Batch | None:
        """Up to ``most`` texts that came in first after a position; None if none has."""
        select = "SELECT position FROM article WHERE position > ? ORDER BY position LIMIT ?"
        names = "SELECT DISTINCT collection FROM current WHERE position BETWEEN ? AND ?"
        with self._database.reading() as connection:
            found = [row[0] for row in connection.execute(select, (position, most))]
            if not found:
                return None
            rows = connection.execute(names, (found[0], found[-1])).fetchall()
        return Batch(range(found[0], found[-1] + 1), frozenset(row[0] for row in rows))

    def before(self, time: datetime) -> int:
        """The highest position before those of the newest texts that were added since a time."""
        select = """
            SELECT min(position) FROM
                (SELECT position, added FROM article ORDER BY position DESC LIMIT ?) AS newest
            WHERE added >= ?
        """
        with self._database.reading() as connection:
            values = (MOST_LOOKED_AT, time.isoformat())
            (first,) = connection.execute(select, values).fetchone()
        return self.last() if first is None else int(first) - 1

    def any_in(self, collections: Collection[str], positions: range) -> bool:
        """Whether any current article of some collections is at one of these positions."""
        marks = ", ".join("?" * len(collections))
        select = f"""
            SELECT 1 FROM {CURRENT} AND collection IN ({marks})
                AND position >= ? AND position < ? LIMIT 1
        """
        values = (*collections, positions.start, positions.stop)
        with self._database.reading() as connection:
            return connection.execute(select, values).fetchone() is not None
