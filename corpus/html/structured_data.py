"""Reads what a page says about itself in JSON-LD (schema.org)."""

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml.html import HtmlElement

JsonObject = Mapping[str, Any]

SCRIPTS = ".//script[starts-with(translate(@type, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', "
SCRIPTS += "'abcdefghijklmnopqrstuvwxyz'), 'application/ld+json')]"
MOST_SCRIPTS, MOST_OBJECTS = 50, 2000  # read; a page has some dozen objects
TYPES = re.compile(
    r"\w*Article|(?:Blog|LiveBlog|DiscussionForum|SocialMedia)Posting|Report|\w*Review",
    re.IGNORECASE,
)
WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)?\s*")
TRAILING_COMMA = re.compile(r",(?=\s{0,20}[}\]])")
BAD_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")
START, SEPARATOR = re.compile(r"[\[{]"), re.compile(r"[\s,;]*")
BLOCK_END = re.compile(
    r"<(?:/?(?:p|div|h[1-6]|li|ul|ol|blockquote|tr|table|section)\b[^<>]{0,500}|br\s*/?)>",
    re.IGNORECASE,
)
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")


def read_objects(page: HtmlElement) -> list[JsonObject]:
    """The objects in the page's JSON-LD, those inside others too, outer ones first.

    What cannot be read is skipped.
    """
    found: list[JsonObject] = []
    for script in page.xpath(SCRIPTS)[:MOST_SCRIPTS]:
        for value in _values(script.text or ""):
            found += _objects(value, MOST_OBJECTS - len(found))
    return found


def find_article(objects: Iterable[JsonObject]) -> JsonObject | None:
    """The object that describes the article: the first with a text, or else the first."""
    articles = [one for one in objects if any(TYPES.fullmatch(kind) for kind in types(one))]
    return next((one for one in articles if _bodies(one)), articles[0] if articles else None)


def types(one: JsonObject) -> list[str]:
    """The schema.org types of an object, without the address before them."""
    kinds = one.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return [kind.rpartition("/")[2] for kind in kinds if isinstance(kind, str)]


def resolved(value: object, objects: Iterable[JsonObject]) -> object:
    """The object that an ``{"@id": …}`` stands for; any other value as it is."""
    if not isinstance(value, dict) or set(value) - {"@type"} != {"@id"}:
        return value
    same = (one for one in objects if one.get("@id") == value["@id"] and len(one) > len(value))
    return next(same, value)


def article_body(article: JsonObject) -> str:
    """The article's text without markup, one paragraph per line; "" if there is none."""
    body = "\n".join(_bodies(article))
    if "<" not in body and "&lt;" in body:
        body = html.unescape(body)
    if "<" in body:
        body = TAG.sub("", BLOCK_END.sub("\n", body))
    lines = (" ".join(line.split()) for line in html.unescape(body).splitlines())
    return "\n".join(filter(None, lines))


def _bodies(article: JsonObject) -> list[str]:
    """The texts of an article, or of a live blog and its posts."""
    posts = article.get("liveBlogUpdate")
    posts = posts if isinstance(posts, list) else [posts]
    values = [one.get("articleBody") for one in (article, *posts) if isinstance(one, dict)]
    parts = [part for one in values for part in (one if isinstance(one, list) else [one])]
    return [part for part in parts if isinstance(part, str) and part.strip()]


def _values(script: str) -> Iterator[object]:
    """Yield the JSON values in a script; tolerates what browsers and search engines do."""
    text = WRAPPING.sub("", script, count=1)
    if text.startswith(("{&quot;", "[{&quot;")):
        text = html.unescape(text)
    decoder = json.JSONDecoder(strict=False)  # line breaks in strings
    for repaired in (text, TRAILING_COMMA.sub("", BAD_ESCAPE.sub(r"\\\\", text))):
        at = 0
        while START.match(repaired, at):
            try:
                value, end = decoder.raw_decode(repaired, at)
            except (ValueError, RecursionError):
                break
            yield value
            between = SEPARATOR.match(repaired, end)
            at = between.end() if between else end
        if at:
            return


def _objects(value: object, limit: int) -> Iterator[JsonObject]:
    """Yield up to this many objects in a JSON value, breadth first."""
    level = [value]
    while level and limit > 0:
        inner: list[object] = []
        for one in level:
            if isinstance(one, dict) and limit > 0:
                yield one
                limit -= 1
            inner += (
                one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
            )
        level = [one for one in inner if isinstance(one, dict | list)]
