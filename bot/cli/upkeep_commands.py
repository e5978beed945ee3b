"""The operator's commands: run, encode, index, doctor, backup, restore, migrate, scrub."""

import asyncio
import os
import sys
from collections.abc import Mapping
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Self

import click

from bot.cli.opening import Workspace, pass_workspace, show_bar
from bot.replies.labels import counted
from bot.settings import withhold_secrets
from bot.upkeep.backup import back_up
from bot.upkeep.database_files import check_file, exists, file_of
from bot.upkeep.idle import check_no_bots
from bot.upkeep.restore import kept_name
from bot.upkeep.restore import restore as replace_database
from bot.upkeep.scrubbing import scrub_database, scrub_engine
from bot.upkeep.single_bot import only_bot
from corpus.errors import CorpusError
from corpus.store.database.interface import Database
from corpus.store.database.location import location_of
from corpus.store.database.opening import open_database
from corpus.store.moving.copying import copy_all

if TYPE_CHECKING:
    from bot.library.library import Library
    from bot.library.progress import Bar

# Seconds that answers may wait while another process writes; then the bot tries again later.
LONGEST_WAIT = 0.05
UNUSABLE = ("the model of meaning", "cannot be used; quotewire doctor says why")


@click.command()
@pass_workspace
def run(workspace: Workspace) -> None:
    """Run the Telegram bot; set TELEGRAM_BOT_TOKEN to its token."""
    from bot import application  # imports telegram, which the other commands do not need

    settings = workspace.settings
    settings.check_token()
    settings.check_webhook()
    withhold_secrets(os.environ)
    with (
        only_bot(settings.quotewire_db),
        workspace.store(LONGEST_WAIT) as store,
        closing(workspace.library(store, background=True)) as library,
    ):
        library.prepare()
        sys.exit(application.run(settings, library))


@click.command()
@pass_workspace
def encode(workspace: Workspace) -> None:
    """Make the vectors that articles lack, so that their meaning counts.

    Use it after adding many articles while the bot is not running: the bot does it by itself.
    Until then, answers depend on the words of these articles alone. If it is stopped, run it
    again to go on. Articles that are not in English need no vectors.
    """
    if workspace.meaning is None:
        raise CorpusError(*UNUSABLE)
    with workspace.existing_store() as store, closing(workspace.library(store)) as library:
        lacking = library.lacking()
        if lacking:
            _encode(library, lacking)
        elif library.without_vectors:
            raise CorpusError(*UNUSABLE)
    if not lacking:
        click.echo("Every article has its vectors.")


def _encode(library: "Library", lacking: Mapping[int, int]) -> None:
    """Make the vectors of articles, given with their numbers of sentences, and say so."""
    # Imported here because multiprocessing takes a while to import, like the index.
    from bot.library.parallel_encoding import make_vectors

    total, done = sum(lacking.values()), 0
    try:
        with (
            closing(show_bar(total, "Encoding", "sentence")) as bar,
            closing(make_vectors(library, lacking)) as made,
        ):
            for count in made:
                done += count
                bar.update(count)
    except KeyboardInterrupt:
        click.echo(f"Stopped after {done} of {total} sentences; run it again to go on.", err=True)
        sys.exit(1)
    click.echo(f"Made the vectors of {counted(len(lacking), 'article')}.")


@click.command()
@click.option("--rebuild", is_flag=True, help="Make the search engine's index anew.")
@pass_workspace
def index(workspace: Workspace, rebuild: bool) -> None:
    """Bring the index up to date, so that the bot need not do it when it starts.

    With QUOTEWIRE_SEARCH, --rebuild makes the index anew, beside the one that is searched
    meanwhile. If that is stopped, it begins anew; without --rebuild, it goes on.
    """
    with workspace.store() as store, closing(workspace.library(store)) as library:
        if rebuild and not library.rebuild():
            raise CorpusError("QUOTEWIRE_SEARCH", "is not set; delete the index's folder instead")
        library.sources()
        click.echo(f"The index has {counted(library.size, 'sentence')}.")


