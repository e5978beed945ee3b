"""Finds the title line, bylines and dates in what a page's reader left out above the text."""

from collections.abc import Sequence
from typing import NamedTuple

from corpus.article import LeftOut, Reason, Span
from corpus.left_out.around_article import find_surroundings
from corpus.left_out.bylines import read_line
from corpus.left_out.title_line import LONGEST_TITLE, likeness
from corpus.metadata import UNKNOWN, Metadata


class Above(NamedTuple):
    """The title line, what is left out without it, and the metadata in that."""

    title_span: Span | None
    left_out: list[LeftOut]
    metadata: Metadata = UNKNOWN


def read_above(
    text: str,
    left_out: Sequence[LeftOut],
    first: int,
    title: str | None,
    language: str | None = None,
) -> Above:
    """Sort what is left out before ``first``, where the text begins.

    The title line is the one most like the title. Bylines and dates count if they stand below it.
    """
    likest, title_line = 0.0, None
    for stretch in left_out if title else ():
        likes = likeness(text[stretch.start : stretch.end][: LONGEST_TITLE + 1], title or "")
        if stretch.end <= first and likes > max(likest, 0.5):
            likest, title_line = likes, stretch
    if title_line is None:
        return Above(None, list(left_out))
    span = Span(title_line.start, title_line.end)
    others = [stretch for stretch in left_out if stretch is not title_line]
    return Above(span, *_read_below(text, others, span, first, language))


def read_pasted(text: str, blocks: Sequence[Span], language: str | None) -> Above:
    """The headline of a whole pasted page, and what is around its article."""
    headline, around = find_surroundings(text, blocks, language)
    if headline is None:
        return Above(None, around)
    out = {Span(start, end) for start, end, _ in around}
    below = (one.start for one in blocks if one.start > headline.start and one not in out)
    return Above(headline, *_read_below(text, around, headline, next(below, 0), language))


def _read_below(
    text: str, left_out: Sequence[LeftOut], title_line: Span, first: int, language: str | None
) -> tuple[list[LeftOut], Metadata]:
    """What is left out, with bylines and dates from the title line to ``first``, and these."""
    found, metadata = [], UNKNOWN
    for stretch in left_out:
        inside = title_line.end <= stretch.start < first and stretch.reason == Reason.AROUND
        line = read_line(text[stretch.start : stretch.end], language) if inside else None
        if line is not None:
            metadata = metadata.over(line[1])
        found.append(stretch if line is None else stretch._replace(reason=line[0]))
    return found, metadata
