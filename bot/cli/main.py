"""The command line: one function a command."""

import asyncio
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import click
from tqdm import tqdm

from bot.cli.ask import View, answer_lines
from bot.cli.chat import chat
from bot.cli.json_output import article_shape, as_json
from bot.cli.listing import article_lines, replaced_lines, source_lines, standing_lines
from bot.cli.terminal import on_one_line, printable
from bot.cli.unanswered import as_csv, grouped
from bot.cli.upkeep_commands import backup, doctor, restore
from bot.library.library import Library
from bot.quality.evaluate import figure_lines, figures, outcomes
from bot.quality.judged_sets import load_judged
from bot.replies.labels import counted
from bot.settings import load_settings
from corpus.article import LIBRARY, Article
from corpus.errors import CorpusError
from corpus.files import find_files, load_articles
from corpus.metadata import Metadata, check_line, check_url, parse_date
from corpus.store.sources import Sources
from corpus.store.store import Store
from corpus.web.feed_watch import Follower
from corpus.web.page_watch import Refresher
from corpus.web.pages import Gathered, fetch_article, is_url

T = TypeVar("T")


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="quotewire")
@click.pass_context
def quotewire(context: click.Context) -> None:
    """Answer questions about news articles with the articles' own sentences.

    Without a command: a chat in the terminal.
    """
    if context.invoked_subcommand is None:
        with closing(_store()) as store:
            chat(_library(store))


@quotewire.command()
@click.argument("words", nargs=-1, metavar="QUESTION")
@click.option(
    "--article",
    "paths",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Ask about this file alone, without storing it; may be repeated.",
)
@click.option(
    "--limit",
    default=3,
    type=click.IntRange(1, 50),
    show_default=True,
    help="How many sentences at most.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option(
    "--near", is_flag=True, help="Where nothing is found, show the nearest sentences all the same."
)
@click.option("--explain", is_flag=True, help="Tell what spoke for each sentence and against it.")
@click.option("--batch", is_flag=True, help="Read one question a line from standard input.")
def ask(
    words: tuple[str, ...],
    paths: tuple[Path, ...],
    limit: int,
    as_json: bool,
    near: bool,
    explain: bool,
    batch: bool,
) -> None:
    """Answer one question.

    Exit status: 0 found, 1 not found, 2 wrong use.
    """
    question = _valid(" ".join(words))
    if batch == bool(question.strip()):
        raise click.UsageError("Give a question, or --batch and the questions on standard input.")
    questions = _questions() if batch else [question]
    view = View(limit, near, explain, as_json)
    if paths:
        articles = list(_articles(paths))
        found = _answer_all(Library.of(articles, _confidence_threshold()), questions, view)
    else:
        with closing(_reading_store()) as store:
            found = _answer_all(_library(store), questions, view)
    sys.exit(0 if found else 1)


def _answer_all(library: Library, questions: Iterable[str], view: View) -> bool:
    """Print the answers; return whether any was found."""
    any_found = False
    for number, question in enumerate(questions):
        lines, answer = answer_lines(library, question, replace(view, noted=not number))
        any_found |= answer.found
        click.echo("\n" * (bool(number) and not view.as_json) + lines)
    return any_found


@quotewire.command()
@click.argument("places", nargs=-1, required=True, metavar="FILE|FOLDER|URL...")
@click.option("--title", help="The title, where the file does not tell it.")
@click.option("--source", help="Who published it.")
@click.option("--url", help="Where it was published.")
@click.option("--date", help="When it was published, such as 2025-03-21.")
def add(
    places: tuple[str, ...],
    title: str | None,
    source: str | None,
    url: str | None,
    date: str | None,
) -> None:
    """Add articles: text, Markdown, HTML, PDF or Word files, ZIP archives or folders of them.

    - is standard input; an address is fetched.
    """
    urls = [place for place in places if is_url(place)]
    files = list(find_files(Path(place) for place in places if not is_url(place)))
    if title and len(files) + len(urls) > 1:
        raise click.UsageError("--title is for one file; here there are several.")
    if url and len(files) + len(urls) > 1:
        raise click.UsageError("--url is for one file; here there are several.")
    given = Metadata(
        title=check_line(title, "title", "--title"),
        source=check_line(source, "source", "--source"),
        url=check_url(url, "--url"),
        published=parse_date(date, "--date") if date else None,
    )
    with closing(_store()) as store:
        fetched = (_fetched(url, given) for url in urls)
        found = chain(fetched, (_gathered(load_articles(file, given)) for file in files))
        items = _with_progress(found, len(urls) + len(files))
        refresher = Refresher(store, load_settings().quotewire_fetch_hosts)
        failed = sum(not _add_all(refresher, articles) for articles in items)
    if failed:
        raise SystemExit(2)


