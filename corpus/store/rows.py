"""Articles as rows of a table."""

import json
import sqlite3
from datetime import date, datetime

from corpus.article import Article, LeftOut, Span

COLUMNS = (
    "title, source, url, published, added, language, text, title_span, spans, left_out, "
    "author, collection, number"
)


def row_of(article: Article, now: datetime) -> tuple[str | int | None, ...]:
    """The article's id, and its values in the order of ``COLUMNS``."""
    return (
        article.id,
        article.title,
        article.source,
        article.url,
        article.published.isoformat() if article.published else None,
        (article.added or now).isoformat(),
        article.language,
        article.text,
        json.dumps(article.title_span),
        json.dumps(article.spans),
        json.dumps(article.left_out),
        article.author,
        article.collection,
        article.number,
    )


def article_of(row: sqlite3.Row) -> Article:
    """The article of a table row."""
    line = json.loads(row["title_span"])
    return Article(
        text=row["text"],
        title=row["title"],
        spans=tuple(map(Span._make, json.loads(row["spans"]))),
        left_out=tuple(map(LeftOut._make, json.loads(row["left_out"]))),
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
