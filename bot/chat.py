"""A chat in the terminal."""

import contextlib
import shutil
import sys
from collections.abc import Iterable

import click

from bot.library import Library
from bot.listing import article_lines, source_lines
from bot.replies import answer_reply
from bot.terminal import printable, render
from corpus.sources import Sources

with contextlib.suppress(ImportError):  # not there on Windows, where the console edits lines
    import readline  # noqa: F401 - gives input() line editing and a history

HELP = "Ask about the news. /sources lists the articles, Ctrl-D ends the chat."


def chat(library: Library) -> None:
    """Answer questions until the end of input."""
    interactive = sys.stdin.isatty()
    if interactive:
        click.echo(HELP + "\n")
    while True:
        try:
            line = input("> " if interactive else "")
        except (EOFError, KeyboardInterrupt):
            click.echo()
            return
        except UnicodeDecodeError:
            click.echo("That was not text; please type it again.")
            continue
        _say(library, line.strip())


def _say(library: Library, line: str) -> None:
    """Print what the library says to a line."""
    command, _, reference = line.partition(" ")
    sources = library.sources()
    if not line:
        return
    if command == "/sources":
        click.echo("\n".join(_listed(sources, reference.strip())))
    elif command in ("/help", "/start"):
        click.echo(HELP)
    else:
        question = line.removeprefix("/ask ")
        reply = answer_reply(library.answer(question, sources), sources, sys.maxsize)
        click.echo(render(reply, shutil.get_terminal_size().columns))
    click.echo()


def _listed(sources: Sources, reference: str) -> Iterable[str]:
    if not reference:
        return source_lines(sources)
    article = sources.find(reference)
    if article is None:
        return [f"There is no source {printable(reference)}; /sources lists them."]
    return article_lines(article)
