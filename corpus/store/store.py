"""Where articles are kept: current texts, older ones, and those that were just removed."""

import sqlite3
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from corpus.article import LIBRARY, Article
from corpus.left_out.site_lines import are_alike, site_of, sketch_of
from corpus.store.database import Database
from corpus.store.learned_lines import count_lines, learn
from corpus.store.rows import COLUMNS, article_of, row_of
from corpus.store.subscriptions import Subscriptions
from corpus.store.unanswered import Unanswered

MOST_OLDER = 5  # texts of an article that are kept besides the current one
MOST_CHANGES = 100_000  # that are remembered for those who keep something in step
MOST_VALUES = 500  # in one statement
AT_ONCE = 50  # articles that are held in memory where many are read
MOST_ALIKE = 20  # articles that are compared word by word
NEXT_NUMBER = """
INSERT INTO collection VALUES (?, 1)
ON CONFLICT (name) DO UPDATE SET last = last + 1 RETURNING last
"""
LAST_NUMBER = """
INSERT INTO collection VALUES (?, ?)
ON CONFLICT (name) DO UPDATE SET last = max(last, excluded.last)
"""
SENTENCES = """
WITH
    wanted (position, number) AS (VALUES {}),
    span (position, number, start, end, language, text) AS (
        SELECT position, wanted.number, json_extract(spans, '$[' || wanted.number || '][0]'),
            json_extract(spans, '$[' || wanted.number || '][1]'), language, text
        FROM wanted JOIN current USING (position)
    )
SELECT position, number, substr(text, start + 1, end - start), language FROM span
"""
# The view "current", read from the index that holds just these: of itself SQLite takes another,
# and looks at every article, with its text.
CURRENT = "article INDEXED BY numbered WHERE replaced IS NULL AND removed IS NULL"

Clock = Callable[[], datetime]


class Change(NamedTuple):
    """A change of the file; the tag tells it from another file's of the same number."""

    number: int
    tag: int


NO_CHANGE = Change(0, 0)


class Usage(NamedTuple):
    """How much a collection holds: articles, code points of text, articles added lately."""

    articles: int
    characters: int
    added: int


def _now() -> datetime:
    return datetime.now(UTC)


