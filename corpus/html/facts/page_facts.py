"""Reads an article's metadata from its page."""

import contextlib
import re
from collections.abc import Sequence
from datetime import date

from corpus.addresses import host_of
from corpus.errors import CorpusError
from corpus.html.facts.authors import find_authors
from corpus.html.facts.dates import find_days
from corpus.html.facts.publishers import find_publisher, main_label
from corpus.html.facts.tags import Tags, clean, is_address
from corpus.html.facts.titles import find_title
from corpus.html.structured_data import JsonObject, find_article
from corpus.languages.known import code_of
from corpus.metadata import UNKNOWN, Metadata, check_url

NEW_YEAR = re.compile(
    r"\bjan(?:uary)?\.? 0?1\b|\b0?1(?:st)?\.? jan|(?<!\d)0?1[./-]0?1(?!\d)", re.IGNORECASE
)
HEADLINES = ("headline", "alternativeHeadline", "name")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,2}")


def read_facts(
    tags: Tags,
    shown: str,
    objects: Sequence[JsonObject],
    name: str,
    today: date,
    other: Metadata = UNKNOWN,
) -> Metadata:
    """An article's metadata; ``other`` is what another reader found, for what is missing.

    ``shown`` is the text of the page; ``name`` is its address, or the name of its file.
    """
    article = find_article(objects) or {}
    canonical, language = _canonical(tags, other.url or ""), _language(tags, article)
    address = name if is_address(name) else canonical or _own_address(tags, article)
    host = host_of(address)
    publisher = find_publisher(tags, article, objects, host, shown)
    sites = [publisher or "", tags.first("og:site_name"), main_label(host), host]
    headlines = [clean(article.get(key)) for key in HEADLINES]
    days = find_days(tags, article, shown, address, today, other.language or code_of(language))
    published, updated = days[0] or _guess(other.published, shown), days[1]
    return Metadata(
        title=find_title(tags, headlines, sites, other.title or ""),
        source=publisher,
        url=canonical,
        published=published,
        updated=updated if updated and (not published or updated > published) else None,
        language=language,
        author=find_authors(tags, article, objects, sites[:2], other.author or ""),
    )


def _canonical(tags: Tags, other: str) -> str | None:
    for address in (tags.canonical, tags.first("og:url"), other):
        with contextlib.suppress(CorpusError):
            if checked := check_url(address, ""):
                return checked
    return None


def _guess(day: date | None, shown: str) -> date | None:
    """A day that was guessed; a new year's day may only be the year of a copyright notice."""
    is_new_year = day is not None and (day.month, day.day) == (1, 1)
    return None if is_new_year and NEW_YEAR.search(shown) is None else day


def _own_address(tags: Tags, article: JsonObject) -> str:
    """Any address on the page's site; "" if none is known."""
    told = (clean(article.get("url")), *tags.links)
    return next((one for one in told if is_address(one)), "")


def _language(tags: Tags, article: JsonObject) -> str | None:
    """The language tag of the page, or else of its article."""
    told = (
        tags.language,
        tags.first("og:locale", "content-language", "dc.language", "language"),
        clean(article.get("inLanguage")),
    )
    tidy = (value.strip().replace("_", "-").lower() for value in told)
    return next((value for value in tidy if LANGUAGE.fullmatch(value)), None)
