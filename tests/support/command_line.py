"""The whole command line, for click's test runner."""

import sys

import click

from bot.__main__ import main


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def program(words):
    """Run the program with its error handling."""
    sys.argv = ["quotewire", *words]
    main()
