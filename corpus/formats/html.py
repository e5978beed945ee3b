"""Text and metadata of the article on a web page."""

import contextlib
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from corpus.clock import now
from corpus.errors import NotAnArticleError
from corpus.formats.decoding import decode_page
from corpus.formats.extracted import Extracted
from corpus.metadata import Metadata

if TYPE_CHECKING:
    from trafilatura.settings import Document

    from corpus.html.article_text import ArticleText
    from corpus.html.facts.tags import Tags
    from corpus.html.shown import Shown
    from corpus.html.structured_data import JsonObject

SHORTEST = 100  # characters; anything shorter is a menu or a cookie notice
NO_ARTICLE = "is a web page without a recognizable article"


def read_html(data: bytes, name: str, charset: str | None = None) -> Extracted:
    """The article on a page, with the page's own paragraphs.

    Raises:
        CorpusError: The page is too large, or has no article.
    """
    # Here because few commands need them, and importing them takes a third of a second.
    from corpus.html.article_text import read_text
    from corpus.html.blocks import divide
    from corpus.html.extractor import extract
    from corpus.html.facts.page_facts import read_facts
    from corpus.html.facts.tags import read_tags
    from corpus.html.shown import read_shown
    from corpus.html.structured_data import read_objects
    from corpus.html.tree import parse_page

    page = parse_page(decode_page(data, name, charset))
    if page is None:
        raise NotAnArticleError(name, NO_ARTICLE)
    tags, shown = read_tags(page), read_shown(page)
    division, objects = divide(page), read_objects(page)
    known = extract(page, division.depth)  # last, because it changes the page
    article = read_text(division, objects, known.text or "")
    _check_article(tags, shown, objects, article, name)
    metadata = read_facts(tags, shown.text, objects, name, now().date(), _metadata(known))
    headings, incomplete = article.headings, article.incomplete
    return Extracted(
        article.text, metadata, article.left_out, headings=headings, incomplete=incomplete
    )


def _check_article(
    tags: "Tags",
    shown: "Shown",
    objects: "Sequence[JsonObject]",
    article: "ArticleText",
    name: str,
) -> None:
    """Check that a page's text is an article.

    Raises:
        NotAnArticleError: It is something else, such as a cookie notice, or too short.
    """
    # Here because it imports lxml, which takes time.
    from corpus.html.walls.stand_ins import stand_in

    kept, at = "", 0
    for start, end, _ in article.left_out:
        kept += article.text[at:start]
        at = end
    kept = (kept + article.text[at:]).strip()
    is_short = len(kept) < SHORTEST
    instead = stand_in(tags, shown, objects, "" if is_short else kept)
    if instead or is_short:
        raise NotAnArticleError(name, f"is {instead}, not an article" if instead else NO_ARTICLE)


def _metadata(known: "Document") -> Metadata:
    published = None
    with contextlib.suppress(ValueError):
        published = date.fromisoformat(known.date[:10]) if known.date else None
    return Metadata(known.title, url=known.url, published=published, author=known.author)
