"""The commands that look after the database and what surrounds the bot."""

import asyncio
import sys
from pathlib import Path

import click

from bot.replies.labels import counted
from bot.settings import load_settings
from bot.upkeep.backup import back_up, is_there, kept_name
from bot.upkeep.backup import restore as bring_back
from corpus.errors import CorpusError


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE where there is one.")
def backup(file: Path, force: bool) -> None:
    """Copy the database to FILE; the bot may run meanwhile.

    The copy holds all articles and what is known of them, but no messages that wait for an answer.
    """
    if is_there(file) and not force:
        raise CorpusError(file, "is there already; --force replaces it")
    copied = back_up(load_settings().quotewire_db, file)
    click.echo(f"Copied {counted(copied, 'article')} to {file}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace the database where there is one.")
def restore(file: Path, force: bool) -> None:
    """Put the copy FILE in the place of the database; the bot must not run.

    The database that is replaced is kept beside it, as ….before-restore.
    """
    path = load_settings().quotewire_db
    replaces = is_there(path)
    if replaces and not force:
        raise CorpusError(path, "is there already; --force replaces it, and keeps it beside")
    kept = kept_name(path)
    restored = bring_back(file, path)
    was = f"; what was there before is {kept}" if replaces else ""
    click.echo(f"Restored {counted(restored, 'article')} to {path}{was}")


@click.command()
def doctor() -> None:
    """Check the token, Telegram, the clock, the database, its index and the disk.

    Exit status: 0 nothing is wrong, 1 something is ("!!").
    """
    from bot.upkeep.doctor import findings  # here, for it loads telegram; see bot/cli/main.py

    found = asyncio.run(findings(load_settings()))
    for finding in found:
        click.echo(finding.line)
    sys.exit(1 if any(finding.ok is False for finding in found) else 0)
