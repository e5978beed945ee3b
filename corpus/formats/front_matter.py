"""Reads the YAML header of a text file."""

import re
from collections.abc import Mapping

import yaml

from corpus.metadata import UNKNOWN, Metadata, check_line, check_url, parse_date

HEADER = re.compile(r"---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)
NAMES = "title source publisher url link date published updated modified language lang author by"
KEYS = frozenset(NAMES.split())
MAX_HEADER = 16 * 1024  # characters; limits how much untrusted YAML is parsed


def split_front_matter(text: str, name: str) -> tuple[Metadata, str]:
    """Split a text into the metadata of its ``---`` header, if it has one, and the rest.

    A header without "key: value" lines counts as text: a page can start with a horizontal rule.

    Raises:
        CorpusError: The header has an invalid value, such as a date.
    """
    match = HEADER.match(text)
    if match is None or match.end() > MAX_HEADER:
        return UNKNOWN, text
    try:
        # The base loader keeps every value a string: "title: 1984" is not a number.
        header = yaml.load(match.group(1) or "{}", yaml.BaseLoader)  # noqa: S506 - builds strings, lists and dicts only
    except yaml.YAMLError:
        header = _plain_lines(match.group(1) or "")
    except (RecursionError, ValueError):
        return UNKNOWN, text
    if not isinstance(header, Mapping):
        return UNKNOWN, text
    lower = {str(key).casefold(): value for key, value in header.items()}
    return _metadata(lower, name), text[match.end() :]


def _plain_lines(header: str) -> Mapping[str, str] | None:
    """The values of a header that is not YAML, such as "title: Ferry: 17 dead"; None for a text.

    Every line must begin with a known key.
    """
    pairs = [line.partition(":") for line in header.splitlines() if line.strip()]
    if not all(colon and key.strip().casefold() in KEYS for key, colon, _ in pairs):
        return None
    return {key.strip(): value.strip() for key, _, value in pairs}


def _metadata(header: Mapping[str, object], name: str) -> Metadata:
    def value(*keys: str) -> str | None:
        found = next((header[key] for key in keys if header.get(key)), None)
        return found if isinstance(found, str) else None

    day, updated = value("date", "published"), value("updated", "modified")
    return Metadata(
        title=check_line(value("title"), "title", name),
        source=check_line(value("source", "publisher"), "source", name),
        url=check_url(value("url", "link"), name),
        published=parse_date(day, name) if day else None,
        updated=parse_date(updated, name) if updated else None,
        language=check_line(value("language", "lang"), "language", name),
        author=check_line(value("author", "by"), "author", name),
    )
