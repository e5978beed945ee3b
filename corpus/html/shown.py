"""Reads what a page shows, without what only programs see."""

from collections.abc import Iterable
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

UNSEEN = frozenset({"script", "style", "template", "svg", "select", "head", "iframe"})
INLINE = frozenset(
    {"a", "abbr", "b", "code", "em", "font", "i", "label", "mark", "small", "span", "strong"}
    | {"time", "u"}
)


MOST = 60_000  # characters


class Shown(NamedTuple):
    """The start of a page's text with a line for each block, and the lines that are links."""

    text: str
    links: frozenset[str]


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
    return Shown("\n".join(_lines(text)), frozenset(_lines(links)))


def _lines(parts: Iterable[str]) -> list[str]:
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return [line for line in lines if line]
