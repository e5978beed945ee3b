"""Finds the title line, which is stored but not quoted."""

import re
from collections.abc import Sequence

from corpus.article import Span
from corpus.languages.prose import CLOSING, PIECE

LONGEST_TITLE = 250  # characters; a longer line is a paragraph
# A headline can end in "?" or "!".
SENTENCE_END = re.compile(rf"[.…:;,。｡．।॥۔：；，،؛、]{CLOSING}")


def find_title_line(text: str, blocks: Sequence[Span], title: str | None) -> Span | None:
    """The first block, if it is the headline; ``title`` is the article's title, if known."""
    if not blocks:
        return None
    line = text[slice(*blocks[0])]
    if title is not None:
        return blocks[0] if likeness(line, title) > 0.5 else None
    if len(blocks) == 1 or len(line) > LONGEST_TITLE or SENTENCE_END.search(line):
        return None
    return blocks[0]


def likeness(line: str, title: str) -> float:
    """The share of the words of a line and a title that they have in common, up to 1."""
    ours, theirs = (set(PIECE.findall(words.casefold())) for words in (line, title))
    return len(ours & theirs) / max(len(ours), len(theirs), 1)
