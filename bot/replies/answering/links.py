"""Links to the pages of articles."""

import re

from corpus.addresses import host_of
from corpus.article import Article

LONGEST_URL = 2000
WEB_ADDRESS = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)


def page_of(article: Article) -> str | None:
    """Return the address of the article's page; None if it is unknown or no link can have it."""
    url = article.url or ""
    if not WEB_ADDRESS.fullmatch(url) or len(url) > LONGEST_URL:
        return None
    scheme, colon, rest = url.partition(":")
    return scheme.lower() + colon + rest


def is_for_button(page: str) -> bool:
    """Whether Telegram accepts an address under a button: it refuses hosts without a dot."""
    return "." in host_of(page).strip(".")
