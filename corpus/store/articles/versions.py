"""Older texts, replaced by newer ones, and removed articles, which can be restored for a while."""

from dataclasses import replace
from datetime import datetime

from corpus.article import Article
from corpus.store.articles.rows import article_of, one_article
from corpus.store.database.interface import Connection

MOST_OLDER = 5  # older texts kept in addition to the current one
# The id tells a text's first publisher, the index all others.
SAME_TEXT = """
SELECT * FROM (
    SELECT * FROM article WHERE id = ?1
    UNION ALL
    SELECT * FROM article INDEXED BY same_text
    WHERE apart IS NOT NULL AND collection = ?2 AND length(text) = length(?3) AND text = ?3
) AS same ORDER BY replaced IS NULL AND removed IS NULL DESC, position
"""


def find_replaced(connection: Connection, article_id: str) -> Article | None:
    """The older text with this id, now replaced by a newer one."""
    select = "SELECT * FROM article WHERE id = ? AND replaced IS NOT NULL"
    return one_article(connection, select, article_id)


def find_removed(connection: Connection, which: str | int, collection: str) -> Article | None:
    """The article removed last with this id or number, if it can still be restored."""
    column = "number" if isinstance(which, int) else "id"
    select = f"""
        SELECT * FROM article WHERE {column} = ? AND collection = ? AND removed IS NOT NULL
        ORDER BY removed DESC
    """
    return one_article(connection, select, which, collection)


def older_texts(connection: Connection, article: Article) -> list[Article]:
    """The article's earlier texts, newest first."""
    rows = connection.execute(
        "SELECT * FROM article WHERE collection = ? AND number = ? "
        "AND replaced IS NOT NULL AND removed IS NULL ORDER BY position DESC",
        (article.collection, article.number),
    )
    return [article_of(row) for row in rows]


def replaced_texts(
    connection: Connection, article: Article, longest: int
) -> list[tuple[Article, datetime]]:
    """The article's earlier texts of up to ``longest`` code points, newest first.

    Each comes with the time when the next text was stored.
    """
    place = (article.collection, article.number)
    # Answered by the index alone: rows are large, and most articles have only one text.
    select = "SELECT count(*) FROM article INDEXED BY revised WHERE collection = ? AND number = ?"
    (texts,) = connection.execute(select, place).fetchone()
    if texts < 2:
        return []
    rows = connection.execute(
        "SELECT * FROM article WHERE collection = ? AND number = ? AND replaced IS NOT NULL "
        "AND removed IS NULL AND length(text) <= ? ORDER BY position DESC",
        (*place, longest),
    )
    return [(article_of(row), datetime.fromisoformat(row["replaced"])) for row in rows]


def find_any(connection: Connection, article_id: str) -> Article | None:
    """The text with this id, whether current, older or removed."""
    return one_article(connection, "SELECT * FROM article WHERE id = ?", article_id)


def find_same(connection: Connection, article: Article) -> list[Article]:
    """The texts of a collection that equal an article's; current ones come first."""
    rows = connection.execute(
        SAME_TEXT, (replace(article, apart=None).id, article.collection, article.text)
    )
    return [article_of(row) for row in rows.fetchall()]


def mark_replaced(connection: Connection, article: Article, now: datetime) -> None:
    """Turn the current text into an older one and delete the oldest if there are too many."""
    connection.execute(
        "UPDATE article SET replaced = ? WHERE collection = ? AND number = ? "
        "AND replaced IS NULL AND removed IS NULL",
        (now.isoformat(), article.collection, article.number),
    )
    connection.execute(
        "DELETE FROM article WHERE collection = ?1 AND number = ?2 AND replaced IS NOT NULL "
        "AND position <= (SELECT position FROM article "
        "WHERE collection = ?1 AND number = ?2 AND replaced IS NOT NULL "
        "ORDER BY position DESC LIMIT 1 OFFSET ?3)",
        (article.collection, article.number, MOST_OLDER),
    )


def mark_removed(connection: Connection, article_id: str, now: datetime | None) -> None:
    """Mark an article as removed at a time; None makes it current again."""
    removed = None if now is None else now.isoformat()
    connection.execute("UPDATE article SET removed = ? WHERE id = ?", (removed, article_id))


def removed_before(connection: Connection, time: datetime) -> list[tuple[str, str, int]]:
    """The id, collection and number of each article removed before a time."""
    select = "SELECT id, collection, number FROM article WHERE removed < ?"
    return [tuple(row) for row in connection.execute(select, (time.isoformat(),))]
