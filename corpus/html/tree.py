"""Parses web pages."""

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")  # of an encoding; the page is decoded already


def parse_page(page: str) -> HtmlElement | None:
    """The page's root element; None if there is nothing to parse."""
    parser = HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        huge_tree=True,  # or the rest of a page is lost after 256 open elements
    )
    # NUL characters would end the text.
    data = DECLARATION.sub("", page).replace("\0", "").encode("utf-8", "replace")
    try:
        return document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
