"""A chat in the terminal."""

import contextlib
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module

import click

from bot.cli.ask import Output, answer_lines, suggest_encoding
from bot.cli.listing import article_lines, source_lines
from bot.cli.terminal import printable
from bot.library.library import Library
from corpus.store.sources import Sources
from retrieval.answer import Turn

with contextlib.suppress(ImportError):  # missing on Windows, where the console edits lines
    import_module("readline")  # gives input() line editing and history

HELP = (
    "Ask about the news. “and when?”, “more” or “context” follow up on the last answer. /sources "
    "lists the articles, /near shows the sentences closest to your last question, Ctrl-D ends the "
    "chat."
)


@dataclass(frozen=True, slots=True)
class Last:
    """The last question, the turn it could follow up on, and the turn that the next one can."""

    question: str
    after: Turn | None
    turn: Turn | None


def chat(library: Library) -> None:
    """Answer questions from standard input until it ends."""
    interactive = sys.stdin.isatty()
    last: Last | None = None
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
        last = _respond(library, line.strip(), last)


def _respond(library: Library, line: str, last: Last | None) -> Last | None:
    """Respond to a line; return the last question, which the next one may follow up on."""
    if not line:
        return last
    command, _, rest = line.partition(" ")
    if command == "/ask":
        last = _answer(library, rest.strip(), last)
    elif not command.startswith("/"):
        last = _answer(library, line, last)
    elif command == "/sources":
        click.echo("\n".join(_source_lines(library.sources(), rest.strip())))
    elif command == "/near" and last:
        near = Output(near=True, noted=False)
        click.echo(answer_lines(library, last.question, near, last.after)[0])
    elif command == "/near":
        click.echo("Ask a question first.")
    elif command == "/help":
        click.echo(HELP)
    else:
        click.echo(f"There is no command {printable(command)}. {HELP}")
    click.echo()
    return last


def _answer(library: Library, question: str, last: Last | None) -> Last:
    """Print the answer; return the question with its turn, or with the one before a greeting."""
    after = last.turn if last else None
    lines, answer = answer_lines(library, question, Output(noted=last is None), after)
    click.echo(lines)
    if last is None:
        suggest_encoding(library)
    return Last(question, after, answer.turn if answer.query or answer.found else after)


def _source_lines(sources: Sources, reference: str) -> Iterable[str]:
    if not reference:
        return source_lines(sources)
    article = sources.find(reference)
    if article is None:
        return [f"There is no source {printable(reference)}; /sources lists them."]
    return article_lines(article)
