"""Articles from where people have them: links, files, messages."""

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from telegram import Document, Message, MessageOriginChannel
from telegram.constants import FileSizeLimit

from bot.fetching import fetch
from bot.worker import read_in_worker
from corpus.article import Article
from corpus.errors import CorpusError
from corpus.front_matter import UNKNOWN, Metadata
from corpus.reading import STDIN_NAME

URL = re.compile(r"https?://\S+", re.IGNORECASE)
MOST_BYTES = int(FileSizeLimit.FILESIZE_DOWNLOAD)


def is_url(text: str) -> bool:
    """Whether a text is an address and nothing else."""
    return URL.fullmatch(text) is not None


async def fetch_article(url: str, given: Metadata, trusted: Collection[str]) -> Article:
    """The article at an address.

    Raises:
        CorpusError: It cannot be fetched, or holds no article.
    """
    page = await fetch(url, trusted)
    article = await read_in_worker(page.data, url, given)
    return article if article.url else replace(article, url=page.url)


async def gather(message: Message, words: str, trusted: Collection[str]) -> Article | None:
    """The article that a message with /add means; None if there is none.

    It is, in this order, the file that comes with it, the words behind the command (an
    address or the article itself), and the message that it replies to.

    Raises:
        CorpusError: What is meant is no article.
    """
    replied = message.reply_to_message
    if message.document is not None:
        return await _read_document(message.document, UNKNOWN)
    if words:
        return await _read_words(words, UNKNOWN, trusted)
    if replied is not None and replied.document is not None:
        return await _read_document(replied.document, _origin(replied))
    if replied is not None and (replied.text or replied.caption):
        return await _read_words(replied.text or replied.caption or "", _origin(replied), trusted)
    return None


async def _read_document(document: Document, given: Metadata) -> Article:
    name = document.file_name or "file"
    if (document.file_size or 0) > MOST_BYTES:
        raise CorpusError(name, f"is larger than {MOST_BYTES // 1000**2} MB")
    file = await document.get_file()
    return await read_in_worker(bytes(await file.download_as_bytearray()), name, given)


async def _read_words(words: str, given: Metadata, trusted: Collection[str]) -> Article:
    if is_url(words.strip()):
        return await fetch_article(words.strip(), UNKNOWN, trusted)
    return await read_in_worker(words.encode("utf-8", "replace"), STDIN_NAME, given)


def _origin(message: Message) -> Metadata:
    """Where a forwarded post comes from, as far as Telegram tells: channel, day, link."""
    origin = message.forward_origin
    if isinstance(origin, MessageOriginChannel):
        chat = origin.chat
        link = f"https://t.me/{chat.username}/{origin.message_id}" if chat.username else None
        return Metadata(source=chat.title, url=link, published=_day(origin.date))
    if origin is None and message.sender_chat is not None:
        return Metadata(
            source=message.sender_chat.title, url=message.link, published=_day(message.date)
        )
    return Metadata(published=_day(origin.date if origin else message.date))


def _day(moment: datetime) -> date:
    return moment.date()
