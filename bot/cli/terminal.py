"""A reply as a terminal shows it."""

import re
import textwrap
from collections.abc import Iterable, Iterator

import click
from telegram import MessageEntity

from bot.replies.reply import Reply
from corpus.article import Span

# What a stranger's text may not do to a terminal: move the cursor, change colours, turn the
# order of the letters round.
UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
BAR = "│ "


def printable(text: str) -> str:
    """The text, with a replacement character in place of each that could command a terminal."""
    return UNSAFE.sub("\ufffd", text)


def on_one_line(text: str) -> str:
    """The same, and on one line."""
    return printable(text).replace("\n", " ")


def render(reply: Reply, width: int | None = None) -> str:
    """The reply for a terminal: quotes behind a bar, matched words bold, addresses spelt out.

    Lines are wrapped at ``width`` columns; without one each stays whole, as a pipe wants it.
    """
    quotes = list(_spans(reply, MessageEntity.BLOCKQUOTE))
    bold = sorted(_spans(reply, MessageEntity.BOLD))
    text = printable(reply.text)
    lines = []
    for start, line in _lines(text):
        quoted = any(quote.start <= start < quote.end for quote in quotes)
        prefix = BAR if quoted else ""
        pieces = _wrap(line, start, width and width - len(prefix))
        lines += [prefix + _styled(text, piece, bold) for piece in pieces]
        lines += [f"    {url}" for url in _urls(reply, Span(start, start + len(line)))]
    return "\n".join(lines)


def _spans(reply: Reply, kind: str) -> Iterator[Span]:
    """Yield where entities of a kind stand, in code points."""
    units = reply.text.encode("utf-16-le")
    for entity in reply.entities:
        if entity.type == kind:
            start = len(units[: entity.offset * 2].decode("utf-16-le"))
            inside = units[entity.offset * 2 : (entity.offset + entity.length) * 2]
            yield Span(start, start + len(inside.decode("utf-16-le")))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _wrap(line: str, start: int, width: int | None) -> list[Span]:
    """The pieces of a line that fit the width, as spans of the whole text."""
    if not width or len(line) <= width:
        return [Span(start, start + len(line))]
    pieces = []
    at = 0
    for piece in textwrap.wrap(
        line, max(width, 20), expand_tabs=False, replace_whitespace=False, break_on_hyphens=False
    ):
        at = line.index(piece, at)
        pieces.append(Span(start + at, start + at + len(piece)))
        at += len(piece)
    return pieces


def _styled(text: str, piece: Span, bold: Iterable[Span]) -> str:
    shown = []
    at = piece.start
    for span in bold:
        start, end = max(span.start, piece.start), min(span.end, piece.end)
        if start < end:
            shown += [
                printable(text[at:start]),
                click.style(printable(text[start:end]), bold=True),
            ]
            at = end
    return "".join([*shown, text[at : piece.end]])


def _urls(reply: Reply, line: Span) -> Iterator[str]:
    links = [entity for entity in reply.entities if entity.type == MessageEntity.TEXT_LINK]
    for span, link in zip(_spans(reply, MessageEntity.TEXT_LINK), links, strict=True):
        if line.start <= span.start < line.end and link.url:
            yield printable(link.url)
