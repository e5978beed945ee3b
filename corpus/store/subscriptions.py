"""Tables ``feed``, ``item`` and ``page``: followed feeds, and pages of fetched articles."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from corpus.store.database import Database


class Followed(NamedTuple):
    """A feed that a collection follows, and when to check it next."""

    collection: str
    url: str
    title: str
    etag: str | None
    modified: str | None
    due: datetime
    failures: int  # since the last success


class Page(NamedTuple):
    """The page that an article was fetched from, and when to check it for changes."""

    collection: str
    number: int  # the article's
    url: str
    etag: str | None
    modified: str | None
    due: datetime
    pause: int  # seconds between the last check and the next


class Subscriptions:
    """The feeds and pages, in the order in which they were added.

    Raises:
        CorpusError: From every method, when the database cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def follow(self, feed: Followed, seen: Iterable[str] = ()) -> bool:
        """Follow a feed; return whether it is new. ``seen`` items never become articles."""
        with self._database.changing() as connection:
            added = connection.execute(
                "INSERT OR IGNORE INTO feed VALUES (?, ?, ?, ?, ?, ?, ?)", _row(feed)
            )
            if added.rowcount == 1:
                items = [(feed.collection, feed.url, url) for url in seen]
                connection.executemany("INSERT OR IGNORE INTO item VALUES (?, ?, ?)", items)
            return added.rowcount == 1

    def unfollow(self, collection: str, url: str) -> bool:
        """Stop following a feed; return whether the collection followed it."""
        with self._database.changing() as connection:
            key = (collection, url)
            gone = connection.execute("DELETE FROM feed WHERE collection = ? AND url = ?", key)
            connection.execute("DELETE FROM item WHERE collection = ? AND feed = ?", key)
            return gone.rowcount == 1

    def feeds(self, collection: str | None = None, due: datetime | None = None) -> list[Followed]:
        """The feeds of one collection or of all; with ``due``, only those due at that time."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT * FROM feed ORDER BY rowid").fetchall()
        feeds = [Followed(*row)._replace(due=datetime.fromisoformat(row["due"])) for row in rows]
        ours = (feed for feed in feeds if collection in (None, feed.collection))
        return [feed for feed in ours if due is None or feed.due <= due]

    def reschedule(self, feed: Followed) -> None:
        """Store when a feed is due next, and its new ETag and modification date."""
        with self._database.changing() as connection:
            connection.execute(
                "UPDATE feed SET etag = ?, modified = ?, due = ?, failures = ? "
                "WHERE collection = ? AND url = ?",
                (feed.etag, feed.modified, feed.due.isoformat(), feed.failures, *feed[:2]),
            )

    def unseen(self, feed: Followed, links: Sequence[str]) -> list[str]:
        """The items not seen yet, in the given order."""
        select = "SELECT url FROM item WHERE collection = ? AND feed = ?"
        with self._database.reading() as connection:
            seen = {url for (url,) in connection.execute(select, feed[:2])}
        return [link for link in links if link not in seen]

    def mark_seen(self, feed: Followed, link: str) -> None:
        """Mark an item as seen."""
        with self._database.changing() as connection:
            connection.execute("INSERT OR IGNORE INTO item VALUES (?, ?, ?)", (*feed[:2], link))

    def watch(self, page: Page) -> None:
        """Store an article's page and when it is due next."""
        with self._database.changing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, ?, ?, ?)", _row(page)
            )

    def pages(self, due: datetime | None = None) -> list[Page]:
        """Pages of current articles, most overdue first; with ``due``, those due at that time."""
        select = """
            SELECT page.* FROM page JOIN current USING (collection, number)
            ORDER BY due, page.rowid
        """
        with self._database.reading() as connection:
            rows = connection.execute(select).fetchall()
        pages = (Page(*row)._replace(due=datetime.fromisoformat(row["due"])) for row in rows)
        return [page for page in pages if due is None or page.due <= due]


def delete_page(connection: sqlite3.Connection, collection: str, number: int | None) -> None:
    """Stop checking the page of a deleted article."""
    connection.execute(
        "DELETE FROM page WHERE collection = ? AND number = ?", (collection, number)
    )


def forget(connection: sqlite3.Connection, collection: str) -> None:
    """Delete a collection's feeds and pages."""
    connection.execute("DELETE FROM feed WHERE collection = ?", (collection,))
    connection.execute("DELETE FROM item WHERE collection = ?", (collection,))
    connection.execute("DELETE FROM page WHERE collection = ?", (collection,))


def move(connection: sqlite3.Connection, collection: str, other: str) -> None:
    """Move a collection's feeds and pages to another."""
    names = (other, collection)
    connection.execute("UPDATE OR REPLACE feed SET collection = ? WHERE collection = ?", names)
    connection.execute("UPDATE OR REPLACE item SET collection = ? WHERE collection = ?", names)
    connection.execute("UPDATE OR REPLACE page SET collection = ? WHERE collection = ?", names)


def _row(watched: Followed | Page) -> tuple[object, ...]:
    """The fields as SQLite stores them, with times as text."""
    return tuple((watched._asdict() | {"due": watched.due.isoformat()}).values())
