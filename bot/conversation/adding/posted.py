"""The articles that a message with /add refers to: links, files, texts, posts replied to."""

from collections.abc import AsyncGenerator, Collection
from contextlib import aclosing
from pathlib import PurePath
from typing import NamedTuple

from telegram import Document, Message, MessageOriginChannel
from telegram.constants import FileSizeLimit

from corpus.errors import CorpusError
from corpus.formats.extract import SUFFIXES
from corpus.metadata import UNKNOWN, Metadata
from corpus.reading import STDIN_NAME
from corpus.sandbox.sandbox import read_in_worker
from corpus.web.pages import Gathered, fetch_article, is_url

MOST_BYTES = int(FileSizeLimit.FILESIZE_DOWNLOAD)
SHORT_FILE = 1_000_000  # bytes; reading a larger file is long work


class Posted(NamedTuple):
    """What a message with /add refers to: a file, or words that are a link or the article."""

    source: Document | str
    metadata: Metadata

    @property
    def size(self) -> int:
        """The number of bytes, which is 0 for a link."""
        if isinstance(self.source, Document):
            return self.source.file_size or 0
        return 0 if is_url(self.source.strip()) else len(_encoded(self.source))

    @property
    def is_short(self) -> bool:
        """Whether reading it is short work."""
        if not isinstance(self.source, Document):
            return True
        size, name = self.source.file_size, self.source.file_name or ""
        is_single = PurePath(name).suffix.lower() in SUFFIXES  # else it may be an archive
        return is_single and size is not None and size <= SHORT_FILE


def find_posted(message: Message, words: str) -> Posted | None:
    """Return what a message with /add refers to, or None.

    The first of these that is present counts: the attached file, the words after the command (a
    link or the article itself), the message replied to.
    """
    replied = message.reply_to_message
    if message.document is not None:
        return Posted(message.document, UNKNOWN)
    if words:
        return Posted(words, UNKNOWN)
    if replied is not None and replied.document is not None:
        return Posted(replied.document, _origin(replied))
    if replied is not None and (replied.text or replied.caption):
        return Posted(replied.text or replied.caption or "", _origin(replied))
    return None


async def read_posted(
    posted: Posted, trusted: Collection[str]
) -> AsyncGenerator[Gathered | CorpusError, None]:
    """Yield the articles in a file, at a link or in a text, and an error for each failure."""
    source, metadata = posted
    try:
        if isinstance(source, str) and is_url(source.strip()):
            yield await fetch_article(source.strip(), UNKNOWN, trusted)
            return
        if isinstance(source, str):
            data, name = _encoded(source), STDIN_NAME
        else:
            data, name = await _download(source), source.file_name or "file"
        async with aclosing(read_in_worker(data, name, metadata)) as found:
            async for article in found:
                yield article if isinstance(article, CorpusError) else Gathered(article)
    except CorpusError as error:
        yield error


async def _download(document: Document) -> bytes:
    """The bytes of a file that was sent."""
    if (document.file_size or 0) > MOST_BYTES:
        raise CorpusError(
            document.file_name or "file", f"is larger than {MOST_BYTES // 1000**2} MB"
        )
    file = await document.get_file()
    return bytes(await file.download_as_bytearray())


def _encoded(words: str) -> bytes:
    return words.encode("utf-8", "replace")


def _origin(message: Message) -> Metadata:
    """The metadata that Telegram shows for a post: channel, link, day."""
    origin = message.forward_origin
    if isinstance(origin, MessageOriginChannel):
        chat = origin.chat
        link = f"https://t.me/{chat.username}/{origin.message_id}" if chat.username else None
        return Metadata(source=chat.title, url=link, published=origin.date.date())
    if origin is None and message.sender_chat is not None:
        return Metadata(
            source=message.sender_chat.title, url=message.link, published=message.date.date()
        )
    return Metadata(published=(origin.date if origin else message.date).date())
