"""What trafilatura takes for the article on a page, and for its metadata."""

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document

DEEPEST = 256  # nested elements; trafilatura takes very long for nested tables


def extract(page: HtmlElement, depth: int) -> Document:
    """Everything that could be the article's text, and metadata; empty if nothing is found.

    The page is changed: a copy of a large one would take too much memory.

    With ``fast``, no other extractors are tried: on pages with known articles they added more
    text of other articles than text of the article.
    """
    if depth > DEEPEST:
        return Document()
    try:
        found = bare_extraction(
            page, with_metadata=True, include_comments=False, fast=True, favor_recall=True
        )
    # Strangers wrote the page. Whatever trafilatura raises on it (2.3: RecursionErrors at least),
    # our own rules find the article without it.
    except Exception:
        return Document()
    return found if isinstance(found, Document) else Document()
