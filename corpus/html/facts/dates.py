"""Finds the days on which an article was published and last changed."""

import contextlib
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from corpus.html.facts.tags import Tags, clean
from corpus.html.structured_data import JsonObject
from corpus.languages.dates import written_days
from corpus.languages.known import codes, language_of
from corpus.languages.language import Page
from corpus.months import ENGLISH, month_number

PUBLISHED = (
    "article:published_time datepublished article:published og:published_time "
    "parsely-pub-date sailthru.date pubdate publishdate publish_date publish-date dc.date.issued "
    "dc.date dcterms.created dcterms.date citation_publication_date date ptime"
).split()
UPDATED = (
    "article:modified_time datemodified og:updated_time article:modified lastmod last-modified "
    "dcterms.modified dc.date.modified utime last_updated"
).split()
MONTH = rf"(?P<month>{'|'.join(name[:3] for name in ENGLISH)})[a-z]{{0,6}}\.?"
NUMBERS = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)([-/.]?)(?P<month>\d\d)\2(?P<day>\d\d)(?!\d\d)"
)
NAMED = (
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.? {MONTH},? (?P<year>(?:19|20)\d\d)",
    rf"{MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>(?:19|20)\d\d)",
)
WRITTEN = [re.compile(rf"\b{form}\b", re.IGNORECASE) for form in NAMED]
GERMAN = re.compile(r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>(?:19|20)\d\d)\b")
# At the start of a line or after a mark: a sentence can tell what else was updated.
CHANGED = re.compile(
    r"(?:^|[|·•–—/(\d]\s*)(?:last )?(?:updated?|modified|aktualisiert|mis à jour|actualizado|"
    r"aggiornato|atualizado|bijgewerkt|обновлено)\b[^\n]{0,60}",
    re.IGNORECASE,
)
TIME_PUBLISHED = re.compile(r"publi|posted|created|entry-date|pubdate", re.IGNORECASE)
TIME_UPDATED = re.compile(r"updat|modif", re.IGNORECASE)
IN_ADDRESS = re.compile(r"/(?P<year>20\d\d)[-/]?(?P<month>\d\d)[-/]?(?P<day>\d\d)(?!\d)")
WORLD_TIME = re.compile(r"(?:Z|[+-]00:?00)$")
DAY = timedelta(days=1)
EARLIEST = 1990
LONGEST = 120  # characters of a line with a date
NO_PAGE = Page()


def find_days(
    tags: Tags,
    article: JsonObject,
    shown: str,
    address: str,
    today: date,
    language: str | None = None,
) -> tuple[date | None, date | None]:
    """The days of an article's publication and of its last change, if it is a later one.

    ``shown`` is the text of the page, and ``language`` the code of its language.
    """
    page = language_of(language).page if language in codes() else NO_PAGE
    lines = [line for line in shown.split("\n") if len(line) <= LONGEST]
    said = _published(tags, article)
    published = next((day for one in said if (day := _day(one, today, address, language))), None)
    published = published or _labelled(lines, page.published, today, language)
    told = (clean(article.get("dateModified")), *(tags.first(name) for name in UPDATED))
    told += tuple(value for label, value in tags.times if TIME_UPDATED.search(label))
    updated = next((day for one in told if (day := _day(one, today, address, language))), None)
    updated = updated or _labelled(lines, page.updated, today, language)
    if updated is None:
        changed = (found.group() for line in lines for found in CHANGED.finditer(line))
        updated = next((day for one in changed if (day := _day(one, today))), None)
    is_later = updated is not None and (published is None or updated > published)
    return published, updated if is_later else None


def _published(tags: Tags, article: JsonObject) -> Iterator[str]:
    """Yield what the page says of its publication to programs."""
    yield clean(article.get("datePublished"))
    yield from (tags.first(name) for name in PUBLISHED)
    for label, value in tags.times:
        if TIME_PUBLISHED.search(label) and not TIME_UPDATED.search(label):
            yield value


def _labelled(
    lines: Iterable[str], labels: Sequence[str], today: date, language: str | None
) -> date | None:
    """The day in the first line that begins with one of these labels."""
    starts = tuple(label.casefold() for label in labels)
    own = (line for line in lines if starts and line.casefold().startswith(starts))
    return next((day for line in own if (day := _day(line, today, "", language))), None)


def _day(value: str, today: date, address: str = "", language: str | None = None) -> date | None:
    """The day in a value; None if it has none, or an impossible one."""
    found = next(_days(value, language), None)
    if found is None or not found.year >= EARLIEST or found > today + DAY:
        return None
    # In world time, an evening belongs to the next day; the address has the publisher's own.
    own = next(_days_in(IN_ADDRESS.finditer(address)), None)
    near = own is not None and abs(found - own) <= DAY
    return own if near and WORLD_TIME.search(value) else found


def _days(value: str, language: str | None) -> Iterator[date]:
    yield from _days_in(NUMBERS.finditer(value))
    for form in (*WRITTEN, GERMAN):
        yield from _days_in(form.finditer(value))
    if language is not None:
        yield from (found.day for found in written_days(value, language))


def _days_in(found: Iterable[re.Match[str]]) -> Iterator[date]:
    for one in found:
        month = one["month"]
        number = int(month) if month.isdigit() else month_number(month) or 0
        with contextlib.suppress(ValueError):
            yield date(int(one["year"]), number, int(one["day"]))
