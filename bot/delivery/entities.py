"""Conversion of a reply's marks to Telegram's message entities."""

from itertools import accumulate

from telegram import MessageEntity
from telegram.constants import MessageEntityType, MessageLimit

from bot.replies.labels import utf16_length
from bot.replies.reply import Kind, Mark, Reply

MOST = int(MessageLimit.MESSAGE_ENTITIES)  # Telegram ignores any more
TYPES = {
    Kind.QUOTE: MessageEntityType.BLOCKQUOTE,
    Kind.BOLD: MessageEntityType.BOLD,
    Kind.LINK: MessageEntityType.TEXT_LINK,
}


def entities_of(reply: Reply) -> tuple[MessageEntity, ...]:
    """Return the reply's marks as entities, in order; they count in UTF-16 units."""
    marks = _most_needed(reply.marks)
    text = reply.text
    if utf16_length(text) == len(text):  # code points and UTF-16 units are the same
        return tuple(_entity(mark, mark.start, mark.end) for mark in marks)
    units = list(accumulate((1 + (letter > "\uffff") for letter in text), initial=0))
    return tuple(_entity(mark, units[mark.start], units[mark.end]) for mark in marks)


def _most_needed(marks: tuple[Mark, ...]) -> list[Mark]:
    """Return as many marks as Telegram accepts, in order, dropping bold words first."""
    kept = sorted(marks, key=lambda mark: mark.kind is Kind.BOLD)[:MOST]
    return sorted(kept, key=lambda mark: (mark.start, -mark.end))


def _entity(mark: Mark, start: int, end: int) -> MessageEntity:
    return MessageEntity(TYPES[mark.kind], start, end - start, url=mark.url)