def _fetched(url: str, given: Metadata) -> Iterator[Gathered | CorpusError]:
    try:
        yield asyncio.run(fetch_article(url, given, load_settings().quotewire_fetch_hosts))
    except CorpusError as error:
        yield error


def _gathered(found: Iterable[Article | CorpusError]) -> Iterator[Gathered | CorpusError]:
    for article in found:
        yield article if isinstance(article, CorpusError) else Gathered(article)


def _add_all(refresher: Refresher, found: Iterable[Gathered | CorpusError]) -> bool:
    """Return whether all were articles; say what became of each."""
    added = [_add(refresher, gathered) for gathered in found]
    return all(added)


def _add(refresher: Refresher, gathered: Gathered | CorpusError) -> bool:
    """Return whether it is an article; say what became of it."""
    if isinstance(gathered, CorpusError):
        tqdm.write(f"quotewire: {on_one_line(str(gathered))}", file=sys.stderr)
        return False
    article = gathered.article
    verb = "Added" if refresher.add(gathered, LIBRARY) else "Already there:"
    tqdm.write(f"{verb} {on_one_line(article.title)} ({article.id}): {_taken_in(article)}")
    return True


def _taken_in(article: Article) -> str:
    said = counted(len(article.spans), "sentence")
    reasons = Counter(stretch.reason for stretch in article.left_out)
    if reasons:
        said += ", left out: " + ", ".join(f"{n} × {why}" for why, n in reasons.items())
    return said


@quotewire.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def read(paths: tuple[Path, ...], as_json: bool) -> None:
    """Show how files would be taken in, without storing them."""
    for file in find_files(paths):
        for article in _sound(load_articles(file)):
            if as_json:
                click.echo(_json(article_shape(article, str(file))))
            else:
                click.echo("\n".join(article_lines(article)) + "\n")


def _articles(paths: Iterable[Path]) -> Iterator[Article]:
    for file in find_files(paths):
        yield from _sound(load_articles(file))


def _sound(found: Iterable[Article | CorpusError]) -> Iterator[Article]:
    """Yield the articles, up to the first error, which is raised."""
    for article in found:
        if isinstance(article, CorpusError):
            raise article
        yield article


@quotewire.command()
def sources() -> None:
    """List the articles that questions are answered from."""
    with closing(_reading_store()) as store:
        click.echo("\n".join(source_lines(_library(store).sources())))


