"""Where articles are kept: one SQLite file."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from corpus.article import Article, LeftOut, Span
from corpus.errors import CorpusError

APPLICATION_ID = 0x51577265  # "QWre": tells our file from another program's database
SCHEMA_VERSION = 3
BUSY_SECONDS = 10.0  # how long to wait for another process that is writing

SCHEMA = """
CREATE TABLE article (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    source TEXT,
    url TEXT,
    published TEXT,
    added TEXT NOT NULL,
    language TEXT,
    text TEXT NOT NULL,
    title_span TEXT,
    spans TEXT NOT NULL,
    left_out TEXT NOT NULL
) STRICT
"""
# What each version added to the one before it, from version 2 on.
UPGRADES = (
    """
    ALTER TABLE article ADD COLUMN author TEXT;
    ALTER TABLE article ADD COLUMN collection TEXT NOT NULL DEFAULT 'library';
    ALTER TABLE article ADD COLUMN number INTEGER;
    CREATE TABLE collection (name TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT;
    UPDATE article SET number =
        (SELECT count(*) FROM article AS earlier WHERE earlier.position <= article.position);
    INSERT INTO collection SELECT 'library', count(*) FROM article;
    CREATE UNIQUE INDEX numbered ON article (collection, number);
    """,
    """
    CREATE TABLE feed (
        collection TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL, etag TEXT, modified TEXT,
        due TEXT NOT NULL, failures INTEGER NOT NULL, PRIMARY KEY (collection, url)
    ) STRICT;
    CREATE TABLE item (
        collection TEXT NOT NULL, feed TEXT NOT NULL, url TEXT NOT NULL,
        PRIMARY KEY (collection, feed, url)
    ) STRICT;
    """,
)
COLUMNS = (
    "title, source, url, published, added, language, text, title_span, spans, left_out, "
    "author, collection, number"
)
NEXT_NUMBER = """
INSERT INTO collection VALUES (?, 1)
ON CONFLICT (name) DO UPDATE SET last = last + 1 RETURNING last
"""

LAST_NUMBER = """
INSERT INTO collection VALUES (?, ?)
ON CONFLICT (name) DO UPDATE SET last = max(last, excluded.last)
"""

REASONS = {
    "SQLITE_BUSY": "is being written by another program; try again in a moment",
    "SQLITE_LOCKED": "is being written by another program; try again in a moment",
    "SQLITE_READONLY": "cannot be written: the file or its folder is read-only",
    "SQLITE_CANTOPEN": "cannot be opened; check that the folder exists and may be written",
    "SQLITE_PERM": "may not be opened by this user",
    "SQLITE_NOTADB": "is not a Quotewire database, or is damaged",
    "SQLITE_CORRUPT": "is damaged; restore a copy of it",
    "SQLITE_FULL": "cannot be written: the disk is full",
    "SQLITE_IOERR": "cannot be read or written: the disk reports an error",
    "SQLITE_TOOBIG": "cannot hold a text of that size",
}


class Usage(NamedTuple):
    """How much a collection holds: articles, code points of text, articles added lately."""

    articles: int
    characters: int
    added: int


class Followed(NamedTuple):
    """A feed that a collection follows, and when it is to be looked at."""

    collection: str
    url: str
    title: str
    etag: str | None
    modified: str | None
    due: datetime
    failures: int  # since it was last fetched


class Store:
    """The stored articles, in the order in which they were added.

    Adding and removing are transactions: after a kill at any moment an article is there
    whole or not at all. ``:memory:`` as the path keeps everything in memory.

    Raises:
        CorpusError: From every method, when the file cannot be used; it names the file.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = path
        self._changes = 0
        with self._explained():
            if path != ":memory:":
                Path(path).parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, BUSY_SECONDS, isolation_level=None)
            self._connection.row_factory = sqlite3.Row
        try:
            with self._explained():
                self._prepare()
        except CorpusError:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the file; the store cannot be used afterwards."""
        self._connection.close()

    def add(self, article: Article) -> bool:
        """Return whether the article was added: False when its collection holds the text already.

        It takes the place, and the number, of an older text from the same address. The moment
        of adding is now, and the number the next of its collection, unless the article names
        them.
        """
        with self._changing() as connection:
            held = connection.execute("SELECT 1 FROM article WHERE id = ?", (article.id,))
            if held.fetchone():
                return False
            number = article.number or self._replace(connection, article)
            if number is None:
                (number,) = connection.execute(NEXT_NUMBER, (article.collection,)).fetchone()
            else:
                connection.execute(LAST_NUMBER, (article.collection, number))
            row = _row(replace(article, number=number))
            marks = ", ".join("?" * len(row))
            connection.execute(
                f"INSERT INTO article (id, {COLUMNS}) VALUES ({marks})",  # noqa: S608 - names and marks of our own
                row,
            )
            return True

    def _replace(self, connection: sqlite3.Connection, article: Article) -> int | None:
        """Remove what the collection has from the article's address; return its number."""
        older = connection.execute(
            "DELETE FROM article WHERE collection = ? AND url = ? RETURNING number",
            (article.collection, article.url),
        ).fetchone()
        return None if older is None else older["number"]

    def remove(self, article_id: str) -> bool:
        """Return whether an article with this id was there; it is gone now."""
        with self._changing() as connection:
            gone = connection.execute("DELETE FROM article WHERE id = ?", (article_id,))
            return gone.rowcount == 1

    def forget(self, collection: str) -> int:
        """Return how many articles the collection had; it is gone now, its numbers too."""
        with self._changing() as connection:
            gone = connection.execute("DELETE FROM article WHERE collection = ?", (collection,))
            connection.execute("DELETE FROM collection WHERE name = ?", (collection,))
            connection.execute("DELETE FROM feed WHERE collection = ?", (collection,))
            connection.execute("DELETE FROM item WHERE collection = ?", (collection,))
        with self._explained():  # the log beside the file holds it still
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone.rowcount

    def follow(self, feed: Followed, seen: Iterable[str] = ()) -> bool:
        """Return whether the feed is new; items that count as seen do not become articles."""
        with self._changing() as connection:
            added = connection.execute(
                "INSERT OR IGNORE INTO feed VALUES (?, ?, ?, ?, ?, ?, ?)", _feed_row(feed)
            )
            if added.rowcount == 1:
                items = [(feed.collection, feed.url, url) for url in seen]
                connection.executemany("INSERT OR IGNORE INTO item VALUES (?, ?, ?)", items)
            return added.rowcount == 1

    def unfollow(self, collection: str, url: str) -> bool:
        """Return whether the collection followed the feed; it does no longer."""
        with self._changing() as connection:
            key = (collection, url)
            gone = connection.execute("DELETE FROM feed WHERE collection = ? AND url = ?", key)
            connection.execute("DELETE FROM item WHERE collection = ? AND feed = ?", key)
            return gone.rowcount == 1

    def feeds(self, collection: str | None = None, due: datetime | None = None) -> list[Followed]:
        """The followed feeds, of one collection or of all; with ``due``, those due by then."""
        with self._explained():
            rows = self._connection.execute("SELECT * FROM feed ORDER BY rowid").fetchall()
        feeds = [Followed(*row)._replace(due=datetime.fromisoformat(row["due"])) for row in rows]
        ours = (feed for feed in feeds if collection in (None, feed.collection))
        return [feed for feed in ours if due is None or feed.due <= due]

    def reschedule(self, feed: Followed) -> None:
        """Note when a feed is due again, and what its server said of it."""
        with self._changing() as connection:
            connection.execute(
                "UPDATE feed SET etag = ?, modified = ?, due = ?, failures = ? "
                "WHERE collection = ? AND url = ?",
                (feed.etag, feed.modified, feed.due.isoformat(), feed.failures, *feed[:2]),
            )

    def unseen(self, feed: Followed, links: Sequence[str]) -> list[str]:
        """The items that have not been seen yet, in the order given."""
        select = "SELECT url FROM item WHERE collection = ? AND feed = ?"
        with self._explained():
            seen = {url for (url,) in self._connection.execute(select, feed[:2])}
        return [link for link in links if link not in seen]

    def mark_seen(self, feed: Followed, link: str) -> None:
        """Note that an item has been seen."""
        with self._changing() as connection:
            connection.execute("INSERT OR IGNORE INTO item VALUES (?, ?, ?)", (*feed[:2], link))

    def usage(self, collection: str, since: datetime) -> Usage:
        """What a collection holds, and how much of it was added since a moment."""
        select = """
            SELECT count(*), coalesce(sum(length(text)), 0), coalesce(sum(added >= ?), 0)
            FROM article WHERE collection = ?
        """
        with self._explained():
            row = self._connection.execute(select, (since.isoformat(), collection)).fetchone()
        return Usage(*row)

    def ids(self) -> list[str]:
        """The articles' ids, in the order of adding."""
        with self._explained():
            rows = self._connection.execute("SELECT id FROM article ORDER BY position")
            return [article_id for (article_id,) in rows]

    def articles(self) -> Iterator[Article]:
        """Yield the articles, in the order of adding."""
        for article_id in self.ids():
            article = self.article(article_id)
            if article is not None:  # else another process removed it in between
                yield article

    def article(self, article_id: str) -> Article | None:
        """The article with this id, if it is stored."""
        select = f"SELECT {COLUMNS} FROM article WHERE id = ?"  # noqa: S608 - names of our own
        with self._explained():
            row = self._connection.execute(select, (article_id,)).fetchone()
        return None if row is None else _article(row)

    def version(self) -> tuple[int, int]:
        """A value that is another one after every change, by this process or a different one."""
        with self._explained():
            (others,) = self._connection.execute("PRAGMA data_version").fetchone()
        return others, self._changes

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """A transaction; other processes wait for it, and it happens whole or not at all."""
        with self._explained():
            self._connection.execute("BEGIN IMMEDIATE")
            with self._connection:
                yield self._connection
        self._changes += 1

    def _prepare(self) -> None:
        """Check that the file is ours and of a version we know; lay out a new one."""
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        (application,) = self._connection.execute("PRAGMA application_id").fetchone()
        (tables,) = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not tables:
            self._create()
        elif application != APPLICATION_ID:
            raise CorpusError(self.path, "is a database of another program")
        elif version > SCHEMA_VERSION:
            raise CorpusError(self.path, "was written by a newer version of Quotewire")
        elif version < SCHEMA_VERSION:
            self._upgrade()
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("PRAGMA secure_delete = ON")  # what is removed is overwritten

    def _create(self) -> None:
        # WAL lets the bot read while "quotewire add" writes. Two processes may get here at
        # once: the second waits for the first, then finds the table there.
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("BEGIN IMMEDIATE")
        with self._connection:
            if not self._connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                self._connection.execute(SCHEMA)
                self._connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                self._connection.execute("PRAGMA user_version = 1")
        self._upgrade()

    def _upgrade(self) -> None:
        """Bring the file to today's version, whole or not at all; two processes may try."""
        self._connection.execute("BEGIN IMMEDIATE")
        with self._connection:
            (version,) = self._connection.execute("PRAGMA user_version").fetchone()
            for statements in UPGRADES[version - 1 :]:
                for statement in filter(str.strip, statements.split(";")):
                    self._connection.execute(statement)
            self._connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            name = getattr(error, "sqlite_errorname", "")
            known = (reason for code, reason in REASONS.items() if name.startswith(code))
            raise CorpusError(self.path, next(known, f"cannot be used: {error}")) from error
        except OSError as error:
            raise CorpusError(self.path, f"cannot be opened: {error.strerror}") from error


