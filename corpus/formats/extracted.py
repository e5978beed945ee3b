"""What a reader of some format hands on."""

from dataclasses import dataclass

from corpus.article import LeftOut
from corpus.metadata import UNKNOWN, Metadata


@dataclass(frozen=True, slots=True)
class Extracted:
    """A file's text, paragraphs on lines of their own, and what the file says of it.

    ``left_out`` are stretches of the text that are known not to be the article.
    """

    text: str
    metadata: Metadata = UNKNOWN
    left_out: tuple[LeftOut, ...] = ()
    markdown: bool = False
    pasted: bool = False  # whether it may be a page copied whole
