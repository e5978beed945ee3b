"""A chat in the terminal."""

import asyncio
import contextlib
import re
import sys
import textwrap
from collections.abc import Callable, Collection
from dataclasses import dataclass
from importlib import import_module
from zoneinfo import ZoneInfo

import click

from bot.cli.ask import Output, answer_lines, suggest_encoding, terminal_width
from bot.cli.asking.latest import LatestHere
from bot.cli.listing import article_lines, source_lines
from bot.cli.terminal import printable, render
from bot.library.library import Library
from bot.replies.chat_sources.sentences import sentences_reply
from bot.replies.chat_sources.source_list import found_reply, searched
from bot.replies.checking.reasons import EXPLAINED, why_reply
from bot.replies.checking.verified import CHECKING, checked_quote, quoted_in, verified_reply
from bot.replies.commands import NAMES, meant
from bot.replies.reply import Reply
from bot.wording.wording import Wording
from corpus.clock import now
from corpus.web.quoted_pages import fetch_quoted
from retrieval.answer import Answer, Turn
from retrieval.asking.given import Given

with contextlib.suppress(ImportError):  # missing on Windows, where the console edits lines
    import_module("readline")  # gives input() line editing and history

# Translators: “and when?” is an example of a short question; the other two are typed in English.
HELP = Wording(
    "Ask about the news. “and when?”, “{more}” or “{context}” follow up on the last answer."
)
COMMANDS = {
    "/sources": Wording(
        "list the articles; /sources 6 shows number 6, /sources 6 12 its sentence 12, "
        "/sources kamala those with a word"
    ),
    "/latest": Wording("see what is new; /latest kamala what is new about a topic"),
    "/context": Wording("show the sentences around the last answer"),
    "/near": Wording("show the sentences closest to the last question"),
    "/why": Wording("see why its first sentence was quoted"),
    "/verify": Wording("check whether its quotes are still at their sources"),
    "help": Wording("show this"),
    # Translators: exit is a command, and Ctrl-D are keys.
    "quit": Wording("end the chat; so do exit and Ctrl-D"),
}
WIDTH = 80  # columns beside a command
# Translators: help is a command.
UNKNOWN = Wording("There is no command {command}. Type help to see what I can do.")
MISTYPED = Wording("There is no command {command}. Did you mean /{meant}?")
# Translators: help is a command.
IN_TELEGRAM = Wording("{command} works only in Telegram. Type help to see what I can do here.")
NO_SOURCE = Wording("There is no source {reference}; /sources lists them.")
ASK_FIRST = Wording("Ask a question first.")
NOTHING_QUOTED = Wording("The last answer quotes nothing.")
NOT_TEXT = Wording("That is not valid text. Please type it again.")
PLACE = re.compile(r"(\S+)[\s,:]+(\d{1,9})(?:\s*[-–]\s*(\d{1,9}))?", re.ASCII)  # "6 12"
BARE = frozenset({"help", "quit", "exit"})  # commands without a slash, too
UTC = ZoneInfo("UTC")
ENDS = frozenset({"quit", "exit"})


@dataclass(frozen=True, slots=True)
class Last:
    """The last question, the turn it could follow up on, its answer, and the turn after it."""

    question: str
    after: Turn | None
    answer: Answer
    turn: Turn | None


def chat(library: Library, trusted: Collection[str] = (), zone: ZoneInfo = UTC) -> None:
    """Answer questions from standard input until it ends.

    ``trusted`` are hosts to fetch from even though they are not public; times are of ``zone``.
    """
    interactive = sys.stdin.isatty()
    conversation = _Conversation(library, trusted, zone)
    if interactive:
        click.echo(help_text() + "\n")
    while True:
        try:
            line = input("> " if interactive else "").strip()
        except (EOFError, KeyboardInterrupt):
            click.echo()
            return
        except UnicodeDecodeError:
            click.echo(str(NOT_TEXT))
            continue
        if line.removeprefix("/").lower() in ENDS:
            return
        if line:
            conversation.respond(line)
            click.echo()


