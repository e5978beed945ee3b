"""What is known of an article: its title, publisher, address, date, language and author."""

import re
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from corpus.errors import CorpusError


@dataclass(frozen=True, slots=True)
class Metadata:
    """An article's metadata, as far as known."""

    title: str | None = None
    source: str | None = None
    url: str | None = None
    published: date | None = None
    language: str | None = None
    author: str | None = None

    def over(self, other: "Metadata") -> "Metadata":
        """This metadata, with the other's where this one has none."""
        names = [field.name for field in fields(self)]
        known = {name: getattr(self, name) for name in names if getattr(self, name) is not None}
        return replace(other, **known)


UNKNOWN = Metadata()


def check_line(value: str | None, what: str, name: str) -> str | None:
    """The value on one line, white space run together; None if nothing is left.

    Raises:
        CorpusError: It is too long, or not text.
    """
    line = " ".join((value or "").split())
    if len(line) > MAX_VALUE:
        raise CorpusError(name, f"its {what} is longer than {MAX_VALUE} characters")
    if not line.isprintable() and any("\ud800" <= letter <= "\udfff" for letter in line):
        raise CorpusError(name, f"its {what} is not valid text")
    return line or None


def check_url(value: str | None, name: str) -> str | None:
    """The address, if there is one.

    Raises:
        CorpusError: It is no http or https address.
    """
    url = check_line(value, "address", name)
    if url is not None and not (URL.fullmatch(url) and url.isprintable()):
        raise CorpusError(name, f"its address is not an http or https one: {url[:80]}")
    return url


def parse_date(value: str, name: str) -> date:
    """The day of a date such as 2025-03-21, with or without a time after it.

    Raises:
        CorpusError: It is no such date.
    """
    try:
        return datetime.fromisoformat(value.strip()).date()
    except ValueError:
        raise CorpusError(name, f"its date is not of the form 2025-03-21: {value[:40]}") from None


URL = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


MAX_VALUE = 2000
