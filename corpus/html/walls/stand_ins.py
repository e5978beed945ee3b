"""Says what a page shows instead of an article."""

from collections.abc import Iterable

from corpus.html.facts.tags import Tags
from corpus.html.shown import Shown
from corpus.html.structured_data import JsonObject, find_article
from corpus.html.walls.judging import LONGEST_CONSENT, wall_name

LIST = 0.6  # of the text
LONGEST_LIST = 30_000  # characters


def stand_in(tags: Tags, shown: Shown, objects: Iterable[JsonObject], text: str) -> str | None:
    """What the page is if it is no article, such as "a cookie notice"; None if it may be one.

    ``text`` is what may be its article; if there is none, all that the page shows is judged.
    """
    may_list = shown.cards and len(text) <= LONGEST_LIST and not _says_article(tags, objects)
    if may_list and _share(text, shown.cards) >= LIST:
        return "a list of links to articles"
    titles = [tags.title, tags.first("og:title"), *tags.headings]
    return wall_name(text or shown.text[:LONGEST_CONSENT], titles, shown.links)


def _says_article(tags: Tags, objects: Iterable[JsonObject]) -> bool:
    """Whether the page itself says that it is an article."""
    return (
        tags.first("og:type").lower() == "article"
        or tags.first("article:published_time") != ""
        or find_article(objects) is not None
    )


def _share(text: str, cards: str) -> float:
    """The share of a text that is next to headlines of other articles."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return sum(len(line) for line in lines if line in cards) / max(1, sum(map(len, lines)))
