"""Parses RSS, Atom and JSON feeds, and finds the feed that a page links to.

Strangers wrote every value: each is checked where it is read, and one that is not valid is left
out.
"""

import contextlib
import io
import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from corpus.errors import CorpusError
from corpus.metadata import URL
from corpus.sandbox.task import LONGEST_ADDRESS

MOST_ITEMS = 100
LONGEST_TITLE = 200  # characters
HEAD = 200_000  # bytes of a page that are searched for feed links
KINDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")


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
    try:
        # In a file object, because feedparser would take bytes for the name of a file to open.
        found = _feedparser().parse(
            io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # feedparser 6.0.14 leaks a KeyError, and perhaps others
        raise CorpusError(url, "is not a feed") from error
    if not found.get("version"):
        raise CorpusError(url, "is not a feed")
    links = (entry.get("link") for entry in found.entries)
    return _feed(found.feed.get("title"), links, url)


def find_feed(data: bytes, url: str) -> str | None:
    """The address of the first feed that a web page links to; None if there is none."""
    page = _FeedLinks()
    # Python's parser (3.11) fails at "<![x" and at numbers of 5,000 digits.
    with contextlib.suppress(AssertionError, ValueError):
        page.feed(data[:HEAD].decode("utf-8", "replace"))
    return next(_addresses(page.feeds, url), None)


def is_sound_feed(feed: Feed) -> bool:
    """Whether a feed's values are such as parsing gives."""
    return feed == _feed(feed.title, feed.links, "") and bool(feed.title)


def _parse_json(data: bytes, url: str) -> Feed:
    try:
        found = json.loads(data)
        items = [item.get("url") or item.get("external_url") for item in found["items"]]
        title = found.get("title")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CorpusError(url, "is not a feed") from error
    return _feed(title, items, url)


def _feed(title: object, links: Iterable[object], url: str) -> Feed:
    return Feed(_line(title) or _line(url), tuple(islice(_addresses(links, url), MOST_ITEMS)))


def _line(title: object) -> str:
    """A title on one line, without control characters and lone surrogates."""
    start = title[: 10 * LONGEST_TITLE] if isinstance(title, str) else ""
    words = "".join(" " if unicodedata.category(char) in ("Cc", "Cs") else char for char in start)
    return " ".join(words.split())[:LONGEST_TITLE].strip()


def _addresses(links: Iterable[object], base: str) -> Iterator[str]:
    """Yield the addresses that can be fetched, without duplicates."""
    seen = set()
    for link in links:
        address = _address(link, base)
        if address is not None and address not in seen:
            seen.add(address)
            yield address


def _address(link: object, base: str) -> str | None:
    """The absolute http or https address of a link; None if it is not one."""
    if not isinstance(link, str) or len(link) > LONGEST_ADDRESS:
        return None
    try:
        address = urljoin(base, link.strip())
        parts = urlsplit(address)
        is_valid = parts.hostname and parts.port != 0
    except ValueError:  # such as the port 99999, or half of an IPv6 address
        return None
    # Lone surrogates and control characters are not printable.
    is_web = URL.fullmatch(address) and address.isprintable()
    return address if is_valid and is_web and len(address) <= LONGEST_ADDRESS else None


@cache
def _feedparser() -> Any:
    """feedparser, made to read feeds of any content in linear time.

    For each author it searches for an email address, and for each tag it searches all tags before
    it (6.0.14); 100 KB could take a minute. We use neither.
    """
    import feedparser  # here because few commands need it

    def ignore_author(*_: object) -> None:
        pass

    def keep_last_tag(parser: Any, term: object, scheme: object, label: object) -> None:
        tag = feedparser.FeedParserDict(term=term, scheme=scheme, label=label)
        parser._get_context()["tags"] = [tag]  # noqa: SLF001 - no public access

    for parser in (feedparser.api.StrictFeedParser, feedparser.api.LooseFeedParser):
        parser._sync_author_detail = ignore_author  # noqa: SLF001 - there is no option for it
        parser._add_tag = keep_last_tag  # noqa: SLF001 - there is no option for it
    return feedparser


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
