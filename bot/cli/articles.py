"""The commands for articles: add, read, sources, show, edit, remove."""

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import click
from tqdm import tqdm

from bot.cli.json_output import article_shape, as_json
from bot.cli.listing import (
    INCOMPLETE,
    article_lines,
    change_lines,
    replaced_line,
    source_lines,
    unreadable_line,
    version_lines,
)
from bot.cli.opening import Reader, Workspace, pass_workspace
from bot.cli.terminal import on_one_line
from bot.replies.answering.quoting import UNTITLED
from bot.replies.labels import counted
from corpus.article import LIBRARY, Article
from corpus.errors import CorpusError
from corpus.files import find_files
from corpus.metadata import FIELDS, Metadata, check_field
from corpus.store.articles.adding import Outcome
from corpus.store.sources import Sources
from corpus.store.store import Store
from corpus.web.page_watch import Refresher
from corpus.web.pages import Gathered, is_url

MOST_REASONS = 3  # for leaving lines out, in a report
T = TypeVar("T")

VERBS = {
    Outcome.NEW: "Added",
    Outcome.NEWER: "Updated",
    Outcome.KNOWN: "Already added:",
}
WRITTEN = frozenset({".txt", ".md", ""})  # of texts; standard input has none
UNKNOWN_ID = "is not the number or id of an article; run quotewire sources for a list"


@click.command()
@click.argument("places", nargs=-1, required=True, metavar="FILE|FOLDER|URL...")
@click.option("--title", help="The title, instead of the one in the file.")
@click.option("--source", help="The publisher.")
@click.option("--url", help="The URL where it was published.")
@click.option("--date", help="The date of publication, such as 2025-03-21.")
@click.option("--language", help="The language, such as en; otherwise the text tells.")
@pass_workspace
def add(workspace: Workspace, /, places: tuple[str, ...], **options: str | None) -> None:
    """Add articles from files, folders or URLs.

    Files can be text, Markdown, HTML, PDF, Word, mail, MHTML or ZIP; - is standard input.
    """
    urls = [place for place in places if is_url(place)]
    files = list(find_files(Path(place) for place in places if not is_url(place)))
    count = len(urls) + len(files)
    if count > 1 and (options["title"] or options["url"]):
        raise click.UsageError("--title and --url can be used with a single file only.")
    metadata = Metadata(**_values(options))
    with workspace.store() as store, Reader() as reader:
        hosts = workspace.settings.quotewire_fetch_hosts
        refresher = Refresher(store, hosts)
        fetched = ((False, [_fetch(reader, url, metadata, hosts)]) for url in urls)
        read = ((_is_written(file), reader.file(file, metadata)) for file in files)
        # A list, so that an error does not stop the rest.
        done = [
            _add(store, refresher, found, metadata, is_written=is_written)
            for is_written, batch in _with_bar(chain(fetched, read), count)
            for found in batch
        ]
    _end(done, "added")


def _end(done: Sequence[bool], verb: str) -> None:
    """Exit with a status other than 0 if not everything was done.

    For a single thing, its error says enough, and the status is that of any error.
    """
    failed = done.count(False)
    if failed and len(done) == 1:
        sys.exit(2)
    if failed:
        click.echo(f"quotewire: {failed} of {len(done)} could not be {verb}", err=True)
        sys.exit(1)


def _values(options: Mapping[str, str | None]) -> dict[str, Any]:
    """The values that the options give, by their names in Metadata."""
    given = {field: value for field, value in options.items() if value is not None}
    return {
        FIELDS[field]: check_field(field, value, f"--{field}") for field, value in given.items()
    }


def _with_bar(items: Iterable[T], total: int) -> Iterable[T]:
    """The items; on a terminal, a progress bar appears after a second."""
    return tqdm(items, total=total, unit="article", delay=1, disable=None, leave=False)


def _fetch(
    reader: Reader, url: str, metadata: Metadata, hosts: Collection[str]
) -> Gathered | CorpusError:
    try:
        return reader.page(url, metadata, hosts)
    except CorpusError as error:
        return error


def _is_written(file: Path | CorpusError) -> bool:
    """Whether a file's address, if it has one, was written into it, not saved with a page."""
    return isinstance(file, Path) and file.suffix.lower() in WRITTEN


def _add(
    store: Store,
    refresher: Refresher,
    found: Article | Gathered | CorpusError,
    metadata: Metadata,
    *,
    is_written: bool,
) -> bool:
    """Add an article and report it; return whether it is one.

    If it was there already, it still gets the ``metadata`` given by hand. The address in a file
    that ``is_written`` by hand counts as given.
    """
    if isinstance(found, CorpusError):
        tqdm.write(f"quotewire: {on_one_line(str(found))}", file=sys.stderr)
        return False
    gathered = Gathered(found) if isinstance(found, Article) else found
    options = metadata.known()
    given = {*options, "url"} if is_written and gathered.article.url else options.keys()
    article, outcome = refresher.add(gathered, LIBRARY, given)
    tqdm.write(f"{VERBS[outcome]} {_name(article)}: {_contents(article)}")
    if outcome is Outcome.KNOWN and options:
        edited = store.edit(article.id, options) or article
        tqdm.write("\n".join(change_lines(article, edited)))
    if gathered.article.incomplete:
        tqdm.write(str(INCOMPLETE))
    return True


