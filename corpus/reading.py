"""From a file to an article: title line, sentences, and what is left out."""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath

from corpus.article import Article, LeftOut, Span
from corpus.blocks import split_blocks
from corpus.boilerplate import find_boilerplate
from corpus.decoding import MAX_BYTES, decode_text
from corpus.errors import CorpusError
from corpus.front_matter import UNKNOWN, Metadata, split_front_matter
from corpus.splitting import split_sentences

STDIN = Path("-")
STDIN_NAME = "standard input"
SUFFIXES = frozenset({".txt", ".md"})
LONGEST_TITLE = 250  # characters; a longer line is a paragraph
HEADING = re.compile(r"(?P<mark>#{1,6})[ \t]+(?=\S)")
SENTENCE_END = re.compile(r"[.…:;,][\"'”’»)\]]*$")  # a headline may end in "?" or "!"
LETTERS = re.compile(r"\w+")


def find_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files to read: the paths, and below folders every .txt and .md, sorted.

    Raises:
        CorpusError: A path does not exist, or a folder holds no such file.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = [file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES]
        files = sorted(file for file in found if file.is_file())
        if not files:
            raise CorpusError(path, "holds no .txt or .md file")
        yield from files


def load_article(path: Path, given: Metadata = UNKNOWN) -> Article:
    """The article in a file, or in standard input where the path is ``-``.

    What is given overrides what the file says of itself.

    Raises:
        CorpusError: The file cannot be read, or holds no article.
    """
    most = MAX_BYTES + 1  # one byte too many tells that there is more
    if path == STDIN:
        return read_article(sys.stdin.buffer.read(most), STDIN_NAME, given)
    try:
        with path.open("rb") as file:
            return read_article(file.read(most), str(path), given)
    except OSError as error:
        raise CorpusError(path, f"cannot be read: {error.strerror}") from error


def read_article(data: bytes, name: str, given: Metadata = UNKNOWN) -> Article:
    """The article in a file's bytes; the name's ending tells Markdown from plain text.

    Raises:
        CorpusError: The bytes hold no article.
    """
    header, text = split_front_matter(decode_text(data, name), name)
    known = given.over(header)
    blocks = split_blocks(text)
    marks: list[LeftOut] = []
    if PurePath(name).suffix.lower() == ".md":
        blocks, marks = _split_marks(text, blocks)
    title_span, hidden = _title_and_boilerplate(text, blocks, known.title)
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
    )


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
