"""Table ``article``, with older and removed texts; other modules read the view ``current``."""

import json
import sqlite3
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from itertools import chain
from typing import NamedTuple

from corpus.article import Article, LeftOut, Span
from corpus.left_out.site_lines import site_of

MOST_OLDER = 5  # older texts kept in addition to the current one
MOST_VALUES = 500  # in one statement
COLUMNS = (
    "id, title, source, url, language, text, author, collection, number, site, added, "
    "published, updated, title_span, spans, left_out, headings"
)
# The view "current", read from the index that covers it. Left alone, SQLite picks another index
# and reads the text of every article.
CURRENT = "article INDEXED BY numbered WHERE replaced IS NULL AND removed IS NULL"
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


class Usage(NamedTuple):
    """Current articles; code points of all texts; texts, even if removed, added recently."""

    articles: int
    characters: int
    added: int


def article_of(row: sqlite3.Row) -> Article:
    """The article in a table row."""
    line = json.loads(row["title_span"])
    return Article(
        text=row["text"],
        title=row["title"],
        spans=tuple(map(Span._make, json.loads(row["spans"]))),
        left_out=tuple(map(LeftOut._make, json.loads(row["left_out"]))),
        title_span=line and Span(*line),
        source=row["source"],
        url=row["url"],
        published=_day(row["published"]),
        updated=_day(row["updated"]),
        added=datetime.fromisoformat(row["added"]),
        language=row["language"],
        author=row["author"],
        collection=row["collection"],
        number=row["number"],
        headings=tuple(map(Span._make, json.loads(row["headings"]))),
    )


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def row_of(article: Article, now: datetime) -> tuple[str | int | None, ...]:
    """The article's values in the order of ``COLUMNS``."""
    days = (article.published, article.updated)
    places = (article.title_span, article.spans, article.left_out, article.headings)
    return (
        *(article.id, article.title, article.source, article.url, article.language),
        *(article.text, article.author, article.collection, article.number, site_of(article)),
        (article.added or now).isoformat(),
        *(day.isoformat() if day else None for day in days),
        *map(json.dumps, places),
    )


def insert(connection: sqlite3.Connection, article: Article, now: datetime) -> int:
    """Insert an article and return its position; positions rise and never change."""
    row = row_of(article, now)
    marks = ", ".join("?" * len(row))
    (position,) = connection.execute(
        f"INSERT INTO article ({COLUMNS}) VALUES ({marks}) RETURNING position", row
    ).fetchone()
    return int(position)


def update_sentences(connection: sqlite3.Connection, article: Article) -> None:
    """Store which of an article's stretches are sentences and which are left out."""
    connection.execute(
        "UPDATE article SET spans = ?, left_out = ?, headings = ? WHERE id = ?",
        (*map(json.dumps, (article.spans, article.left_out, article.headings)), article.id),
    )


def find(connection: sqlite3.Connection, article_id: str) -> Article | None:
    """The current article with this id."""
    return _one(connection, "SELECT * FROM current WHERE id = ?", article_id)


def find_numbered(
    connection: sqlite3.Connection, collection: str, number: int | None
) -> Article | None:
    """The current article with this number in a collection."""
    select = "SELECT * FROM current WHERE collection = ? AND number = ?"
    return _one(connection, select, collection, number)


def find_replaced(connection: sqlite3.Connection, article_id: str) -> Article | None:
    """The older text with this id, now replaced by a newer one."""
    select = "SELECT * FROM article WHERE id = ? AND replaced IS NOT NULL"
    return _one(connection, select, article_id)


def find_removed(
    connection: sqlite3.Connection, article_id: str, collection: str
) -> Article | None:
    """The removed article with this id that can still be restored."""
    select = "SELECT * FROM article WHERE id = ? AND collection = ? AND removed IS NOT NULL"
    return _one(connection, select, article_id, collection)


def older_texts(connection: sqlite3.Connection, article: Article) -> list[Article]:
    """The article's earlier texts, newest first."""
    rows = connection.execute(
        "SELECT * FROM article WHERE collection = ? AND number = ? "
        "AND replaced IS NOT NULL AND removed IS NULL ORDER BY position DESC",
        (article.collection, article.number),
    )
    return [article_of(row) for row in rows]


def find_of_site(connection: sqlite3.Connection, collection: str, site: str) -> list[Article]:
    """The current articles of a collection that come from one site."""
    select = "SELECT * FROM current WHERE collection = ? AND site = ?"
    return [article_of(row) for row in connection.execute(select, (collection, site)).fetchall()]


def count_of_site(connection: sqlite3.Connection, collection: str, site: str) -> int:
    """The number of current articles of a collection that come from one site."""
    select = "SELECT count(*) FROM current WHERE collection = ? AND site = ?"
    return _number(connection, select, collection, site)


def number_of_text(connection: sqlite3.Connection, article: Article) -> int | None:
    """The number under which this exact text is stored, whether current, older or removed."""
    select = "SELECT number FROM article WHERE id = ?"
    row = connection.execute(select, (article.id,)).fetchone()
    return None if row is None else row["number"]


def number_at_address(connection: sqlite3.Connection, article: Article) -> int | None:
    """The number of the collection's current article from the same address."""
    select = "SELECT number FROM current WHERE collection = ? AND url = ?"
    row = connection.execute(select, (article.collection, article.url)).fetchone()
    return None if row is None else row["number"]


