"""Updates that belong together: the parts of a text that Telegram cut, the files of an album."""

from collections.abc import Sequence
from datetime import timedelta

from telegram import (
    Message,
    MessageOrigin,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    Update,
)
from telegram.constants import MessageEntityType, MessageLimit

from bot.replies.labels import utf16_length
from bot.updates.bodies import Body
from corpus.article import Span
from corpus.sentences.splitting import split_sentences

WITHIN = timedelta(seconds=3)  # between two parts, by Telegram's clock, which shows whole seconds
# Telegram's apps cut a text at the best place in the second half of a message, or in its last 300
# characters, and drop the white space there.
LONGEST = MessageLimit.MAX_TEXT_LENGTH  # UTF-16 units
FEWEST = LONGEST // 2
SLACK = 100  # units of white space that an app may have dropped
SEARCHED = 300  # characters at the end of a part; most apps cut at a white space there
NEWLINE = "\n"
SHORT_LINE = 80  # characters; a line like this without a stop is a heading, or of a list
SEAM = 500  # characters on each side of a cut; whether a sentence ends there depends on no more
MOST_ENTITIES = 1000  # of a text in parts; no article has more


def may_go_on(update: Update) -> bool:
    """Whether more messages may belong to this one."""
    message = update.message
    return message is not None and (
        message.media_group_id is not None or utf16_length(message.text or "") >= FEWEST
    )


def album_of(update: Update) -> str | None:
    """The album that an update's message belongs to, if any."""
    album = update.message.media_group_id if update.message else None
    return album if isinstance(album, str) else None


def goes_on(before: Update, after: Update) -> bool:
    """Whether the second of two updates of a chat goes on where the first one ends."""
    first, second = before.message, after.message
    if first is None or second is None or not _are_neighbors(first, second):
        return False
    if first.media_group_id is not None:
        return first.media_group_id == second.media_group_id
    if not first.text or not second.text or second.media_group_id is not None:
        return False
    length = utf16_length(first.text)
    # What would have fitted into one message was not cut.
    is_cut = length >= FEWEST and length + utf16_length(second.text) > LONGEST - SLACK
    return is_cut and not _begins_anew(first, second)


def joined(bodies: Sequence[Body]) -> Body:
    """Return one update for several that go on: a text is whole; of an album, one has the caption.

    If several have one, that with a command or a mention counts.

    >>> parts = [{"message": {"text": "The mayor of"}}, {"message": {"text": "Sund resigned."}}]
    >>> joined(parts)["message"]["text"]
    'The mayor of Sund resigned.'
    """
    first = bodies[0]
    if "text" not in first["message"]:
        return max(bodies, key=_says)
    parts: list[str] = []
    entities = []
    length = 0
    for body in bodies:
        message = body["message"]
        seam = _seam(parts[-1], message["text"]) if parts else ""
        length += utf16_length(seam)
        entities += [one | {"offset": one["offset"] + length} for one in _entities(message)]
        parts += [seam, message["text"]]
        length += utf16_length(message["text"])
    whole = {"text": "".join(parts), "entities": entities[:MOST_ENTITIES]}
    return first | {"message": first["message"] | whole}


def _says(body: Body) -> int:
    """How much a message of an album says about what the user wants."""
    message = body["message"]
    marks = {one["type"] for one in message.get("caption_entities") or []}
    if MessageEntityType.BOT_COMMAND in marks:
        return 3
    if not marks.isdisjoint((MessageEntityType.MENTION, MessageEntityType.TEXT_MENTION)):
        return 2
    return bool(message.get("caption"))


def _entities(message: Body) -> list[Body]:
    return message.get("entities") or []


def _are_neighbors(first: Message, second: Message) -> bool:
    """Whether one user sent both messages at the same place and almost at the same time."""
    return (
        (first.chat_id, first.from_user, first.sender_chat, first.message_thread_id)
        == (second.chat_id, second.from_user, second.sender_chat, second.message_thread_id)
        and first.message_id < second.message_id
        and timedelta() <= second.date - first.date <= WITHIN
    )


def _begins_anew(first: Message, second: Message) -> bool:
    """Whether a text is certainly not part of the text before it."""
    starts = [one for one in second.entities if not one.offset]
    is_command = any(one.type == MessageEntityType.BOT_COMMAND for one in starts)
    return (
        is_command
        or not _have_one_origin(first, second)
        or _reply(second)
        not in (
            None,
            _reply(first),
        )
    )


def _have_one_origin(first: Message, second: Message) -> bool:
    """Whether two messages are both the user's own, or forwarded from one text in parts."""
    one, other = first.forward_origin, second.forward_origin
    if one is None or other is None:
        return one is other
    if _author(one) != _author(other) or not timedelta() <= other.date - one.date <= WITHIN:
        return False
    if isinstance(one, MessageOriginChannel) and isinstance(other, MessageOriginChannel):
        return one.message_id < other.message_id
    return True


def _author(origin: MessageOrigin) -> int | str | None:
    """Who wrote a message that was forwarded."""
    match origin:
        case MessageOriginUser(sender_user=user):
            return user.id
        case MessageOriginHiddenUser(sender_user_name=name):
            return name
        case MessageOriginChat(sender_chat=chat) | MessageOriginChannel(chat=chat):
            return chat.id
        case _:
            return None


def _reply(message: Message) -> int | None:
    """The number of the message replied to, unless that only is where the thread began."""
    replied = message.reply_to_message
    if replied is None or replied.message_id == message.message_thread_id:
        return None
    return replied.message_id


def _seam(part: str, after: str) -> str:
    """The white space that an app has probably dropped between two parts of a text."""
    if part[-1:].isspace() or after[:1].isspace() or _is_within_word(part, after):
        return ""
    line = part[-SEAM:].rpartition("\n")[2]
    both = f"{line} {after[:SEAM].partition(NEWLINE)[0]}"
    is_end = any(span.end == len(line) for span in split_sentences(both, Span(0, len(both))))
    is_heading = NEWLINE in part[-SEAM:] and len(line) < SHORT_LINE and not after[:1].islower()
    if is_end or is_heading:  # between two sentences, a line's end changes no quote
        return "\n\n" if "\n\n" in part else "\n"
    return " "


def _is_within_word(part: str, after: str) -> bool:
    """Whether a text was cut inside a word, which happens only where there is no more room."""
    if not any(map(str.isspace, part[-SEARCHED:])):  # as in Chinese
        return True
    if utf16_length(part) < LONGEST or not (part[-1:].isalnum() and after[:1].isalnum()):
        return False
    start, end = part.split()[-1], after.split()[0]
    others = {*part.split()[:-1], *after.split()[1:]}
    return start + end in others or not (start in others and end in others)
