"""Reads an article's metadata from its page."""

import contextlib
import re
from collections.abc import Sequence
from datetime import date

from lxml.html import HtmlElement

from corpus.errors import CorpusError
from corpus.html.facts.authors import find_authors
from corpus.html.facts.dates import find_days
from corpus.html.facts.publishers import find_publisher, main_label
from corpus.html.facts.tags import Tags, clean, host_of, is_address, read_tags
from corpus.html.facts.titles import find_title
from corpus.html.shown import read_shown
from corpus.html.structured_data import JsonObject, find_article
from corpus.metadata import UNKNOWN, Metadata, check_url

SHOWN = 60_000  # characters of the page's text that are searched
SITE_LINKS = (
    "//base/@href | //link[@rel='alternate' or @rel='home' or @rel='start' or @rel='index' or "
    "@rel='shortlink' or @rel='pingback' or @rel='EditURI' or @rel='search']/@href"
)
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,2}")


def read_facts(
    page: HtmlElement,
    objects: Sequence[JsonObject],
    name: str,
    today: date,
    other: Metadata = UNKNOWN,
) -> Metadata:
    """An article's metadata; ``other`` is what another reader found, for what is missing.

    ``name`` is the page's address, or the name of its file.
    """
    tags = read_tags(page)
    article = find_article(objects) or {}
    shown = read_shown(page, SHOWN).text
    canonical = _canonical(tags, other.url or "")
    address = name if is_address(name) else canonical or _own_address(page, article)
    host = host_of(address)
    publisher = find_publisher(tags, article, objects, host, shown)
    sites = [publisher or "", tags.first("og:site_name"), main_label(host), host]
    headlines = [clean(article.get(key)) for key in ("headline", "alternativeHeadline", "name")]
    published, updated = find_days(tags, article, shown, address, today)
    return Metadata(
        title=find_title(tags, headlines, sites, other.title or ""),
        source=publisher,
        url=canonical,
        published=published or other.published,
        updated=updated if published or updated != other.published else None,
        language=_language(page, tags, article),
        author=find_authors(tags, article, objects, sites[:2], other.author or ""),
    )


def _canonical(tags: Tags, other: str) -> str | None:
    for address in (tags.canonical, tags.first("og:url"), other):
        with contextlib.suppress(CorpusError):
            if checked := check_url(address, ""):
                return checked
    return None


def _own_address(page: HtmlElement, article: JsonObject) -> str:
    """Some address of the page's site; "" if none is known."""
    links = page.xpath(SITE_LINKS)[:20]
    told = (clean(article.get("url")), *(str(link).strip() for link in links))
    return next((one for one in told if is_address(one)), "")


def _language(page: HtmlElement, tags: Tags, article: JsonObject) -> str | None:
    """The language tag of the page, or else of its article."""
    root = page.getroottree().getroot()
    told = (
        root.get("lang") or root.get("xml:lang") or "",
        tags.first("og:locale", "content-language", "dc.language", "language"),
        clean(article.get("inLanguage")),
    )
    tidy = (value.strip().replace("_", "-").lower() for value in told)
    return next((value for value in tidy if LANGUAGE.fullmatch(value)), None)
