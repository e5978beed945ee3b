"""Articles as the terminal lists them: one by one, or all the sources."""

from collections.abc import Iterable, Iterator

import click

from bot.cli.terminal import on_one_line
from bot.replies.labels import counted
from corpus.article import Article
from corpus.store.sources import Sources


def source_lines(sources: Sources) -> Iterator[str]:
    """Yield a line for each source: its number, title, publisher, date, sentences and id."""
    if sources.samples:
        yield "Nothing has been added yet; these sample articles come with Quotewire:"
    for article in sources:
        yield f"[{sources.label(article)}] {_about(article)}"


def article_lines(article: Article) -> Iterator[str]:
    """Yield an article line by line: sentences numbered, what was left out marked."""
    yield click.style(_about(article), bold=True)
    if article.url:
        yield on_one_line(article.url)
    yield ""
    number = 0
    for kind, span, reason in article.pieces():
        words = on_one_line(article.text[span.start : span.end])
        if kind == "sentence":
            number += 1
            yield f"{number:>5}  {words}"
        elif kind == "title":
            yield f"title  {words}"
        else:
            yield click.style(f"    -  {words}  [left out: {reason}]", dim=True)


def standing_lines(
    older: Iterable[Article], alike: Iterable[Article], sources: Sources
) -> Iterator[str]:
    """Yield how an article stands to others: its older texts, and nearly the same articles."""
    for article in older:
        yield f"Before, it read as in {article.id}."
    numbers = [f"[{sources.label(one)}]" for one in alike if one in sources]
    if numbers:
        yield f"Nearly the same text: {', '.join(numbers)}"


def replaced_lines(newer: Article, sources: Sources) -> Iterator[str]:
    """Yield that an article is an older text, which a newer one has replaced."""
    label = f"[{sources.label(newer)}]" if newer in sources else newer.id
    yield f"An older text, no longer searched; today's is {label}."


def _about(article: Article) -> str:
    day = article.published.isoformat() if article.published else None
    size = counted(len(article.spans), "sentence")
    known = (article.title, article.source, day, size, article.id)
    return on_one_line(", ".join(filter(None, known)))