class Store:
    """The stored articles, in the order in which they were added.

    A collection's numbers are given once. Under a number there is one current text, and there
    may be older ones: those can be cited, but are not searched.

    Raises:
        CorpusError: From every method, when the file cannot be used; it names the file.
    """

    def __init__(self, path: Path | str, clock: Clock = _now) -> None:
        self.path = path
        self.database = Database(path)
        self.subscriptions = Subscriptions(self.database)
        self.unanswered = Unanswered(self.database)
        self._clock = clock

    def close(self) -> None:
        """Close the file; the store cannot be used afterwards."""
        self.database.close()

    def version(self) -> tuple[int, int]:
        """A value that is another one after every change, by this process or a different one."""
        return self.database.version()

    def add(self, article: Article) -> bool:
        """Return whether the article was added: False when its collection holds the text already.

        It takes the place, and the number, of an older text from the same address, or of the
        text whose number it names. Otherwise its number is the next of its collection. The
        moment of adding is now, unless the article names one.
        """
        with self.database.changing() as connection:
            same = connection.execute(
                "SELECT number FROM article WHERE id = ?", (article.id,)
            ).fetchone()
            if same and _find(connection, article.id):
                return False
            number = article.number or (same and same["number"])
            if same:  # an older or a removed one: it comes back
                connection.execute("DELETE FROM article WHERE id = ?", (article.id,))
            number = number or _number_at(connection, article)
            if number is None:
                (number,) = connection.execute(NEXT_NUMBER, (article.collection,)).fetchone()
            else:
                connection.execute(LAST_NUMBER, (article.collection, number))
                self._replace(connection, article.collection, number)
            self._insert(connection, replace(article, number=number))
            connection.execute(
                "DELETE FROM change WHERE number <= (SELECT max(number) FROM change) - ?",
                (MOST_CHANGES,),
            )
            return True

    def remove(self, article_id: str) -> bool:
        """Return whether an article with this id was there; it and its older texts are gone."""
        with self.database.changing() as connection:
            article = _find(connection, article_id)
            if article is None:
                return False
            count_lines(connection, article, -1)
            _delete(connection, article.collection, article.number)
            return True

    def set_aside(self, article_id: str) -> bool:
        """Return whether there was such an article; it can be put back until it is purged."""
        with self.database.changing() as connection:
            article = _find(connection, article_id)
            if article is None:
                return False
            count_lines(connection, article, -1)
            connection.execute(
                "UPDATE article SET removed = ? WHERE id = ?",
                (self._clock().isoformat(), article_id),
            )
            return True

    def put_back(self, article_id: str, collection: str) -> Article | None:
        """The article of this collection that was set aside; it is current again."""
        with self.database.changing() as connection:
            row = connection.execute(
                "SELECT * FROM article WHERE id = ? AND collection = ? AND removed IS NOT NULL",
                (article_id, collection),
            ).fetchone()
            if row is None:
                return None
            article = article_of(row)
            self._replace(connection, collection, article.number)
            connection.execute("UPDATE article SET removed = NULL WHERE id = ?", (article_id,))
            count_lines(connection, article, 1)
            return article

    def purge(self, before: datetime) -> int:
        """Return how many articles had been set aside before a moment; they are gone now."""
        with self.database.reading() as connection:
            rows = connection.execute(
                "SELECT collection, number FROM article WHERE removed < ?", (before.isoformat(),)
            ).fetchall()
        if rows:
            with self.database.changing() as connection:
                for row in rows:
                    _delete(connection, row["collection"], row["number"])
            self.database.overwrite_log()
        return len(rows)

    def forget(self, collection: str) -> int:
        """Return how many articles the collection had; it is gone now, its numbers too."""
        with self.database.changing() as connection:
            count = "SELECT count(*) FROM current WHERE collection = ?"
            (current,) = connection.execute(count, (collection,)).fetchone()
            for table in ("article", "feed", "item", "page", "line", "unanswered"):
                connection.execute(
                    f"DELETE FROM {table} WHERE collection = ?",
                    (collection,),
                )
            connection.execute("DELETE FROM collection WHERE name = ?", (collection,))
            # What the chat said and is not answered yet.
            connection.execute(
                "UPDATE inbox SET body = NULL WHERE CAST(chat AS TEXT) = ?", (collection,)
            )
        self.database.overwrite_log()
        return int(current)

    def move(self, collection: str, other: str) -> None:
        """Make a collection another one's, with its numbers, older texts, feeds and pages."""
        with self.database.changing() as connection:
            select = "SELECT * FROM article WHERE collection = ?"
            for row in connection.execute(select, (collection,)).fetchall():
                moved = replace(article_of(row), collection=other)
                connection.execute(
                    "UPDATE OR REPLACE article SET id = ?, collection = ? WHERE position = ?",
                    (moved.id, other, row["position"]),
                )
            for table in ("feed", "item", "page", "line", "unanswered"):
                connection.execute(
                    f"UPDATE OR REPLACE {table} SET collection = ? WHERE collection = ?",
                    (other, collection),
                )
            connection.execute(
                "UPDATE OR REPLACE collection SET name = ? WHERE name = ?", (other, collection)
            )

    def usage(self, collection: str, since: datetime) -> Usage:
        """What a collection holds, older texts with it, and how much was added since a moment."""
        select = """
            SELECT coalesce(sum(replaced IS NULL), 0), coalesce(sum(length(text)), 0),
                coalesce(sum(added >= ?), 0)
            FROM article WHERE collection = ? AND removed IS NULL
        """
        with self.database.reading() as connection:
            row = connection.execute(select, (since.isoformat(), collection)).fetchone()
        return Usage(*row)

    def positions(self) -> list[int]:
        """Where the current articles stand, rising: an article keeps its position."""
        with self.database.reading() as connection:
            rows = connection.execute(f"SELECT position FROM {CURRENT}")
            return sorted(position for (position,) in rows)

    def at(self, positions: Collection[int]) -> dict[int, Article]:
        """The current articles at some positions, as far as there are any still, in order."""
        wanted = sorted(positions)
        found: dict[int, Article] = {}
        for start in range(0, len(wanted), MOST_VALUES):
            some = wanted[start : start + MOST_VALUES]
            marks = ", ".join("?" * len(some))
            select = f"SELECT * FROM current WHERE position IN ({marks}) ORDER BY position"
            with self.database.reading() as connection:
                rows = connection.execute(select, some).fetchall()
            found |= {row["position"]: article_of(row) for row in rows}
        return found

    def sentences(
        self, places: Collection[tuple[int, int]]
    ) -> dict[tuple[int, int], tuple[str, str | None]]:
        """The texts of some sentences, and the languages of their articles.

        A sentence is given by its article's position and its number there, from 0; of those that
        are there no longer nothing is told. Nothing else of the articles is read.
        """
        wanted = list(places)
        found: dict[tuple[int, int], tuple[str, str | None]] = {}
        for start in range(0, len(wanted), MOST_VALUES // 2):
            some = wanted[start : start + MOST_VALUES // 2]
            marks = ", ".join(["(?, ?)"] * len(some))
            with self.database.reading() as connection:
                rows = connection.execute(
                    SENTENCES.format(marks), tuple(chain.from_iterable(some))
                )
                found |= {
                    tuple(place): (text, language) for *place, text, language in rows if text
                }
        return found

    def count(self, collection: str) -> int:
        """How many current articles a collection has."""
        with self.database.reading() as connection:
            select = f"SELECT count(*) FROM {CURRENT} AND collection = ?"
            (count,) = connection.execute(select, (collection,)).fetchone()
        return int(count)

    def holds_any(self, collection: str) -> bool:
        """Whether a collection has any current article."""
        with self.database.reading() as connection:
            select = f"SELECT 1 FROM {CURRENT} AND collection = ? LIMIT 1"
            return connection.execute(select, (collection,)).fetchone() is not None

    def listed(self, collection: str, start: int, count: int) -> list[Article]:
        """So many current articles of a collection by their numbers, from a place on."""
        select = f"""
            SELECT * FROM article WHERE position IN (
                SELECT position FROM {CURRENT} AND collection = ? ORDER BY number LIMIT ? OFFSET ?
            ) ORDER BY number
        """
        with self.database.reading() as connection:
            rows = connection.execute(select, (collection, count, start)).fetchall()
        return [article_of(row) for row in rows]

    def changes(self, since: Change) -> tuple[Change, list[int] | None]:
        """The last change, and the positions where something changed since another, rising.

        None in place of the positions where they are not known: that change is too long ago, or
        none of this file's.
        """
        select = "SELECT number, tag FROM change ORDER BY number DESC LIMIT 1"
        known = "SELECT 1 FROM change WHERE number = ? AND tag = ?"
        later = "SELECT DISTINCT article FROM change WHERE number > ? ORDER BY article"
        with self.database.reading() as connection:
            row = connection.execute(select).fetchone()
            last = NO_CHANGE if row is None else Change(*row)
            if last == since:
                return last, []
            if connection.execute(known, since).fetchone() is None:
                return last, None
            return last, [position for (position,) in connection.execute(later, since[:1])]

    def articles(self) -> Iterator[Article]:
        """Yield the current articles, in the order of adding."""
        positions = self.positions()
        for start in range(0, len(positions), AT_ONCE):
            yield from self.at(positions[start : start + AT_ONCE]).values()

    def article(self, article_id: str) -> Article | None:
        """The current article with this id, if it is stored."""
        return self._read("SELECT * FROM current WHERE id = ?", article_id)

    def numbered(self, collection: str, number: int) -> Article | None:
        """The current article with this number of a collection, if there is one."""
        return self._read(
            "SELECT * FROM current WHERE collection = ? AND number = ?", collection, number
        )

    def older(self, article: Article) -> list[Article]:
        """The texts that an article had before, newest first."""
        with self.database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM article WHERE collection = ? AND number = ? "
                "AND replaced IS NOT NULL AND removed IS NULL ORDER BY position DESC",
                (article.collection, article.number),
            ).fetchall()
        return [article_of(row) for row in rows]

    def find_older(self, article_id: str) -> tuple[Article, Article] | None:
        """An older text with this id, and the current one that took its place."""
        older = self._read(
            "SELECT * FROM article WHERE id = ? AND replaced IS NOT NULL", article_id
        )
        if older is None:
            return None
        newer = self.numbered(older.collection, older.number or 0)
        return None if newer is None else (older, newer)

    def alike(self, article: Article) -> list[Article]:
        """The articles of its collection and of the library whose text is mostly the same."""
        numbers = sketch_of(article)
        marks = ", ".join("?" * len(numbers))
        select = f"""
            SELECT current.* FROM current JOIN sketch ON sketch.article = position
            WHERE hash IN ({marks}) AND id <> ? AND collection IN (?, ?)
            GROUP BY position ORDER BY count(*) DESC, position LIMIT ?
        """
        values = (*numbers, article.id, article.collection, LIBRARY, MOST_ALIKE)
        with self.database.reading() as connection:
            rows = connection.execute(select, values).fetchall()
        return [other for other in map(article_of, rows) if are_alike(article, other)]

    def _read(self, select: str, *values: object) -> Article | None:
        with self.database.reading() as connection:
            row = connection.execute(select, values).fetchone()
        return None if row is None else article_of(row)

    def _replace(
        self, connection: sqlite3.Connection, collection: str, number: int | None
    ) -> None:
        """Make the text that is current under a number an older one; forget the oldest."""
        key = (collection, number)
        current = connection.execute(
            "SELECT * FROM current WHERE collection = ? AND number = ?", key
        ).fetchone()
        if current is None:
            return
        count_lines(connection, article_of(current), -1)
        connection.execute(
            "UPDATE article SET replaced = ? WHERE position = ?",
            (self._clock().isoformat(), current["position"]),
        )
        connection.execute(
            "DELETE FROM article WHERE position IN (SELECT position FROM article "
            "WHERE collection = ? AND number = ? AND replaced IS NOT NULL "
            "ORDER BY position DESC LIMIT -1 OFFSET ?)",
            (*key, MOST_OLDER),
        )

    def _insert(self, connection: sqlite3.Connection, article: Article) -> None:
        count_lines(connection, article, 1)
        article = learn(connection, article)
        row = (*row_of(article, self._clock()), site_of(article))
        marks = ", ".join("?" * len(row))
        (position,) = connection.execute(
            f"INSERT INTO article (id, {COLUMNS}, site) VALUES ({marks}) RETURNING position",
            row,
        ).fetchone()
        hashes = [(number, position) for number in sketch_of(article)]
        connection.executemany("INSERT INTO sketch VALUES (?, ?)", hashes)


def _find(connection: sqlite3.Connection, article_id: str) -> Article | None:
    row = connection.execute("SELECT * FROM current WHERE id = ?", (article_id,)).fetchone()
    return None if row is None else article_of(row)


def _number_at(connection: sqlite3.Connection, article: Article) -> int | None:
    """The number of what the collection has from the article's address."""
    row = connection.execute(
        "SELECT number FROM current WHERE collection = ? AND url = ?",
        (article.collection, article.url),
    ).fetchone()
    return None if row is None else row["number"]


def _delete(connection: sqlite3.Connection, collection: str, number: int | None) -> None:
    """Delete all texts under a number, and what is known of their page."""
    for table in ("article", "page"):
        connection.execute(
            f"DELETE FROM {table} WHERE collection = ? AND number = ?",
            (collection, number),
        )
