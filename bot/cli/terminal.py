"""Replies as text for a terminal."""

import re
import textwrap
from collections.abc import Iterable, Iterator

import click

from bot.replies.reply import QUOTES, Kind, Mark, Reply
from bot.wording.isolates import END, ISOLATE
from corpus.article import Span

# Characters that control a terminal: control characters move the cursor or change colors,
# others change the direction of the text.
UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
ISOLATES = re.compile(f"[{ISOLATE}{END}]")
UNSEEN = "\u200b"
BAR = "│ "
NARROWEST = 20  # columns; narrower terminals wrap the lines themselves


def printable(text: str) -> str:
    """Return the text, replacing each character that could control a terminal.

    Isolates, which few terminals know, become characters that are not seen, so that every place
    in the text stays the same.
    """
    return UNSAFE.sub("\ufffd", ISOLATES.sub(UNSEEN, text))


def on_one_line(text: str) -> str:
    """Return the printable text with spaces for line breaks."""
    return printable(text).replace("\n", " ")


def render(reply: Reply, width: int | None = None) -> str:
    """Return the reply for a terminal: quotes behind a bar, bold words, links spelled out.

    Lines are wrapped at ``width`` columns; without a width, as for a pipe, each stays whole.
    """
    text = printable(reply.text)
    quotes = _marks(reply, *QUOTES)
    bold = _marks(reply, Kind.BOLD)
    links = _marks(reply, Kind.LINK)
    lines = []
    for start, line in _lines(text):
        quoted = any(quote.start <= start < quote.end for quote in quotes)
        prefix = BAR if quoted else ""
        pieces = _wrap(line, start, width and width - len(prefix))
        lines += [prefix + _styled(text, piece, bold) for piece in pieces]
        end = start + len(line)
        urls = (link.url for link in links if link.url and start <= link.start < end)
        lines += [f"    {printable(url)}" for url in urls]
    return "\n".join(lines)


def _marks(reply: Reply, *kinds: Kind) -> list[Mark]:
    """Return the marks of these kinds in the order of the text."""
    marks = (mark for mark in reply.marks if mark.kind in kinds)
    return sorted(marks, key=lambda mark: mark.start)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line and where it starts."""
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _wrap(line: str, start: int, width: int | None) -> list[Span]:
    """Return the pieces of a line that fit the width, as spans of the whole text."""
    if not width or len(line) <= width:
        return [Span(start, start + len(line))]
    wrapped = textwrap.wrap(
        line,
        max(width, NARROWEST),
        expand_tabs=False,
        replace_whitespace=False,
        break_on_hyphens=False,
    )
    pieces = []
    at = 0
    for piece in wrapped:
        at = line.index(piece, at)
        pieces.append(Span(start + at, start + at + len(piece)))
        at += len(piece)
    return pieces


def _styled(text: str, piece: Span, bold: Iterable[Mark]) -> str:
    """Return a piece of the text with its bold words in bold."""
    shown = []
    at = piece.start
    for mark in bold:
        start, end = max(mark.start, piece.start), min(mark.end, piece.end)
        if start < end:
            shown += [text[at:start], click.style(text[start:end], bold=True)]
            at = end
    return "".join([*shown, text[at : piece.end]])
