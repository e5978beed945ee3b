"""Finds what a page says twice: pull quotes, and leads that the article repeats."""

import re
from collections.abc import Iterable, Iterator, Sequence

from corpus.html.anchors import WORD
from corpus.html.lines.blocks import Block, Region

FEWEST = 4  # words of a pull quote
SAME = 8  # words of a line that is printed twice
FEW = 0.2  # of the article's words
LONGEST = 60
MOST = 100  # pull quotes of a page
AROUND = 4  # regions around a line that can say that it is a pull quote
SIGNED = 8  # words of the name below a pull quote at most
QUOTED = re.compile(r"(?:^|[\s-])(?:pull-?\w*|\w*quotes?|quotation|tweetable)(?=$|[\s-])")


def find_repetitions(blocks: Sequence[Block]) -> Iterator[int]:
    """Yield the numbers of the lines that an earlier one is the same as, and of pull quotes.

    A pull quote is in another line as well. If a name stands below it, that is yielded, too.
    """
    said = [" ".join(WORD.findall(block.text.casefold())) for block in blocks]
    again = _same(blocks, said)
    # A text that mostly repeats itself does so on purpose.
    if sum(blocks[at].words for at in again) < FEW * sum(block.words for block in blocks):
        yield from again
    pulled = [at for at, block in enumerate(blocks) if _is_pulled(block)][:MOST]
    quotes = {*pulled, *again}
    rest = f" {' | '.join(one for at, one in enumerate(said) if at not in quotes)} "
    for at in pulled:
        if f" {said[at]} " in rest:
            yield at
            yield from _names_below(blocks, at)


def _same(blocks: Sequence[Block], said: Sequence[str]) -> list[int]:
    """The numbers of the lines that say what an earlier one says."""
    known: set[str] = set()
    found = []
    for at, block in enumerate(blocks):
        if block.words >= SAME and not block.heading:
            if said[at] in known:
                found.append(at)
            known.add(said[at])
    return found


def _names_below(blocks: Sequence[Block], at: int) -> Iterable[int]:
    """The number of the next line, if it is a name below a pull quote."""
    if at + 1 < len(blocks) and blocks[at + 1].words <= SIGNED:
        box, after = _box(blocks[at]), _box(blocks[at + 1])
        return [at + 1] if box is not None and box is after else []
    return []


def _is_pulled(block: Block) -> bool:
    return FEWEST <= block.words <= LONGEST and not block.heading and _box(block) is not None


def _box(block: Block) -> Region | None:
    """The innermost region around a line that is a quotation or called one."""
    region: Region | None = block.region
    for _ in range(AROUND):
        if region is None:
            return None
        if region.tag in ("blockquote", "aside") or QUOTED.search(region.names):
            return region
        region = region.parent
    return None
