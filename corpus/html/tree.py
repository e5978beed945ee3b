"""Parses web pages."""

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, fromstring

DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def parse_page(page: str | bytes) -> HtmlElement | None:
    """The page's root element; None if there is nothing to parse.

    Bytes are decoded as the page itself declares.
    """
    parser = HTMLParser(
        encoding="utf-8" if isinstance(page, str) else None,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        huge_tree=True,  # or the rest of a page is lost after 256 open elements
    )
    if isinstance(page, str):
        # lxml refuses declarations in a str, and NUL characters end its text.
        page = DECLARATION.sub("", page).replace("\0", "").encode("utf-8", "replace")
    try:
        return fromstring(page, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
