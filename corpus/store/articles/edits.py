"""Changes an article's metadata; its text and its id stay."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from corpus.article import Article
from corpus.left_out.site_lines import site_of
from corpus.store.articles import learned_lines, table
from corpus.store.articles.rows import day_text
from corpus.store.database.interface import Connection

Values = Mapping[str, str | date | None]  # new metadata by its name in Article
# What the same text can get from its page later: the day of a change is not among it.
AMENDED = ("title", "source", "author", "published")


def edit(connection: Connection, article: Article, values: Values) -> Article:
    """Change an article's metadata for good: no refresh undoes it."""
    edited = given_by_hand(article, values) | (table.edited_fields(connection, article.id) or {})
    titled = {**values, "title": values["title"] or ""} if "title" in values else values
    return _store(connection, article, titled, edited)


def amend(connection: Connection, article: Article, newer: Article) -> Article:
    """Take the metadata that a page now gives for the same sentences, but nothing edited.

    An older version of Quotewire did not store what was given by hand, so it leaves such articles
    as they are.
    """
    edited = table.edited_fields(connection, article.id)
    if edited is None:
        return article
    found = {name: getattr(newer, name) for name in AMENDED if name not in edited}
    if article.updated is None and "updated" not in edited:
        found["updated"] = newer.updated
    values = {name: value for name, value in found.items() if value}
    return _store(connection, article, values, edited)


def readdress(connection: Connection, article: Article, url: str) -> None:
    """Change an address that an article's page only claimed, unless it was given by hand."""
    edited = table.edited_fields(connection, article.id)
    if edited is not None and "url" not in edited:
        _store(connection, article, {"url": url}, edited)


def carried_over(
    connection: Connection, older: Article, newer: Article, given: table.Edited
) -> tuple[Article, table.Edited]:
    """A newer text with the edited metadata of the older one, and what of its own is edited.

    ``given`` is what is given by hand with the newer text.
    """
    edited = table.edited_fields(connection, older.id) or {}
    values = {name: getattr(older, name) for name in edited.keys() - given.keys()}
    return replace(newer, **values), edited | given


def before_edits(connection: Connection, article: Article) -> Article:
    """The article with the publisher and the address that it had at first."""
    edited = table.edited_fields(connection, article.id) or {}
    return replace(
        article,
        source=edited.get("source", article.source),
        url=edited.get("url", article.url),
    )


def given_by_hand(article: Article, names: Iterable[str]) -> table.Edited:
    """Some of an article's metadata as it is stored."""
    values = ((name, getattr(article, name)) for name in names)
    return {name: day_text(value) if isinstance(value, date) else value for name, value in values}


def _store(
    connection: Connection, article: Article, values: Values, edited: table.Edited
) -> Article:
    changed = replace(article, **values)  # type: ignore[arg-type]  # each is parsed for its field
    if changed == article and edited == table.edited_fields(connection, article.id):
        return article
    if site_of(changed) != site_of(article):
        learned_lines.uncount_lines(connection, article)
        learned_lines.count_lines(connection, changed)
    table.update_metadata(connection, changed, edited)
    return changed
