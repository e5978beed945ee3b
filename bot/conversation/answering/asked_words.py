"""The words of a long message that an answer in a group replies to."""

import re

from telegram import Message
from telegram.constants import ChatType, MessageEntityType

from bot.conversation.requests import question_in, text_of
from bot.delivery.send import Quoted
from bot.replies.answering.asked import asking_part
from bot.replies.labels import utf16_length
from corpus.article import Span

LONG = 200  # UTF-16 units; whoever reads a shorter message on one line sees what was asked
LONGEST_QUOTE = 300  # UTF-16 units; Telegram takes 1024, but they would hide the answer
# Telegram looks for these in a quote as well, and refuses it if they differ.
FORMATTED = frozenset(
    {
        MessageEntityType.BOLD,
        MessageEntityType.ITALIC,
        MessageEntityType.UNDERLINE,
        MessageEntityType.STRIKETHROUGH,
        MessageEntityType.SPOILER,
        MessageEntityType.CUSTOM_EMOJI,
        MessageEntityType.DATE_TIME,
    }
)


def asked_words(message: Message) -> Quoted | None:
    """Return the words of a message in a group that ask something, to be quoted in the reply.

    None if the message is short, in one line, or has no such words in one piece.
    """
    text = text_of(message)
    is_long = "\n" in text.strip() or utf16_length(text) > LONG
    if message.chat.type == ChatType.PRIVATE or not is_long:
        return None
    words = question_in(message, message.get_bot().bot)
    for asked in (asking_part(words), words):
        span = _place(text, asked)
        if span is not None and _can_be_quoted(message, span):
            return Quoted(text[slice(*span)], utf16_length(text[: span.start]))
    return None


def _place(text: str, words: str) -> Span | None:
    """Return where the words stand in a text, whatever white space is between them."""
    found = re.search(r"\s+".join(map(re.escape, words.split())) or r"(?!)", text)
    return Span(*found.span()) if found else None


def _can_be_quoted(message: Message, span: Span) -> bool:
    """Whether a part of a message is short enough and has no format that a quote must repeat."""
    text = text_of(message)
    start, length = utf16_length(text[: span.start]), utf16_length(text[slice(*span)])
    return length <= LONGEST_QUOTE and not any(
        one.type in FORMATTED and one.offset < start + length and start < one.offset + one.length
        for one in (message.entities or message.caption_entities)
    )
