"""Parses RSS, Atom and JSON feeds, and finds the feed that a page links to."""

import json
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

from corpus.errors import CorpusError

MOST_ITEMS = 100
LONGEST_TITLE = 200
HEAD = 200_000  # bytes of a page that are searched for feed links
KINDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")
WEB = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's title, and the addresses of its items, in order and without duplicates."""

    title: str
    links: tuple[str, ...]


def parse_feed(data: bytes, url: str) -> Feed:
    """Parse a feed; relative addresses are resolved against ``url``.

    Raises:
        CorpusError: The data is not a feed.
    """
    if data.lstrip()[:1] == b"{":
        return _parse_json(data, url)
    import feedparser  # here because few commands need it

    found = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    if not found.get("version"):
        raise CorpusError(url, "is not a feed")
    links = [entry.get("link") for entry in found.entries]
    return _feed(found.feed.get("title"), links, url)


def find_feed(data: bytes, url: str) -> str | None:
    """The address of the first feed that a web page links to; None if there is none."""
    page = _FeedLinks()
    page.feed(data[:HEAD].decode("utf-8", "replace"))
    address = urljoin(url, page.feeds[0]) if page.feeds else ""
    return address if WEB.fullmatch(address) else None


def _parse_json(data: bytes, url: str) -> Feed:
    try:
        found = json.loads(data)
        items = [item.get("url") or item.get("external_url") for item in found["items"]]
        return _feed(found.get("title"), items, url)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CorpusError(url, "is not a feed") from error


def _feed(title: object, links: list[object], url: str) -> Feed:
    absolute = [urljoin(url, link.strip()) for link in links if isinstance(link, str)]
    kept = dict.fromkeys(link for link in absolute if WEB.fullmatch(link))
    line = " ".join(title.split()) if isinstance(title, str) else ""
    return Feed(line[:LONGEST_TITLE] or url, tuple(kept)[:MOST_ITEMS])


class _FeedLinks(HTMLParser):
    """Collects the addresses of the feeds that a page's head links to."""

    def __init__(self) -> None:
        super().__init__()
        self.feeds: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect a link to a feed."""
        known = dict(attrs)
        relations = (known.get("rel") or "").lower().split()
        kind = (known.get("type") or "").lower().strip()
        if tag == "link" and "alternate" in relations and kind in KINDS and known.get("href"):
            self.feeds.append(known["href"] or "")
