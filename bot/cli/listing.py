"""Lists of articles, and their sentences, for the terminal."""

from collections.abc import Iterable, Iterator

import click

from bot.cli.terminal import on_one_line
from bot.replies.answering.quoting import UNTITLED
from bot.replies.chat_sources.edits import changes_of
from bot.replies.failures import reason_reply
from bot.replies.labels import listed
from bot.wording.wording import Counted, Wording
from corpus.article import Article
from corpus.store.sources import Sources
from corpus.store.subscriptions import Page

SAMPLES = Wording("No articles added yet. These sample articles come with Quotewire:")
INCOMPLETE = Wording("Perhaps incomplete: the page seems to have more text than could be read.")
# Translators: one of the facts about an article that are listed, with commas between them.
UNREADABLE = Wording("no longer readable since {day}")
# Translators: one of the facts about an article that are listed, with commas between them.
UPDATED = Wording("updated {day}")
# Translators: the length of an article.
SENTENCES = Counted("{count} sentence", "{count} sentences")
AUTHOR = Wording("author: {author}")
DATE = Wording("date: {day}")
# Translators: {language} is a code such as “de”.
LANGUAGE = Wording("language: {language}")
# Translators: marks a line that is the heading of a part of an article.
HEADING = Wording("[heading]")
# Translators: stands before the title of an article.
TITLE = Wording("title")
# Translators: marks a part of a page that is not part of the article; {reason} is in English.
LEFT_OUT = Wording("[left out: {reason}]")
# Translators: {id} is a row of letters and digits.
EARLIER = Wording("Earlier version: {id}")
# Translators: {labels} are numbers of other articles, such as “[3], [8]”.
ALIKE = Wording("Much the same text: {labels}")
# Translators: {url} is the page’s address; {reason} is one of those with the context "reason".
LOST = Wording("Its page is no longer readable (since {day}): {url} {reason}")
REPLACED = Wording(
    "This is an earlier version, which is not searched. The current one is {label}."
)
NOTHING_TO_CHANGE = Wording("nothing to change")


def source_lines(sources: Sources) -> Iterator[str]:
    """Yield a line per source: number, title, publisher, date, sentence count and id."""
    if sources.samples:
        yield str(SAMPLES)
    for article in sources:
        lost = sources.unreadable(article)
        mark = [UNREADABLE.format(day=f"{lost.failing:%Y-%m-%d}")] if lost else []
        yield f"[{sources.label(article)}] {listed([_summary(article), *mark])}"


def article_lines(article: Article) -> Iterator[str]:
    """Yield the lines of an article: sentences numbered, headings and left-out parts marked."""
    yield click.style(_summary(article), bold=True)
    if article.url:
        yield on_one_line(article.url)
    if article.author:
        yield on_one_line(AUTHOR.format(author=article.author))
    if article.published and article.is_updated:
        yield DATE.format(day=article.published.isoformat())
    if article.language:
        yield on_one_line(LANGUAGE.format(language=article.language))
    if article.incomplete:
        yield str(INCOMPLETE)
    yield ""
    number = 0
    for kind, span, reason in article.pieces():
        words = on_one_line(article.text[span.start : span.end])
        if kind in ("sentence", "heading"):
            number += 1
            yield f"{number:>5}  {words}" + (f"  {HEADING}" if kind == "heading" else "")
        elif kind == "title":
            yield f"{TITLE}  {words}"
        else:
            yield click.style(f"    -  {words}  {LEFT_OUT.format(reason=reason)}", dim=True)


def version_lines(
    older: Iterable[Article], alike: Iterable[Article], sources: Sources
) -> Iterator[str]:
    """Yield an article's earlier versions, and the sources that have much the same text."""
    for article in older:
        yield EARLIER.format(id=article.id)
    labels = [f"[{sources.label(one)}]" for one in alike if one in sources]
    if labels:
        yield ALIKE.format(labels=listed(labels))


def unreadable_line(page: Page) -> str:
    """The line shown above an article whose page can no longer be read: since when, and why."""
    since = f"{page.failing:%Y-%m-%d}"
    return on_one_line(
        LOST.format(day=since, url=page.url, reason=reason_reply(page.error or "").text)
    )


def change_lines(before: Article, after: Article) -> Iterator[str]:
    """Yield a line for each field in which an article has been changed."""
    changes = changes_of(before, after)
    for field, old, new in changes:
        yield on_one_line(f"  {field}: {old} → {new}")
    if not changes:
        yield f"  {NOTHING_TO_CHANGE}"


def replaced_line(current: Article, sources: Sources) -> str:
    """The line shown above an earlier version of an article; it names the current one."""
    label = f"[{sources.label(current)}]" if current in sources else current.id
    return REPLACED.format(label=label)


def _summary(article: Article) -> str:
    day = article.published.isoformat() if article.published else None
    if article.updated and article.is_updated:
        day = UPDATED.format(day=article.updated.isoformat())
    size = SENTENCES.format(len(article.spans))
    known = (article.title or str(UNTITLED), article.source, day, size, article.id)
    return on_one_line(listed([one for one in known if one]))
