"""Offers to add what a user sends without a command, if it is not a question."""

from dataclasses import replace

from telegram import Message, User
from telegram.constants import ChatType

from bot.conversation.adding.posted import is_own
from bot.conversation.adding.recent_groups import Group
from bot.conversation.adding.words import words_of
from bot.conversation.requests import file_of, split_command
from bot.replies.chat_sources.adding import OFFER, add_button, offer_reply
from bot.replies.reply import Reply
from retrieval.answer import Band

LONG_TEXT = 1000  # characters; no question is this long
SHORTEST_PASTE = 300  # characters; a text like this is a question if it ends like one


def offer_at_once(group: Group, bot: User, count: int) -> Reply | None:
    """Return an offer to add what a user sent, or None if it may be a question.

    In a private chat, files without a caption, a link without any words and a text that is very
    long or in parts are no questions. It was sent in ``count`` messages, of which ``group`` are
    known.
    """
    message = group[0]
    if not _is_offered(message, bot):
        return None
    words = words_of(message, bot)
    is_file = file_of(message) is not None and not words.text
    is_link = bool(words.links) and not words.prose
    is_long = len(words.text) > LONG_TEXT or (len(group) > 1 and message.text is not None)
    if is_file or is_link or is_long:
        return offer_reply(OFFER, count)
    return None


def with_offer(reply: Reply, group: Group, bot: User, band: Band) -> Reply:
    """Return the reply to a question with an offer to add what holds it, if it may be articles.

    A pasted text gets the offer alone unless the answer is sure: most are to be added.
    """
    message = group[0]
    if not _is_offered(message, bot):
        return reply
    words = words_of(message, bot)
    is_pasted = len(words.text) > SHORTEST_PASTE and not words.text.endswith("?")
    is_forwarded = message.forward_origin is not None and band is Band.SILENT
    if words.text and (is_forwarded or (is_pasted and band is not Band.SURE)):
        return offer_reply(OFFER)
    if words.links or file_of(message) is not None or message.forward_origin is not None:
        return replace(reply, buttons=(*reply.buttons, add_button(len(group))))
    return reply


def _is_offered(message: Message, bot: User) -> bool:
    """Whether a message is of a kind that the bot offers to add."""
    command, _, _ = split_command(message, bot)
    is_private = message.chat.type == ChatType.PRIVATE
    return is_private and command is None and not is_own(message, bot)
