"""What a message with /add refers to: files, links, a text, words quoted, a post replied to."""

from datetime import datetime
from pathlib import PurePath
from typing import NamedTuple

from telegram import (
    Chat,
    Document,
    ExternalReplyInfo,
    LinkPreviewOptions,
    Message,
    MessageOrigin,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginUser,
    TextQuote,
    User,
)

from bot.conversation.adding.cut_texts import is_nearly_full, without_cut_sentence
from bot.conversation.adding.recent_groups import Group
from bot.conversation.adding.words import Words, words_in, words_of
from bot.conversation.requests import file_of, has_words, is_by
from bot.replies.chat_sources.adding import (
    CUT_SENTENCE,
    MAY_GO_ON,
    ONE_OF_ALBUM,
    OUT_OF_SIGHT,
    OWN_ANSWER,
    TOO_MANY_LINKS,
)
from bot.replies.chat_sources.own_sources import HOW_TO_ADD
from bot.replies.labels import utf16_length
from bot.replies.reply import Reply
from corpus.formats.extract import SUFFIXES
from corpus.metadata import UNKNOWN, Metadata
from corpus.web.pages import is_url

MOST_LINKS = 10  # of a message
LONG_PROSE = 300  # characters; what has more of its own words is itself the source
SHORT_TEXT = 100  # characters on one line; whether that is a source, the bot asks
SHORT_FILE = 1_000_000  # bytes; reading a larger file is long work
MOST_SHORT = 2  # links or files; reading more is long work


class Posted(NamedTuple):
    """Files, links, or a text that is the article.

    ``note`` tells the user what is not taken, if anything. The text of a chatty one is so short
    that the user may not mean it as a source.
    """

    sources: tuple[Document | str, ...]
    metadata: Metadata = UNKNOWN
    note: str = ""
    is_chatty: bool = False

    @property
    def size(self) -> int:
        """The number of bytes, of which links have none."""
        return sum(map(_size, self.sources))

    @property
    def is_short(self) -> bool:
        """Whether reading it is short work."""
        return len(self.sources) <= MOST_SHORT and all(map(_is_short, self.sources))

    @property
    def is_text(self) -> bool:
        """Whether it is a text that is the article."""
        return isinstance(self.sources[0], str) and not is_url(self.sources[0])

    def with_note(self, note: str) -> "Posted":
        """Return the same with another note for the user."""
        return self._replace(note=f"{self.note} {note}".strip())


def find_posted(group: Group, replied: Group, bot: User) -> Posted | Reply:
    """Return what a message with /add refers to, or a reply that says why it is nothing.

    It is the first of ``group``; the others were sent with it. ``replied`` are those that it
    replies to. The first of these that is present counts: attached files, the words after the
    command, the words quoted, the message replied to.
    """
    message = group[0]
    if posted := held_by(group, bot):
        return posted
    external, quote = message.external_reply, message.quote
    if (replied and is_own(replied[0], bot)) or (external and _is_from(external.origin, bot)):
        return Reply(str(OWN_ANSWER))
    if external is not None:
        return _of_other_chat(external, quote) or Reply(str(OUT_OF_SIGHT))
    if not replied:
        return Reply(str(HOW_TO_ADD))
    if quote is not None and quote.is_manual:
        words = _quoted(quote, replied[0])
        posted = _of_words(words, _origin_of(replied[0]))
        return posted._replace(is_chatty=False) if posted else Reply(str(HOW_TO_ADD))
    posted = held_by(replied, bot, _origin_of(replied[0]))
    if posted and posted.is_text and len(replied) == 1 and is_nearly_full(replied[0]):
        return posted if posted.note else posted.with_note(str(MAY_GO_ON))
    return posted or Reply(str(HOW_TO_ADD))


def is_own(message: Message, bot: User) -> bool:
    """Whether the bot wrote a message, or it was forwarded or sent inline from the bot."""
    inline = message.via_bot is not None and message.via_bot.id == bot.id
    return is_by(message, bot) or inline or _is_from(message.forward_origin, bot)


