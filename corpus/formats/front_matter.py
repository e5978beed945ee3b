"""What is said about an article: by the header of its file or by whoever adds it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

import yaml

from corpus.errors import CorpusError

URL = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
HEADER = re.compile(r"---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)
MAX_HEADER = 16 * 1024  # characters; YAML of a stranger's is not parsed without bound
MAX_VALUE = 2000


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


def split_front_matter(text: str, name: str) -> tuple[Metadata, str]:
    """The metadata of a ``---`` header, and the text after it; without one, all the text.

    A header that is not "key: value" lines is taken for text: a page can begin with a rule.

    Raises:
        CorpusError: The header names a date, an address or a title that cannot be used.
    """
    match = HEADER.match(text)
    if match is None or match.end() > MAX_HEADER:
        return UNKNOWN, text
    try:
        # The base loader leaves every value a string: "title: 1984" stays what was typed.
        header = yaml.load(match.group(1) or "{}", yaml.BaseLoader)  # noqa: S506 - builds strings, lists and dicts only
    except (yaml.YAMLError, RecursionError, ValueError):
        return UNKNOWN, text
    if not isinstance(header, Mapping):
        return UNKNOWN, text
    lower = {str(key).casefold(): value for key, value in header.items()}
    return _metadata(lower, name), text[match.end() :]


def _metadata(header: Mapping[str, object], name: str) -> Metadata:
    def value(*keys: str) -> str | None:
        found = next((header[key] for key in keys if header.get(key)), None)
        return found if isinstance(found, str) else None

    day = value("date", "published")
    return Metadata(
        title=check_line(value("title"), "title", name),
        source=check_line(value("source", "publisher"), "source", name),
        url=check_url(value("url", "link"), name),
        published=parse_date(day, name) if day else None,
        language=check_line(value("language", "lang"), "language", name),
        author=check_line(value("author", "by"), "author", name),
    )


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
