"""The program ``quotewire``."""

import sys
from io import TextIOWrapper

import click

from bot.cli.main import quotewire
from bot.cli.terminal import on_one_line
from bot.settings import SettingsError
from corpus.errors import CorpusError

FAILED = 2  # exit status; 0 is "found" or "done", 1 is "not found"


def main() -> None:
    """Run the command line; report an error in one line on standard error, with status 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # the stream is None if it is closed
            stream.reconfigure(errors="replace")
    try:
        quotewire()
    except (CorpusError, SettingsError) as error:
        click.echo(f"quotewire: {on_one_line(str(error))}", err=True)
        sys.exit(FAILED)


if __name__ == "__main__":
    main()
