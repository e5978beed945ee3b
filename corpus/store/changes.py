"""Table ``change``: the log of changed positions that keeps the index up to date.

Triggers in the schema write it.
"""

from typing import NamedTuple

from corpus.store.database.interface import Connection

MOST_CHANGES = 100_000  # kept; a reader that is further behind must start over


class Change(NamedTuple):
    """A numbered change; its tag tells it from the same number in another file."""

    number: int
    tag: int


NO_CHANGE = Change(0, 0)


def changes_since(connection: Connection, since: Change) -> tuple[Change, list[int] | None]:
    """The last change, and the positions that changed after ``since``, ascending.

    The positions are None if ``since`` is too old or from another file.
    """
    select = "SELECT number, tag FROM change ORDER BY number DESC LIMIT 1"
    known = "SELECT 1 FROM change WHERE number = ? AND tag = ?"
    later = "SELECT DISTINCT article FROM change WHERE number > ? ORDER BY article"
    row = connection.execute(select).fetchone()
    last = NO_CHANGE if row is None else Change(*row)
    if last == since:
        return last, []
    if connection.execute(known, since).fetchone() is None:
        return last, None
    return last, [position for (position,) in connection.execute(later, since[:1])]


def trim(connection: Connection) -> None:
    """Delete the oldest changes if there are too many."""
    connection.execute(
        "DELETE FROM change WHERE number <= (SELECT max(number) FROM change) - ?", (MOST_CHANGES,)
    )
