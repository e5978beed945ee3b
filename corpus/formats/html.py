"""Text and metadata of the article on a web page."""

import contextlib
import re
from datetime import date
from typing import TYPE_CHECKING

from corpus.errors import CorpusError
from corpus.formats.decoding import decode_page
from corpus.formats.extracted import Extracted
from corpus.metadata import Metadata, check_line, check_url

if TYPE_CHECKING:
    from trafilatura.settings import Document

SHORTEST = 100  # characters; anything shorter is a menu or a cookie notice
NO_ARTICLE = "is a web page without a recognizable article"
LANGUAGE = re.compile(r"<html[^>]*?\slang\s*=\s*[\"']?([A-Za-z-]{2,12})", re.IGNORECASE)


def read_html(data: bytes, name: str, charset: str | None = None) -> Extracted:
    """The article on a page, with the page's own paragraphs.

    Raises:
        CorpusError: The page is too large, or has no article.
    """
    # Here because few commands need them, and importing them takes a third of a second.
    from corpus.html.article_text import read_text
    from corpus.html.blocks import divide
    from corpus.html.extractor import extract
    from corpus.html.structured_data import read_objects
    from corpus.html.tree import parse_page

    text = decode_page(data, name, charset)
    page = parse_page(text)
    if page is None:
        raise CorpusError(name, NO_ARTICLE)
    division, objects = divide(page), read_objects(page)
    known = extract(page, division.depth)  # last, because it changes the page
    article = read_text(division, objects, known.text or "")
    left_out = sum(stretch.end - stretch.start for stretch in article.left_out)
    if len(article.text) - left_out < SHORTEST:
        raise CorpusError(name, NO_ARTICLE)
    return Extracted(
        article.text,
        _metadata(known, text, name),
        article.left_out,
        headings=article.headings,
        incomplete=article.incomplete,
    )


def _metadata(known: "Document", page: str, name: str) -> Metadata:
    language = LANGUAGE.search(page)
    return Metadata(
        title=_line(known.title, "title", name),
        author=_line(known.author, "author", name),
        source=_line(known.sitename, "source", name),
        url=_address(known.url, name),
        published=_day(known.date),
        language=language.group(1).lower() if language else None,
    )


def _line(value: str | None, what: str, name: str) -> str | None:
    """A value on one line; None if it is invalid."""
    with contextlib.suppress(CorpusError):
        return check_line(value, what, name)
    return None


def _address(value: str | None, name: str) -> str | None:
    with contextlib.suppress(CorpusError):
        return check_url(value, name)
    return None


def _day(value: str | None) -> date | None:
    with contextlib.suppress(ValueError):
        return date.fromisoformat(value[:10]) if value else None
    return None
