"""Finds the title line, bylines and dates in what a page's reader left out above the text."""

from collections.abc import Sequence
from typing import NamedTuple

from corpus.article import LeftOut, Reason, Span
from corpus.left_out.bylines import read_line
from corpus.left_out.title_line import LONGEST_TITLE, likeness
from corpus.metadata import UNKNOWN, Metadata


class Above(NamedTuple):
    """The title line, what is left out without it, and the metadata in that."""

    title_span: Span | None
    left_out: list[LeftOut]
    metadata: Metadata = UNKNOWN


def read_above(text: str, left_out: Sequence[LeftOut], first: int, title: str | None) -> Above:
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
    kept, metadata = [], UNKNOWN
    for stretch in left_out:
        inside = title_line.end <= stretch.start < first and stretch.reason == Reason.AROUND
        found = read_line(text[stretch.start : stretch.end]) if inside else None
        if found is not None:
            stretch = stretch._replace(reason=found[0])
            metadata = metadata.over(found[1])
        if stretch is not title_line:
            kept.append(stretch)
    return Above(Span(title_line.start, title_line.end), kept, metadata)
