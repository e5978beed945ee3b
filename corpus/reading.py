"""From a file to an article: title line, sentences, and what is left out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath

from corpus.article import Article, LeftOut, Span
from corpus.errors import CorpusError
from corpus.formats.archives import is_archive, unpack
from corpus.formats.docx import is_docx
from corpus.formats.extract import SUFFIXES, extract
from corpus.left_out.appeals import find_boilerplate
from corpus.left_out.around_article import find_surroundings
from corpus.left_out.bylines import find_heading
from corpus.metadata import UNKNOWN, Metadata
from corpus.sentences.paragraphs import split_blocks
from corpus.sentences.splitting import split_sentences

LONGEST_TITLE = 250  # characters; a longer line is a paragraph
HEADING = re.compile(r"(?P<mark>#{1,6})[ \t]+(?=\S)")
SENTENCE_END = re.compile(r"[.…:;,][\"'”’»)\]]*$")  # a headline may end in "?" or "!"
LETTERS = re.compile(r"\w+")


def read_articles(
    data: bytes, name: str, given: Metadata = UNKNOWN
) -> Iterator[Article | CorpusError]:
    """Yield the articles in a file's bytes: one, or those of an archive; errors for what is none.

    Of an archive, files of kinds that we do not read are passed over.
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


def _article_or_error(data: bytes, name: str, given: Metadata) -> Article | CorpusError:
    try:
        return read_article(data, name, given)
    except CorpusError as error:
        return error


def read_article(data: bytes, name: str, given: Metadata = UNKNOWN) -> Article:
    """The article in a file's bytes, of any format that ``extract`` reads.

    Raises:
        CorpusError: The bytes hold no article.
    """
    extracted = extract(data, name)
    text = extracted.text
    known = given.over(extracted.metadata)
    left_out = {Span(start, end) for start, end, _ in extracted.left_out}
    blocks = [block for block in split_blocks(text) if block not in left_out]
    marks = list(extracted.left_out)
    if extracted.markdown:
        blocks, headings = _split_marks(text, blocks)
        marks += headings
    headline = None
    if extracted.pasted:
        headline, around = find_surroundings(text, blocks)
        marks += around
        blocks = [block for block in blocks if block not in {Span(*one[:2]) for one in around}]
    heading = find_heading(text, blocks)
    known = known.over(heading.metadata)
    blocks, datelines = _without(blocks, heading.left_out)
    marks += datelines
    title_span, hidden = _title_and_boilerplate(text, blocks, known.title)
    if headline and known.title is None:
        title_span = headline
    apart = {title_span, *(Span(start, end) for start, end, _ in hidden)}
    spans = [
        span
        for block in blocks
        if block not in apart
        for span in split_sentences(text, block, known.language)
    ]
    if not spans:
        raise CorpusError(name, "holds no sentence to quote")
    line = text[slice(*title_span)] if title_span else ""
    return Article(
        text=text,
        title=known.title or " ".join(line.split()) or _name_title(name, text, spans[0]),
        spans=tuple(spans),
        left_out=tuple(sorted(marks + hidden)),
        title_span=title_span,
        source=known.source,
        url=known.url,
        published=known.published,
        language=known.language,
        author=known.author,
    )


def _without(
    blocks: Sequence[Span], left_out: Sequence[LeftOut]
) -> tuple[list[Span], Sequence[LeftOut]]:
    """The blocks, or what is left of them, without stretches at their beginnings, and these."""
    ends = {stretch.start: stretch.end for stretch in left_out}
    rest = [Span(ends.get(start, start), end) for start, end in blocks]
    rest = [block for block in rest if block.start < block.end]
    return (rest, left_out) if rest else (list(blocks), ())


def _split_marks(text: str, blocks: Iterable[Span]) -> tuple[list[Span], list[LeftOut]]:
    """The blocks without the marks of Markdown headings, and these marks."""
    bare = []
    marks = []
    for start, end in blocks:
        match = HEADING.match(text, start, end)
        if match:
            marks.append(LeftOut(*match.span("mark"), "heading mark"))
        bare.append(Span(match.end() if match else start, end))
    return bare, marks


def _title_and_boilerplate(
    text: str, blocks: Sequence[Span], title: str | None
) -> tuple[Span | None, list[LeftOut]]:
    """The title line, and the blocks that are not the article.

    Each helps to find the other: a pasted page may have "Skip to content" above its title,
    and what is no part of the article shows better when the title is known.
    """
    hidden = {stretch.start for stretch in find_boilerplate(text, blocks, title or "")}
    kept = [block for block in blocks if block.start not in hidden]
    title_span = _title_line(text, kept, title)
    line = text[slice(*title_span)] if title_span else ""
    rest = [block for block in blocks if block != title_span]
    return title_span, find_boilerplate(text, rest, title or line)


def _title_line(text: str, blocks: Sequence[Span], title: str | None) -> Span | None:
    """The first block, if it is the article's headline and not its text."""
    if not blocks:
        return None
    line = text[slice(*blocks[0])]
    if title is not None:
        return blocks[0] if _alike(line, title) else None
    if len(blocks) == 1 or len(line) > LONGEST_TITLE or SENTENCE_END.search(line):
        return None
    return blocks[0]


def _alike(line: str, title: str) -> bool:
    """Whether a line is the title or a variant of it: most words of each are the other's."""
    ours, theirs = (set(LETTERS.findall(words.casefold())) for words in (line, title))
    return bool(ours) and len(ours & theirs) > max(len(ours), len(theirs)) / 2


def _name_title(name: str, text: str, first: Span) -> str:
    """A title for a text that has none: its file's name, or the first words of standard input."""
    if name != STDIN_NAME:
        return PurePath(name).stem
    words = " ".join(text[slice(*first)].split())
    return words if len(words) <= 80 else words[:79].rstrip() + "…"


STDIN_NAME = "standard input"


def check_any(count: int, path: Path | str) -> None:
    """Refuse a folder or an archive without any file that we read.

    Raises:
        CorpusError: There is none.
    """
    if not count:
        raise CorpusError(path, f"holds no file of these kinds: {', '.join(sorted(SUFFIXES))}")
