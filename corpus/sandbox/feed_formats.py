"""Parses RSS, Atom and JSON feeds, however badly they are written.

Strangers wrote every value: each is checked where it is read, and one that is not valid is left
out.
"""

import contextlib
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from corpus.clock import now
from corpus.errors import CorpusError
from corpus.sandbox.feed_dates import json_date, xml_date
from corpus.sandbox.feed_items import Feed, Item, address, make_feed, one_line, without_markup
from corpus.sandbox.feed_text import (
    as_html,
    decoded,
    is_article,
    plain_as_html,
    shown,
    without_footer,
)
from corpus.sandbox.task import LONGEST_ADDRESS

NO_FEED = "is not a feed"
HTML = re.compile(
    r"\s*(?:(?><!--.*?-->)\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
# Tags that no article needs; for some, feedparser 6.0.14 raises an exception.
FOREIGN_TAG = re.compile(r"</?(?!(?:atom|content|dc|feedburner|rdf|xhtml):)[a-z]\w*:[^<>]*>", re.I)
ROOT = re.compile(r"<(?:\w+:)?(?:rss|rdf|feed)\b", re.IGNORECASE)
SNIFFED = 20_000  # bytes in which a feed's first tag is looked for
UTF8 = {"content-type": "application/xml; charset=utf-8"}
EMAIL = re.compile(r"<?\S+@\S+>?")
TELLING = 100  # characters of an item's text that tell it from others


def parse_feed(data: bytes, url: str, charset: str | None = None) -> Feed:
    """Parse a feed; relative addresses are resolved against ``url``.

    Raises:
        CorpusError: The data is not a feed.
    """
    text = decoded(data, charset)
    if text.startswith("{"):
        return _parse_json(text, url)
    if HTML.match(text):
        raise CorpusError(url, NO_FEED)
    found = _parse_xml(text)
    if found is None:
        raise CorpusError(url, NO_FEED)
    about = found.feed
    items = list(_items(map(_xml_item, found.entries), url, about.get("link")))
    return make_feed(about.get("title"), items, url, now(), about.get("language"))


def looks_like_feed(data: bytes, charset: str | None = None) -> bool:
    """Whether data begins like a feed, or like something with which a feed is spoiled."""
    text = decoded(data[:SNIFFED], charset)
    return text.startswith("{") or (not HTML.match(text) and ROOT.search(text) is not None)


def _parse_xml(text: str) -> Any:
    """What feedparser finds in a feed; None if it is not one."""
    found = _parsed(text) or _parsed(FOREIGN_TAG.sub("", text))
    root = ROOT.search(text)
    if root and root.start() and not (found and found.get("version")):
        found = _parsed(text[root.start() :])  # something is before it that is not XML
    return found if found and found.get("version") else None


def _parsed(text: str) -> Any:
    """What feedparser finds in a text; None if it fails."""
    # An exception, because feedparser 6.0.14 leaks a KeyError, and perhaps others.
    with contextlib.suppress(Exception):
        # In a file object, because feedparser would take bytes for the name of a file to open.
        return _feedparser().parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers=UTF8,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    return None


def _parse_json(text: str, url: str) -> Feed:
    try:
        found = json.loads(text, strict=False)
        listed, title = list(found["items"]), found.get("title")
        home, language = found.get("home_page_url"), found.get("language")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CorpusError(url, NO_FEED) from error
    written = (_json_item(item) for item in listed if isinstance(item, dict))
    return make_feed(title, list(_items(written, url, home)), url, now(), language)


class _Written(dict[str, Any]):
    """An item's values as the feed has them, by the names of JSON Feed."""


def _xml_item(entry: Any) -> _Written:
    found = _Written(title=entry.get("title"), id=entry.get("id"), date=None)
    found["author"] = entry.get("author") or entry.get("author_detail", {}).get("name")
    link = entry.get("feedburner_origlink") or entry.get("link")
    # Without a link, feedparser takes any identifier for one.
    is_named = entry.get("guidislink") and not str(link).lower().startswith(
        ("http:", "https:", "/")
    )
    found["url"] = None if is_named else link
    dated = "published" if entry.get("published") else "updated"
    if dated in entry:  # otherwise feedparser warns of what it guesses
        found["date"] = xml_date(entry.get(dated), entry.get(f"{dated}_parsed"))
    contents = entry.get("content")
    values = [one.get("value") for one in contents or () if isinstance(one, Mapping)]
    texts = [value for value in values if isinstance(value, str)]
    found["content"] = max(texts, key=len, default="")
    found["summary"] = entry.get("summary")
    return found


def _json_item(item: Mapping[str, Any]) -> _Written:
    def text(name: str) -> str:
        value = item.get(name)
        return value if isinstance(value, str) else ""

    authors = item.get("authors")
    author = authors[0] if isinstance(authors, list) and authors else item.get("author")
    number = item.get("id")
    is_number = isinstance(number, int | float) and not isinstance(number, bool)
    content = text("content_html") or plain_as_html(text("content_text"))
    return _Written(
        title=item.get("title"),
        author=author.get("name") if isinstance(author, dict) else author,
        id=str(number) if is_number else number,
        url=text("url") or ("" if shown(content) else text("external_url")),
        date=json_date(item.get("date_published")) or json_date(item.get("date_modified")),
        content=content,
        summary=text("summary"),
    )


def _items(written: Iterator[_Written], url: str, home: object) -> Iterator[Item]:
    """Yield the items that have an address or a text of their own."""
    found = [(one, _item(one, url)) for one in written]
    shared = Counter(item.link for _, item in found)
    home_address = (address(home, url) or "").rstrip("/")
    for one, item in found:
        name = _name(one)
        # An address that is not the item's own cannot tell it from others, nor lead to it.
        is_own = item.link is None or (
            (shared[item.link] == 1 or not name or name == item.link)
            and item.link.rstrip("/") != home_address
            and urlsplit(item.link).path.strip("/") + urlsplit(item.link).query != ""
        )
        permalink = address(name, "")
        if not is_own and (item.text or permalink):
            item = replace(item, link=permalink, key=permalink or name or _described(item))
        if item.link or item.text:
            yield item


def _item(one: _Written, url: str) -> Item:
    item = _own_text(one)
    named = _name(one)
    written = one["url"]  # perhaps escaped twice
    link = address(written.replace("&amp;", "&") if isinstance(written, str) else None, url)
    if link is None and not item.text:  # an identifier that is an address may lead to the item
        link = address(named, "")
    item = replace(
        item,
        link=link,
        title=without_markup(one["title"]),
        author=one_line(EMAIL.sub(" ", one_line(one["author"])).strip(" ()")),
        published=one["date"],
    )
    return replace(item, key=link or named or _described(item))


def _own_text(one: _Written) -> Item:
    """An item with the longest text that the feed has of it, if that can be the article."""
    best = Item("?")
    for value, is_whole in ((one["content"], True), (one["summary"], False)):
        text = without_footer(as_html(_valid(value))) if isinstance(value, str) else ""
        seen = shown(text)
        if len(seen) > best.length and is_article(seen, is_whole=is_whole):
            best = Item("?", text=text, length=min(len(seen), len(text)))
    return best


def _name(one: _Written) -> str:
    """The identifier that a feed gives to an item; empty if there is none."""
    return _valid(one["id"]).strip()[:LONGEST_ADDRESS] if isinstance(one["id"], str) else ""


def _valid(text: str) -> str:
    """A text without the lone surrogates that JSON can hold."""
    return text.encode("utf-8", "replace").decode()


def _described(item: Item) -> str:
    """What tells an item without an identifier from others."""
    day = item.published.date().isoformat() if item.published else ""
    start = "" if item.title and day else item.text[:TELLING]
    return f"{item.title} {day} {start}".strip() or "?"


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
