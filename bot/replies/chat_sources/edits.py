"""Messages about changes of an article's metadata."""

from datetime import date
from typing import NamedTuple

from bot.replies.chat_sources.sources import source_line
from bot.replies.labels import label
from bot.replies.reply import Reply, filled, joined, untrusted
from corpus.article import Article
from corpus.errors import CorpusError
from corpus.metadata import FIELDS
from corpus.store.sources import Sources

HOW_TO_EDIT = (
    "Send /edit, the source’s number from /sources and what to change, for example:\n"
    "/edit {example} title: Storm closes the bridge\n"
    "You can change {fields}, each on a line of its own. If nothing follows the colon, the field "
    "is cleared."
)
EDITED = "Changed {source}"
NOT_EDITED = "Nothing to change: {source}"
INVALID = "I could not change that: it {reason}."
CHANGE = "{field}: {before} → {after}"
NOTHING = "none"

LONGEST_VALUE = 300  # UTF-16 units; two of each of the seven fields leave room for the citation
LONGEST_REASON = 300


class Change(NamedTuple):
    """A field, and what it was and is in words."""

    field: str
    before: str
    after: str


def changes_of(before: Article, after: Article) -> list[Change]:
    """The metadata in which two versions of an article differ."""
    values = ((field, getattr(before, at), getattr(after, at)) for field, at in FIELDS.items())
    return [Change(field, _words(old), _words(new)) for field, old, new in values if old != new]


def edited_reply(before: Article, after: Article, sources: Sources) -> Reply:
    """Return what was changed, or that nothing was."""
    changes = changes_of(before, after)
    head = source_line(EDITED if changes else NOT_EDITED, after, sources)
    return joined([head, *map(_line, changes)], "\n")


def how_to_edit_reply(sources: Sources) -> Reply:
    """Return a hint on how to edit a source, with one of the chat's as an example."""
    example = sources.label(sources.page(0, 1)[0]) if sources.own else "C1"
    *first, last = FIELDS
    return Reply(HOW_TO_EDIT.format(example=example, fields=f"{', '.join(first)} and {last}"))


def invalid_reply(error: CorpusError) -> Reply:
    """Return why a value cannot be stored."""
    return filled(INVALID, reason=untrusted(label(error.reason, LONGEST_REASON)))


def _line(change: Change) -> Reply:
    before, after = (untrusted(label(value, LONGEST_VALUE)) for value in change[1:])
    return filled(CHANGE, field=change.field, before=before, after=after)


def _words(value: str | date | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or NOTHING
