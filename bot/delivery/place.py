"""Where a message is in Telegram."""

from typing import NamedTuple

from telegram import Message


class Place(NamedTuple):
    """Where a message is: a hundredth of the memory that the message takes."""

    chat: int
    message: int


def place_of(message: Message) -> Place:
    """Where a message is."""
    return Place(message.chat_id, message.message_id)
