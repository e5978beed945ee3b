"""Finds the headings of a Markdown text, and their marks, which are left out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from corpus.article import LeftOut, Reason, Span
from corpus.sentences.paragraphs import LINE, LINE_END

MARK = re.compile(r"#{1,6}[ \t]+(?=\S)")
# A short line in bold letters; one that ends like a sentence is a paragraph.
BOLD = re.compile(r"(\*\*|__)(?P<words>\w(?:[^*_\n]{0,78}[\w)?])?)\1")
MOST_BOLD = 8  # words
UNDERLINE = re.compile(r"=+|-{3,}")  # fewer hyphens can stand for a dash
# Below a list item, a quotation, a row of a table or a sentence, the same line is a divider.
NO_HEADING = re.compile(r"[-+*>|]|\d{1,9}[.)][ \t]|.*[.!…:;,][\"'”’»)\]]*$")


class Headings(NamedTuple):
    """The blocks without the marks of headings, the marks, and the blocks that are headings."""

    blocks: list[Span]
    marks: list[LeftOut]
    headings: list[Span]


def split_headings(text: str, blocks: Iterable[Span]) -> Headings:
    """Find the lines that begin with number signs, are in bold letters, or are underlined."""
    found = Headings([], [], [])
    lines = list(_lines(text, blocks))
    underlines = {at + 1 for at in range(len(lines)) if _is_underlined(text, lines, at)}
    for at, line in enumerate(lines):
        if at in underlines:
            found.marks.append(LeftOut(*line, Reason.HEADING_MARK))
            continue
        words = _marked(text, line) or line
        found.blocks.append(words)
        if words != line or at + 1 in underlines:
            found.headings.append(words)
        ends = (Span(line.start, words.start), Span(words.end, line.end))
        marks = [match.span() for end in ends for match in LINE.finditer(text, *end)]
        found.marks.extend(LeftOut(*mark, Reason.HEADING_MARK) for mark in marks)
    return found


def _lines(text: str, blocks: Iterable[Span]) -> Iterator[Span]:
    """Yield the blocks; a heading that was joined with the next line is a block by itself."""
    for block in blocks:
        lines = [Span(*match.span()) for match in LINE.finditer(text, *block)]
        if len(lines) > 1 and MARK.match(text, *lines[0]):
            yield lines[0]
            yield Span(lines[1].start, block.end)
        elif len(lines) == 2 and UNDERLINE.fullmatch(text, *lines[1]):
            yield from lines
        else:
            yield block


def _marked(text: str, line: Span) -> Span | None:
    """The words of a line that is marked as a heading."""
    bold = BOLD.fullmatch(text, *line)
    if bold and len(bold["words"].split()) <= MOST_BOLD:
        return Span(*bold.span("words"))
    mark = MARK.match(text, *line)
    if mark is None:
        return None
    words = text[mark.end() : line.end]
    open_ended = words.rstrip("#")
    if open_ended.endswith((" ", "\t")):  # and not "C#"
        words = open_ended.rstrip(" \t")
    return Span(mark.end(), mark.end() + len(words))


def _is_underlined(text: str, lines: Sequence[Span], at: int) -> bool:
    """Whether this line stands alone above an underline."""
    line = lines[at]
    after = lines[at + 1] if at + 1 < len(lines) else None
    if after is None or not UNDERLINE.fullmatch(text, *after):
        return False
    if NO_HEADING.match(text, *line) or _marked(text, line) or UNDERLINE.fullmatch(text, *line):
        return False
    alone = at == 0 or not _adjoin(text, lines[at - 1], line)
    return alone and _adjoin(text, line, after)


def _adjoin(text: str, line: Span, after: Span) -> bool:
    return len(LINE_END.findall(text, line.end, after.start)) == 1
