"""Joins the lines of a PDF into paragraphs, across columns and pages."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from corpus.formats.pdf.columns import Block
from corpus.formats.pdf.flow import CAPTION
from corpus.formats.pdf.rows import SENTENCE_END, Line
from corpus.formats.pdf.words import is_unspaced

SHORT = 0.8  # of the column's width; a shorter line that ends a sentence ends a paragraph
FULL = 0.9  # of the column's width; a sentence goes on below a picture
VERY_SHORT = 0.5  # of the column's width; a shorter line ends a paragraph
INDENT = 0.8  # em; a paragraph's first line starts this much further right
LETTER = 0.6  # em; the width of a letter
FEWEST_STEPS, WIDEST_LEADING = 3, 1.4  # in a very short text, wider gaps are between paragraphs
GAP = 1.35  # times the usual leading; a paragraph can end at a wider one
SAME_GAP = 0.8  # em that the gaps between the cells of two rows have in common
SAME_SIZE = 1.12  # by how many times the sizes of type in a paragraph differ at most
LARGE = 1.15  # times the usual size of type; a heading
LONGEST_HEADING = 200  # characters
MOST_ASIDE = 4  # notes or captions that a sentence goes on after
HYPHEN = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[-\u00ad\u2010]$")
NAME_HYPHEN = re.compile(r"\w[-\u2010]$")  # before a number: Covid-19
COMPOUND = re.compile(r"\w[-\u2010][^\W\d_]+[-\u2010]$")  # such as the start of eight-year-old
LONGEST_WORD = 60  # characters
BEGINS_COMPOUND = frozenset({"well", "self", "half", "vice"})
SHORTEST_PART = 5  # letters; shorter ends, as of "wellness", can be syllables
ABBREVIATION = re.compile(r"\b(?:[A-Z]|[A-Z][a-z]{1,2})\.$")  # such as Mrs. and J.
BULLET = re.compile(r"[•▪●◦‣■□–—-]\s")
WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")


class Paragraph(NamedTuple):
    """A paragraph, and what it is."""

    text: str
    is_heading: bool = False
    is_caption: bool = False


class Group(NamedTuple):
    """Lines that belong together, the number of their block, and what the last line is like."""

    lines: list[Line]
    block: int
    is_open: bool  # whether it does not end a sentence
    is_full: bool  # whether it reaches the end of the column

    @property
    def size(self) -> float:
        """The size of most of its type."""
        return median(line.size for line in self.lines)

    @property
    def is_caption(self) -> bool:
        """Whether it begins like a caption."""
        return CAPTION.match(self.lines[0].text) is not None


def paragraphs_of(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """Yield the paragraphs, in order."""
    lines = [line for block in blocks for line in block.lines]
    vocabulary = Counter(word for line in lines for word in WORD.findall(line.text.casefold()))
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    usual = max(sizes, key=lambda size: sizes[size], default=0.0)
    leading = _leading(blocks)
    groups = [
        group for number, block in enumerate(blocks) for group in _groups(number, block, leading)
    ]
    for group in _merged(groups, usual):
        text = _text(group.lines, vocabulary)
        large = group.size > LARGE * usual and len(text) <= LONGEST_HEADING
        yield Paragraph(text, large, group.is_caption)


def _leading(blocks: Iterable[Block]) -> float:
    """The usual distance between base lines, in em."""
    steps = [
        (above.base - below.base) / below.size
        for block in blocks
        for above, below in pairwise(block.lines)
    ]
    leading = median(steps or [0])
    return leading if len(steps) >= FEWEST_STEPS else min(leading, WIDEST_LEADING)


def _groups(number: int, block: Block, leading: float) -> Iterator[Group]:
    """Yield the lines of a block that belong together."""
    lines = block.lines[:1]
    for place, (line, below) in enumerate(pairwise(block.lines)):
        near = max(other.right for other in block.lines[max(place - 2, 0) : place + 4])
        if not _goes_on(line, below, block, leading) or _is_cut_short(line, below, near):
            yield _group(lines, number, block)
            lines = []
        lines.append(below)
    yield _group(lines, number, block)


def _group(lines: list[Line], number: int, block: Block) -> Group:
    is_open = not _ends_sentence(lines[-1].text)
    return Group(lines, number, is_open, _reach(lines[-1], block) >= SHORT)


def _ends_sentence(text: str) -> bool:
    return SENTENCE_END.search(text) is not None and not ABBREVIATION.search(text)


def _reach(line: Line, block: Block) -> float:
    """How much of the column's width a line takes, from the column's left side."""
    width = block.right - block.left
    return (line.right - block.left) / width if width > 0 else 1.0


def _goes_on(line: Line, below: Line, block: Block, leading: float) -> bool:
    """Whether a line and the one below it in the same column are of the same paragraph."""
    if not _same_size(line.size, below.size) or _is_table(line, below):
        return False
    if CAPTION.match(below.text) or BULLET.match(below.text):
        return False
    ends = _ends_sentence(line.text)
    reach = _reach(line, block)
    if reach < VERY_SHORT or (reach < SHORT and ends):
        return bool(HYPHEN.search(line.text)) and below.text[:1].islower()
    is_far = line.base - below.base > GAP * leading * below.size
    is_indented = below.left - line.left > INDENT * below.size
    if is_far and (ends or not (below.text[:1].islower() or reach >= FULL)):
        return False
    return not (is_indented and ends)


def _is_cut_short(line: Line, below: Line, right: float) -> bool:
    """Whether a line ends although the first word below it, a capitalised one, would have fit."""
    word = below.text.partition(" ")[0]
    width = (len(word) + 1) * LETTER * below.size
    divided = HYPHEN.search(line.text) is not None
    return not (divided or below.text[:1].islower()) and line.right + width < right - below.size


def _same_size(size: float, other: float) -> bool:
    return max(size, other) <= SAME_SIZE * min(size, other)


def _is_table(line: Line, below: Line) -> bool:
    """Whether two lines are rows of a table, which have a gap at the same place."""
    return any(
        min(end, other_end) - max(start, other_start) > SAME_GAP * line.size
        for start, end in line.gaps
        for other_start, other_end in below.gaps
    )


def _merged(groups: Iterable[Group], usual: float) -> Iterator[Group]:
    """Yield the groups; one that goes on in a later one is joined with it.

    Notes and captions can stand between the two; they follow.
    """
    current: Group | None = None
    aside: list[Group] = []
    for group in groups:
        if current and _joins(current, group, bool(aside)):
            current = group._replace(lines=current.lines + group.lines)
        elif current and len(aside) < MOST_ASIDE and _is_aside(current, group, usual):
            aside.append(group)
        else:
            yield from [current] if current else []
            yield from aside
            current, aside = group, []
    yield from [current] if current else []
    yield from aside


def _joins(current: Group, group: Group, is_interrupted: bool) -> bool:
    """Whether a group goes on in one that stands in another column or on another page."""
    if not current.is_open or not _same_size(current.size, group.size) or group.is_caption:
        return False
    if current.block == group.block and not is_interrupted:
        return False
    if group.lines[0].text[:1].islower():
        return True
    is_below = current.lines[-1].base > group.lines[0].base
    return current.is_full and not is_interrupted and not is_below


def _is_aside(current: Group, group: Group, usual: float) -> bool:
    """Whether text of the usual size can go on after this group."""
    if not current.is_open or not _same_size(current.size, usual):
        return False
    return group.is_caption or group.size * SAME_SIZE < usual


def _text(lines: Iterable[Line], vocabulary: Counter[str]) -> str:
    """The lines as one; a word divided at the end of a line is put together."""
    text = ""
    for line in lines:
        word = text[-LONGEST_WORD:]
        divided = HYPHEN.search(word)
        if divided and line.text[:1].islower():
            if not COMPOUND.search(word):
                text = text[:-1] + _hyphen(divided.group(1), line.text, vocabulary)
            text += line.text
        elif line.text[:1].isdecimal() and NAME_HYPHEN.search(word):
            text += line.text
        else:
            text += line.text if not text or is_unspaced(text, line.text) else f" {line.text}"
    return text.replace("\u00ad", "-")


def _hyphen(before: str, after: str, vocabulary: Counter[str]) -> str:
    """The hyphen of a compound; nothing if a word was divided there."""
    rest = WORD.match(after)
    end = rest.group() if rest else ""
    joined, compound = f"{before}{end}".casefold(), f"{before}-{end}".casefold()
    if vocabulary[joined]:
        return ""
    begins = before.casefold() in BEGINS_COMPOUND and len(end) >= SHORTEST_PART
    return "-" if vocabulary[compound] or begins else ""
