"""The result of reading a file."""

from dataclasses import dataclass

from corpus.article import LeftOut, Span
from corpus.metadata import UNKNOWN, Metadata


@dataclass(frozen=True, slots=True)
class Extracted:
    """A file's text with one paragraph per line, and its metadata.

    ``left_out`` lists stretches of the text that are not part of the article, ``headings`` the
    lines that are headings. ``incomplete`` means that the file seems to hold much more than that.
    """

    text: str
    metadata: Metadata = UNKNOWN
    left_out: tuple[LeftOut, ...] = ()
    headings: tuple[Span, ...] = ()
    incomplete: bool = False
    markdown: bool = False
    pasted: bool = False  # whether it could be a whole page pasted as text
