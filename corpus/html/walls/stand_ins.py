"""Tells what a page shows in an article's place."""

from corpus.html.facts.tags import Tags
from corpus.html.shown import Shown
from corpus.html.walls.judging import LONGEST_CONSENT, wall_name


def stand_in(tags: Tags, shown: Shown, text: str) -> str | None:
    """What the page is if it is no article, such as "a cookie notice"; None if it may be one.

    ``text`` is what may be its article; if there is none, all that the page shows is judged.
    """
    titles = [tags.title, tags.first("og:title"), *tags.headings]
    return wall_name(text or shown.text[:LONGEST_CONSENT], titles, shown.links)