def mark_replaced(connection: sqlite3.Connection, article: Article, now: datetime) -> None:
    """Turn the current text into an older one and delete the oldest if there are too many."""
    connection.execute(
        "UPDATE article SET replaced = ? WHERE collection = ? AND number = ? "
        "AND replaced IS NULL AND removed IS NULL",
        (now.isoformat(), article.collection, article.number),
    )
    connection.execute(
        "DELETE FROM article WHERE position IN (SELECT position FROM article "
        "WHERE collection = ? AND number = ? AND replaced IS NOT NULL "
        "ORDER BY position DESC LIMIT -1 OFFSET ?)",
        (article.collection, article.number, MOST_OLDER),
    )


def mark_removed(connection: sqlite3.Connection, article_id: str, now: datetime | None) -> None:
    """Mark an article as removed at a time; None makes it current again."""
    removed = None if now is None else now.isoformat()
    connection.execute("UPDATE article SET removed = ? WHERE id = ?", (removed, article_id))


def removed_before(connection: sqlite3.Connection, time: datetime) -> list[tuple[str, str, int]]:
    """The id, collection and number of each article removed before a time."""
    select = "SELECT id, collection, number FROM article WHERE removed < ?"
    return [tuple(row) for row in connection.execute(select, (time.isoformat(),))]


def delete_text(connection: sqlite3.Connection, article_id: str) -> None:
    """Delete one text."""
    connection.execute("DELETE FROM article WHERE id = ?", (article_id,))


def delete_numbered(connection: sqlite3.Connection, collection: str, number: int | None) -> None:
    """Delete all texts with this number."""
    connection.execute(
        "DELETE FROM article WHERE collection = ? AND number = ?", (collection, number)
    )


def forget(connection: sqlite3.Connection, collection: str) -> None:
    """Delete a collection's texts."""
    connection.execute("DELETE FROM article WHERE collection = ?", (collection,))


def move(connection: sqlite3.Connection, collection: str, other: str) -> None:
    """Move a collection's texts to another; this changes their ids."""
    select = "SELECT * FROM article WHERE collection = ?"
    for row in connection.execute(select, (collection,)).fetchall():
        moved = replace(article_of(row), collection=other)
        connection.execute(
            "UPDATE OR REPLACE article SET id = ?, collection = ? WHERE position = ?",
            (moved.id, other, row["position"]),
        )


def measure(connection: sqlite3.Connection, collection: str, since: datetime) -> Usage:
    """A collection's size, older and removed texts included, and the texts added since a time."""
    select = """
        SELECT coalesce(sum(replaced IS NULL AND removed IS NULL), 0),
            coalesce(sum(length(text)), 0), coalesce(sum(added >= ?), 0)
        FROM article WHERE collection = ?
    """
    return Usage(*connection.execute(select, (since.isoformat(), collection)).fetchone())


def positions(connection: sqlite3.Connection) -> list[int]:
    """The positions of the current articles, ascending."""
    rows = connection.execute(f"SELECT position FROM {CURRENT}")
    return sorted(position for (position,) in rows)


def at(connection: sqlite3.Connection, wanted: Collection[int]) -> dict[int, Article]:
    """The current articles at these positions, ascending; empty positions are skipped."""
    found: dict[int, Article] = {}
    ascending = sorted(wanted)
    for start in range(0, len(ascending), MOST_VALUES):
        some = ascending[start : start + MOST_VALUES]
        marks = ", ".join("?" * len(some))
        select = f"SELECT * FROM current WHERE position IN ({marks}) ORDER BY position"
        rows = connection.execute(select, some).fetchall()
        found |= {row["position"]: article_of(row) for row in rows}
    return found


def sentences(
    connection: sqlite3.Connection, places: Collection[tuple[int, int]]
) -> dict[tuple[int, int], tuple[str, str | None]]:
    """The sentences at these places, without reading the rest of their articles."""
    wanted = list(places)
    found: dict[tuple[int, int], tuple[str, str | None]] = {}
    for start in range(0, len(wanted), MOST_VALUES // 2):
        some = wanted[start : start + MOST_VALUES // 2]
        marks = ", ".join(["(?, ?)"] * len(some))
        rows = connection.execute(SENTENCES.format(marks), tuple(chain.from_iterable(some)))
        found |= {tuple(place): (text, language) for *place, text, language in rows if text}
    return found


def count(connection: sqlite3.Connection) -> int:
    """The number of current articles in all collections."""
    return _number(connection, "SELECT count(*) FROM current")


def count_in(connection: sqlite3.Connection, collection: str) -> int:
    """The number of current articles in a collection."""
    return _number(connection, f"SELECT count(*) FROM {CURRENT} AND collection = ?", collection)


def holds_any(connection: sqlite3.Connection, collection: str) -> bool:
    """Whether a collection has any current article."""
    select = f"SELECT 1 FROM {CURRENT} AND collection = ? LIMIT 1"
    return connection.execute(select, (collection,)).fetchone() is not None


def listed(
    connection: sqlite3.Connection, collection: str, start: int, most: int
) -> list[Article]:
    """Up to ``most`` current articles of a collection in the order of their numbers."""
    select = f"""
        SELECT * FROM article WHERE position IN (
            SELECT position FROM {CURRENT} AND collection = ? ORDER BY number LIMIT ? OFFSET ?
        ) ORDER BY number
    """
    rows = connection.execute(select, (collection, most, start)).fetchall()
    return [article_of(row) for row in rows]


def _one(connection: sqlite3.Connection, select: str, *values: object) -> Article | None:
    row = connection.execute(select, values).fetchone()
    return None if row is None else article_of(row)


def _number(connection: sqlite3.Connection, select: str, *values: object) -> int:
    (number,) = connection.execute(select, values).fetchone()
    return int(number)
