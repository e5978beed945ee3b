"""Reads a page's ``<meta>`` elements, headings and links."""

import html
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
INVISIBLE = re.compile(  # control and format characters, and halves of characters
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
SITE_LINKS = (
    "//base/@href | //link[@rel='alternate' or @rel='home' or @rel='start' or @rel='index' or "
    "@rel='shortlink' or @rel='pingback' or @rel='EditURI' or @rel='search']/@href"
)
MOST = 500  # elements of a kind that are read
LONGEST = 2000  # characters of a value


class Tags(NamedTuple):
    """What a page says about itself outside its JSON-LD, without markup and entities."""

    meta: Mapping[str, Sequence[str]]  # by lower-case name, property or itemprop
    title: str
    headings: Sequence[str]  # of the first level, in order
    canonical: str
    language: str
    links: Sequence[str]  # addresses of the same site, for programs
    times: Sequence[tuple[str, str]]  # what happened at each marked time, and the time

    def first(self, *names: str) -> str:
        """The first value under these names; "" if there is none."""
        return next((value for name in names for value in self.meta.get(name, ()) if value), "")


def read_tags(page: HtmlElement) -> Tags:
    """Read the elements that describe a page."""
    meta: defaultdict[str, list[str]] = defaultdict(list)
    for element in page.xpath("//meta[@content]")[:MOST]:
        for key in ("property", "name", "itemprop", "http-equiv"):
            if element.get(key):
                meta[element.get(key).strip().lower()].append(clean(element.get("content")))
                break
    root = page.getroottree().getroot()
    titles = page.xpath("//head//title | /html/title | //body/title")
    link = page.xpath("//link[contains(concat(' ', @rel, ' '), ' canonical ')]/@href")
    return Tags(
        dict(meta),
        next((words for one in titles[:3] if (words := inner_text(one))), ""),
        [words for one in page.xpath("//h1")[:10] if (words := inner_text(one))],
        next((str(one).strip() for one in link if is_address(str(one).strip())), ""),
        root.get("lang") or root.get("xml:lang") or "",
        [str(one).strip() for one in page.xpath(SITE_LINKS)[:20]],
        [_time(one) for one in page.xpath("//time[@datetime] | //abbr[@title]")[:50]],
    )


def _time(element: HtmlElement) -> tuple[str, str]:
    keys = ("itemprop", "class", "property", "pubdate")
    label = " ".join(key + element.get(key, "") for key in keys if key in element.attrib)
    return label.replace("class", ""), clean(element.get("datetime") or element.get("title"))


def inner_text(element: HtmlElement) -> str:
    """The text in an element, on one line."""
    pieces = (one for one in element.itertext() if one.strip())
    return clean(" ".join(islice(pieces, 40)))


def clean(value: object) -> str:
    """A value on one line, without entities, markup and invisible characters."""
    text = str(value)[:LONGEST] if isinstance(value, str | int | float) else ""
    for _ in range(2):  # some pages escape twice
        text = html.unescape(text)
    return " ".join(INVISIBLE.sub("", MARKUP.sub(" ", text)).split())


def is_address(value: str) -> bool:
    """Whether a value is an absolute address on the web."""
    return value.lower().startswith(("http://", "https://"))


def squeeze(text: str) -> str:
    """The letters and digits of a text in lower case, to compare names."""
    return re.sub(r"[\W_]+", "", text.casefold())
