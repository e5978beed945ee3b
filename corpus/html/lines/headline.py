"""Finds the headline among a page's headings."""

from collections.abc import Iterable

from lxml.html import HtmlElement

from corpus.languages.prose import PIECE

TITLE = "string((//meta[@property='og:title']/@content | //head/title | //body/title)[1])"
LONGEST = 500  # characters of a title that are looked at
FEWEST, SHARE = 3, 0.8  # words of a headline, and those of them that the page's title has


def find_headline(page: HtmlElement, headings: Iterable[tuple[int, str]]) -> int | None:
    """The place of the first heading that is the page's title; None if the first level has it.

    The headings are their levels and texts.
    """
    title = set(PIECE.findall(str(page.xpath(TITLE))[:LONGEST].casefold()))
    found = None
    for place, (level, text) in enumerate(headings):
        words = set(PIECE.findall(text[:LONGEST].casefold()))
        if level and len(words) >= FEWEST and len(words & title) >= SHARE * len(words):
            if level == 1:
                return None
            found = place if found is None else found
    return found
