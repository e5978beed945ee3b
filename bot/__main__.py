"""The command ``quotewire``."""

import sys
from io import TextIOWrapper

import click

from bot.cli.main import quotewire
from bot.cli.terminal import on_one_line
from bot.settings import SettingsError
from corpus.errors import CorpusError

NOT_DONE = 2  # 0 is "found" or "done", 1 is "not found"


def main() -> None:
    """Run the command line; what goes wrong is one line on standard error and status 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # None where it was closed
            stream.reconfigure(errors="replace")
    try:
        quotewire()
    except (CorpusError, SettingsError) as error:
        click.echo(f"quotewire: {on_one_line(str(error))}", err=True)
        sys.exit(NOT_DONE)


if __name__ == "__main__":
    main()
