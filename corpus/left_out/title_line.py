"""Finds the title line, which is stored but not quoted."""

import re
from collections.abc import Sequence

from corpus.article import LeftOut, Reason, Span

LONGEST_TITLE = 250  # characters; a longer line is a paragraph
SENTENCE_END = re.compile(r"[.…:;,][\"'”’»)\]]*$")  # a headline can end in "?" or "!"
WORD = re.compile(r"\w+")


def find_title_line(text: str, blocks: Sequence[Span], title: str | None) -> Span | None:
    """The first block, if it is the headline; ``title`` is the article's title, if known."""
    if not blocks:
        return None
    line = text[slice(*blocks[0])]
    if title is not None:
        return blocks[0] if _is_variant(line, title) else None
    if len(blocks) == 1 or len(line) > LONGEST_TITLE or SENTENCE_END.search(line):
        return None
    return blocks[0]


def find_headline(text: str, left_out: Sequence[LeftOut], title: str | None) -> Span | None:
    """The stretch around the article that is its ``title``, as on most web pages, or None."""
    wanted = _words(title or "")
    around = (Span(start, end) for start, end, why in left_out if why == Reason.AROUND)
    return next((span for span in around if wanted and _words(text[slice(*span)]) == wanted), None)


def _words(line: str) -> list[str]:
    return WORD.findall(line.casefold())


def _is_variant(line: str, title: str) -> bool:
    """Whether the line and the title have most of their words in common."""
    ours, theirs = set(_words(line)), set(_words(title))
    return bool(ours) and len(ours & theirs) > max(len(ours), len(theirs)) / 2
