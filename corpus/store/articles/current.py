"""Reads the current articles, through the view ``current``."""

from collections.abc import Collection
from itertools import chain
from typing import NamedTuple

from corpus.addresses import spellings
from corpus.article import Article
from corpus.store import subscriptions
from corpus.store.articles.rows import article_of, one_article
from corpus.store.database.interface import Connection

MOST_VALUES = 500  # in one statement
# The view "current", read from the index that covers it or from that of addresses. Left alone,
# SQLite picks another index and reads the text of every article.
CURRENT = "article INDEXED BY numbered WHERE replaced IS NULL AND removed IS NULL"
ADDRESSED = "article INDEXED BY addressed WHERE replaced IS NULL AND removed IS NULL"
SENTENCES = """
WITH
    wanted (position, number) AS (VALUES {}),
    span (position, number, first, last, text) AS (
        SELECT position, wanted.number, json_extract(spans, '$[' || wanted.number || '][0]'),
            json_extract(spans, '$[' || wanted.number || '][1]'), text
        FROM wanted JOIN current USING (position)
    )
SELECT position, number, substr(text, first + 1, last - first) FROM span
"""


class Order(NamedTuple):
    """The order of a list of articles by number, and the publisher that it is of, if of one."""

    newest_first: bool = False
    publisher: str | None = None  # "" for articles without one


BY_NUMBER = Order()


def find(connection: Connection, article_id: str) -> Article | None:
    """The current article with this id."""
    return one_article(connection, "SELECT * FROM current WHERE id = ?", article_id)


def find_numbered(connection: Connection, collection: str, number: int | None) -> Article | None:
    """The current article with this number in a collection."""
    select = "SELECT * FROM current WHERE collection = ? AND number = ?"
    return one_article(connection, select, collection, number)


def find_of_site(connection: Connection, collection: str, site: str) -> list[Article]:
    """The current articles of a collection that come from one site."""
    select = "SELECT * FROM current WHERE collection = ? AND site = ?"
    return [article_of(row) for row in connection.execute(select, (collection, site)).fetchall()]


def count_of_site(connection: Connection, collection: str, site: str) -> int:
    """The number of current articles of a collection that come from one site."""
    select = "SELECT count(*) FROM current WHERE collection = ? AND site = ?"
    return _number(connection, select, collection, site)


def at_address(connection: Connection, collection: str, url: str) -> list[Article]:
    """The current articles of a collection with this address, or fetched from it, by number."""
    ways = spellings(url)
    marks = ", ".join("?" * len(ways))
    select = f"SELECT * FROM {ADDRESSED} AND collection = ? AND url IN ({marks})"
    rows = connection.execute(select, (collection, *ways)).fetchall()
    there = [article_of(row) for row in rows]
    numbers = subscriptions.numbers_at(connection, collection, ways)
    there += filter(None, (find_numbered(connection, collection, number) for number in numbers))
    return sorted(dict.fromkeys(there), key=lambda article: article.number or 0)


def positions(connection: Connection) -> list[int]:
    """The positions of the current articles, ascending."""
    rows = connection.execute(f"SELECT position FROM {CURRENT}")
    return sorted(position for (position,) in rows)


def at(connection: Connection, wanted: Collection[int]) -> dict[int, Article]:
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
    connection: Connection, places: Collection[tuple[int, int]]
) -> dict[tuple[int, int], str]:
    """The sentences at these places, without reading the rest of their articles."""
    wanted = list(places)
    found: dict[tuple[int, int], str] = {}
    for start in range(0, len(wanted), MOST_VALUES // 2):
        some = wanted[start : start + MOST_VALUES // 2]
        marks = ", ".join(["(?, ?)"] * len(some))
        rows = connection.execute(SENTENCES.format(marks), tuple(chain.from_iterable(some)))
        found |= {(position, number): text for position, number, text in rows if text}
    return found


def count(connection: Connection) -> int:
    """The number of current articles in all collections."""
    return _number(connection, "SELECT count(*) FROM current")


def count_in(connection: Connection, collection: str) -> int:
    """The number of current articles in a collection."""
    return _number(connection, f"SELECT count(*) FROM {CURRENT} AND collection = ?", collection)


def holds_any(connection: Connection, collection: str) -> bool:
    """Whether a collection has any current article."""
    select = f"SELECT 1 FROM {CURRENT} AND collection = ? LIMIT 1"
    return connection.execute(select, (collection,)).fetchone() is not None


def listed(
    connection: Connection, collection: str, start: int, most: int, order: Order
) -> list[Article]:
    """Up to ``most`` current articles of a collection in an order, skipping the first ones."""
    by = "number DESC" if order.newest_first else "number"
    only = "" if order.publisher is None else "AND coalesce(source, '') = ?"
    publishers = () if order.publisher is None else (order.publisher,)
    select = f"""
        SELECT * FROM article WHERE position IN (
            SELECT position FROM {CURRENT} AND collection = ? {only}
            ORDER BY {by} LIMIT ? OFFSET ?
        ) ORDER BY {by}
    """
    rows = connection.execute(select, (collection, *publishers, most, start)).fetchall()
    return [article_of(row) for row in rows]


def publishers(connection: Connection, collection: str) -> dict[str, int]:
    """The number of current articles of each publisher; the name is empty if it is unknown."""
    select = f"""
        SELECT coalesce(source, ''), count(*) FROM {CURRENT} AND collection = ? GROUP BY 1
    """
    return dict(connection.execute(select, (collection,)).fetchall())


def _number(connection: Connection, select: str, *values: object) -> int:
    (number,) = connection.execute(select, values).fetchone()
    return int(number)


def is_watched(connection: Connection, article: Article, page: str) -> bool:
    """Whether an article's number has a current text and a page with this address."""
    collection, number = article.collection, article.number
    return find_numbered(connection, collection, number) is not None and (
        subscriptions.watches(connection, collection, number, page)
    )
