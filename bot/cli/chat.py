"""A chat in the terminal."""

import contextlib
import sys
from collections.abc import Iterable
from importlib import import_module

import click

from bot.cli.ask import View, answer_lines, suggest_encoding
from bot.cli.listing import article_lines, source_lines
from bot.cli.terminal import printable
from bot.library.library import Library
from corpus.store.sources import Sources
from retrieval.answer import Turn

with contextlib.suppress(ImportError):  # missing on Windows, where the console edits lines
    import_module("readline")  # gives input() line editing and history

HELP = (
    "Ask about the news. /sources lists the articles, /near shows the sentences closest to your "
    "last question, Ctrl-D ends the chat."
)


def chat(library: Library) -> None:
    """Answer questions from standard input until it ends."""
    interactive = sys.stdin.isatty()
    before: Turn | None = None
    if interactive:
        click.echo(HELP + "\n")
    while True:
        try:
            line = input("> " if interactive else "")
        except (EOFError, KeyboardInterrupt):
            click.echo()
            return
        except UnicodeDecodeError:
            click.echo("That is not valid text. Please type it again.")
            continue
        before = _respond(library, line.strip(), before)


def _respond(library: Library, line: str, before: Turn | None) -> Turn | None:
    """Respond to a line; return the last turn, which the next question may follow up on."""
    if not line:
        return before
    command, _, rest = line.partition(" ")
    if command == "/ask":
        before = _answer(library, rest.strip(), before)
    elif not command.startswith("/"):
        before = _answer(library, line, before)
    elif command == "/sources":
        click.echo("\n".join(_source_lines(library.sources(), rest.strip())))
    elif command == "/near" and before:
        click.echo(answer_lines(library, before.question, View(near=True, noted=False))[0])
    elif command == "/near":
        click.echo("Ask a question first.")
    elif command == "/help":
        click.echo(HELP)
    else:
        click.echo(f"There is no command {printable(command)}. {HELP}")
    click.echo()
    return before


def _answer(library: Library, question: str, before: Turn | None) -> Turn:
    """Print the answer; return its turn."""
    lines, answer = answer_lines(library, question, View(noted=before is None), before)
    click.echo(lines)
    if before is None:
        suggest_encoding(library)
    return answer.turn


def _source_lines(sources: Sources, reference: str) -> Iterable[str]:
    if not reference:
        return source_lines(sources)
    article = sources.find(reference)
    if article is None:
        return [f"There is no source {printable(reference)}; /sources lists them."]
    return article_lines(article)
