"""Turns a file's bytes into articles."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path, PurePath

from corpus.article import (
    LONGEST_SENTENCE,
    MOST_CHARACTERS,
    MOST_SENTENCES,
    Article,
    LeftOut,
    Reason,
    Span,
)
from corpus.errors import CorpusError
from corpus.formats.archives import is_archive, unpack
from corpus.formats.docx.document import is_docx
from corpus.formats.extract import SUFFIXES, extract
from corpus.formats.other_formats import refuse_other_formats
from corpus.left_out.rules import take_apart
from corpus.metadata import MAX_VALUE, UNKNOWN, Metadata
from corpus.sentences.splitting import split_sentences

STDIN_NAME = "standard input"


def read_articles(
    data: bytes, name: str, overrides: Metadata = UNKNOWN, charset: str | None = None
) -> Iterator[Article | CorpusError]:
    """Yield an article or an error for a file, or for each file of an archive.

    ``charset`` is the encoding that the server of a page declares.
    Files of an archive with unsupported suffixes are skipped.
    """
    if not is_archive(data) or is_docx(data):
        yield _article_or_error(data, name, overrides, charset)
        return
    readable = 0
    try:
        refuse_other_formats(data, name)  # many are archives, too
        for inner, content in unpack(data, name):
            if is_readable(PurePath(inner)):
                readable += 1
                yield _article_or_error(content, inner, overrides)
        check_any(readable, name)
    except CorpusError as error:
        yield error


def read_article(
    data: bytes, name: str, overrides: Metadata = UNKNOWN, charset: str | None = None
) -> Article:
    """The article in a file; ``overrides`` takes precedence over the file's metadata.

    Raises:
        CorpusError: The file contains no article, or a very large one.
    """
    extracted = extract(data, name, charset)
    text = extracted.text
    if len(text) > MOST_CHARACTERS:
        raise CorpusError(name, f"has more than {MOST_CHARACTERS:,} characters of text")
    title_span, paragraphs, headings, left_out, known = take_apart(extracted, overrides)
    spans, too_long = _sentences(text, paragraphs, known.language, name)
    return Article(
        text=text,
        title=(known.title or _other_title(name, text, title_span, spans[0]))[:MAX_VALUE],
        spans=tuple(spans),
        left_out=tuple(sorted((*left_out, *too_long))),
        title_span=title_span,
        source=known.source,
        url=known.url,
        published=known.published,
        updated=known.updated,
        language=known.language,
        author=known.author,
        headings=_headings(spans, headings),
        incomplete=extracted.incomplete,
    )


def _sentences(
    text: str, paragraphs: Iterable[Span], language: str | None, name: str
) -> tuple[list[Span], list[LeftOut]]:
    """The sentences of some paragraphs, and those that are too long to quote.

    Raises:
        CorpusError: There are none, or too many.
    """
    every = [
        span for paragraph in paragraphs for span in split_sentences(text, paragraph, language)
    ]
    spans = [span for span in every if span.end - span.start <= LONGEST_SENTENCE]
    if not spans:
        raise CorpusError(name, "contains no sentence to quote")
    if len(spans) > MOST_SENTENCES:
        raise CorpusError(name, f"has more than {MOST_SENTENCES:,} sentences")
    kept = set(spans)
    return spans, [LeftOut(*span, Reason.TOO_LONG) for span in every if span not in kept]


def _headings(spans: Sequence[Span], headings: Sequence[Span]) -> tuple[Span, ...]:
    """The sentences that lie in headings; none if all do, as there would be nothing to quote."""
    starts = [heading.start for heading in headings]
    within = ((span, bisect_right(starts, span.start) - 1) for span in spans)
    found = tuple(span for span, at in within if at >= 0 and span.end <= headings[at].end)
    return found if len(found) < len(spans) else ()


def is_readable(path: PurePath, suffixes: Collection[str] = SUFFIXES) -> bool:
    """Whether a file in a folder or an archive is read, by its name.

    Word's "~$" and macOS's "._" files have the suffix of the file that they accompany.
    """
    return path.suffix.lower() in suffixes and not path.name.startswith(("._", "~$"))


def check_any(count: int, path: Path | str) -> None:
    """Reject a folder or an archive without readable files.

    Raises:
        CorpusError: The count is 0.
    """
    if not count:
        raise CorpusError(path, f"contains no file of these types: {', '.join(sorted(SUFFIXES))}")


def _article_or_error(
    data: bytes, name: str, overrides: Metadata, charset: str | None = None
) -> Article | CorpusError:
    try:
        return read_article(data, name, overrides, charset)
    except CorpusError as error:
        return error


def _other_title(name: str, text: str, title_span: Span | None, first: Span) -> str:
    """The title line, or else the file's name, or for standard input the first words."""
    line = " ".join(text[slice(*title_span)].split()) if title_span else ""
    if line:
        return line
    if name != STDIN_NAME:
        return PurePath(name).stem
    words = " ".join(text[slice(*first)].split())
    return words if len(words) <= 80 else words[:79].rstrip() + "…"