def _row(article: Article) -> tuple[str | int | None, ...]:
    """The article's id, and its values in the order of ``COLUMNS``."""
    return (
        article.id,
        article.title,
        article.source,
        article.url,
        article.published.isoformat() if article.published else None,
        (article.added or datetime.now(UTC)).isoformat(),
        article.language,
        article.text,
        json.dumps(article.title_span),
        json.dumps(article.spans),
        json.dumps(article.left_out),
        article.author,
        article.collection,
        article.number,
    )


def _feed_row(feed: Followed) -> tuple[str | int | None, ...]:
    return (*feed[:5], feed.due.isoformat(), feed.failures)


def _article(row: sqlite3.Row) -> Article:
    """The article of a table row."""
    line = json.loads(row["title_span"])
    return Article(
        text=row["text"],
        title=row["title"],
        spans=tuple(Span(*span) for span in json.loads(row["spans"])),
        left_out=tuple(LeftOut(*stretch) for stretch in json.loads(row["left_out"])),
        title_span=line and Span(*line),
        source=row["source"],
        url=row["url"],
        published=date.fromisoformat(row["published"]) if row["published"] else None,
        added=datetime.fromisoformat(row["added"]),
        language=row["language"],
        author=row["author"],
        collection=row["collection"],
        number=row["number"],
    )
