"""Reads a web page: the text of its article, and what is known about it."""

import contextlib
import re
from collections.abc import Iterable
from datetime import date

from lxml.html import HtmlElement
from trafilatura.settings import Document

from corpus.errors import NotAnArticleError
from corpus.html.anchors import is_prose
from corpus.html.article_text import ArticleText, read_text
from corpus.html.extractor import extract
from corpus.html.facts.page_facts import read_facts
from corpus.html.facts.tags import Tags, read_tags
from corpus.html.lines.blocks import Division, divide
from corpus.html.shown import Shown, read_shown
from corpus.html.structured_data import JsonObject, read_objects
from corpus.html.tree import parse_page
from corpus.html.walls.stand_ins import stand_in
from corpus.languages.telling import guess_language
from corpus.metadata import Metadata

FEW = 20  # words in sentences that a page with an article shows at least
SHORTEST = 100  # characters; anything shorter is a menu or a cookie notice
# A Chinese, Japanese or Korean character says as much as about three letters.
WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
NO_ARTICLE = "is a web page without a recognizable article"


def read_page(source: str, name: str, today: date) -> tuple[ArticleText, Metadata]:
    """The article on a page, and its metadata.

    Raises:
        NotAnArticleError: The page is something else.
    """
    page = parse_page(source)
    if page is None:
        raise NotAnArticleError(name, NO_ARTICLE)
    tags, shown = read_tags(page), read_shown(page)
    division, objects = _divide(page), read_objects(page)
    known = extract(page, division.depth)  # last, because it changes the page
    article = read_text(division, objects, known.text or "")
    _check_article(tags, shown, objects, article, name)
    return article, read_facts(
        tags, shown.text, objects, name, today, _metadata(known, article.text)
    )


def _divide(page: HtmlElement) -> Division:
    """The lines of a page; those that it hides, too, if it shows hardly a sentence."""
    division = divide(page)
    shown = sum(block.words for block in division.blocks if is_prose(block))
    return division if shown >= FEW else divide(page, with_hidden=True)


def _check_article(
    tags: Tags, shown: Shown, objects: Iterable[JsonObject], article: ArticleText, name: str
) -> None:
    """Check that a page's text is an article.

    Raises:
        NotAnArticleError: It is something else, such as a cookie notice, or too short.
    """
    kept, at = "", 0
    for start, end, _ in article.left_out:
        kept += article.text[at:start]
        at = end
    kept = (kept + article.text[at:]).strip()
    is_short = len(kept) + 2 * len(WIDE.findall(kept)) < SHORTEST
    instead = stand_in(tags, shown, objects, "" if is_short else kept)
    if instead or is_short:
        raise NotAnArticleError(name, f"is {instead}, not an article" if instead else NO_ARTICLE)


def _metadata(known: Document, text: str) -> Metadata:
    published = None
    with contextlib.suppress(ValueError):
        published = date.fromisoformat(known.date[:10]) if known.date else None
    return Metadata(
        known.title,
        url=known.url,
        published=published,
        language=guess_language(text),
        author=known.author,
    )
