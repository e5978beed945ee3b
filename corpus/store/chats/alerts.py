"""Tables ``incident`` and ``alert``: what operators were told, so that nothing is told again."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from corpus.store.database.interface import Database

DAY = timedelta(days=1)
PUT = """
INSERT INTO incident VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET words = excluded.words
"""


class Alerts:
    """The incidents that operators know of, and when they were sent messages.

    Raises:
        CorpusError: From every method, when the database cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def told(self) -> dict[str, str]:
        """The incidents that operators know of and that were not over, by name, in words."""
        with self._database.reading() as connection:
            return dict(connection.execute("SELECT name, words FROM incident").fetchall())

    def sent(self, now: datetime) -> list[datetime]:
        """When messages were sent in the last day, oldest first."""
        select = "SELECT sent FROM alert WHERE sent > ? ORDER BY sent"
        with self._database.reading() as connection:
            rows = connection.execute(select, ((now - DAY).isoformat(),))
            return [datetime.fromisoformat(sent) for (sent,) in rows]

    def note(self, new: Mapping[str, str], over: Collection[str], now: datetime) -> None:
        """Store that a message told of new incidents and of some that are over."""
        with self._database.noting(durable=True) as connection:
            connection.executemany(PUT, new.items())
            connection.executemany(
                "DELETE FROM incident WHERE name = ?", [(name,) for name in over]
            )
            connection.execute("DELETE FROM alert WHERE sent <= ?", ((now - DAY).isoformat(),))
            connection.execute("INSERT INTO alert VALUES (?)", (now.isoformat(),))
