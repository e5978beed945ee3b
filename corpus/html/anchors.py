"""Marks the lines that an extractor counts as part of the article."""

import re
from collections.abc import Iterable, Sequence

from corpus.html.lines.blocks import Block, Region
from corpus.languages.prose import CLOSING, STOPS

RUN = 4  # words that are compared at once
SHARE = 0.6  # of a line's runs that the extractor's text has
PROSE, LONG = 8, 25  # words of a sentence, and of a line without an end that counts as one
SENTENCE_END = re.compile(rf"[{STOPS}:;：；]{CLOSING}")
WORD = re.compile(r"[^\W_]+")


def is_prose(block: Block) -> bool:
    """Whether a line is one or more sentences."""
    ends = SENTENCE_END.search(block.text) is not None
    return (block.words >= PROSE and ends and block.link_share < 0.7) or (
        block.words >= LONG and block.link_share < 0.5
    )


def mark_anchors(blocks: Sequence[Block], regions: list[Region], texts: Iterable[str]) -> None:
    """Mark the blocks whose words are in one of the texts, and sum up the regions' prose.

    If no sentence is in them, all sentences are marked.
    """
    known = {run for text in texts for line in text.split("\n") for run in _runs(line)}
    for block in blocks:
        own = _runs(block.text) if known else []
        block.anchored = sum(run in known for run in own) >= SHARE * len(own) > 0
    prose = [block for block in blocks if is_prose(block)]
    anchored = [block for block in prose if block.anchored]
    for block in anchored or prose:
        block.anchored = True
        block.region.prose += block.words
    for region in reversed(regions):
        if region.parent is not None:
            region.parent.prose += region.prose


def _runs(line: str) -> list[int]:
    """Hashes of the runs of words in a line."""
    words = WORD.findall(line.casefold())
    last = max(1, len(words) - RUN + 1) if words else 0
    return [hash(tuple(words[start : start + RUN])) for start in range(last)]
