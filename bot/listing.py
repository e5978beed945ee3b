"""Articles as the terminal lists them: one by one, or all the sources."""

from collections.abc import Iterator

import click

from bot.labels import counted
from bot.terminal import printable
from corpus.article import Article
from corpus.sources import Sources


def source_lines(sources: Sources) -> Iterator[str]:
    """Yield a line for each source: its number, title, publisher, date, sentences and id."""
    if sources.samples:
        yield "Nothing has been added yet; these sample articles come with Quotewire:"
    for article in sources.articles:
        yield f"[{sources.label(article)}] {_about(article)}"


def article_lines(article: Article) -> Iterator[str]:
    """Yield an article line by line: sentences numbered, what was left out marked."""
    yield click.style(_about(article), bold=True)
    if article.url:
        yield printable(article.url)
    yield ""
    number = 0
    for kind, span, reason in article.pieces():
        words = printable(article.text[span.start : span.end]).replace("\n", " ")
        if kind == "sentence":
            number += 1
            yield f"{number:>5}  {words}"
        elif kind == "title":
            yield f"title  {words}"
        else:
            yield click.style(f"    -  {words}  [left out: {reason}]", dim=True)


def _about(article: Article) -> str:
    day = article.published.isoformat() if article.published else None
    size = counted(len(article.spans), "sentence")
    known = (article.title, article.source, day, size, article.id)
    return printable(", ".join(filter(None, known)))
