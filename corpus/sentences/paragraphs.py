"""Splits a text into paragraphs."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.article import Span

LINE = re.compile(r"\S(?:[^\n\v\f\u2028\u2029]*\S)?")
LINE_END = re.compile(r"[\n\v\f\u2028\u2029]")
NARROWEST, WIDEST = 50, 100  # columns at which emails and text dumps wrap lines
RAGGED = 25  # columns by which a full line can fall short because the next word did not fit
FEWEST = 4  # wrapped lines that a text must have to count as wrapped
SENTENCE_END = re.compile(r"[.!?:;…][\"'”’)\]]*$")
LIST_MARK = re.compile(r"[-–—*•‣▪●◦>#|]|\(?\d{1,3}[.)]\s|[a-z]\)\s")


def split_blocks(text: str) -> list[Span]:
    """The paragraphs, in order and trimmed; together they cover everything but white space.

    Each line is a paragraph, as in pasted pages. Lines are joined only if the text is clearly
    wrapped at a column.
    """
    lines = [Span(*match.span()) for match in LINE.finditer(text)]
    width = _width(text, lines)
    return lines if width is None else list(_joined(text, lines, width))


def _width(text: str, lines: Sequence[Span]) -> int | None:
    """The column at which the text wraps its lines; None if it does not."""
    inner = [line for line, after in pairwise(lines) if _adjoin(text, line, after)]
    longest = max((end - start for start, end in lines), default=0)
    if len(inner) < FEWEST or not NARROWEST <= longest <= WIDEST:
        return None
    full = sum(end - start > longest - RAGGED for start, end in inner)
    broken = sum(not SENTENCE_END.search(text[start:end]) for start, end in inner)
    return longest if full >= 0.8 * len(inner) and broken >= 0.5 * len(inner) else None


def _joined(text: str, lines: Sequence[Span], width: int) -> Iterator[Span]:
    """Yield the paragraphs; a full line continues in the next one."""
    start = lines[0].start
    for line, after in pairwise(lines):
        full = line.end - line.start > width - RAGGED
        if not (full and _adjoin(text, line, after)):
            yield Span(start, line.end)
            start = after.start
    yield Span(start, lines[-1].end)


def _adjoin(text: str, line: Span, after: Span) -> bool:
    """Whether no blank line separates the two lines, and the second is not a list item."""
    between = text[line.end : after.start]
    return len(LINE_END.findall(between)) == 1 and not LIST_MARK.match(text, after.start)