@click.command()
@pass_workspace
def doctor(workspace: Workspace) -> None:
    """Check the token, Telegram, clock, model, database, index and disk.

    Exit status: 0 if all is well, 1 if a line begins with "!!".
    """
    from bot.upkeep.doctor import findings  # imports telegram, as above

    found = asyncio.run(findings(workspace.settings))
    for finding in found:
        click.echo(finding.line)
    sys.exit(1 if any(finding.ok is False for finding in found) else 0)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
@pass_workspace
def backup(workspace: Workspace, file: Path, force: bool) -> None:
    """Copy the database to FILE; the bot can keep running.

    The copy contains everything except messages that are waiting for an answer.
    """
    if exists(file) and not force:
        raise CorpusError(file, "already exists; use --force to replace it")
    copied = back_up(file_of(workspace.settings.quotewire_db, "pg_dump"), file)
    click.echo(f"Copied {counted(copied, 'article')} to {file}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace the database if it exists.")
@pass_workspace
def restore(workspace: Workspace, file: Path, force: bool) -> None:
    """Replace the database with the backup FILE; stop the bot first.

    The old database is kept next to the new one, with .before-restore added to its name.
    """
    path = file_of(workspace.settings.quotewire_db, "pg_restore")
    replaces = exists(path)
    if replaces and not force:
        raise CorpusError(path, "already exists; use --force to replace it (the old one is kept)")
    kept = kept_name(path)
    restored = replace_database(file, path)
    note = f"; the old database is {kept}" if replaces else ""
    click.echo(f"Restored {counted(restored, 'article')} to {path}{note}")


@click.command()
@click.option(
    "--full", is_flag=True, help="Rewrite PostgreSQL's tables, too; bots wait meanwhile."
)
@pass_workspace
def scrub(workspace: Workspace, full: bool) -> None:
    """Remove from disk what was deleted from the database and from the search engine.

    A database in a file is rewritten. On PostgreSQL, the space of deleted rows is freed, in which
    they stay until it is used again; --full rewrites the tables without them. The search engine
    merges the segments that have deleted sentences. The embedded index needs no command.
    """
    with workspace.store() as store:
        click.echo(scrub_database(store.database, full=full))
    if workspace.search is not None:
        # Imported here because most installations have no client for it.
        from bot.library.opensearch.client import Engine

        with closing(Engine(workspace.search)) as engine:
            click.echo(scrub_engine(engine))


@click.command()
@click.argument("source")
@click.argument("destination")
def migrate(source: str, destination: str) -> None:
    """Copy everything from the database SOURCE to the empty database DESTINATION.

    Each is a file or a URL such as postgresql://user@host/name; set PGPASSWORD or use ~/.pgpass
    for its password. Stop the bot first. All rows are read back from DESTINATION and compared
    before anything is kept there. If the command is interrupted, DESTINATION stays empty, and the
    command can be run again. SOURCE is not changed.
    """
    try:
        places = [location_of(source), location_of(destination)]
    except ValueError as error:
        raise CorpusError("SOURCE or DESTINATION", str(error)) from None
    if isinstance(places[0], Path):
        check_file(places[0])
    with ExitStack() as stack:
        for place in places:
            stack.enter_context(only_bot(place))
        old, new = (stack.enter_context(closing(open_database(place))) for place in places)
        check_no_bots(old, new)
        try:
            copied = copy_all(old, new, stack.enter_context(_Copying(old, new)))
        except KeyboardInterrupt:
            click.echo(f"Stopped; nothing was copied to {new.path}.", err=True)
            sys.exit(1)
    rows = counted(sum(copied.values()), "row")
    click.echo(f"Copied {rows} of {len(copied)} tables to {new.path}, and read them back.")
    click.echo("Set QUOTEWIRE_DB to it; the index and its vectors are made again from it.")


class _Copying:
    """Shows in a bar how many rows have been copied and read back.

    Raises:
        CorpusError: At the end, if a bot has begun to use one of the databases.
    """

    def __init__(self, *databases: Database) -> None:
        self._databases = databases
        self._bar: Bar | None = None
        self._done = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def __call__(self, done: int, total: int) -> None:
        self._bar = self._bar or show_bar(total, "Copying", "row")
        self._bar.update(done - self._done)
        self._done = done
        if done == total:
            check_no_bots(*self._databases)
