"""Text and metadata of the article on a web page, extracted with trafilatura."""

import contextlib
import re
from datetime import date

from corpus.errors import CorpusError, NotAnArticleError
from corpus.formats.decoding import decode_page
from corpus.formats.extracted import Extracted
from corpus.metadata import Metadata, check_line, check_url

SHORTEST = 100  # characters; anything shorter is a menu or a cookie notice
LANGUAGE = re.compile(r"<html[^>]*?\slang\s*=\s*[\"']?([A-Za-z-]{2,12})", re.IGNORECASE)


def read_html(data: bytes, name: str, charset: str | None = None) -> Extracted:
    """The article on a page, with the page's own paragraphs.

    Raises:
        CorpusError: The page is too large, or has no article.
    """
    # Here because few commands need them, and importing them takes a third of a second.
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    source = decode_page(data, name, charset)
    # On pages with known articles, favor_precision has a token F1 of .965, the default .956.
    found = bare_extraction(
        source, with_metadata=True, include_comments=False, favor_precision=True
    )
    found = found if isinstance(found, Document) else Document()
    _check_article(source, found.text or "", name)
    language = LANGUAGE.search(source)
    metadata = Metadata(
        title=_line(found.title, "title", name),
        author=_line(found.author, "author", name),
        source=_line(found.sitename, "source", name),
        url=_address(found.url, name),
        published=_day(found.date),
        language=language.group(1).lower() if language else None,
    )
    return Extracted(found.text or "", metadata)


def _check_article(source: str, text: str, name: str) -> None:
    # Here for the same reason.
    from corpus.html.stand_ins import stand_in
    from corpus.html.tree import parse_page

    is_short = len(text) < SHORTEST
    page = parse_page(source)
    instead = None if page is None else stand_in(page, "" if is_short else text)
    if instead:
        raise NotAnArticleError(name, f"is {instead}, not an article")
    if is_short:
        raise NotAnArticleError(name, "is a web page without a recognizable article")


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
