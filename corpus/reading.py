"""From a file's bytes to its articles."""

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
    data: bytes, name: str, given: Metadata = UNKNOWN
) -> Iterator[Article | CorpusError]:
    """Yield the articles in a file, or in each file of an archive; an error where there is none.

    Files in an archive that have other suffixes are skipped.
    """
    if not is_archive(data) or is_docx(data):
        yield _article_or_error(data, name, given)
        return
    readable = 0
    try:
        for inner, content in unpack(data, name):
            if PurePath(inner).suffix.lower() in SUFFIXES:
                readable += 1
                yield _article_or_error(content, inner, given)
        check_any(readable, name)
    except CorpusError as error:
        yield error


def read_article(data: bytes, name: str, given: Metadata = UNKNOWN) -> Article:
    """The article in a file of any format that ``extract`` reads; ``given`` overrides metadata.

    Raises:
        CorpusError: There is no article.
    """
    extracted = extract(data, name)
    text = extracted.text
    title_span, paragraphs, left_out, known = take_apart(extracted, given)
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
    """Reject a folder or an archive without files that we can read.

    Raises:
        CorpusError: The count is 0.
    """
    if not count:
        raise CorpusError(path, f"contains no file of these types: {', '.join(sorted(SUFFIXES))}")


def _article_or_error(data: bytes, name: str, given: Metadata) -> Article | CorpusError:
    try:
        return read_article(data, name, given)
    except CorpusError as error:
        return error


def _name_title(name: str, text: str, first: Span) -> str:
    """A title for a text without one: the file's name, or for standard input its first words."""
    if name != STDIN_NAME:
        return PurePath(name).stem
    words = " ".join(text[slice(*first)].split())
    return words if len(words) <= 80 else words[:79].rstrip() + "…"
