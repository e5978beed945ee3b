"""Reads what a page shows, without what only programs see."""

from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

UNSEEN = frozenset({"script", "style", "template", "svg", "select", "title", "iframe"})
INLINE = frozenset(
    {"a", "abbr", "b", "code", "em", "font", "i", "label", "mark", "small", "span", "strong"}
    | {"time", "u"}
)


MOST = 60_000  # characters
HEADLINES = (
    "//*[self::h2 or self::h3 or self::h4][.//a[@href and not(starts-with(@href, '#'))] or "
    "parent::a[@href and not(starts-with(@href, '#'))]]"
)
# A page with fewer cards is no list; one with more is judged by these.
FEW_CARDS, MOST_CARDS = 4, 150
DEEPEST, MOST_LINES = 12, 40  # levels above a headline, and lines of a card
LONGEST_CARD = 700  # characters; more is an article under its own headline


class Shown(NamedTuple):
    """The start of a page's text with a line for each block, and the lines that are links.

    ``cards`` are the texts, one per line, that come with a linked headline each: they lead to
    other articles.
    """

    text: str
    links: frozenset[str]
    cards: str


def read_shown(page: HtmlElement) -> Shown:
    """What a page shows, up to about MOST characters."""
    text: list[str] = []
    links: list[str] = []
    inside, length = 0, 0
    walk = etree.iterwalk(page, events=("start", "end"))
    for event, element in walk:
        at_start = event == "start"
        if at_start and element.tag in UNSEEN:
            walk.skip_subtree()
        if element.tag == "a":
            inside += 1 if at_start else -1
            links.append("\n")
        part = (element.text if element.tag not in UNSEEN else "") if at_start else element.tail
        length += len(part or "")
        if length > MOST:
            break
        text.append((part or "") if element.tag in INLINE else f"\n{part or ''}")
        if inside:
            links.append(part or "")
    return Shown("\n".join(_lines(text)), frozenset(_lines(links)), _cards(page))


def _cards(page: HtmlElement) -> str:
    """The texts of the largest elements with a single linked headline; "" if there are few."""
    headlines = page.xpath(HEADLINES)[:MOST_CARDS]
    above = [list(islice(one.iterancestors(), DEEPEST)) for one in headlines]
    count = Counter(element for elements in above for element in elements)
    cards = {
        card
        for elements in above
        if (card := next((one for one in reversed(elements) if count[one] == 1), None)) is not None
    }
    pieces = (islice(filter(str.strip, card.itertext()), MOST_LINES) for card in cards)
    texts = [" ".join(" ".join(one).split()) for one in pieces]
    short = [text for text in texts if len(text) <= LONGEST_CARD]
    return "\n".join(short) if len(short) >= FEW_CARDS else ""


def _lines(parts: Iterable[str]) -> list[str]:
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return [line for line in lines if line]
