"""The dates of a feed's items, also where feedparser does not understand them."""

import contextlib
import re
from datetime import UTC, datetime
from typing import Any

from corpus.months import month_number

FIRST_YEAR = 1990  # of the web; an earlier date is a number that is no date, or none at all
TIME = r"(?:\D{1,5}(?P<hour>\d{1,2}):(?P<minute>\d\d))?"
DAY_FIRST = re.compile(
    r"\b(?P<day>\d{1,2})\.?\s+(?:de\s+)?(?P<name>[^\W\d]{3,12})\.?\s+(?:de\s+)?(?P<year>\d{4})\b"
    + TIME
)
NAME_FIRST = re.compile(
    r"\b(?P<name>[^\W\d]{3,12})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})\b" + TIME
)
YEAR_FIRST = re.compile(r"^(?P<year>\d{4})[/.](?P<month>\d{1,2})[/.](?P<day>\d{1,2})\b" + TIME)
DOTTED = re.compile(r"^(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})\b" + TIME)
SECONDS = re.compile(r"\d{9,10}")  # since 1970
LONGEST = 100  # characters


def xml_date(written: object, parsed: Any) -> datetime | None:
    """The time of an item in RSS or Atom: as written, or else as feedparser ``parsed`` it."""
    text = written.strip()[:LONGEST] if isinstance(written, str) else ""
    with contextlib.suppress(ValueError, TypeError):
        if SECONDS.fullmatch(text):
            return _believed(datetime.fromtimestamp(int(text), UTC))
        match = YEAR_FIRST.search(text) or DOTTED.search(text)
        if match is None and parsed:
            year, month, day, hour, minute = parsed[:5]  # the seconds can be 60
            return _believed(datetime(year, month, day, hour, minute, tzinfo=UTC))
        match = match or DAY_FIRST.search(text) or NAME_FIRST.search(text)
        return _believed(_date(match.groupdict())) if match else None
    return None


def json_date(written: object) -> datetime | None:
    """The time in RFC 3339; one without a zone is taken for UTC."""
    with contextlib.suppress(ValueError, OverflowError):
        if isinstance(written, str):
            found = datetime.fromisoformat(written.strip())
            return _believed(
                (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
            )
    return None


def _date(parts: dict[str, str | None]) -> datetime:
    """The time in its parts.

    Raises:
        ValueError: There is no such day or month.
    """
    month = int(parts.get("month") or month_number(parts.get("name") or "") or 0)
    year, day = int(parts["year"] or 0), int(parts["day"] or 0)
    hour, minute = int(parts["hour"] or 0), int(parts["minute"] or 0)
    return datetime(year, month, day, min(hour, 23), min(minute, 59), tzinfo=UTC)


def _believed(found: datetime) -> datetime | None:
    return found if found.year >= FIRST_YEAR else None
