"""Table ``article``: inserts, changes, deletes and counts its rows."""

import json
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from corpus.article import Article
from corpus.left_out.site_lines import site_of
from corpus.store.articles.rows import COLUMNS, article_of, day_text, row_of
from corpus.store.database.interface import Connection

# What has the id or is the current text of the number that a moved text gets is deleted.
MAKE_ROOM = """
DELETE FROM article WHERE position <> ?3 AND position IN (
    SELECT position FROM article WHERE id = ?1
    UNION
    SELECT there.position FROM article AS moved JOIN article AS there USING (number)
    WHERE moved.position = ?3 AND moved.replaced IS NULL AND moved.removed IS NULL
        AND there.collection = ?2 AND there.replaced IS NULL AND there.removed IS NULL
)
"""
MOVE = "UPDATE article SET id = ?1, collection = ?2 WHERE position = ?3"
# The names of metadata that was edited or given by hand, with the values from before the edits.
Edited = dict[str, str | None]


class Usage(NamedTuple):
    """Current articles; code points of all texts; texts, even if removed, added recently."""

    articles: int
    characters: int
    added: int


def insert(connection: Connection, article: Article, now: datetime, edited: Edited) -> int:
    """Insert an article and return its position; positions rise and never change.

    No refresh changes what is ``edited``.
    """
    row = (*row_of(article, now), json.dumps(edited))
    marks = ", ".join("?" * len(row))
    (position,) = connection.execute(
        f"INSERT INTO article ({COLUMNS}, edited) VALUES ({marks}) RETURNING position", row
    ).fetchone()
    return int(position)


def update_sentences(connection: Connection, article: Article) -> None:
    """Store which of an article's stretches are sentences and which are left out."""
    connection.execute(
        "UPDATE article SET spans = ?, left_out = ?, headings = ? WHERE id = ?",
        (*map(json.dumps, (article.spans, article.left_out, article.headings)), article.id),
    )


def update_metadata(connection: Connection, article: Article, edited: Edited) -> None:
    """Store an article's metadata, and what of it was edited."""
    connection.execute(
        "UPDATE article SET title = ?, source = ?, url = ?, language = ?, author = ?, "
        "published = ?, updated = ?, site = ?, edited = ? WHERE id = ?",
        (
            *(article.title, article.source, article.url, article.language, article.author),
            *map(day_text, (article.published, article.updated)),
            *(site_of(article), json.dumps(edited), article.id),
        ),
    )


def edited_fields(connection: Connection, article_id: str) -> Edited | None:
    """What of an article was edited; None if an older version of Quotewire stored it."""
    row = connection.execute("SELECT edited FROM article WHERE id = ?", (article_id,)).fetchone()
    return None if row is None or row["edited"] is None else json.loads(row["edited"])


def delete_text(connection: Connection, article_id: str) -> None:
    """Delete one text."""
    connection.execute("DELETE FROM article WHERE id = ?", (article_id,))


def delete_numbered(connection: Connection, collection: str, number: int | None) -> None:
    """Delete all texts with this number."""
    connection.execute(
        "DELETE FROM article WHERE collection = ? AND number = ?", (collection, number)
    )


def forget(connection: Connection, collection: str) -> None:
    """Delete a collection's texts."""
    connection.execute("DELETE FROM article WHERE collection = ?", (collection,))


def move(connection: Connection, collection: str, other: str) -> None:
    """Move a collection's texts to another; this changes their ids."""
    select = "SELECT * FROM article WHERE collection = ?"
    for row in connection.execute(select, (collection,)).fetchall():
        moved = replace(article_of(row), collection=other)
        values = (moved.id, other, row["position"])
        connection.execute(MAKE_ROOM, values)
        connection.execute(MOVE, values)


def measure(connection: Connection, collection: str, since: datetime) -> Usage:
    """A collection's size, older and removed texts included, and the texts added since a time."""
    select = """
        SELECT count(*) FILTER (WHERE replaced IS NULL AND removed IS NULL),
            coalesce(sum(length(text)), 0), count(*) FILTER (WHERE added >= ?)
        FROM article WHERE collection = ?
    """
    return Usage(*connection.execute(select, (since.isoformat(), collection)).fetchone())
