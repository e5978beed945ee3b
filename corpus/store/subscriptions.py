"""What is looked at again: followed feeds, and the pages that articles were fetched from."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from corpus.store.database import Database


class Followed(NamedTuple):
    """A feed that a collection follows, and when it is to be looked at."""

    collection: str
    url: str
    title: str
    etag: str | None
    modified: str | None
    due: datetime
    failures: int  # since it was last fetched


class Page(NamedTuple):
    """Where an article was fetched from, and when it is to be looked at for changes."""

    collection: str
    number: int  # the article's
    url: str
    etag: str | None
    modified: str | None
    due: datetime
    pause: int  # seconds between the last look and the next one


class Subscriptions:
    """The feeds and pages, in the order in which they came."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def follow(self, feed: Followed, seen: Iterable[str] = ()) -> bool:
        """Return whether the feed is new; items that count as seen do not become articles."""
        with self._database.changing() as connection:
            added = connection.execute(
                "INSERT OR IGNORE INTO feed VALUES (?, ?, ?, ?, ?, ?, ?)",
                _row(feed),
            )
            if added.rowcount == 1:
                items = [(feed.collection, feed.url, url) for url in seen]
                connection.executemany("INSERT OR IGNORE INTO item VALUES (?, ?, ?)", items)
            return added.rowcount == 1

    def unfollow(self, collection: str, url: str) -> bool:
        """Return whether the collection followed the feed; it does no longer."""
        with self._database.changing() as connection:
            key = (collection, url)
            gone = connection.execute("DELETE FROM feed WHERE collection = ? AND url = ?", key)
            connection.execute("DELETE FROM item WHERE collection = ? AND feed = ?", key)
            return gone.rowcount == 1

    def feeds(self, collection: str | None = None, due: datetime | None = None) -> list[Followed]:
        """The followed feeds, of one collection or of all; with ``due``, those due by then."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT * FROM feed ORDER BY rowid").fetchall()
        feeds = [Followed(*row)._replace(due=datetime.fromisoformat(row["due"])) for row in rows]
        ours = (feed for feed in feeds if collection in (None, feed.collection))
        return [feed for feed in ours if due is None or feed.due <= due]

    def reschedule(self, feed: Followed) -> None:
        """Note when a feed is due again, and what its server said of it."""
        with self._database.changing() as connection:
            connection.execute(
                "UPDATE feed SET etag = ?, modified = ?, due = ?, failures = ? "
                "WHERE collection = ? AND url = ?",
                (feed.etag, feed.modified, feed.due.isoformat(), feed.failures, *feed[:2]),
            )

    def unseen(self, feed: Followed, links: Sequence[str]) -> list[str]:
        """The items that have not been seen yet, in the order given."""
        select = "SELECT url FROM item WHERE collection = ? AND feed = ?"
        with self._database.reading() as connection:
            seen = {url for (url,) in connection.execute(select, feed[:2])}
        return [link for link in links if link not in seen]

    def mark_seen(self, feed: Followed, link: str) -> None:
        """Note that an item has been seen."""
        with self._database.changing() as connection:
            connection.execute("INSERT OR IGNORE INTO item VALUES (?, ?, ?)", (*feed[:2], link))

    def watch(self, page: Page) -> None:
        """Note where an article came from, and when its page is due."""
        with self._database.changing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, ?, ?, ?)",
                _row(page),
            )

    def pages(self, due: datetime | None = None) -> list[Page]:
        """The pages of current articles, longest due first; with ``due``, those due by then."""
        select = """
            SELECT page.* FROM page JOIN current USING (collection, number)
            ORDER BY due, page.rowid
        """
        with self._database.reading() as connection:
            rows = connection.execute(select).fetchall()
        pages = (Page(*row)._replace(due=datetime.fromisoformat(row["due"])) for row in rows)
        return [page for page in pages if due is None or page.due <= due]


def _row(one: Followed | Page) -> tuple[object, ...]:
    """The fields as SQLite has them: it knows no moments."""
    return tuple((one._asdict() | {"due": one.due.isoformat()}).values())
