"""Decides whether the bot stays silent or answers a message, and what the message asks.

In a group, only commands with the bot's name, mentions and replies to its messages are for the
bot. Of the replies, insults get no response. ``access`` decides whose requests are served, and
``quotas`` how many.
"""

from datetime import timedelta

from telegram import Message, User
from telegram.constants import ChatType

from bot.conversation.elsewhere.deep_links import requested
from bot.conversation.requests import (
    UNKNOWN,
    WORDLESS,
    Request,
    claim_replied_to,
    file_of,
    is_by,
    mention_entities,
    message_replied_to,
    question_in,
    split_command,
    text_of,
    username,
    wants_context,
)
from bot.replies.commands import ASK, CONTEXT, NAMES, START
from retrieval.asking.claims import refers_only
from retrieval.asking.small_talk import talk_of
from retrieval.asking.small_talk_phrases import Talk

EDITABLE_FOR = timedelta(minutes=5)  # later edits are ignored: nobody looks at the answer again


def read_request(message: Message, bot: User) -> Request | None:
    """Return what a message asks of the bot, or None if the bot stays silent."""
    if not _is_by_person(message):
        return None
    private = message.chat.type == ChatType.PRIVATE
    command, target, words = split_command(message, bot)
    if target and target != username(bot):
        return None
    if command and command not in NAMES:
        return Request(UNKNOWN, command) if private or target else None
    named = private or target or _mentions(message, bot)
    if not named and not _replies_to(message, bot):
        return None
    if not text_of(message):
        return Request(WORDLESS) if private and _is_attachment(message) else None
    if command in (None, ASK):
        question = question_in(message, bot)
        if not named and talk_of(question) is Talk.INSULT:
            return None
        if wants_context(question) and _replies_to(message, bot):
            return Request(CONTEXT, question)
        if refers_only(question):
            question = claim_replied_to(message, bot) or question
        return Request(ASK, question)
    return requested(words) if command == START else Request(command, words)


def is_recent_edit(message: Message) -> bool:
    """Whether a message was edited soon enough to update its answer, by Telegram's clock."""
    return (message.edit_date or message.date) - message.date <= EDITABLE_FOR


def _is_by_person(message: Message) -> bool:
    """Whether a person wrote this here: as themselves, as the group, or as a channel."""
    sender = message.from_user
    by_bot = sender is not None and sender.is_bot and message.sender_chat is None
    passed_on = message.is_automatic_forward or message.via_bot
    elsewhere = message.guest_query_id or message.business_connection_id
    in_channel = message.chat.type == ChatType.CHANNEL
    return not (by_bot or passed_on or elsewhere or in_channel)


def _is_attachment(message: Message) -> bool:
    """Whether a message has a file, or a photo, sticker or the like outside an album."""
    alone = message.media_group_id is None
    return file_of(message) is not None or (alone and message.effective_attachment is not None)


def _mentions(message: Message, bot: User) -> bool:
    return any(mention_entities(message, bot))


def _replies_to(message: Message, bot: User) -> bool:
    """Whether a message is a reply to words of the bot; notices about the chat have none."""
    replied = message_replied_to(message)
    return replied is not None and is_by(replied, bot) and bool(text_of(replied))