class _Conversation:
    """Responds to lines; ``last`` is the last question, which the next one may follow up on."""

    def __init__(self, library: Library, trusted: Collection[str], zone: ZoneInfo) -> None:
        self._library = library
        self._trusted = trusted
        self._news = LatestHere(library, zone)
        self._last: Last | None = None
        self._commands: dict[str, Callable[[str], None]] = {
            "ask": self._answer,
            "sources": self._show_sources,
            "latest": lambda topic: _show(self._news.latest(topic)),
            "context": lambda _: self._answer("context"),
            "near": lambda _: self._show_nearest(),
            "why": lambda _: self._explain(),
            "verify": lambda _: self._verify(),
            "help": lambda _: click.echo(help_text()),
        }

    def respond(self, line: str) -> None:
        """Print the response to a line."""
        command, _, rest = line.partition(" ")
        name = command.removeprefix("/").lower()
        if not line.startswith("/") and line.lower() not in BARE:
            self._answer(line)
        elif name in self._commands:
            self._commands[name](rest.strip())
        else:
            click.echo(_unknown(command, name, {*self._commands, *ENDS}))

    def _answer(self, question: str) -> None:
        """Print the answer; a greeting leaves the turn before it."""
        last = self._last
        after = last.turn if last else None
        output = Output(noted=last is None)
        lines, answer = answer_lines(self._library, question, output, after)
        click.echo(lines)
        if last is None:
            suggest_encoding(self._library)
        turn = answer.turn if answer.query or answer.found else after
        self._last = Last(question, after, answer, turn)

    def _show_sources(self, reference: str) -> None:
        click.echo(_sources_shown(self._library, reference))

    def _show_nearest(self) -> None:
        if self._last is None:
            click.echo(str(ASK_FIRST))
            return
        output = Output(near=True, noted=False)
        click.echo(answer_lines(self._library, self._last.question, output, self._last.after)[0])

    def _explain(self) -> None:
        last = self._last
        if last is None:
            click.echo(str(ASK_FIRST))
            return
        sources = self._library.sources()
        part = next((part for part in last.answer.parts if part.found), last.answer)
        given = Given(after=last.after, today=now().date())
        explained = self._library.explain(part, sources, EXPLAINED, given)
        _show(why_reply(part, explained, sources))

    def _verify(self) -> None:
        if self._last is None or not self._last.answer.found:
            click.echo(str(NOTHING_QUOTED if self._last else ASK_FIRST))
            return
        click.echo(str(CHECKING))
        store, sources = self._library.store, self._library.sources()
        quoted = quoted_in(self._last.answer)
        articles = [one.article for one in quoted]
        with contextlib.suppress(KeyboardInterrupt):
            fetch = fetch_quoted(articles, store.subscriptions, self._trusted)
            pages, _ = asyncio.run(fetch)
            checked = [checked_quote(one, pages, store) for one in quoted]
            _show(verified_reply(checked, sources, now().date()))


def help_text() -> str:
    """What can be typed, with each command in a column of its own."""
    gap = max(map(len, COMMANDS)) + 4
    lines = [HELP.format(more="more", context="context")]
    for command, words in COMMANDS.items():
        first, *others = textwrap.wrap(str(words), WIDTH, break_on_hyphens=False)
        lines += [f"  {command}".ljust(gap) + first, *(" " * gap + line for line in others)]
    return "\n".join(lines)


def _show(reply: Reply) -> None:
    click.echo(render(reply, terminal_width()))


def _unknown(command: str, name: str, names: Collection[str]) -> str:
    """What to say to a command that does not exist here."""
    shown = printable(command)
    if name in NAMES:
        return IN_TELEGRAM.format(command=shown)
    near = meant(name, names)
    return MISTYPED.format(command=shown, meant=near) if near else UNKNOWN.format(command=shown)


def _sources_shown(library: Library, words: str) -> str:
    """The list of the sources, one of them, some sentences of one, or those with some words."""
    sources = library.sources()
    if not words:
        return "\n".join(source_lines(sources))
    if article := sources.find(words):
        return "\n".join(article_lines(article))
    place = PLACE.fullmatch(words)
    if place and sources.find(place[1]):
        first, last = int(place[2]), int(place[3] or place[2])
        return render(sentences_reply(sources, place[1], first, last), terminal_width())
    if place or not any(map(str.isalpha, words.removeprefix("C"))):
        return NO_SOURCE.format(reference=printable(words))
    words = searched(words)
    found = library.with_words(words, sources)
    return render(found_reply(words, found, sources), terminal_width())
