"""An article's metadata: title, publisher, address, dates, language and author."""

import contextlib
import re
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from corpus.addresses import site_of_address
from corpus.errors import CorpusError
from corpus.placeholders import is_placeholder


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

    def known(self) -> "dict[str, Any]":
        """The known values by their names."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value is not None}

    def over(self, other: "Metadata") -> "Metadata":
        """This metadata, with gaps filled from the other."""
        return replace(other, **self.known())


UNKNOWN = Metadata()
FIELDS = {  # what can be given by hand: the name of the option, and that in Metadata and Article
    "title": "title",
    "source": "source",
    "date": "published",
    "updated": "updated",
    "url": "url",
    "author": "author",
    "language": "language",
}
MAX_VALUE = 2000  # characters
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3}")
URL = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


def check_field(field: str, value: str, name: str) -> str | date | None:
    """The value of one of FIELDS; None if it is empty.

    Raises:
        CorpusError: The value is not valid.
    """
    if field in ("date", "updated"):
        return parse_date(value, name) if value.strip() else None
    if field == "url":
        return check_url(value, name)
    line = check_line(value, field, name)
    if field == "language" and line is not None and not LANGUAGE.fullmatch(line):
        raise CorpusError(name, f"has an invalid language (expected one like en): {line[:40]}")
    return line


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


def known_line(value: str | None) -> str | None:
    """The value on one line; None if it is invalid or a placeholder that a program put in."""
    with contextlib.suppress(CorpusError):
        line = check_line(value, "value", "")
        return line if line and not is_placeholder(line) else None
    return None


def check_url(value: str | None, name: str) -> str | None:
    """The address; None if it is empty.

    Raises:
        CorpusError: The value is not an http or https address.
    """
    url = check_line(value, "address", name)
    is_valid = url and URL.fullmatch(url) and url.isprintable() and site_of_address(url)
    if url is not None and not is_valid:
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
