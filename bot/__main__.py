"""The command ``quotewire``."""

import sys

import click

from bot.cli import quotewire
from bot.settings import SettingsError
from corpus.errors import CorpusError

NOT_DONE = 2  # 0 is "found" or "done", 1 is "not found"


def main() -> None:
    """Run the command line; what goes wrong is one line on standard error and status 2."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr] # not where tests capture
    try:
        quotewire()
    except (CorpusError, SettingsError) as error:
        click.echo(f"quotewire: {error}", err=True)
        sys.exit(NOT_DONE)


if __name__ == "__main__":
    main()
