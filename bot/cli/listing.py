"""Lists of articles, and their sentences, for the terminal."""

from collections.abc import Iterable, Iterator

import click

from bot.cli.terminal import on_one_line
from bot.replies.answering.quoting import UNTITLED
from bot.replies.chat_sources.edits import changes_of
from bot.replies.labels import counted
from corpus.article import Article
from corpus.store.sources import Sources
from corpus.store.subscriptions import Page

INCOMPLETE = "Perhaps incomplete: the page seems to have more text than could be read."


def source_lines(sources: Sources) -> Iterator[str]:
    """Yield a line per source: number, title, publisher, date, sentence count and id."""
    if sources.samples:
        yield "No articles added yet. These sample articles come with Quotewire:"
    for article in sources:
        lost = sources.unreadable(article)
        mark = f", no longer readable since {lost.failing:%Y-%m-%d}" if lost else ""
        yield f"[{sources.label(article)}] {_summary(article)}{mark}"


def article_lines(article: Article) -> Iterator[str]:
    """Yield the lines of an article: sentences numbered, headings and left-out parts marked."""
    yield click.style(_summary(article), bold=True)
    if article.url:
        yield on_one_line(article.url)
    if article.author:
        yield on_one_line(f"author: {article.author}")
    if article.published and article.is_updated:
        yield f"date: {article.published.isoformat()}"
    if article.language:
        yield on_one_line(f"language: {article.language}")
    if article.incomplete:
        yield INCOMPLETE
    yield ""
    number = 0
    for kind, span, reason in article.pieces():
        words = on_one_line(article.text[span.start : span.end])
        if kind in ("sentence", "heading"):
            number += 1
            yield f"{number:>5}  {words}" + ("  [heading]" if kind == "heading" else "")
        elif kind == "title":
            yield f"title  {words}"
        else:
            yield click.style(f"    -  {words}  [left out: {reason}]", dim=True)


def version_lines(
    older: Iterable[Article], alike: Iterable[Article], sources: Sources
) -> Iterator[str]:
    """Yield an article's earlier versions, and the sources that have much the same text."""
    for article in older:
        yield f"Earlier version: {article.id}"
    labels = [f"[{sources.label(one)}]" for one in alike if one in sources]
    if labels:
        yield f"Much the same text: {', '.join(labels)}"


def unreadable_line(page: Page) -> str:
    """The line shown above an article whose page can no longer be read: since when, and why."""
    since = f"{page.failing:%Y-%m-%d}"
    return on_one_line(f"Its page is no longer readable (since {since}): {page.url} {page.error}")


def change_lines(before: Article, after: Article) -> Iterator[str]:
    """Yield a line for each field in which an article has been changed."""
    changes = changes_of(before, after)
    for field, old, new in changes:
        yield on_one_line(f"  {field}: {old} → {new}")
    if not changes:
        yield "  nothing to change"


def replaced_line(current: Article, sources: Sources) -> str:
    """The line shown above an earlier version of an article; it names the current one."""
    label = f"[{sources.label(current)}]" if current in sources else current.id
    return f"This is an earlier version, which is not searched. The current one is {label}."


def _summary(article: Article) -> str:
    day = article.published.isoformat() if article.published else None
    if article.updated and article.is_updated:
        day = f"updated {article.updated.isoformat()}"
    size = counted(len(article.spans), "sentence")
    known = (article.title or str(UNTITLED), article.source, day, size, article.id)
    return on_one_line(", ".join(filter(None, known)))
