"""Turns a file's bytes into articles."""

from collections.abc import Iterator
from pathlib import Path, PurePath

from corpus.article import Article, Span
from corpus.errors import CorpusError
from corpus.formats.archives import is_archive, unpack
from corpus.formats.docx import is_docx
from corpus.formats.extract import SUFFIXES, extract
from corpus.left_out.rules import take_apart
from corpus.metadata import UNKNOWN, Metadata
from corpus.sentences.splitting import split_sentences

STDIN_NAME = "standard input"


def read_articles(
    data: bytes, name: str, overrides: Metadata = UNKNOWN
) -> Iterator[Article | CorpusError]:
    """Yield an article or an error for a file, or for each file of an archive.

    Files of an archive with unsupported suffixes are skipped.
    """
    if not is_archive(data) or is_docx(data):
        yield _article_or_error(data, name, overrides)
        return
    readable = 0
    try:
        for inner, content in unpack(data, name):
            if PurePath(inner).suffix.lower() in SUFFIXES:
                readable += 1
                yield _article_or_error(content, inner, overrides)
        check_any(readable, name)
    except CorpusError as error:
        yield error


def read_article(data: bytes, name: str, overrides: Metadata = UNKNOWN) -> Article:
    """The article in a file; ``overrides`` takes precedence over the file's metadata.

    Raises:
        CorpusError: The file contains no article.
    """
    extracted = extract(data, name)
    text = extracted.text
    title_span, paragraphs, left_out, known = take_apart(extracted, overrides)
    spans = [
        span
        for paragraph in paragraphs
        for span in split_sentences(text, paragraph, known.language)
    ]
    if not spans:
        raise CorpusError(name, "contains no sentence to quote")
    line = text[slice(*title_span)] if title_span else ""
    return Article(
        text=text,
        title=known.title or " ".join(line.split()) or _name_title(name, text, spans[0]),
        spans=tuple(spans),
        left_out=tuple(left_out),
        title_span=title_span,
        source=known.source,
        url=known.url,
        published=known.published,
        language=known.language,
        author=known.author,
    )


def check_any(count: int, path: Path | str) -> None:
    """Reject a folder or an archive without readable files.

    Raises:
        CorpusError: The count is 0.
    """
    if not count:
        raise CorpusError(path, f"contains no file of these types: {', '.join(sorted(SUFFIXES))}")


def _article_or_error(data: bytes, name: str, overrides: Metadata) -> Article | CorpusError:
    try:
        return read_article(data, name, overrides)
    except CorpusError as error:
        return error


def _name_title(name: str, text: str, first: Span) -> str:
    """The fallback title: the file's name, or for standard input the first words."""
    if name != STDIN_NAME:
        return PurePath(name).stem
    words = " ".join(text[slice(*first)].split())
    return words if len(words) <= 80 else words[:79].rstrip() + "…"
