"""The result of reading a file."""

from dataclasses import dataclass

from corpus.article import LeftOut
from corpus.metadata import UNKNOWN, Metadata


@dataclass(frozen=True, slots=True)
class Extracted:
    """A file's text with one paragraph per line, and its metadata.

    ``left_out`` lists stretches of the text that are not part of the article.
    """

    text: str
    metadata: Metadata = UNKNOWN
    left_out: tuple[LeftOut, ...] = ()
    markdown: bool = False
    pasted: bool = False  # whether it could be a whole page pasted as text