def _name(article: Article) -> str:
    """The article's title and id."""
    return f"{on_one_line(article.title) or UNTITLED} ({article.id})"


def _contents(article: Article) -> str:
    """The article's number of sentences, and what was left out of it."""
    size = counted(len(article.spans), "sentence")
    reasons = Counter(stretch.reason for stretch in article.left_out).most_common()
    if not reasons:
        return size
    shown = [f"{n} × {why}" for why, n in reasons[:MOST_REASONS]]
    more = sum(n for _, n in reasons[MOST_REASONS:])
    return f"{size}, left out: {', '.join(shown)}" + (f" and {more} more" if more else "")


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE|FOLDER..."
)
@click.option("--json", "json", is_flag=True, help="Print one JSON object per line.")
def read(paths: tuple[Path, ...], json: bool) -> None:
    """Show how files would be read, without storing them."""
    with Reader() as reader:
        done = [
            _show_read(found, file, json)
            for file in find_files(paths)
            for found in reader.file(file)
        ]
    _end(done, "read")


def _show_read(found: Article | CorpusError, file: Path | CorpusError, json: bool) -> bool:
    """Show an article or an error; return whether it is an article."""
    if isinstance(found, CorpusError):
        click.echo(f"quotewire: {on_one_line(str(found))}", err=True)
        return False
    if json:
        click.echo(as_json(article_shape(found, str(file))))
    else:
        click.echo("\n".join(article_lines(found)) + "\n")
    return True


@click.command()
@pass_workspace
def sources(workspace: Workspace) -> None:
    """List the articles that answers are quoted from."""
    with workspace.existing_store() as store:
        click.echo("\n".join(source_lines(workspace.library(store).sources())))


@click.command()
@click.argument("reference", metavar="ID")
@click.option("--json", "json", is_flag=True, help="Print it as JSON.")
@pass_workspace
def show(workspace: Workspace, reference: str, json: bool) -> None:
    """Show an article sentence by sentence, with headings and what was left out.

    ID is its number or id, as listed by quotewire sources.
    """
    with workspace.existing_store() as store:
        article, notes = _find_version(store, workspace.library(store).sources(), reference)
        lost = store.subscriptions.unreadable(article.collection, article.number)
    if json:
        click.echo(as_json(article_shape(article, None, lost)))
    else:
        marks = [unreadable_line(lost)] if lost else []
        click.echo("\n".join(chain(notes, marks, article_lines(article))))


def _find_version(store: Store, sources: Sources, reference: str) -> tuple[Article, list[str]]:
    """A current article or an earlier version of one, and notes on its other versions."""
    article = sources.find(reference)
    if article is not None:
        older, alike = store.older(article), store.alike(article)
        return article, list(version_lines(older, alike, sources))
    replaced = store.find_replaced(reference)
    if replaced is None:
        raise CorpusError(reference, UNKNOWN_ID)
    earlier, current = replaced
    return earlier, [replaced_line(current, sources)]


@click.command()
@click.argument("reference", metavar="ID")
@click.option("--title", help="The title.")
@click.option("--source", help="The publisher.")
@click.option("--url", help="The URL where it was published.")
@click.option("--date", help="The date of publication, such as 2025-03-21.")
@click.option("--updated", help="The date of the last change.")
@click.option("--author", help="The author.")
@click.option("--language", help="The language, such as en.")
@pass_workspace
def edit(workspace: Workspace, /, reference: str, **options: str | None) -> None:
    """Change what is known about an article.

    ID is its number or id, as listed by quotewire sources. An empty value, as in --author "",
    clears a field. The text stays, and updates of the page leave the changed fields alone.
    """
    values = _values(options)
    if not values:
        raise click.UsageError("Name a field to change, such as --title.")
    with workspace.existing_store() as store:
        sources = workspace.library(store).sources()
        before = _find_removable(reference, sources)
        after = store.edit(before.id, values) or before
        click.echo(f"[{sources.label(after)}] {_name(after)}")
        click.echo("\n".join(change_lines(before, after)))


@click.command()
@click.argument("references", nargs=-1, required=True, metavar="ID...")
@pass_workspace
def remove(workspace: Workspace, references: tuple[str, ...]) -> None:
    """Remove articles.

    ID is a number or id, as listed by quotewire sources.
    """
    with workspace.existing_store() as store:
        listed = workspace.library(store).sources()
        articles = [_find_removable(reference, listed) for reference in references]
        for article in dict.fromkeys(articles):
            store.remove(article.id)
            click.echo(f"Removed {_name(article)}")


def _find_removable(reference: str, sources: Sources) -> Article:
    article = sources.find(reference)
    if article is None:
        raise CorpusError(reference, UNKNOWN_ID)
    if sources.samples:
        raise CorpusError(
            reference, "is a sample article; samples disappear when you add your own"
        )
    return article
