"""Tells what a page shows in an article's place."""

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from corpus.html.walls import LONGEST_CONSENT, wall_name

TITLES = "//head/title | //h1 | //meta[@property='og:title']"
MOST_TITLES, LONGEST_TITLE = 8, 300
UNSEEN = frozenset({"script", "style", "template", "svg", "select", "head", "iframe"})
INLINE = frozenset({"a", "b", "em", "i", "span", "strong", "small", "u", "code", "mark", "label"})


class Shown(NamedTuple):
    """What a page shows: the start of its text with a line for each block, and its links."""

    text: str
    links: frozenset[str]


def stand_in(page: HtmlElement, text: str) -> str | None:
    """What the page is if it is no article, such as "a cookie notice"; None if it may be one.

    ``text`` is what may be its article; if there is none, all that the page shows is judged.
    """
    titles = [_title(element) for element in page.xpath(TITLES)[:MOST_TITLES]]
    shown = _shown(page)
    return wall_name(text or shown.text, titles, shown.links)


def _shown(page: HtmlElement) -> Shown:
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
        part = part or ""
        length += len(part)
        if length > LONGEST_CONSENT:
            break
        text.append(part if element.tag in INLINE else f"\n{part}")
        if inside:
            links.append(part)
    return Shown("\n".join(_lines(text)), frozenset(_lines(links)))


def _lines(parts: Iterable[str]) -> list[str]:
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return [line for line in lines if line]


def _title(element: HtmlElement) -> str:
    words = element.get("content") or " ".join(islice(element.itertext(), MOST_TITLES))
    return " ".join(words[:LONGEST_TITLE].split())
