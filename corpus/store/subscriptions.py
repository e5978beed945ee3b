"""Tables ``feed`` and ``page``: followed feeds, and pages of fetched articles."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from corpus.store import items
from corpus.store.database.interface import Connection, Database, Row
from corpus.store.items import Unseen

MOST_DUE = 10_000  # pages examined at once, the most overdue ones
MOST_PAGES = 1000  # of those, more than can be fetched in a minute
NEW_FEED = """
INSERT INTO feed (
    collection, url, title, etag, modified, due, failures, follower, overflows, failing, error
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
"""
DUE_FEEDS = """
SELECT * FROM feed WHERE due <= ?2 AND (collection = ?1 OR ?1 IS NULL) ORDER BY due, rowid
"""
ALL_FEEDS = "SELECT * FROM feed WHERE (collection = ?1 OR ?1 IS NULL) ORDER BY rowid"
# One page of each collection, so that one with many pages does not hide the others.
DUE_PAGES = """
WITH
    overdue AS (SELECT collection, number, due FROM page WHERE due <= ? ORDER BY due LIMIT ?),
    first AS (
        SELECT collection, min(overdue.due) AS due
        FROM overdue JOIN current USING (collection, number) GROUP BY collection
    )
SELECT page.* FROM first JOIN page ON page.collection = first.collection AND page.number = (
    SELECT min(one.number) FROM page AS one JOIN current USING (collection, number)
    WHERE one.collection = first.collection AND one.due = first.due
)
ORDER BY page.due, page.rowid LIMIT ?
"""
ALL_PAGES = """
SELECT page.* FROM page JOIN current USING (collection, number) ORDER BY due, page.rowid
"""
FAILING_PAGES = """
SELECT * FROM page WHERE collection = ? AND error IS NOT NULL AND failing <= ? AND EXISTS (
    SELECT 1 FROM current WHERE (collection, number) = (page.collection, page.number)
) ORDER BY failing, rowid
"""
MOVE = (
    "DELETE FROM feed WHERE collection = ? AND url IN (SELECT url FROM feed WHERE collection = ?)",
    "UPDATE feed SET collection = ? WHERE collection = ?",
    "DELETE FROM page WHERE collection = ? AND number IN "
    "(SELECT number FROM page WHERE collection = ?)",
    "UPDATE page SET collection = ? WHERE collection = ?",
)
NEW_PAGE = """
INSERT INTO page (collection, number, url, etag, modified, due, pause, failing, error)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (collection, number) DO UPDATE SET url = excluded.url, etag = excluded.etag,
    modified = excluded.modified, due = excluded.due, pause = excluded.pause,
    failing = excluded.failing, error = excluded.error
"""


class Followed(NamedTuple):
    """A feed that a collection follows, and when to check it next.

    ``follower`` is a keyed hash of the id of the user who followed it. ``overflows`` says whether
    its last version had more new items than were read.
    """

    collection: str
    url: str
    title: str
    etag: str | None
    modified: str | None
    due: datetime
    failures: int  # since the last success
    follower: int | None = None
    overflows: bool = False
    failing: datetime | None = None  # since when it has not been readable
    error: str | None = None  # why


class Page(NamedTuple):
    """The page that an article was fetched from, and when to check it for changes."""

    collection: str
    number: int  # the article's
    url: str
    etag: str | None
    modified: str | None
    due: datetime
    pause: int  # seconds between the last check and the next
    failing: datetime | None = None  # since when it has not been readable
    error: str | None = None  # why; None if it may only have been busy once


class Subscriptions:
    """The feeds and pages, in the order in which they were added.

    Raises:
        CorpusError: From every method, when the database cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def follow(self, feed: Followed, seen: Sequence[str] = ()) -> bool:
        """Follow a feed; return whether it is new.

        The ``seen`` items, given newest first, never become articles.
        """
        with self._database.changing() as connection:
            added = connection.execute(NEW_FEED, _row(feed))
            if added.rowcount == 1:
                items.mark_seen(connection, feed[:2], seen)
            return added.rowcount == 1

    def unfollow(self, collection: str, url: str) -> bool:
        """Stop following a feed; return whether the collection followed it."""
        with self._database.changing() as connection:
            key = (collection, url)
            gone = connection.execute("DELETE FROM feed WHERE collection = ? AND url = ?", key)
            items.delete(connection, key)
            return gone.rowcount == 1

    def feeds(self, collection: str | None = None, due: datetime | None = None) -> list[Followed]:
        """The feeds of one collection or of all; with ``due``, those due, most overdue first."""
        select = ALL_FEEDS
        values = [collection]
        if due is not None:
            select = DUE_FEEDS
            values.append(due.isoformat())
        with self._database.reading() as connection:
            return [_feed(row) for row in connection.execute(select, values).fetchall()]

    def reschedule(self, feed: Followed) -> None:
        """Store when a feed is due next, and what else the last check found out."""
        with self._database.changing() as connection:
            connection.execute(
                "UPDATE feed SET etag = ?, modified = ?, due = ?, failures = ?, follower = ?, "
                "overflows = ?, failing = ?, error = ? WHERE collection = ? AND url = ?",
                (*_row(feed)[3:], feed.collection, feed.url),
            )

    def postpone(self, collection: str, until: datetime) -> None:
        """Let nothing of a collection be due before a time."""
        with self._database.changing() as connection:
            values = (until.isoformat(), collection)
            connection.execute(
                "UPDATE feed SET due = ?1 WHERE collection = ?2 AND due < ?1", values
            )
            connection.execute(
                "UPDATE page SET due = ?1 WHERE collection = ?2 AND due < ?1", values
            )

    def count_by(self, user_hash: int) -> int:
        """The number of feeds that a user follows, in all collections."""
        with self._database.reading() as connection:
            select = "SELECT count(*) FROM feed WHERE follower = ?"
            (count,) = connection.execute(select, (user_hash,)).fetchone()
        return int(count)

    def unseen(self, feed: Followed, keys: Sequence[str]) -> list[Unseen]:
        """The items not seen yet, in the given order."""
        with self._database.reading() as connection:
            return items.unseen(connection, feed[:2], keys)

    def mark_seen(self, feed: Followed, key: str) -> None:
        """Mark an item as seen, and forget the oldest; do nothing if the feed was unfollowed."""
        with self._database.changing() as connection:
            mark_seen(connection, feed, key)

    def mark_failed(self, feed: Followed, item: Unseen) -> None:
        """Remember when to try an item again; do nothing if the feed was unfollowed."""
        with self._database.changing() as connection:
            if follows(connection, feed.collection, feed.url):
                items.mark_failed(connection, feed[:2], item)

    def watch_new(self, page: Page) -> None:
        """Store an article's page and when it is due first, unless the article is gone again."""
        with self._database.changing() as connection:
            select = "SELECT 1 FROM current WHERE collection = ? AND number = ?"
            if connection.execute(select, page[:2]).fetchone():
                connection.execute(NEW_PAGE, _row(page))

    def watch(self, page: Page) -> None:
        """Store when a page is due next, and what else the last check found out.

        Do nothing if its article has been deleted, even if another now has the number.
        """
        with self._database.changing() as connection:
            connection.execute(
                "UPDATE page SET etag = ?, modified = ?, due = ?, pause = ?, failing = ?, "
                "error = ? WHERE collection = ? AND number = ? AND url = ?",
                (*_row(page)[3:], *page[:3]),
            )

    def pages(self, due: datetime | None = None) -> list[Page]:
        """The pages of current articles, most overdue first.

        With ``due``, one page of each collection, of up to MOST_PAGES collections, among the
        MOST_DUE pages that are most overdue at that time.
        """
        values = () if due is None else (due.isoformat(), MOST_DUE, MOST_PAGES)
        with self._database.reading() as connection:
            rows = connection.execute(ALL_PAGES if due is None else DUE_PAGES, values)
            return [_page(row) for row in rows]

    def failing_pages(self, collection: str, before: datetime) -> list[Page]:
        """The pages of a collection that have not been readable since before a time."""
        with self._database.reading() as connection:
            rows = connection.execute(FAILING_PAGES, (collection, before.isoformat()))
            return [_page(row) for row in rows]

    def address(self, collection: str, number: int | None) -> str | None:
        """The address that an article was fetched from, if its page is checked."""
        with self._database.reading() as connection:
            return page_address(connection, collection, number)

    def unreadable(self, collection: str, number: int | None) -> Page | None:
        """The page of an article if it can no longer be read; its ``error`` says why."""
        select = "SELECT * FROM page WHERE collection = ? AND number = ? AND error IS NOT NULL"
        with self._database.reading() as connection:
            row = connection.execute(select, (collection, number)).fetchone()
        return row and _page(row)


def follows(connection: Connection, collection: str, url: str) -> bool:
    """Whether a collection follows a feed."""
    select = "SELECT 1 FROM feed WHERE collection = ? AND url = ?"
    return connection.execute(select, (collection, url)).fetchone() is not None


def mark_seen(connection: Connection, feed: Followed, key: str) -> bool:
    """Mark an item as seen; return False if the feed was unfollowed."""
    if not follows(connection, feed.collection, feed.url):
        return False
    items.mark_seen(connection, feed[:2], [key])
    return True


def watches(connection: Connection, collection: str, number: int | None, url: str) -> bool:
    """Whether an article's page has this address."""
    select = "SELECT 1 FROM page WHERE collection = ? AND number = ? AND url = ?"
    return connection.execute(select, (collection, number, url)).fetchone() is not None


def page_address(connection: Connection, collection: str, number: int | None) -> str | None:
    """The address that an article was fetched from, if its page is checked."""
    select = "SELECT url FROM page WHERE collection = ? AND number = ?"
    row = connection.execute(select, (collection, number)).fetchone()
    return None if row is None else row["url"]


def numbers_at(connection: Connection, collection: str, urls: Sequence[str]) -> list[int]:
    """The numbers of a collection whose pages have one of these addresses."""
    marks = ", ".join("?" * len(urls))
    select = f"SELECT number FROM page WHERE collection = ? AND url IN ({marks})"
    return [number for (number,) in connection.execute(select, (collection, *urls))]


def delete_page(connection: Connection, collection: str, number: int | None) -> None:
    """Stop checking the page of a deleted article."""
    connection.execute(
        "DELETE FROM page WHERE collection = ? AND number = ?", (collection, number)
    )


def forget(connection: Connection, collection: str) -> None:
    """Delete a collection's feeds and pages."""
    connection.execute("DELETE FROM feed WHERE collection = ?", (collection,))
    connection.execute("DELETE FROM page WHERE collection = ?", (collection,))


def move(connection: Connection, collection: str, other: str) -> None:
    """Move a collection's feeds and pages to another."""
    names = (other, collection)
    for statement in MOVE:
        connection.execute(statement, names)


def _row(watched: Followed | Page) -> tuple[object, ...]:
    """The fields as SQLite stores them, with times as text."""
    failing = watched.failing.isoformat() if watched.failing else None
    times = {"due": watched.due.isoformat(), "failing": failing}
    return tuple((watched._asdict() | times).values())


def _feed(row: Row) -> Followed:
    feed = Followed(*(row[name] for name in Followed._fields))
    due, failing = datetime.fromisoformat(row["due"]), _time(row["failing"])
    return feed._replace(due=due, failing=failing, overflows=bool(feed.overflows))


def _page(row: Row) -> Page:
    page = Page(*(row[name] for name in Page._fields))
    return page._replace(due=datetime.fromisoformat(row["due"]), failing=_time(row["failing"]))


def _time(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
