"""Messages that are ready to send, and joining several into one."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from bot.replies.labels import utf16_length

# UTF-16 units in a message: telegram.constants.MessageLimit.MAX_TEXT_LENGTH, repeated here because
# the command line makes replies too and must not wait for telegram to load.
LONGEST_MESSAGE = 4096


class Kind(Enum):
    """How a mark formats the text that it covers."""

    QUOTE = "quote"
    BOLD = "bold"
    LINK = "link"


class Mark(NamedTuple):
    """A formatted part of a reply's text; start and end count code points."""

    kind: Kind
    start: int
    end: int
    url: str | None = None  # of a link

    def moved(self, offset: int) -> "Mark":
        """Return the mark shifted by ``offset`` code points."""
        return Mark(self.kind, self.start + offset, self.end + offset, self.url)


class Button(NamedTuple):
    """A button under a message, and the data that Telegram sends when it is pressed."""

    label: str
    data: str  # at most 64 bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """A message of 1 to 4096 UTF-16 units."""

    text: str
    marks: tuple[Mark, ...] = ()
    buttons: tuple[Button, ...] = ()


def joined(blocks: Sequence[Reply], between: str = "\n\n", room: int = LONGEST_MESSAGE) -> Reply:
    """Join blocks, dropping those at the end that do not fit into ``room`` UTF-16 units."""
    gap = utf16_length(between)
    length = -gap
    texts: list[str] = []
    marks: list[Mark] = []
    start = 0
    for block in blocks:
        length += gap + utf16_length(block.text)
        if length > room:
            break
        marks += [mark.moved(start) for mark in block.marks] if start else block.marks
        texts.append(block.text)
        start += len(block.text) + len(between)
    return Reply(between.join(texts), tuple(marks))
