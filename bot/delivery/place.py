"""The place of a message in Telegram."""

from typing import NamedTuple

from telegram import Message


class Place(NamedTuple):
    """A message's chat and number; takes a hundredth of the memory of the whole message."""

    chat: int
    message: int


def place_of(message: Message) -> Place:
    """Return a message's place."""
    return Place(message.chat_id, message.message_id)
