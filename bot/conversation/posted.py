"""The articles that a message with /add refers to: links, files, texts, posts replied to."""

from collections.abc import AsyncGenerator, Collection
from contextlib import aclosing

from telegram import Document, Message, MessageOriginChannel
from telegram.constants import FileSizeLimit

from corpus.errors import CorpusError
from corpus.metadata import UNKNOWN, Metadata
from corpus.reading import STDIN_NAME
from corpus.sandbox.sandbox import read_in_worker
from corpus.web.pages import Gathered, fetch_article, is_url

MOST_BYTES = int(FileSizeLimit.FILESIZE_DOWNLOAD)


async def read_posted(
    message: Message, words: str, trusted: Collection[str]
) -> AsyncGenerator[Gathered | CorpusError, None]:
    """Yield the articles that a message with /add refers to, and an error for each failure.

    The first of these that is present counts: the attached file, the words after the command (a
    link or the article itself), the message replied to.
    """
    replied = message.reply_to_message
    try:
        if message.document is not None:
            source = _read_document(message.document, UNKNOWN)
        elif words:
            source = _read_words(words, UNKNOWN, trusted)
        elif replied is not None and replied.document is not None:
            source = _read_document(replied.document, _origin(replied))
        elif replied is not None and (replied.text or replied.caption):
            said = replied.text or replied.caption or ""
            source = _read_words(said, _origin(replied), trusted)
        else:
            return
        async with aclosing(source) as found:
            async for gathered in found:
                yield gathered
    except CorpusError as error:
        yield error


async def _read_document(
    document: Document, metadata: Metadata
) -> AsyncGenerator[Gathered | CorpusError, None]:
    name = document.file_name or "file"
    if (document.file_size or 0) > MOST_BYTES:
        raise CorpusError(name, f"is larger than {MOST_BYTES // 1000**2} MB")
    file = await document.get_file()
    data = bytes(await file.download_as_bytearray())
    async with aclosing(read_in_worker(data, name, metadata)) as found:
        async for article in found:
            yield article if isinstance(article, CorpusError) else Gathered(article)


async def _read_words(
    words: str, metadata: Metadata, trusted: Collection[str]
) -> AsyncGenerator[Gathered | CorpusError, None]:
    if is_url(words.strip()):
        yield await fetch_article(words.strip(), UNKNOWN, trusted)
        return
    data = words.encode("utf-8", "replace")
    async with aclosing(read_in_worker(data, STDIN_NAME, metadata)) as found:
        async for article in found:
            yield article if isinstance(article, CorpusError) else Gathered(article)


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
