"""Adds texts to the table, with all that is derived from them, and deletes them."""

import sqlite3
from dataclasses import replace
from datetime import datetime

from corpus.article import Article
from corpus.store import changes, collections, subscriptions
from corpus.store.articles import alike, current, learned_lines, table, versions


def add(connection: sqlite3.Connection, article: Article, now: datetime) -> bool:
    """Make a text the current one of its number; return False if it is current already."""
    if current.find(connection, article.id) is not None:
        return False
    stored = versions.number_of_text(connection, article)
    if stored is not None:  # as an older or removed text, which becomes current again
        table.delete_text(connection, article.id)
    number = article.number or stored or current.number_at_address(connection, article)
    if number is None:
        number = collections.next_number(connection, article.collection)
    else:
        collections.reserve_number(connection, article.collection, number)
        retire(connection, article.collection, number, now)
    _insert(connection, replace(article, number=number), now)
    changes.trim(connection)
    return True


def retire(
    connection: sqlite3.Connection, collection: str, number: int | None, now: datetime
) -> None:
    """Turn a number's current text, if any, into an older one."""
    replaced = current.find_numbered(connection, collection, number)
    if replaced is not None:
        learned_lines.uncount_lines(connection, replaced)
        versions.mark_replaced(connection, replaced, now)


def delete(connection: sqlite3.Connection, collection: str, number: int | None) -> None:
    """Delete all texts with a number, and their page."""
    table.delete_numbered(connection, collection, number)
    subscriptions.delete_page(connection, collection, number)


def _insert(connection: sqlite3.Connection, article: Article, now: datetime) -> None:
    learned_lines.count_lines(connection, article)
    article = learned_lines.leave_out_repeated(connection, article)
    position = table.insert(connection, article, now)
    alike.insert_sketch(connection, article, position)
