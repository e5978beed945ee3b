"""Messages that are ready to send, and joining several into one."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from string import Formatter
from typing import NamedTuple

from bot.replies.labels import utf16_length
from bot.replies.live_text import live_spans
from bot.wording.isolates import MARK, is_whole, needs_mark, with_isolated_values
from bot.wording.wording import Wording, speaks_right_to_left
from corpus.article import Span

# UTF-16 units in a message, and marks: MAX_TEXT_LENGTH and MESSAGE_ENTITIES in
# telegram.constants.MessageLimit, repeated here because the command line makes replies too and
# must not wait for telegram to load.
LONGEST_MESSAGE = 4096
MOST_MARKS = 100
MOST_CODE = 2  # marks in a name, a title or a reason: the lists of them must fit a message


class Kind(Enum):
    """How a mark formats the text that it covers."""

    QUOTE = "quote"
    FOLDED = "folded quote"  # one of which only the beginning is shown until it is tapped
    BOLD = "bold"
    LINK = "link"
    CODE = "code"  # keeps Telegram from making the text a link, a mention or a command


QUOTES = frozenset({Kind.QUOTE, Kind.FOLDED})


class Mark(NamedTuple):
    """A formatted part of a reply's text; start and end count code points."""

    kind: Kind
    start: int
    end: int
    url: str | None = None  # of a link

    def moved(self, offset: int) -> "Mark":
        """Return the mark shifted by ``offset`` code points."""
        return Mark(self.kind, self.start + offset, self.end + offset, self.url)


class Press(Enum):
    """What pressing a button does with its data."""

    CALL = "call"  # sends it to the bot: 1 to 64 bytes
    OPEN = "open"  # opens it: a web address
    COPY = "copy"  # copies it: 1 to 256 UTF-16 units
    SHARE = "share"  # asks it inline in a chat that the user picks


class Button(NamedTuple):
    """A button under a message, with its data."""

    label: str
    data: str
    press: Press = Press.CALL


@dataclass(frozen=True, slots=True)
class Reply:
    """A message of 1 to 4096 UTF-16 units."""

    text: str
    marks: tuple[Mark, ...] = ()
    buttons: tuple[Button, ...] = ()


def untrusted(text: str, most: int = MOST_CODE) -> Reply:
    """Return a stranger's text, with whatever Telegram would make live marked as code.

    There are at most ``most`` marks; the last one covers all the text between those left over.
    """
    spans = live_spans(text)
    if len(spans) > most:
        spans[most - 1 :] = [Span(spans[most - 1].start, spans[-1].end)]
    return Reply(text, tuple(Mark(Kind.CODE, *span) for span in spans))


def filled(template: str | Wording, **values: Reply | str | int) -> Reply:
    """Return the template with its placeholders filled in; replies keep their marks.

    >>> filled("Added {source}", source=untrusted("evil.example")).marks[0][1:3]
    (6, 18)
    """
    replies = {
        name: value if isinstance(value, Reply) else Reply(str(value))
        for name, value in values.items()
    }
    template = str(template)
    if speaks_right_to_left():
        whole = [name for name, value in replies.items() if _is_whole(value)]
        template = with_isolated_values(template, whole)
    parts: list[Reply] = []
    for text, name, _, _ in Formatter().parse(template):
        parts.append(Reply(text))
        if name is not None:
            parts.append(replies[name])
    return _begun_right(joined(parts, "", sys.maxsize))


def in_list(items: Sequence[Reply], listed: Callable[[Sequence[str]], str]) -> Reply:
    """Return replies, at least one, as a list that one of the functions in ``labels`` makes.

    >>> in_list([Reply("[1]"), Reply("[2]")], " or ".join).text
    '[1] or [2]'
    """
    named = {f"item{number}": item for number, item in enumerate(items)}
    return filled(listed([f"{{{name}}}" for name in named]), **named)


def joined(blocks: Sequence[Reply], between: str = "\n\n", room: int = LONGEST_MESSAGE) -> Reply:
    """Join blocks, dropping those at the end that do not fit into ``room`` UTF-16 units.

    In a message, so are those whose marks would be too many, not counting bold words.
    """
    marks: list[Mark] = []
    start = 0
    if room < sys.maxsize:
        blocks = blocks[: fitting(blocks, between, room)]
    for block in blocks:
        marks += [mark.moved(start) for mark in block.marks] if start else block.marks
        start += len(block.text) + len(between)
    return Reply(between.join(block.text for block in blocks), tuple(marks))


def fitting(blocks: Sequence[Reply], between: str = "\n\n", room: int = LONGEST_MESSAGE) -> int:
    """Return how many of the blocks, from the first on, ``joined`` keeps."""
    gap = utf16_length(between)
    most_marks = MOST_MARKS if room <= LONGEST_MESSAGE else sys.maxsize
    length = -gap
    needed = 0
    for kept, block in enumerate(blocks):
        length += gap + utf16_length(block.text)
        if block.marks:
            needed += sum(mark.kind is not Kind.BOLD for mark in block.marks)
        if length > room or needed > most_marks:
            return kept
    return len(blocks)


def _is_whole(value: Reply) -> bool:
    """Whether a reply needs no isolates around it: a quote has paragraphs of its own."""
    return is_whole(value.text) or any(mark.kind in QUOTES for mark in value.marks)


def _begun_right(reply: Reply) -> Reply:
    """Return a reply that runs from right to left, if that is how the language is written."""
    if not speaks_right_to_left() or not needs_mark(reply.text):
        return reply
    is_quote = any(mark.kind in QUOTES and mark.start == 0 for mark in reply.marks)
    return reply if is_quote else joined([Reply(MARK), reply], "", sys.maxsize)
