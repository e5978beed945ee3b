"""What a message says to the bot: the command and the words, without mentions."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from telegram import Document, Message, MessageEntity, User
from telegram.constants import MessageEntityType

from corpus.web.pages import URL
from retrieval.answer import Turn
from retrieval.asking.claims import sentences_in, turn_about
from retrieval.asking.courtesies import CONTEXT, MORE, said_in
from retrieval.asking.several import lines_of

WORDLESS = "wordless"  # in a private chat: a message without text
UNKNOWN = "unknown"  # a command that does not exist, which the words name

CONTEXT_WANTED = re.compile(
    r"""\W*(?:(?:please|ok|okay|and|yes)\W+)*
    (?:(?:show|give)\s(?:me\s)?)?(?:some\s|the\s|a\sbit\s|a\slittle\s)?(?:more|(?:more\s)?context)
    (?:\W+please)?\W*""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Request:
    """The name of a command, WORDLESS or UNKNOWN, and the words after it.

    They are on one line, unless each line asks something.
    """

    command: str
    words: str = ""


def split_command(message: Message, bot: User) -> tuple[str | None, str, str]:
    """The command that a message begins with, the bot named in it, and the other words."""
    text = text_of(message)
    ours = list(mention_entities(message, bot))
    first = next((entity for entity in _entities(message) if entity.offset == 0), None)
    if first is None or first.type != MessageEntityType.BOT_COMMAND:
        return None, "", " ".join(_without(text, ours).split())
    command, _, target = _part(text.encode("utf-16-le"), first)[1:].lower().partition("@")
    return command, target, " ".join(_without(text, [first, *ours]).split())


def question_in(message: Message, bot: User) -> str:
    """The words of a message without its command; addresses count only if nothing else is left."""
    command, _, words = split_command(message, bot)
    left_out = [one for one in _entities(message) if one.type == MessageEntityType.URL]
    left_out += mention_entities(message, bot)
    if command:
        left_out.append(next(one for one in _entities(message) if one.offset == 0))
    rest = URL.sub(" ", _without(text_of(message), left_out))
    return "\n".join(lines_of(rest)) if has_words(rest) else words


def text_replied_to(message: Message, bot: User) -> str:
    """The text of the message replied to, or the part of it that the author quoted."""
    replied = message_replied_to(message)
    if replied is not None and is_by(replied, bot):
        return ""
    if message.quote is not None:
        return message.quote.text
    return question_in(replied, bot) if replied is not None else ""


def claim_replied_to(message: Message, bot: User) -> str:
    """Like ``text_replied_to``; empty if that states nothing, such as a link or a greeting."""
    text = text_replied_to(message, bot)
    return text if sentences_in(text) else ""


def turn_replied_to(message: Message, question: str, bot: User) -> Turn | None:
    """The turn that a question in reply to somebody's message follows up on.

    There is none if the message has no words, or is itself what is asked about.
    """
    text = text_replied_to(message, bot)
    return turn_about(text) if has_words(text) and text != question else None


def message_replied_to(message: Message) -> Message | None:
    """The message replied to; in a topic, every message "replies" to the topic's creation."""
    replied = message.reply_to_message
    return None if replied is None or replied.forum_topic_created else replied


def is_by(message: Message, bot: User) -> bool:
    """Whether the bot wrote a message."""
    return message.from_user is not None and message.from_user.id == bot.id


def mention_entities(message: Message, bot: User) -> Iterator[MessageEntity]:
    """Yield the entities that mention the bot, by its username or by a link to it."""
    units = text_of(message).encode("utf-16-le")
    name = f"@{username(bot)}"
    for entity in _entities(message):
        named = entity.type == MessageEntityType.MENTION and entity.length == len(name)
        linked = entity.type == MessageEntityType.TEXT_MENTION and entity.user
        if (named and _part(units, entity).lower() == name) or (linked and linked.id == bot.id):
            yield entity


def text_of(message: Message) -> str:
    """The text of a message, or the caption of what it shows."""
    return message.text or message.caption or ""


def file_of(message: Message) -> Document | None:
    """The file that a message holds; an animation is none, although Telegram shows it as one."""
    return None if message.animation else message.document


def _entities(message: Message) -> tuple[MessageEntity, ...]:
    return message.entities or message.caption_entities


def _part(units: bytes, entity: MessageEntity) -> str:
    """The text that an entity covers, of a text in UTF-16; its offsets are UTF-16 units."""
    part = units[2 * entity.offset : 2 * (entity.offset + entity.length)]
    return part.decode("utf-16-le", "ignore")


def _without(text: str, entities: Collection[MessageEntity]) -> str:
    """The text without what the entities cover."""
    units = text.encode("utf-16-le")
    kept = []
    at = 0
    for entity in sorted(entities, key=lambda entity: entity.offset):
        kept.append(units[at : 2 * entity.offset])
        at = 2 * (entity.offset + entity.length)
    parts = [*kept, units[at:]]
    return " ".join(part.decode("utf-16-le", "ignore") for part in parts)


def has_words(text: str) -> bool:
    """Whether a text has any letter or digit."""
    return any(letter.isalnum() for letter in text)


def wants_context(words: str) -> bool:
    """Whether words in reply to an answer ask for the sentences around its quotes.

    >>> wants_context("Show me more, please"), wants_context("more about the ferry")
    (True, False)
    >>> wants_context("Ещё!"), wants_context("Mehr Kontext"), wants_context("Mehr Geld")
    (True, True, False)
    """
    plain = " ".join(words.split())
    return CONTEXT_WANTED.fullmatch(plain) is not None or said_in(plain) in ((MORE,), (CONTEXT,))


def username(bot: User) -> str:
    """The bot's username in lower case."""
    return (bot.username or "").lower()
