"""What is said about an article: by the header of its file or by whoever adds it."""

import re
from collections.abc import Mapping

import yaml

from corpus.metadata import UNKNOWN, Metadata, check_line, check_url, parse_date

HEADER = re.compile(r"---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)
MAX_HEADER = 16 * 1024  # characters; YAML of a stranger's is not parsed without bound


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
