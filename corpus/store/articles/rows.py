"""An article as a row of table ``article``."""

import json
from datetime import date, datetime

from corpus.article import Article, LeftOut, Span
from corpus.left_out.site_lines import site_of
from corpus.store.database.interface import Connection, Row

COLUMNS = (
    "id, title, source, url, language, text, author, collection, number, site, added, "
    "published, updated, title_span, spans, left_out, headings, apart"
)


def article_of(row: Row) -> Article:
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
        apart=row["apart"],
    )


def row_of(article: Article, now: datetime) -> tuple[str | int | None, ...]:
    """The article's values in the order of ``COLUMNS``."""
    days = (article.published, article.updated)
    places = (article.title_span, article.spans, article.left_out, article.headings)
    return (
        *(article.id, article.title, article.source, article.url, article.language),
        *(article.text, article.author, article.collection, article.number, site_of(article)),
        (article.added or now).isoformat(),
        *map(day_text, days),
        *map(json.dumps, places),
        article.apart,
    )


def one_article(connection: Connection, select: str, *values: object) -> Article | None:
    """The article that a statement selects."""
    row = connection.execute(select, values).fetchone()
    return None if row is None else article_of(row)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def day_text(day: date | None) -> str | None:
    """A date as it is stored."""
    return day.isoformat() if day else None
