"""Messages about changes of an article's metadata."""

from datetime import date
from typing import NamedTuple

from bot.replies.chat_sources.sources import source_line
from bot.replies.failures import reason_reply
from bot.replies.labels import all_of, label
from bot.replies.reply import Reply, filled, joined, untrusted
from bot.wording.wording import Wording
from corpus.article import Article
from corpus.errors import CorpusError
from corpus.metadata import FIELDS
from corpus.store.sources import Sources

# Translators: Leave “title:” as it is: that is what to send. {fields} are all such words.
HOW_TO_EDIT = Wording(
    "Send /edit, the source’s number from /sources and what to change, for example:\n"
    "/edit {example} title: Storm closes the bridge\n"
    "You can change {fields}, each on a line of its own. If nothing follows the colon, the field "
    "is cleared."
)
# Translators: {source} is the number, title and publisher of an article.
EDITED = Wording("Changed {source}")
# Translators: {source} is the number, title and publisher of an article.
NOT_EDITED = Wording("Nothing to change: {source}")
# Translators: {reason} is one of those with the context "reason".
INVALID = Wording("I could not change that: it {reason}.")
CHANGE = Wording("{field}: {before} → {after}", "a changed value")
# Translators: In place of a title, a publisher or an author that is not known.
NOTHING = Wording("none", "value")

LONGEST_VALUE = 300  # UTF-16 units; two of each of the seven fields leave room for the citation


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
    return Reply(HOW_TO_EDIT.format(example=example, fields=all_of(list(FIELDS))))


def invalid_reply(error: CorpusError) -> Reply:
    """Return why a value cannot be stored."""
    return filled(INVALID, reason=reason_reply(error.reason))


def _line(change: Change) -> Reply:
    before, after = (untrusted(label(value, LONGEST_VALUE)) for value in change[1:])
    return filled(CHANGE, field=change.field, before=before, after=after)


def _words(value: str | date | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or str(NOTHING)
