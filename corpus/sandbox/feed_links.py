"""Finds the feeds that a web page links to, the one with the site's articles first."""

import contextlib
import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

from corpus.sandbox.feed_items import address
from corpus.sandbox.feed_text import decoded

SEARCHED = 1_000_000  # bytes of a page that are searched
MOST_LINKS = 200  # to feeds that are compared
KINDS = frozenset(
    {
        "application/rss+xml", "application/atom+xml", "application/feed+json",
        "application/rdf+xml", "application/xml", "text/xml", "text/rss+xml", "text/rss",
        "text/atom+xml", "text/rdf+xml", "application/rss", "application/atom",
        "application/x-rss+xml", "application/x-atom+xml",
    }
)  # fmt: skip
JSON = "application/json"  # of feeds, and of other things that sites offer
FEED_ADDRESS = re.compile(
    r"(?:^|[/._=-])(?:rss2?|atom|feeds?|rdf)(?:$|[/._-])|\.(?:rss|atom|rdf)$|[?&]feed=",
    re.IGNORECASE,
)
# Feeds of something else than the site's articles, in the languages that sites are written in.
COMMENTS = re.compile(
    r"comment|coment[aá]rio|kommentar|commenti\b|reactie|replies|respuestas|talkback|"
    r"评论|комментар|コメント",
    re.IGNORECASE,
)
PART = re.compile(
    r"/(?:category|categories|kategorie|tags?|schlagwort|authors?|autor|user|topics?|search|"
    r"sections?|series|podcasts?)/|[?&](?:cat|tag|author|s|q)=|"
    r"\b(?:category|tag|author|podcast|posts by|search results)\b",
    re.IGNORECASE,
)


def find_feeds(data: bytes, url: str, charset: str | None = None) -> list[str]:
    """The addresses of the feeds that a web page links to, the site's main feed first.

    Feeds of comments come last, and those of a category or an author before them.
    """
    page = _FeedLinks()
    # Python's parser (3.11) fails at "<![x" and at numbers of 5,000 digits.
    with contextlib.suppress(AssertionError, ValueError):
        page.feed(decoded(data[:SEARCHED], charset))
    base = address(page.base, url) or url
    found = [
        (_rank(link, title), link)
        for href, title in (page.links or page.anchors)
        if (link := address(href, base)) is not None and link != url
    ]
    return list(dict.fromkeys(link for _, link in sorted(found, key=lambda pair: pair[0])))


def _rank(link: str, title: str) -> int:
    """How far a feed is from having the site's articles; 0 is the main feed."""
    parts = urlsplit(link)
    described = f"{parts.path}?{parts.query} {title}"
    return 2 if COMMENTS.search(described) else 1 if PART.search(described) else 0


class _FeedLinks(HTMLParser):
    """Collects the links of a page to feeds, and the base of its addresses.

    ``links`` say themselves that they lead to feeds; ``anchors`` look so by their addresses.
    """

    def __init__(self) -> None:
        super().__init__()
        self.base: str | None = None
        self.links: list[tuple[str, str]] = []  # addresses and titles
        self.anchors: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect a link to a feed, or the base."""
        known = {name: value or "" for name, value in reversed(attrs)}
        href = known.get("href", "").strip()
        if not href:
            return
        if tag == "base" and self.base is None:
            self.base = href
        elif tag == "link" and _is_feed_link(known) and len(self.links) < MOST_LINKS:
            self.links.append((href, known.get("title", "")))
        elif tag == "a" and _is_feed_anchor(known) and len(self.anchors) < MOST_LINKS:
            self.anchors.append((href, known.get("title", "")))


def _is_feed_link(known: dict[str, str]) -> bool:
    relations = known.get("rel", "").lower().split()
    kind = _kind(known)
    if "feed" in relations:
        return kind != "text/html"
    if "alternate" not in relations or "stylesheet" in relations:
        return False
    if kind == JSON or (not kind and "hreflang" not in known and "media" not in known):
        return FEED_ADDRESS.search(_path(known["href"])) is not None
    return kind in KINDS


def _is_feed_anchor(known: dict[str, str]) -> bool:
    path = _path(known["href"])
    return _kind(known) in KINDS or path.lower().rstrip("/").endswith(
        ("/feed", "/rss", "/atom", ".rss", ".atom", ".rdf", "/rss.xml", "/feed.xml", "/atom.xml")
    )


def _kind(known: dict[str, str]) -> str:
    return known.get("type", "").partition(";")[0].strip().lower()


def _path(href: str) -> str:
    """The path and the query of an address; empty if it is not one."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
