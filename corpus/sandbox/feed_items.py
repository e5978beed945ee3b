"""A feed and its items: what crosses from the worker to the bot, and within which limits.

Strangers wrote every value: each is checked where it is made, and again where it is received.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from html import unescape
from urllib.parse import urljoin, urlsplit

from corpus.metadata import URL
from corpus.sandbox.task import LONGEST_ADDRESS

MOST_ITEMS = 400  # of a feed that are looked at; fewer than the store remembers as seen
LONGEST_TITLE = 200  # characters
LONGEST_TEXT = 200_000  # characters of an item's own text, with its markup
MOST_TEXT = 2_000_000  # characters of all of them together
AHEAD = timedelta(days=1)  # how far in the future a date may be to be believed
MARKUP = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|del|em|font|i|img|ins|mark|p|q|s|small|span|strike|strong|"
    r"sub|sup|tt|u|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
UNSHOWN = re.compile(r"<(script|style)\b[^<>]*>.*?</\1\s*>|<!\[CDATA\[|\]\]>", re.IGNORECASE)
ELEMENT = re.compile(r"<([a-z][a-z0-9]*)(?:\s[^<>]*)?>(.*?)</\1\s*>", re.IGNORECASE)
TIMES_ESCAPED = 2  # how often a title may have been escaped more than its format asks for
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}")


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a feed; what is not known is None or empty.

    ``key`` is the same whenever the feed is read: the item's address, or else what else tells it
    from others. ``text`` is the HTML that the feed itself has of the article, and ``length`` the
    number of characters that a reader sees of it.
    """

    key: str
    link: str | None = None
    title: str = ""
    published: datetime | None = None
    author: str = ""
    text: str = ""
    length: int = 0


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's title and language, and its items, newest first, each with a key of its own."""

    title: str
    items: tuple[Item, ...] = ()
    language: str | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the items, newest first."""
        return tuple(item.key for item in self.items)


def make_feed(
    title: object, items: Iterable[Item], url: str, now: datetime, language: object = None
) -> Feed:
    """A feed of the newest of the items; without a title, it is named by its address.

    A date that is still to come is not believed.
    """
    different: dict[str, Item] = {}
    for item in items:
        is_believed = item.published is None or item.published <= now + AHEAD
        different.setdefault(item.key, item if is_believed else replace(item, published=None))
    newest = newest_first(list(different.values()))[:MOST_ITEMS]
    name = without_markup(title) or one_line(url)
    return Feed(name, tuple(_within_limits(newest)), language_tag(language))


def newest_first(items: Sequence[Item]) -> list[Item]:
    """The items by their dates, newest first; those without a date keep their places."""
    dated = [(item.published, item) for item in items if item.published]
    ordered = iter(sorted(dated, key=lambda pair: pair[0], reverse=True))
    return [next(ordered)[1] if item.published else item for item in items]


def is_sound_feed(feed: Feed) -> bool:
    """Whether a feed's values are such as parsing gives."""
    return (
        bool(feed.title)
        and feed.title == one_line(feed.title)
        and feed.language == language_tag(feed.language)
        and len(feed.items) <= MOST_ITEMS
        and len(set(feed.keys)) == len(feed.items)
        and sum(len(item.text) for item in feed.items) <= MOST_TEXT
        and all(map(_is_sound_item, feed.items))
    )


def address(link: object, base: str) -> str | None:
    """The absolute http or https address of a link; None if it is not one."""
    if not isinstance(link, str) or not link.strip() or len(link) > LONGEST_ADDRESS:
        return None
    try:
        found = urljoin(base, link.strip())
        parts = urlsplit(found)
        is_valid = bool(parts.hostname) and parts.port != 0  # .port raises for one out of range
    except ValueError:
        return None
    is_plain = found.isprintable() and " " not in found  # lone surrogates are not printable
    fits = len(found) <= LONGEST_ADDRESS and bool(URL.fullmatch(found))
    return found if is_valid and is_plain and fits else None


def without_markup(title: object) -> str:
    """A title on one line, without tags and character codes, however often it was escaped.

    >>> without_markup("R&amp;D <b>News</b> &#8211; Tarnwick")
    'R&D News – Tarnwick'
    """
    line = title[: 10 * LONGEST_TITLE] if isinstance(title, str) else ""
    for _ in range(TIMES_ESCAPED):
        line = unescape(_without_tags(line))
    return one_line(_without_tags(line))


def one_line(value: object) -> str:
    """A text on one line, without control characters and lone surrogates."""
    start = value[: 10 * LONGEST_TITLE] if isinstance(value, str) else ""
    words = start  # most titles are printable; others take longer
    if not start.isprintable():
        words = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in start)
    return " ".join(words.split())[:LONGEST_TITLE].strip()


def language_tag(value: object) -> str | None:
    """A language tag in lower case; None if it is not one."""
    tag = value.strip().replace("_", "-") if isinstance(value, str) else ""
    return tag.lower() if LANGUAGE.fullmatch(tag) else None


def _without_tags(line: str) -> str:
    """A line without the tags that mark text, and without those of elements that end in it."""
    line = MARKUP.sub(_space_for_break, UNSHOWN.sub("", line))
    return ELEMENT.sub(r" \2 ", line)


def _space_for_break(tag: re.Match[str]) -> str:
    return " " if tag[0].lower().startswith(("<br", "<p", "</p")) else ""


def _within_limits(items: Iterable[Item]) -> Iterator[Item]:
    """Yield the items; those for whose text there is no room come without it."""
    room = MOST_TEXT
    for item in items:
        if len(item.text) > min(room, LONGEST_TEXT):
            yield replace(item, text="", length=0)
        else:
            room -= len(item.text)
            yield item


def _is_sound_item(item: Item) -> bool:
    return (
        0 < len(item.key) <= LONGEST_ADDRESS
        and (item.link is None or item.link == address(item.link, ""))
        and item.title == one_line(item.title)
        and item.author == one_line(item.author)
        and (item.published is None or item.published.tzinfo is not None)
        and len(item.text) <= LONGEST_TEXT
        and 0 <= item.length <= len(item.text)
    )
