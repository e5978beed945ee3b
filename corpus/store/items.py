"""Table ``item``: hashes of the items of followed feeds, and which of them are still to be read.

An item is seen once it has been added or refused for good. One that failed for the time being is
remembered with its failures, and with when to try it again.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from corpus.fingerprint import fingerprint
from corpus.store.database.interface import Connection, Row

MOST_ITEMS = 500  # of a feed that are known; the oldest are deleted first
SEEN = """
INSERT INTO item (collection, feed, hash) VALUES (?, ?, ?)
ON CONFLICT (collection, feed, hash) DO UPDATE SET seen = 1, retry = NULL
"""
FAILED = """
INSERT INTO item (collection, feed, hash, failures, seen, retry) VALUES (?, ?, ?, ?, 0, ?)
ON CONFLICT (collection, feed, hash)
DO UPDATE SET failures = excluded.failures, retry = excluded.retry WHERE item.seen = 0
"""
PRUNE = """
DELETE FROM item WHERE collection = ?1 AND feed = ?2 AND rowid <= (
    SELECT rowid FROM item WHERE collection = ?1 AND feed = ?2
    ORDER BY rowid DESC LIMIT 1 OFFSET ?3
)
"""

MAKE_ROOM = """
DELETE FROM item
WHERE collection = ? AND (feed, hash) IN (SELECT feed, hash FROM item WHERE collection = ?)
"""

Feed = tuple[str, str]  # a collection and the address of a feed that it follows


class Unseen(NamedTuple):
    """An item to be read, how often that failed, and when to try it again (None: at once)."""

    key: str
    failures: int = 0
    retry: datetime | None = None


def unseen(connection: Connection, feed: Feed, keys: Sequence[str]) -> list[Unseen]:
    """The items that are not seen yet, in the given order."""
    select = "SELECT hash, failures, seen, retry FROM item WHERE collection = ? AND feed = ?"
    known = {row["hash"]: row for row in connection.execute(select, feed)}
    rows = ((key, known.get(fingerprint([key]))) for key in keys)
    return [_unseen(key, row) for key, row in rows if row is None or not row["seen"]]


def mark_seen(connection: Connection, feed: Feed, keys: Sequence[str]) -> None:
    """Mark items, given newest first, as seen, and forget the oldest."""
    rows = [(*feed, fingerprint([key])) for key in reversed(keys[:MOST_ITEMS])]
    connection.executemany(SEEN, rows)
    connection.execute(PRUNE, (*feed, MOST_ITEMS))


def mark_failed(connection: Connection, feed: Feed, item: Unseen) -> None:
    """Remember an item's failures and when to try it again."""
    retry = item.retry.isoformat() if item.retry else None
    row = (*feed, fingerprint([item.key]), item.failures, retry)
    connection.execute(FAILED, row)
    connection.execute(PRUNE, (*feed, MOST_ITEMS))


def delete(connection: Connection, feed: Feed) -> None:
    """Forget the items of a feed."""
    connection.execute("DELETE FROM item WHERE collection = ? AND feed = ?", feed)


def forget(connection: Connection, collection: str) -> None:
    """Delete the items of a collection's feeds."""
    connection.execute("DELETE FROM item WHERE collection = ?", (collection,))


def move(connection: Connection, collection: str, other: str) -> None:
    """Move the items of a collection's feeds to another."""
    names = (other, collection)
    connection.execute(MAKE_ROOM, names)
    connection.execute("UPDATE item SET collection = ? WHERE collection = ?", names)


def _unseen(key: str, row: Row | None) -> Unseen:
    if row is None:
        return Unseen(key)
    return Unseen(key, row["failures"], row["retry"] and datetime.fromisoformat(row["retry"]))
