"""What trafilatura takes for the article on a page, and for its metadata."""

from copy import deepcopy

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document


def extract(page: HtmlElement) -> Document:
    """Everything that could be the article's text, and metadata; empty if nothing is found.

    With ``fast``, no other extractors are tried: on pages with known articles they added more
    text of other articles than text of the article.
    """
    found = bare_extraction(
        deepcopy(page), with_metadata=True, include_comments=False, fast=True, favor_recall=True
    )
    return found if isinstance(found, Document) else Document()
