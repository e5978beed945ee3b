"""Conversion of a reply's marks to Telegram's message entities."""

from collections.abc import Iterable, Iterator
from itertools import accumulate

from telegram import MessageEntity
from telegram.constants import MessageEntityType, MessageLimit

from bot.replies.labels import utf16_length
from bot.replies.reply import QUOTES, Kind, Mark, Reply

MOST = int(MessageLimit.MESSAGE_ENTITIES)  # Telegram ignores any more
BY_NEED = (Kind.CODE, Kind.QUOTE, Kind.FOLDED, Kind.LINK, Kind.BOLD)
TYPES = {
    Kind.QUOTE: MessageEntityType.BLOCKQUOTE,
    Kind.FOLDED: MessageEntityType.EXPANDABLE_BLOCKQUOTE,
    Kind.BOLD: MessageEntityType.BOLD,
    Kind.LINK: MessageEntityType.TEXT_LINK,
    Kind.CODE: MessageEntityType.CODE,
}
QUOTE_TYPES = frozenset(TYPES[kind] for kind in QUOTES)


def entities_of(reply: Reply) -> tuple[MessageEntity, ...]:
    """Return the reply's marks as entities, in order; they count in UTF-16 units.

    Of the others, only a quote may share text with code.
    """
    text = reply.text
    marks = _most_needed(_outside_code(reply))
    if utf16_length(text) == len(text):  # code points and UTF-16 units are the same
        return tuple(_entity(mark, mark.start, mark.end) for mark in marks)
    units = list(accumulate((1 + (letter > "\uffff") for letter in text), initial=0))
    return tuple(_entity(mark, units[mark.start], units[mark.end]) for mark in marks)


def _outside_code(reply: Reply) -> Iterator[Mark]:
    """Yield the marks, bold words and links only where there is no code."""
    code = sorted(
        (mark for mark in reply.marks if mark.kind is Kind.CODE), key=lambda mark: mark.start
    )
    for mark in reply.marks:
        parts = [*_without(mark, code)] if mark.kind in (Kind.BOLD, Kind.LINK) else [mark]
        for part in parts:
            # Code can leave over only a space, on which Telegram puts no entity.
            if part == mark or reply.text[part.start : part.end].strip():
                yield part


def _without(mark: Mark, code: Iterable[Mark]) -> Iterator[Mark]:
    """Yield the parts of a mark between code, which is in order."""
    start = mark.start
    for one in code:
        if start < (end := min(one.start, mark.end)):
            yield mark._replace(start=start, end=end)
        start = max(start, one.end)
    if start < mark.end:
        yield mark._replace(start=start)


def _most_needed(marks: Iterable[Mark]) -> list[Mark]:
    """Return as many marks as Telegram accepts, in order, dropping bold words first."""
    kept = sorted(marks, key=lambda mark: BY_NEED.index(mark.kind))[:MOST]
    return sorted(kept, key=lambda mark: (mark.start, -mark.end, mark.kind is Kind.CODE))


def _entity(mark: Mark, start: int, end: int) -> MessageEntity:
    return MessageEntity(TYPES[mark.kind], start, end - start, url=mark.url)
