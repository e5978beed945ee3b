"""Tables ``tally`` and ``quoted``: what happened each day, without chats, users or questions."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from corpus.article import LIBRARY
from corpus.store.articles.current import CURRENT
from corpus.store.database.interface import Connection, Database

LONGEST = timedelta(days=90)
MOST_UNWRITTEN = 10_000  # counts of articles in memory; further articles are not counted
ADD = """
INSERT INTO tally VALUES (?1, ?2, CASE WHEN ?3 > 0 THEN ?3 ELSE 0 END)
ON CONFLICT (day, event) DO UPDATE
SET count = CASE WHEN tally.count + ?3 > 0 THEN tally.count + ?3 ELSE 0 END
"""
ADD_QUOTED = """
INSERT INTO quoted VALUES (?, ?, ?)
ON CONFLICT (day, number) DO UPDATE SET count = quoted.count + excluded.count
"""
MOST_QUOTED = """
SELECT number, CAST(sum(count) AS BIGINT) AS times FROM quoted JOIN current USING (number)
WHERE collection = ? AND day >= ? GROUP BY number ORDER BY times DESC, number LIMIT ?
"""
NEVER_QUOTED = f"""
FROM {CURRENT} AND collection = ? AND number NOT IN (SELECT number FROM quoted WHERE day >= ?)
"""


class Event(StrEnum):
    """What is counted: the outcome of a question, or what a reader thinks of an answer."""

    SURE = "sure"
    CLOSEST = "closest"
    NOT_FOUND = "not found"
    GOOD = "good"
    BAD = "bad"


class Quoted(NamedTuple):
    """A number of the library, and how often an answer quoted its article."""

    number: int
    times: int


class Tallies:
    """Counts by day, in memory until they are written, and of the last 90 days on disk.

    Only articles of the library are counted: those of a chat would say what it asks.

    Raises:
        CorpusError: From every method except the ``count`` ones, when the database cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._events: Counter[tuple[str, Event]] = Counter()  # by day; less than 0 is taken back
        self._quoted: Counter[tuple[str, int]] = Counter()  # by day and number

    def count(self, day: date, event: Event, by: int = 1) -> None:
        """Count an event of a day; with -1, take it back."""
        self._events[day.isoformat(), event] += by

    def count_quoted(self, day: date, numbers: Iterable[int]) -> None:
        """Count articles of the library that were quoted in an answer."""
        for number in numbers:
            key = (day.isoformat(), number)
            if key in self._quoted or len(self._quoted) < MOST_UNWRITTEN:
                self._quoted[key] += 1

    def write(self) -> None:
        """Write what was counted; if that fails, it stays in memory."""
        # In one order, so that no two bots that write at once wait for one another for ever.
        events = sorted((*key, by) for key, by in self._events.items() if by)
        quoted = sorted((*key, times) for key, times in self._quoted.items())
        if events or quoted:
            with self._database.noting(durable=False) as connection:
                connection.executemany(ADD, events)
                connection.executemany(ADD_QUOTED, quoted)
        self._events.clear()
        self._quoted.clear()

    def drop(self, collection: str) -> None:
        """Forget what is only in memory about a collection: its numbers are given again."""
        if collection == LIBRARY:
            self._quoted.clear()

    def prune(self, today: date) -> None:
        """Delete counts of days that are too long ago."""
        before = (today - LONGEST).isoformat()
        with self._database.reading() as connection:
            select = (
                "SELECT 1 FROM tally WHERE day < ?1 UNION ALL SELECT 1 FROM quoted WHERE day < ?1"
            )
            if connection.execute(select, (before,)).fetchone() is None:
                return
        with self._database.noting(durable=False) as connection:
            connection.execute("DELETE FROM tally WHERE day < ?", (before,))
            connection.execute("DELETE FROM quoted WHERE day < ?", (before,))

    def first_day(self) -> date | None:
        """The first day on which anything was counted, of those that are kept."""
        with self._database.reading() as connection:
            (day,) = connection.execute("SELECT min(day) FROM tally").fetchone()
        return day and date.fromisoformat(day)

    def since(self, day: date) -> Counter[Event]:
        """How often each event happened from a day on."""
        select = (
            "SELECT event, CAST(sum(count) AS BIGINT) FROM tally WHERE day >= ? GROUP BY event"
        )
        with self._database.reading() as connection:
            rows = connection.execute(select, (day.isoformat(),)).fetchall()
        known = {event.value for event in Event}
        return Counter({Event(event): count for event, count in rows if event in known})

    def most_quoted(self, since: date, limit: int) -> list[Quoted]:
        """The articles of the library quoted most often from a day on, most often first."""
        with self._database.reading() as connection:
            rows = connection.execute(MOST_QUOTED, (LIBRARY, since.isoformat(), limit))
            return [Quoted(*row) for row in rows]

    def never_quoted(self, since: date, limit: int) -> tuple[int, list[int]]:
        """How many articles of the library were not quoted from a day on.

        With it come the numbers of those that have been there longest.
        """
        values = (LIBRARY, since.isoformat())
        with self._database.reading() as connection:
            (count,) = connection.execute(f"SELECT count(*) {NEVER_QUOTED}", values).fetchone()
            select = f"SELECT number {NEVER_QUOTED} ORDER BY number LIMIT ?"
            rows = connection.execute(select, (*values, limit))
            return int(count), [number for (number,) in rows]


def forget(connection: Connection, collection: str) -> None:
    """Delete the counts of the library's articles with it: its numbers are given again."""
    if collection == LIBRARY:
        connection.execute("DELETE FROM quoted")


def move(_connection: Connection, _collection: str, _other: str) -> None:
    """Do nothing: no chat's articles are counted, and the library never moves."""
