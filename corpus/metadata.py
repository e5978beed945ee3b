"""An article's metadata: title, publisher, address, dates, language and author."""

import re
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from corpus.errors import CorpusError


@dataclass(frozen=True, slots=True)
class Metadata:
    """An article's metadata; unknown values are None."""

    title: str | None = None
    source: str | None = None
    url: str | None = None
    published: date | None = None  # the day of the first publication
    updated: date | None = None  # the day of the last change
    language: str | None = None
    author: str | None = None

    def over(self, other: "Metadata") -> "Metadata":
        """This metadata, with gaps filled from the other."""
        names = [field.name for field in fields(self)]
        known = {name: getattr(self, name) for name in names if getattr(self, name) is not None}
        return replace(other, **known)


UNKNOWN = Metadata()
MAX_VALUE = 2000  # characters
URL = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


def check_line(value: str | None, what: str, name: str) -> str | None:
    """The value on one line with single spaces; None if it is empty.

    Raises:
        CorpusError: The value is too long, or not valid Unicode.
    """
    line = " ".join((value or "").split())
    if len(line) > MAX_VALUE:
        raise CorpusError(name, f"has an invalid {what}: longer than {MAX_VALUE} characters")
    if not line.isprintable() and any("\ud800" <= letter <= "\udfff" for letter in line):
        raise CorpusError(name, f"has an invalid {what}: not valid Unicode")
    return line or None


def check_url(value: str | None, name: str) -> str | None:
    """The address; None if it is empty.

    Raises:
        CorpusError: The value is not an http or https address.
    """
    url = check_line(value, "address", name)
    if url is not None and not (URL.fullmatch(url) and url.isprintable()):
        raise CorpusError(name, f"has an invalid address (not http or https): {url[:80]}")
    return url


def parse_date(value: str, name: str) -> date:
    """Parse a date such as 2025-03-21, ignoring any time after it.

    Raises:
        CorpusError: The value is not a date in this format.
    """
    try:
        return datetime.fromisoformat(value.strip()).date()
    except ValueError:
        reason = f"has an invalid date (expected one like 2025-03-21): {value[:40]}"
        raise CorpusError(name, reason) from None
