"""Divides a page into lines, each with the region of the page that contains it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from corpus.html.lines.headline import find_headline
from corpus.html.lines.hidden import (
    NEW_TAB,
    NEW_TAB_LENGTH,
    UNSEEN,
    UNSEEN_CHARACTERS,
    is_hidden,
    is_spoken,
)
from corpus.html.lines.links import host, is_internal
from corpus.languages.prose import count_words

# Tags that end a line. Custom elements outside of paragraphs do, too.
BREAKING = frozenset(
    "address article aside blockquote body br caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p "
    "pre section summary table tbody td tfoot th thead tr ul".split()
)
# Tags of the elements inside a text, as opposed to those that hold one.
FLOW = frozenset(
    "p li ul ol blockquote dl dd dt h1 h2 h3 h4 h5 h6 table tbody thead tr td th pre center br hr "
    "figure figcaption".split()
)
INLINE = frozenset({"em", "i", "small", "span"})
CAPTION = re.compile(
    r"(?:^|[\s_-])(?:caption|(?:photo|image|picture)-?credit)(?:$|\s)", re.IGNORECASE
)
CELLS = frozenset({"td", "th"})
BOLD = frozenset({"b", "strong"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PARAGRAPHS = HEADINGS | CELLS | {"p", "li", "dd", "dt", "blockquote", "figcaption"}
NAMES = ("class", "id", "itemprop", "role", "data-component", "data-testid", "data-module")
LONGEST_NAME = 500  # characters of an attribute that are looked at
CAMEL_CASE = re.compile(r"(?<=[a-z])(?=[A-Z])")
REPLY = re.compile(
    r"\W*(?:reply|flag|upvote|downvote|report(?: abuse| comment)?)\W*", re.IGNORECASE
)
AGE = re.compile(  # or the day and time of a comment
    r".{0,30}(?:\b\d{1,3} ?|\ban? )(?:m|h|d|w|min|minute|hr|hour|day|week|month|year)s? ago\W*|"
    r".{0,30}\b(?:\d{1,2}(?:st|nd|rd|th)?[ ./-]+\w{2,9}\.?,?[ ./-]+\d{4}|"
    r"[a-z]{3,9}\.? \d{1,2},? \d{4}|\d{4}-\d\d-\d\d)"
    r"\W{1,3}(?:at )?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m)?\W*(?:says?|said|wrote)?\W*",
    re.IGNORECASE,
)
EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")
COUNTS = "words linked teasers images headings headlines ages forms replies".split()
TEASER = 3  # words that a link to another article has at least


@dataclass(slots=True, eq=False)
class Region:
    """An element that holds lines, with numbers for all that is inside it."""

    tag: str
    names: str  # its classes, id and the like, in lower case, words separated by hyphens
    parent: "Region | None"
    words: int = 0
    linked: int = 0  # words in links
    prose: int = 0  # words in sentences that seem to be of the article
    teasers: int = 0  # lines that are nothing but a link to another page of the site
    images: int = 0  # with no text before them in their line
    headings: int = 0
    headlines: int = 0  # headings of the first level
    ages: int = 0  # lines such as "3 hours ago"
    forms: int = 0
    replies: int = 0  # buttons to reply to a comment
    container: "Region" = field(init=False)  # the innermost that holds whole paragraphs

    def __post_init__(self) -> None:
        outer = self.parent if self.tag in FLOW else None
        self.container = self if outer is None else outer.container


@dataclass(slots=True, eq=False)
class Block:
    """A line of a page, and where it stands."""

    text: str
    region: Region  # the innermost
    linked: int  # words in links
    internal: bool  # whether its last link leads to another page of the same site
    heading: int  # 1 to 6, the headline is always 1; 0 for other lines
    bold: bool = False  # whether all of it is
    anchored: bool = False  # whether an extractor takes it for a line of the article
    words: int = field(init=False)

    def __post_init__(self) -> None:
        self.words = count_words(self.text)

    @property
    def link_share(self) -> float:
        """The share of the words that are in links."""
        return self.linked / max(1, self.words)

    @property
    def is_teaser(self) -> bool:
        """Whether the line is nothing but a link to another page of the same site.

        Headlines have no full stop, other than sentences in a list of sources or rules.
        """
        stopped = self.text.endswith((".", "。", "।", "۔"))
        return self.internal and self.link_share > 0.7 and self.words >= TEASER and not stopped


class Division(NamedTuple):
    """The lines of a page, and its regions, outer ones first."""

    blocks: list[Block]
    regions: list[Region]
    depth: int  # the most elements that are inside one another


def divide(page: HtmlElement, *, with_hidden: bool = False) -> Division:
    """The lines and regions of a page, perhaps with those that it hides until a script runs."""
    is_out = is_spoken if with_hidden else is_hidden
    divider = _Divider(host(page))
    walk = etree.iterwalk(page, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        hidden = not tag or tag in UNSEEN or is_out(element)
        if event == "start" and hidden:
            walk.skip_subtree()
            divider.skip(element, tag)
        elif event == "start":
            divider.start(element, tag)
        else:
            if not hidden:
                divider.end(element, tag)
            divider.add(element.tail)
    divider.flush()
    headline = find_headline(page, ((block.heading, block.text) for block in divider.blocks))
    if headline is not None:
        divider.blocks[headline].heading = 1
    _sum_up(divider.blocks, divider.regions)
    return Division(divider.blocks, divider.regions, divider.depth)


class _Divider:
    """Collects the lines on a walk through a page."""

    def __init__(self, host: str) -> None:
        self.blocks: list[Block] = []
        self.regions = [Region("", "", None)]
        self._host = host
        # The open elements that end lines. One gets its region with its first line.
        self._open: list[tuple[HtmlElement, Region | None]] = [(None, self.regions[0])]
        self.depth = 0
        self._rows: list[bool] = []  # whether the open table rows are single lines
        self._links = 0  # open
        self._bold = 0  # open
        self._is_bold = True  # whether the line is, so far
        self._pieces: list[str] = []  # of the line
        self._is_blank = True
        self._linked = 0
        self._internal = False

    def start(self, element: HtmlElement, tag: str) -> None:
        """Begin an element."""
        if tag in CELLS and self._rows and self._rows[-1]:
            self._pieces.append(" | " if self._pieces else "")
        elif tag in BREAKING or self._breaks(element, tag):
            self.flush()
            self._open.append((element, None))
            self.depth = max(self.depth, len(self._open))
        if tag == "tr":
            self._rows.append(_is_line(element))
        elif tag == "a":
            self._links += 1
            self._internal = is_internal(element.get("href") or "", self._host)
        elif tag in BOLD:
            self._bold += 1
        elif tag == "img" and self._is_blank:
            self._region().images += 1
        elif tag == "form":
            self._region().forms += 1
        self.add(element.text)

    def end(self, element: HtmlElement, tag: str) -> None:
        """End an element."""
        if tag == "tr":
            self._rows.pop()
        elif tag == "a":
            self._links -= 1
        elif tag in BOLD:
            self._bold -= 1
        if self._open[-1][0] is element:
            self.flush()
            self._open.pop()

    def skip(self, element: HtmlElement, tag: str) -> None:
        """Take note of an element that is not read."""
        if tag == "button" and REPLY.fullmatch((element.text or "-")[:40]):
            self._region().replies += 1
        if tag in BREAKING:
            self.flush()

    def add(self, text: str | None) -> None:
        """Add to the line."""
        if not text:
            return
        if self._links:
            text = text[:-NEW_TAB_LENGTH] + NEW_TAB.sub("", text[-NEW_TAB_LENGTH:])
            self._linked += count_words(text)
        if self._tag() == "pre" and "\n" in text:
            *ended, text = EMPTY_LINE.split(text)
            for paragraph in ended:
                self._pieces.append(paragraph)
                self.flush()
        is_blank = not text.strip()
        self._pieces.append(text)
        self._is_blank = self._is_blank and is_blank
        self._is_bold = self._is_bold and (is_blank or self._bold > 0)

    def flush(self) -> None:
        """End the line."""
        line = UNSEEN_CHARACTERS.sub("", "".join(self._pieces))
        text = " ".join(line.split()).removeprefix("| ")
        linked, self._linked = self._linked, 0
        bold, self._is_bold = self._is_bold, True
        self._pieces.clear()
        self._is_blank = True
        if not text.strip("| "):
            return
        region = self._region()
        if linked and REPLY.fullmatch(text):
            region.replies += 1
        inner = (element.tag for element, _ in self._open[-3:] if element is not None)
        heading = next((int(tag[1]) for tag in inner if tag in HEADINGS), 0)
        self.blocks.append(Block(text, region, linked, self._internal, heading, bold))

    def _breaks(self, element: HtmlElement, tag: str) -> bool:
        """Whether an element outside of BREAKING ends the line: a custom one, or a caption."""
        if "-" in tag:
            return self._tag() not in PARAGRAPHS
        return (
            tag in INLINE
            and CAPTION.search((element.get("class") or "")[:LONGEST_NAME]) is not None
        )

    def _tag(self) -> str:
        return "" if self._open[-1][0] is None else str(self._open[-1][0].tag)

    def _region(self) -> Region:
        """The region of the innermost open element."""
        first = len(self._open)
        while (region := self._open[first - 1][1]) is None:
            first -= 1
        for number in range(first, len(self._open)):
            element = self._open[number][0]
            region = Region(str(element.tag), _names(element), region)
            self.regions.append(region)
            self._open[number] = (element, region)
        return region


def _names(element: HtmlElement) -> str:
    names = " ".join(one[:LONGEST_NAME] for key in NAMES if (one := element.get(key)))
    return CAMEL_CASE.sub("-", names).lower().replace("_", "-")


def _is_line(row: HtmlElement) -> bool:
    """Whether a table's row is a single line: none of its cells holds paragraphs."""
    return not any(inner.tag in BREAKING for cell in row for inner in cell)


def _sum_up(blocks: Iterable[Block], regions: list[Region]) -> None:
    for block in blocks:
        block.region.words += block.words
        block.region.linked += block.linked
        block.region.teasers += block.is_teaser
        block.region.headings += block.heading > 0
        block.region.headlines += block.heading == 1
        block.region.ages += AGE.fullmatch(block.text[:60]) is not None
    for region in reversed(regions):
        if region.parent is not None:
            for count in COUNTS:
                total = getattr(region.parent, count) + getattr(region, count)
                setattr(region.parent, count, total)