@quotewire.command()
@click.argument("reference", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def show(reference: str, as_json: bool) -> None:
    """Show an article, with what was left out marked; ID is its number or its id."""
    with closing(_reading_store()) as store:
        sources = _library(store).sources()
        found = sources.find(reference)
        replaced = store.find_older(reference)
        older = store.older(found) if found else []
        alike = store.alike(found) if found else []
    if found is not None:
        shown, notes = found, standing_lines(older, alike, sources)
    elif replaced is not None:
        shown, notes = replaced[0], replaced_lines(replaced[1], sources)
    else:
        raise CorpusError(reference, "no article has this number or id; see quotewire sources")
    if as_json:
        click.echo(_json(article_shape(shown, None)))
    else:
        click.echo("\n".join(chain(notes, article_lines(shown))))


@quotewire.command()
@click.argument("references", nargs=-1, required=True, metavar="ID...")
def remove(references: tuple[str, ...]) -> None:
    """Remove articles; ID is a number or an id as quotewire sources lists them."""
    with closing(_reading_store()) as store:
        listed = _library(store).sources()
        articles = [_stored(reference, listed) for reference in references]
        for article in dict.fromkeys(articles):
            store.remove(article.id)
            click.echo(f"Removed {printable(article.title)} ({article.id})")


def _stored(reference: str, sources: Sources) -> Article:
    found = sources.find(reference)
    if found is None:
        raise CorpusError(reference, "no article has this number or id; see quotewire sources")
    if sources.samples:
        raise CorpusError(reference, "is a sample article; they go when you add one of your own")
    return found


@quotewire.command()
@click.argument("url")
def follow(url: str) -> None:
    """Follow a feed, or the feed of a site: its new items become articles."""
    with closing(_store()) as store:
        feed = asyncio.run(
            Follower(store, load_settings().quotewire_fetch_hosts).follow(LIBRARY, url)
        )
        click.echo(f"Following {printable(feed.title)} ({printable(feed.url)})")
    click.echo("quotewire refresh, or the running bot, takes in what is new.")


@quotewire.command()
def feeds() -> None:
    """List the feeds that are followed."""
    with closing(_reading_store()) as store:
        for feed in store.subscriptions.feeds(LIBRARY):
            failed = f", failed {feed.failures} times" if feed.failures else ""
            click.echo(f"{printable(feed.url)}  {printable(feed.title)}{failed}")


@quotewire.command()
@click.argument("url")
def unfollow(url: str) -> None:
    """Follow a feed no longer; its articles stay."""
    with closing(_reading_store()) as store:
        if not store.subscriptions.unfollow(LIBRARY, url):
            raise CorpusError(url, "is not followed; see quotewire feeds")


@quotewire.command()
@click.option("--all", "at_all", is_flag=True, help="Look at all, whether they are due or not.")
def refresh(at_all: bool) -> None:
    """Look at the feeds and pages that are due; take in what is new or has changed."""
    with closing(_reading_store()) as store:
        settings = load_settings()
        new = asyncio.run(Follower(store, settings.quotewire_fetch_hosts).look(at_all=at_all))
        changed = asyncio.run(Refresher(store, settings.quotewire_fetch_hosts).look(at_all=at_all))
    click.echo(f"{counted(new, 'new article')}, {counted(changed, 'article')} with a newer text")


@quotewire.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--scope",
    default="document",
    type=click.Choice(["document", "corpus"]),
    show_default=True,
    help="Ask each question of its own document, or of all of them.",
)
@click.option(
    "--absent",
    metavar="DIR2",
    type=click.Path(path_type=Path),
    help="Ask the questions of DIR2 as well, of all documents of DIR: none is answered there.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def evaluate(folder: Path, scope: str, absent: Path | None, as_json: bool) -> None:
    """Measure answer quality over the judged questions in DIR.

    DIR holds docs.jsonl, a line a document: {"id", "title", "sentences", "paragraphs"?}; and
    questions.jsonl: {"question", "doc_id", "relevant", "answerable"}, where relevant holds
    numbers of sentences from 0.
    """
    judged = load_judged(folder)
    asked = judged.questions
    if absent is not None:
        others = load_judged(absent).questions
        asked += tuple(replace(question, answerable=False) for question in others)
    bar = tqdm(
        outcomes(judged, asked, everywhere=scope == "corpus"),
        total=len(asked),
        unit="question",
        disable=None,
        leave=False,
    )
    shown = figures(list(bar))
    click.echo(_json(shown) if as_json else "\n".join(figure_lines(shown)))


@quotewire.command()
@click.option("--csv", "as_table", is_flag=True, help="Print a table as CSV.")
def unanswered(as_table: bool) -> None:
    """Show what readers asked and got nothing, alike questions together, without names."""
    with closing(_reading_store()) as store:
        groups = grouped(store.unanswered.questions())
    if as_table:
        click.echo(as_csv(groups), nl=False)
    elif not groups:
        click.echo("Nothing is kept. QUOTEWIRE_KEEP_UNANSWERED=true lets the bot keep it.")
    for group in () if as_table else groups:
        click.echo(f"{group.size:4}  {group.last}  {printable(group.questions[0])}")


@quotewire.command()
def run() -> None:
    """Run the Telegram bot; TELEGRAM_BOT_TOKEN holds its token."""
    # Here, for they make every other command start later by a fifth.
    from bot import application
    from bot.upkeep.single_bot import only_bot

    settings = load_settings()
    settings.check_token()
    settings.check_webhook()
    with (
        only_bot(settings.quotewire_db),
        closing(Store(settings.quotewire_db)) as store,
        closing(_library(store, background=True)) as library,
    ):
        library.prepare()
        sys.exit(application.run(settings, library))


quotewire.add_command(backup)
quotewire.add_command(restore)
quotewire.add_command(doctor)


def _library(store: Store, *, background: bool = False) -> Library:
    """The library over a store; if its index has to be made, a bar shows how far that is."""
    bar = partial(tqdm, desc="Indexing", unit="article", delay=1, disable=None, leave=False)
    return Library(
        store, _confidence_threshold(), background=background, progress=lambda n: bar(total=n)
    )


def _confidence_threshold() -> float:
    return load_settings().quotewire_confidence


def _store() -> Store:
    return Store(load_settings().quotewire_db)


def _reading_store() -> Store:
    """The store, for commands that must not make a file where there is none."""
    path = load_settings().quotewire_db
    return Store(path if path.exists() else ":memory:")


def _questions() -> Iterator[str]:
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace").rstrip("\r\n")


def _valid(argument: str) -> str:
    """The argument, with a replacement character for bytes that were no text."""
    return argument.encode("utf-8", "replace").decode("utf-8")


def _json(shape: dict[str, Any]) -> str:
    return as_json(shape)


def _with_progress(items: Iterable[T], total: int) -> Iterable[T]:
    """The items, with a progress bar on a terminal when they take longer than a second."""
    return tqdm(items, total=total, unit="article", delay=1, disable=None, leave=False)
