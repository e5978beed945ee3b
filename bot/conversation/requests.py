"""Which messages are for the bot, and what each one asks; all others are ignored.

In a group, these are commands with the bot's name, mentions, and replies to its messages.
The module ``access`` decides whose requests are served.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta

from telegram import Message, MessageEntity, User
from telegram.constants import ChatType, MessageEntityType

from bot.replies.commands import ADD, ASK, HELP, NAMES

WORDLESS = "wordless"  # in a private chat: a message without text
EDITABLE_FOR = timedelta(minutes=5)  # later edits are ignored: nobody looks at the answer again


@dataclass(frozen=True, slots=True)
class Request:
    """The name of a command, or WORDLESS, and the words after it.

    The words are joined into one line, except those after /add, which keep their line breaks.
    """

    command: str
    words: str = ""


def read_request(message: Message, bot: User) -> Request | None:
    """Return what a message asks of the bot, or None if it is not for the bot."""
    if not _is_by_person(message):
        return None
    private = message.chat.type == ChatType.PRIVATE
    command, target, words = _split_command(message, bot)
    if target and target != _username(bot):
        return None
    if command and command not in NAMES:
        return Request(HELP) if private else None
    if not (private or target or _mentions(message, bot) or _replies_to(message, bot)):
        return None
    if not _text(message):
        return Request(WORDLESS) if private and _is_lone_attachment(message) else None
    if command in (None, ASK):
        return Request(ASK, words if _has_words(words) else _text_replied_to(message, bot))
    return Request(command, _after_command(message) if command == ADD else words)


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


def _is_lone_attachment(message: Message) -> bool:
    """Whether a message has a photo, sticker or the like, and is not part of an album."""
    return message.effective_attachment is not None and message.media_group_id is None


def _split_command(message: Message, bot: User) -> tuple[str | None, str, str]:
    """The command that a message begins with, the bot named in it, and the other words."""
    text = _text(message)
    ours = list(_mention_entities(message, bot))
    first = next((entity for entity in _entities(message) if entity.offset == 0), None)
    if first is None or first.type != MessageEntityType.BOT_COMMAND:
        return None, "", _without(text, ours)
    command, _, target = _part(text, first)[1:].lower().partition("@")
    return command, target, _without(text, [first, *ours])


def _after_command(message: Message) -> str:
    """The text after the command at the beginning, with its line breaks."""
    return "".join(_text(message).split(maxsplit=1)[1:])


def _mentions(message: Message, bot: User) -> bool:
    return any(_mention_entities(message, bot))


def _replies_to(message: Message, bot: User) -> bool:
    """Whether a message is a reply to one of the bot's messages."""
    replied = _replied(message)
    return replied is not None and _is_by(replied, bot)


def _text_replied_to(message: Message, bot: User) -> str:
    """The text of the message replied to, or the part of it that the author quoted."""
    replied = _replied(message)
    if replied is not None and _is_by(replied, bot):
        return ""
    if message.quote is not None:
        return message.quote.text
    return _split_command(replied, bot)[2] if replied is not None else ""


def _replied(message: Message) -> Message | None:
    """The message replied to; in a topic, every message "replies" to the topic's creation."""
    replied = message.reply_to_message
    return None if replied is None or replied.forum_topic_created else replied


def _is_by(message: Message, bot: User) -> bool:
    return message.from_user is not None and message.from_user.id == bot.id


def _mention_entities(message: Message, bot: User) -> Iterator[MessageEntity]:
    text = _text(message)
    for entity in _entities(message):
        named = entity.type == MessageEntityType.MENTION
        linked = entity.type == MessageEntityType.TEXT_MENTION and entity.user
        if (named and _part(text, entity).lower() == f"@{_username(bot)}") or (
            linked and linked.id == bot.id
        ):
            yield entity


def _text(message: Message) -> str:
    return message.text or message.caption or ""


def _entities(message: Message) -> tuple[MessageEntity, ...]:
    return message.entities or message.caption_entities


def _part(text: str, entity: MessageEntity) -> str:
    """The text that an entity covers; its offsets are UTF-16 units."""
    units = text.encode("utf-16-le")
    part = units[2 * entity.offset : 2 * (entity.offset + entity.length)]
    return part.decode("utf-16-le", "ignore")


def _without(text: str, entities: Collection[MessageEntity]) -> str:
    """The text on one line, without what the entities cover."""
    units = text.encode("utf-16-le")
    kept = []
    at = 0
    for entity in sorted(entities, key=lambda entity: entity.offset):
        kept.append(units[at : 2 * entity.offset])
        at = 2 * (entity.offset + entity.length)
    parts = [*kept, units[at:]]
    return " ".join(" ".join(part.decode("utf-16-le", "ignore") for part in parts).split())


def _has_words(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def _username(bot: User) -> str:
    return (bot.username or "").lower()
