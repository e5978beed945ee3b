"""Lists of articles, and their sentences, for the terminal."""

from collections.abc import Iterable, Iterator

import click

from bot.cli.terminal import on_one_line
from bot.replies.labels import counted
from corpus.article import Article
from corpus.store.sources import Sources

INCOMPLETE = "Perhaps incomplete: the page seems to have more of this article than could be read."


def source_lines(sources: Sources) -> Iterator[str]:
    """Yield a line per source: number, title, publisher, date, sentence count and id."""
    if sources.samples:
        yield "No articles added yet. These sample articles come with Quotewire:"
    for article in sources:
        yield f"[{sources.label(article)}] {_summary(article)}"


def article_lines(article: Article) -> Iterator[str]:
    """Yield the lines of an article: sentences numbered, headings and left-out parts marked."""
    yield click.style(_summary(article), bold=True)
    if article.url:
        yield on_one_line(article.url)
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


def replaced_line(current: Article, sources: Sources) -> str:
    """The line shown above an earlier version of an article; it names the current one."""
    label = f"[{sources.label(current)}]" if current in sources else current.id
    return f"This is an earlier version, which is not searched. The current one is {label}."


def _summary(article: Article) -> str:
    day = article.published.isoformat() if article.published else None
    size = counted(len(article.spans), "sentence")
    known = (article.title, article.source, day, size, article.id)
    return on_one_line(", ".join(filter(None, known)))
