"""Who sent a message."""

from telegram import Message


def sender_id(message: Message) -> int:
    """The id to count a message for: its user's, or that of the chat that the user posts as.

    Everyone who posts as a group or a channel has the same user id.
    """
    sender = message.sender_chat or message.from_user or message.chat
    return sender.id
