"""The whole command line, to be run in a test."""

import sys

import click

from bot.__main__ import main


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def program(words):
    """The whole program, with its way of telling errors."""
    sys.argv = ["quotewire", *words]
    main()
