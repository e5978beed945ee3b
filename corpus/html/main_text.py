"""Chooses the lines of a page's main block that are the article's, and says why others are not."""

import re
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.article import Reason
from corpus.html.anchors import SENTENCE_END, is_prose, mark_anchors
from corpus.html.lines.blocks import Block, Division, Region
from corpus.html.litter import region_reasons
from corpus.html.main_block import find_main, kind
from corpus.html.repetitions import find_repetitions
from corpus.languages.prose import CLOSING

ABOVE = 40  # lines above the main block that are searched for the article's headline
LEAD = 6  # words of a lead at least
REPEATING = 0.75  # of its long words; a lead that the article repeats is a summary
SIGN = re.compile(r"[^\W_]")  # of words or numbers
LONG_WORD = re.compile(r"[^\W_]{4,}")
ANNOUNCING = {  # headings
    Reason.AROUND: re.compile(
        r"about the (?:author|writer|reporter|contributor)s?\W*", re.IGNORECASE
    ),
    Reason.COMMENTS: re.compile(
        r"(?:(?:\d+|all|your|view|show|latest|readers?['’]?s?) )*(?:comments?|replies|responses)"
        r"(?: ?\(?\d+\)?)?\W*|join the (?:conversation|discussion)\W*|"
        r"leave a (?:comment|reply)\W*",
        re.IGNORECASE,
    ),
}
CLOCK = re.compile(r"\d:\d\d|\d\.\d\d ?(?:[ap]\.?m|GMT|UTC|BST|[CEMP][SD]?T)\b", re.IGNORECASE)
FULL_STOP = re.compile(rf"[.。｡．।॥۔]{CLOSING}")
SENTENCE = 4  # words of a sentence at least
LABEL = 8  # words of a line that announces links at most
CAPTION = 30  # words of a line beside an image at most
MOST_BOLD = 15  # words of a heading that is a line in bold type
LABELLED = 8  # words of a line such as "Price: 5 euros, by post" above the first paragraph
ITEM = 5  # words of a list item above the first paragraph at least


@dataclass(slots=True)
class Line:
    """A line of the main block, and why it is not the article's; None if it is."""

    block: Block
    why: Reason | None
    is_label: bool = False  # whether it is a heading that is merely set in bold type


def find_lines(division: Division, texts: Iterable[str]) -> list[Line]:
    """The lines of a page's main block.

    ``texts`` are what other extractors, or the page's own structured data, take for the article.
    """
    blocks, regions, _ = division
    mark_anchors(blocks, regions, texts)
    main = find_main(regions)
    inside = _inside(main, regions)
    reasons = region_reasons(regions, main, regions[0].prose)
    lines = _lines(blocks, inside, reasons)
    prose = [at for at, line in enumerate(lines) if line.why is None and is_prose(line.block)]
    words = sum(line.block.words for line in lines if line.why is None)
    # Otherwise it is a table or a list.
    if sum(lines[at].block.words for at in prose) > 0.5 * words:
        _sort_above(lines, prose[0], reasons)
        _leave_out_announced(lines[prose[0] :])
        _leave_out_below(lines[prose[-1] + 1 :])
        _leave_out_labels(lines)
        _leave_out_repetitions(lines)
        _mark_labels(lines)
    return lines


def _inside(main: Region, regions: Iterable[Region]) -> Collection[Region]:
    """The main region and all those in it."""
    inside = {main}
    for region in regions:
        if region.parent in inside:
            inside.add(region)
    return inside


def _lines(
    blocks: Sequence[Block], inside: Collection[Region], reasons: Mapping[Region, Reason]
) -> list[Line]:
    """The lines of these regions, each judged by itself."""
    within = [block for block in blocks if block.region in inside]
    home = {
        kind(block.region.container)
        for block in within
        if block.anchored and is_prose(block) and block.region not in reasons
    }
    above = [Line(block, Reason.AROUND) for block in _above(blocks, inside)]
    judged = (Line(block, reasons.get(block.region) or _reason(block, home)) for block in within)
    return [*above, *judged]


def _above(blocks: Sequence[Block], inside: Collection[Region]) -> Sequence[Block]:
    """The lines from the headline to the main block, if it stands above the block."""
    first = next((at for at, block in enumerate(blocks) if block.region in inside), 0)
    above = range(first - 1, max(-1, first - ABOVE), -1)
    headline = next((at for at in above if blocks[at].heading == 1), first)
    return blocks[headline:first]


def _reason(block: Block, home: Collection[Hashable]) -> Reason | None:
    """Why a line of the main block is not the article's, apart from its region.

    ``home`` are the kinds of regions that hold the article's paragraphs.
    """
    region, around = block.region, block.region.container
    at_home = kind(around) in home
    if (block.heading == 1 and not at_home) or not SIGN.search(block.text):
        return Reason.AROUND
    longest = CAPTION / 2 if FULL_STOP.search(block.text) and region.tag == "p" else CAPTION
    alone = region.tag == "p" or region is around
    if region.images and region.words <= longest and alone and not block.linked:
        return Reason.CAPTION
    elsewhere = block.internal or not (block.anchored or at_home)
    if block.link_share > 0.7 and elsewhere and not FULL_STOP.search(block.text):
        return Reason.READ_MORE
    if block.anchored or _is_quoted(block.region):
        return None
    if at_home:
        item = region.tag == "li" and FULL_STOP.search(block.text)
        outward = item or (not block.internal and block.words >= ITEM)
        in_text = block.heading or region is not around
        kept = is_prose(block) or (in_text and (block.link_share < 0.3 or outward))
        return None if kept else Reason.AROUND
    alone = around.words == block.words and not around.images and not block.linked
    inner = around.parent is not None and kind(around.parent.container) in home
    return None if alone and inner and is_prose(block) else Reason.AROUND


