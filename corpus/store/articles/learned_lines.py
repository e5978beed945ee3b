"""Table ``line``: counts the articles of a site with each line, to leave out repeated ones."""

from collections.abc import Sequence

from corpus.article import Article
from corpus.left_out.site_lines import is_repeated, lines_of, site_of, without_lines
from corpus.store.articles import current, table
from corpus.store.articles.current import MOST_VALUES
from corpus.store.database.interface import Connection

COUNT = """
INSERT INTO line (collection, site, hash, articles) VALUES (?, ?, ?, ?)
ON CONFLICT (collection, site, hash) DO UPDATE SET articles = line.articles + excluded.articles
"""
DROP = "DELETE FROM line WHERE collection = ? AND site = ? AND hash = ? AND articles <= 0"
MARK = "UPDATE line SET repeated = 1 WHERE collection = ? AND site = ? AND hash = ?"

MAKE_ROOM = """
DELETE FROM line
WHERE collection = ? AND (site, hash) IN (SELECT site, hash FROM line WHERE collection = ?)
"""


def count_lines(connection: Connection, article: Article) -> None:
    """Add the article's lines to the counts of its site."""
    _count(connection, article, 1)


def uncount_lines(connection: Connection, article: Article) -> None:
    """Subtract the article's lines from the counts of its site."""
    keys = _count(connection, article, -1)
    connection.executemany(DROP, keys)


def leave_out_repeated(connection: Connection, article: Article) -> Article:
    """Return the article without lines that its site repeats; update the site's stored articles.

    Call ``count_lines`` first.
    """
    site = site_of(article)
    if site is None:
        return article
    earlier = current.count_of_site(connection, article.collection, site)
    known: set[int] = set()
    new: set[int] = set()
    lines = lines_of(article)
    counts = _counts(connection, article.collection, site, sorted(set(lines.values())))
    for span, line in lines.items():
        count, repeated = counts[line]
        if repeated:
            known.add(line)
        elif is_repeated(article.text[slice(*span)], count, earlier + 1):
            new.add(line)
    if new:
        connection.executemany(MARK, [(article.collection, site, line) for line in new])
        _leave_out_of_stored(connection, article.collection, site, new)
    return without_lines(article, known | new)


def forget(connection: Connection, collection: str) -> None:
    """Delete a collection's counts."""
    connection.execute("DELETE FROM line WHERE collection = ?", (collection,))


def move(connection: Connection, collection: str, other: str) -> None:
    """Move a collection's counts to another."""
    connection.execute(MAKE_ROOM, (other, collection))
    update = "UPDATE line SET collection = ? WHERE collection = ?"
    connection.execute(update, (other, collection))


def _counts(
    connection: Connection, collection: str, site: str, lines: Sequence[int]
) -> dict[int, tuple[int, int]]:
    """How many articles of a site have each line, and whether it is a repeated one."""
    found: dict[int, tuple[int, int]] = {}
    for start in range(0, len(lines), MOST_VALUES):
        some = lines[start : start + MOST_VALUES]
        marks = ", ".join("?" * len(some))
        select = f"""
            SELECT hash, articles, repeated FROM line
            WHERE collection = ? AND site = ? AND hash IN ({marks})
        """
        rows = connection.execute(select, (collection, site, *some)).fetchall()
        found |= {line: (articles, repeated) for line, articles, repeated in rows}
    return found


def _count(connection: Connection, article: Article, by: int) -> list[tuple[str, str, int]]:
    """Change the counts of the article's lines and return their keys."""
    site = site_of(article)
    if site is None:
        return []
    keys = [(article.collection, site, line) for line in set(lines_of(article).values())]
    connection.executemany(COUNT, [(*key, by) for key in keys])
    return keys


def _leave_out_of_stored(
    connection: Connection, collection: str, site: str, lines: set[int]
) -> None:
    for before in current.find_of_site(connection, collection, site):
        after = without_lines(before, lines)
        if after is not before:
            table.update_sentences(connection, after)
