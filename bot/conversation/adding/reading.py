"""Reads what was posted: fetches links and files, and reads them in a sandbox."""

from collections.abc import AsyncGenerator, Collection
from contextlib import aclosing

from telegram import Document
from telegram.constants import FileSizeLimit

from bot.conversation.adding.posted import Posted
from corpus.errors import CorpusError
from corpus.metadata import UNKNOWN, Metadata
from corpus.reading import STDIN_NAME
from corpus.sandbox.sandbox import read_in_worker
from corpus.web.pages import Gathered, fetch_article, is_url

MOST_BYTES = int(FileSizeLimit.FILESIZE_DOWNLOAD)


async def read_posted(
    posted: Posted, trusted: Collection[str]
) -> AsyncGenerator[Gathered | CorpusError, None]:
    """Yield the articles in files, at links or in a text, and an error for each failure."""
    for source in posted.sources:
        async with aclosing(_read(source, posted.metadata, trusted)) as pages:
            async for page in pages:
                yield page


async def _read(
    source: Document | str, metadata: Metadata, trusted: Collection[str]
) -> AsyncGenerator[Gathered | CorpusError, None]:
    try:
        if isinstance(source, str) and is_url(source):
            yield await fetch_article(source, UNKNOWN, trusted)
            return
        if isinstance(source, str):
            data, name = source.encode("utf-8", "replace"), STDIN_NAME
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
