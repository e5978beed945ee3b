"""Adds texts to the table, with all that is derived from them, and deletes them."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from corpus.addresses import is_front_page, is_same_address, without_tracking
from corpus.article import Article
from corpus.revisions import (
    has_same_title,
    is_of_same_publisher,
    is_revision,
    publisher_key,
    shares_sentences,
)
from corpus.store import changes, collections, subscriptions
from corpus.store.articles import alike, current, edits, learned_lines, table, versions
from corpus.store.database.interface import Connection


class Outcome(Enum):
    """The result of adding a text."""

    NEW = "new"  # it is a source of its own
    NEWER = "newer"  # it has replaced an older text
    KNOWN = "known"  # it was there already, or a newer version of it


class Added(NamedTuple):
    """A stored article, and how it got there; false if it was there already."""

    article: Article
    outcome: Outcome

    def __bool__(self) -> bool:
        return self.outcome is not Outcome.KNOWN


def add(
    connection: Connection,
    article: Article,
    now: datetime,
    *,
    page: str | None = None,
    given: Collection[str] = (),
) -> Added:
    """Add a text as a new source, or as the newer text of a source.

    ``page`` is the address that it was fetched from; a text from another address replaces none.
    ``given`` are the names of its metadata that were given by hand; an address among them is
    believed, those that pages name are not.
    """
    article = _told_apart(connection, article, page)
    if known := current.find(connection, article.id):
        return Added(known, Outcome.KNOWN)
    if article.number is None:
        found = _placed(connection, article, page, given)
        if isinstance(found, Added):
            return found
        article = found
    added = _add(connection, article, now, edits.given_by_hand(article, given))
    if page is None and added.outcome is Outcome.NEWER:  # it is no longer the text of its page
        subscriptions.delete_page(connection, article.collection, article.number)
    return added


def retire(connection: Connection, collection: str, number: int | None, now: datetime) -> None:
    """Turn a number's current text, if any, into an older one."""
    replaced = current.find_numbered(connection, collection, number)
    if replaced is not None:
        learned_lines.uncount_lines(connection, replaced)
        versions.mark_replaced(connection, replaced, now)


def delete(connection: Connection, collection: str, number: int | None) -> None:
    """Delete all texts with a number, and their page."""
    table.delete_numbered(connection, collection, number)
    subscriptions.delete_page(connection, collection, number)


def _told_apart(connection: Connection, article: Article, page: str | None) -> Article:
    """The article, with the id of its publisher's same text, or its own beside others'."""
    own = replace(article, apart=publisher_key(article))
    same = versions.find_same(connection, article)
    if not same or own.id in {one.id for one in same}:
        return own if same else article
    fetched = article if page is None else replace(article, url=page)
    known = [*same, *(edits.before_edits(connection, one) for one in same)]
    found = [one for one in known if is_same_address(one.url, fetched.url)]
    found += [one for one in known if is_of_same_publisher(one, fetched)]
    return replace(article, apart=found[0].apart) if found else own


def _placed(
    connection: Connection, article: Article, page: str | None, given: Collection[str]
) -> Article | Added:
    """The article, with its number if it replaces a text; or the stored one that makes it known.

    A page can name any address as its own, even another article's; then the address that it was
    fetched from counts.
    """
    stored = versions.find_any(connection, article.id)  # as an older or a removed text
    there = _at_address(connection, article, page)
    if page is None:
        same = [one for one in there if "url" in given or _is_version(one, article)]
    else:
        same = [one for one in there if is_revision(one, article)]
        if not same and "url" not in given:
            article = _with_own_address(connection, article, page, there)
    if not same and stored is not None:
        newer = current.find_numbered(connection, stored.collection, stored.number)
        same = [newer] if newer else []
        article = article if newer else replace(article, number=stored.number)
    if page is not None and same and not any(_is_from(connection, one, page) for one in same):
        return Added(same[0], Outcome.KNOWN)
    return replace(article, number=same[0].number) if same else article


def _with_own_address(
    connection: Connection, article: Article, page: str, there: Collection[Article]
) -> Article:
    """The article, with the address it was fetched from if it names one that others have.

    An article that only named the address of this page gets its own instead.
    """
    for one in there:
        fetched = subscriptions.page_address(connection, one.collection, one.number)
        if fetched and is_same_address(one.url, page) and not is_same_address(fetched, page):
            edits.readdress(connection, one, without_tracking(fetched))
    is_taken = bool(article.url and _at_address(connection, article, article.url))
    return replace(article, url=without_tracking(page)) if is_taken else article


def _is_from(connection: Connection, article: Article, page: str) -> bool:
    """Whether an article was fetched from an address, or names it as its own."""
    fetched = subscriptions.page_address(connection, article.collection, article.number)
    return is_same_address(article.url, page) or is_same_address(fetched, page)


def _at_address(connection: Connection, article: Article, page: str | None) -> list[Article]:
    """The current articles at the address that a text names or was fetched from."""
    named = [] if page is None and is_front_page(article.url) else [article.url]
    found = [
        one
        for url in (page, *named)
        if url
        for one in current.at_address(connection, article.collection, url)
    ]
    return list(dict.fromkeys(found))


def _is_version(old: Article, new: Article) -> bool:
    """Whether a file is an edited version of the article with the same address."""
    return has_same_title(old, new) or shares_sentences(old, new)


def _add(connection: Connection, article: Article, now: datetime, given: table.Edited) -> Added:
    """Make a text the current one of its number, or of the next number."""
    table.delete_text(connection, article.id)  # as an older or removed text: it is current again
    number = article.number or collections.next_number(connection, article.collection)
    collections.reserve_number(connection, article.collection, number)
    older = current.find_numbered(connection, article.collection, number)
    article = replace(article, number=number, added=article.added or now)
    if older is not None:
        article, given = edits.carried_over(connection, older, article, given)
        retire(connection, article.collection, number, now)
    learned_lines.count_lines(connection, article)
    article = learned_lines.leave_out_repeated(connection, article)
    position = table.insert(connection, article, now, given)
    alike.insert_sketch(connection, article, position)
    changes.trim(connection)
    return Added(article, Outcome.NEW if older is None else Outcome.NEWER)