def _is_quoted(region: Region) -> bool:
    at: Region | None = region
    for _ in range(3):
        if at is not None and at.tag == "blockquote":
            return True
        at = at.parent if at is not None else None
    return False


def _sort_above(lines: Sequence[Line], first: int, reasons: Mapping[Region, Reason]) -> None:
    """Keep leads above the first paragraph, and leave out bylines, labels and summaries."""
    start = next((at for at in range(first) if lines[at].block.heading == 1), first)
    kept = [line.block for line in lines[first:] if line.why is None]
    said = {word for block in kept for word in LONG_WORD.findall(block.text.casefold())}
    for at, line in enumerate(lines[:first]):
        block = line.block
        if line.why is None and (block.heading == 1 or not _is_sentence(block)):
            stays = _is_item(block, said) or _heads_text(block, first - at)
            line.why = None if stays else Reason.AROUND
        elif line.why is Reason.AROUND and at > start and block.region not in reasons:
            line.why = None if _is_lead(block, said) else Reason.AROUND


def _heads_text(block: Block, above: int) -> bool:
    """Whether a line is a heading in the text: the last one above the first paragraph."""
    return above == 1 and 1 < block.heading < 5 and block.link_share == 0


def _is_item(block: Block, said: Collection[str]) -> bool:
    """Whether a line above the first paragraph is an item of a list, or a fact in a few words."""
    if block.heading or CLOCK.search(block.text) or block.text.lower().startswith("by "):
        return False
    if _in_item(block.region):
        return block.words >= ITEM and not _repeats(block, said)
    return block.region.tag == "p" and block.words >= LABELLED and block.link_share < 0.3


def _in_item(region: Region) -> bool:
    """Whether a region is in an item of a list."""
    return region.tag == "li" or (region.parent is not None and region.parent.tag == "li")


def _is_lead(block: Block, said: Collection[str]) -> bool:
    ends = SENTENCE_END.search(block.text) and not CLOCK.search(block.text)
    if block.words < LEAD or block.link_share >= 0.3 or not ends:
        return False
    return not _repeats(block, said) or (block.anchored and block.region.tag != "li")


def _repeats(block: Block, said: Collection[str]) -> bool:
    """Whether the words of a line are those of the article."""
    own = LONG_WORD.findall(block.text.casefold())
    return sum(word in said for word in own) > REPEATING * len(own)


def _leave_out_announced(lines: Iterable[Line]) -> None:
    """Leave out what a heading calls readers' comments or words about the author."""
    level = 0
    why: Reason | None = None
    for line in lines:
        block = line.block
        if block.heading and (level == 0 or block.heading <= level):
            announced = (why for why, words in ANNOUNCING.items() if words.fullmatch(block.text))
            why = next(announced, None)
            level = block.heading if why else 0
        line.why = line.why or why


def _leave_out_below(lines: Iterable[Line]) -> None:
    """Leave out labels and links below the last paragraph."""
    for line in lines:
        block = line.block
        loose = block.heading or not block.anchored or block.link_share > 0.3
        if line.why is None and loose and not _is_sentence(block):
            line.why = Reason.AROUND


def _leave_out_labels(lines: Sequence[Line]) -> None:
    """Leave out what announces links, such as "Other stories"."""
    teasers = 0
    for line in reversed(lines):
        if line.why is Reason.READ_MORE:
            teasers += 1
        elif line.why is None:
            block = line.block
            label = block.heading or block.text.endswith((":", "：", "…", "..."))
            if teasers > 1 and label and block.words <= LABEL:
                line.why = Reason.READ_MORE
            else:
                teasers = 0


def _leave_out_repetitions(lines: Iterable[Line]) -> None:
    """Leave out pull quotes, which would be quoted a second time."""
    kept = [line for line in lines if line.why is None]
    for at in find_repetitions([line.block for line in kept]):
        kept[at].why = Reason.AGAIN


def _mark_labels(lines: Iterable[Line]) -> None:
    """Mark the short lines in bold type that stand above a paragraph."""
    kept = [line for line in lines if line.why is None]
    for line, after in pairwise(kept):
        block = line.block
        short = block.bold and block.words <= MOST_BOLD and not FULL_STOP.search(block.text)
        line.is_label = short and is_prose(after.block) and not after.block.bold


def _is_sentence(block: Block) -> bool:
    ends = SENTENCE_END.search(block.text) is not None
    linked = block.link_share >= 0.3 and not (block.anchored and block.words >= LEAD)
    return block.words >= SENTENCE and ends and not linked
