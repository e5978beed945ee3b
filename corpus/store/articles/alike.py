"""Table ``sketch``: finds articles with mostly the same text."""

from itertools import accumulate, islice

from corpus.article import LIBRARY, Article
from corpus.fingerprint import fingerprint, words_of
from corpus.store.articles.rows import article_of
from corpus.store.database.interface import Connection

MOST_ALIKE = 20  # articles compared word by word
MOST_COMPARED = 500_000  # characters of the texts of these; more would delay everybody's answers
SHINGLE = 5  # words
MOST_WORDS = 5000  # of a text that are compared, from its beginning; others would take too long
SKETCH = 12  # shingles kept per text; two texts that are half identical nearly always share one
ALIKE = 0.5  # the share of the shorter text that must be in the other


def insert_sketch(connection: Connection, article: Article, position: int) -> None:
    """Store the sketch of an article; it is deleted with the article."""
    rows = [(number, position) for number in sketch_of(article)]
    connection.executemany("INSERT INTO sketch VALUES (?, ?)", rows)


def find_alike(connection: Connection, article: Article) -> list[Article]:
    """The current articles of its collection and the library with mostly the same text."""
    numbers = sketch_of(article)
    marks = ", ".join("?" * len(numbers))
    select = f"""
        SELECT current.* FROM current JOIN (
            SELECT article, count(*) AS shared FROM sketch WHERE hash IN ({marks}) GROUP BY article
        ) AS near ON near.article = position
        WHERE id <> ? AND collection IN (?, ?) ORDER BY shared DESC, position LIMIT ?
    """
    values = (*numbers, article.id, article.collection, LIBRARY, MOST_ALIKE)
    rows = connection.execute(select, values).fetchall()
    sizes = accumulate((len(row["text"]) for row in rows), initial=0)  # of those before each
    near = [row for row, size in zip(rows, sizes, strict=False) if size < MOST_COMPARED]
    return [other for other in map(article_of, near) if are_alike(article, other)]


def sketch_of(article: Article) -> list[int]:
    """The smallest fingerprints of a text's word sequences; near-identical texts share some.

    Source: Broder 1997, "On the resemblance and containment of documents".
    """
    return sorted(_shingles(article))[:SKETCH]


def are_alike(one: Article, other: Article) -> bool:
    """Whether most of the shorter text is in the other."""
    ours, theirs = _shingles(one), _shingles(other)
    return len(ours & theirs) >= ALIKE * max(min(len(ours), len(theirs)), 1)


def _shingles(article: Article) -> set[int]:
    every = (word for span in article.spans for word in words_of(article.text[slice(*span)]))
    words = list(islice(every, MOST_WORDS))
    runs = zip(*(islice(words, start, None) for start in range(SHINGLE)), strict=False)
    return set(map(fingerprint, runs))
