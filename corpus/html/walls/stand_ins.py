"""Tells what a page shows in an article's place."""

from itertools import islice

from lxml.html import HtmlElement

from corpus.html.shown import read_shown
from corpus.html.walls.judging import LONGEST_CONSENT, wall_name

TITLES = "//head/title | //h1 | //meta[@property='og:title']"
MOST_TITLES, LONGEST_TITLE = 8, 300


def stand_in(page: HtmlElement, text: str) -> str | None:
    """What the page is if it is no article, such as "a cookie notice"; None if it may be one.

    ``text`` is what may be its article; if there is none, all that the page shows is judged.
    """
    titles = [_title(element) for element in page.xpath(TITLES)[:MOST_TITLES]]
    shown = read_shown(page, LONGEST_CONSENT)
    return wall_name(text or shown.text, titles, shown.links)


def _title(element: HtmlElement) -> str:
    words = element.get("content") or " ".join(islice(element.itertext(), MOST_TITLES))
    return " ".join(words[:LONGEST_TITLE].split())
