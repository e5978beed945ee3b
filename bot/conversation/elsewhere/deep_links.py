"""What a link that opens the bot asks for, by its payload: t.me/BOT?start=PAYLOAD.

Telegram sends the payload after /start. Anyone can write such a link, so whatever it asks for is
treated as if the user had typed it.
"""

import re

from telegram import Message

from bot.conversation.requests import Request, has_words
from bot.replies.commands import ASK, HELP, SOURCES, START

LONGEST = 64  # characters of a payload: A-Z, a-z, 0-9, _ and -
ADD = "add"
QUESTION = re.compile(r"q_((?:[A-Za-z0-9_]|-[0-9a-f]{2})+)")
SOURCE = re.compile(r"s_?(C?[0-9]{1,9})(?:_([0-9]{1,9}))?", re.IGNORECASE)
ESCAPED = re.compile(rb"-([0-9a-f]{2})")
PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")


def question_payload(question: str) -> str | None:
    """Return the payload that asks a question, or None if it would be too long.

    Spaces become "_", other bytes than letters and digits "-" and two hexadecimal digits.

    >>> question_payload("Who built it?"), question_payload("w" * 63)
    ('q_Who_built_it-3f', None)
    """
    units = " ".join(question.split()).encode("utf-8", "replace")
    written = (
        chr(one) if one in PLAIN else "_" if one == ord(" ") else f"-{one:02x}" for one in units
    )
    payload = f"q_{''.join(written)}"
    return payload if QUESTION.fullmatch(payload) and len(payload) <= LONGEST else None


def requested(payload: str) -> Request:
    """Return what a payload asks for; /start with the payload if that is for ``Welcome``.

    >>> requested("q_Who_built_it-3f"), requested("s6_12").words, requested("q_-ff").command
    (Request(command='ask', words='Who built it?'), '6 12', 'start')
    """
    if len(payload) <= LONGEST:
        if payload == HELP:
            return Request(HELP)
        if source := SOURCE.fullmatch(payload):
            return Request(SOURCES, " ".join(filter(None, source.groups())))
        if (asked := QUESTION.fullmatch(payload)) and has_words(words := _decoded(asked[1])):
            return Request(ASK, words)
    return Request(START, payload)


def is_link(message: Message) -> bool:
    """Whether a message comes from a link; nobody sees the payload in the chat."""
    return (message.text or "").startswith(f"/{START}")


def _decoded(written: str) -> str:
    """The words that a payload stands for; empty if they are not UTF-8."""
    spaced = written.replace("_", " ").encode()
    units = ESCAPED.sub(lambda one: bytes([int(one[1], 16)]), spaced)
    try:
        return " ".join(units.decode().split())
    except UnicodeDecodeError:
        return ""