def held_by(group: Group, bot: User, metadata: Metadata | None = None) -> Posted | None:
    """Return what is in messages that were sent as one; None if nothing is.

    Without ``metadata``, only a forwarded message has any.
    """
    message, last = group[0], max(group, key=lambda one: one.message_id)
    if metadata is None:
        metadata = _origin_of(message) if message.forward_origin else UNKNOWN
    in_order = sorted(group, key=lambda one: one.message_id)
    documents = tuple(filter(None, map(file_of, in_order)))
    if documents:
        is_alone = message.media_group_id is not None and len(group) == 1
        return Posted(documents, metadata, str(ONE_OF_ALBUM) if is_alone else "")
    posted = _of_words(words_of(message, bot), metadata)
    if posted is None or posted.is_chatty:
        return _of_preview(message.link_preview_options) or posted
    if not posted.is_text or not is_nearly_full(last):
        return posted
    (text,) = map(str, posted.sources)
    whole = without_cut_sentence(text)
    return posted._replace(sources=(whole,), note=str(CUT_SENTENCE) if whole != text else "")


def _origin_of(message: Message) -> Metadata:
    """The metadata that Telegram shows for a post: channel, link, day."""
    origin = message.forward_origin
    if origin is not None:
        return _origin(origin)
    if message.sender_chat is not None:
        return _metadata(message.sender_chat, message.date, message.link)
    return Metadata(published=message.date.date())


def _of_other_chat(replied: ExternalReplyInfo, quote: TextQuote | None) -> Posted | None:
    """What a reply to a message of another chat refers to."""
    metadata = _origin(replied.origin)
    if quote is not None:
        posted = _of_words(words_in(quote.text, quote.entities or ()), metadata)
        return posted and posted._replace(is_chatty=False)
    if replied.document is not None:
        return Posted((replied.document,), metadata)
    return _of_preview(replied.link_preview_options)


def _quoted(quote: TextQuote, message: Message) -> Words:
    """The words that a user quotes from a message, with the links that the message has there."""
    start, end = quote.position, quote.position + utf16_length(quote.text)
    entities = message.entities or message.caption_entities
    inside = [one for one in entities if start <= one.offset and one.offset + one.length <= end]
    return words_in(quote.text, inside, start)


def _of_preview(preview: LinkPreviewOptions | None) -> Posted | None:
    """The page of which a message shows a preview."""
    return Posted((str(preview.url),)) if preview and preview.url else None


def _of_words(words: Words, metadata: Metadata) -> Posted | None:
    """The links in some words; if there are none, or many words besides, the words."""
    if words.links and len(words.prose) <= LONG_PROSE:
        links = words.links[:MOST_LINKS]
        more = len(words.links) > MOST_LINKS
        return Posted(links, note=TOO_MANY_LINKS.format(MOST_LINKS) if more else "")
    chatty = len(words.text) < SHORT_TEXT and "\n" not in words.text
    return Posted((words.text,), metadata, is_chatty=chatty) if has_words(words.text) else None


def _origin(origin: MessageOrigin) -> Metadata:
    if isinstance(origin, MessageOriginChannel):
        chat = origin.chat
        link = f"https://t.me/{chat.username}/{origin.message_id}" if chat.username else None
        return _metadata(chat, origin.date, link)
    if isinstance(origin, MessageOriginChat):
        return _metadata(origin.sender_chat, origin.date)
    return Metadata(published=origin.date.date())


def _metadata(chat: Chat, posted: datetime, link: str | None = None) -> Metadata:
    return Metadata(source=chat.title, url=link, published=posted.date())


def _is_from(origin: MessageOrigin | None, bot: User) -> bool:
    return isinstance(origin, MessageOriginUser) and origin.sender_user.id == bot.id


def _size(source: Document | str) -> int:
    if isinstance(source, Document):
        return source.file_size or 0
    return 0 if is_url(source) else len(source.encode("utf-8", "replace"))


def _is_short(source: Document | str) -> bool:
    if not isinstance(source, Document):
        return True
    size, name = source.file_size, source.file_name or ""
    is_single = PurePath(name).suffix.lower() in SUFFIXES  # else it may be an archive
    return is_single and size is not None and size <= SHORT_FILE
