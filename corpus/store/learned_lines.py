"""What a site's articles teach about its own lines: kept as counts, undone with the article."""

import json
import sqlite3

from corpus.article import Article
from corpus.left_out.site_lines import is_repeated, lines_of, site_of, without_lines
from corpus.store.rows import article_of

COUNT = """
INSERT INTO line (collection, site, hash, articles) VALUES (?, ?, ?, ?)
ON CONFLICT (collection, site, hash) DO UPDATE SET articles = articles + excluded.articles
"""
DROP = "DELETE FROM line WHERE collection = ? AND site = ? AND hash = ? AND articles <= 0"
FIND = "SELECT articles, repeated FROM line WHERE collection = ? AND site = ? AND hash = ?"
MARK = "UPDATE line SET repeated = 1 WHERE collection = ? AND site = ? AND hash = ?"


def count_lines(connection: sqlite3.Connection, article: Article, by: int) -> None:
    """Count the article's lines among those of its site, or take them from the count."""
    site = site_of(article)
    if site is None:
        return
    keys = [(article.collection, site, number) for number in set(lines_of(article).values())]
    connection.executemany(COUNT, [(*key, by) for key in keys])
    if by < 0:
        connection.executemany(DROP, keys)


def learn(connection: sqlite3.Connection, article: Article) -> Article:
    """The article without the lines that its site repeats; its earlier ones lose them, too."""
    site = site_of(article)
    if site is None:
        return article
    whose = (article.collection, site)
    count = "SELECT count(*) FROM current WHERE collection = ? AND site = ?"
    (earlier,) = connection.execute(count, whose).fetchone()
    known: set[int] = set()
    new: set[int] = set()
    for span, number in lines_of(article).items():
        held_by, repeated = connection.execute(FIND, (*whose, number)).fetchone()
        if repeated:
            known.add(number)
        elif is_repeated(article.text[slice(*span)], held_by, earlier + 1):
            new.add(number)
    if new:
        keys = [(*whose, number) for number in new]
        connection.executemany(MARK, keys)
        select = "SELECT * FROM current WHERE collection = ? AND site = ?"
        for row in connection.execute(select, whose).fetchall():
            before = article_of(row)
            after = without_lines(before, new)
            if after is not before:
                connection.execute(
                    "UPDATE article SET spans = ?, left_out = ? WHERE id = ?",
                    (json.dumps(after.spans), json.dumps(after.left_out), after.id),
                )
    return without_lines(article, known | new)
