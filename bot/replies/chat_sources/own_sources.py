"""Messages about the sources that a chat adds."""

from dataclasses import dataclass, field

from bot.replies.answering.quoting import numbers_of
from bot.replies.chat_sources.sources import source_line
from bot.replies.labels import all_of, label, plural
from bot.replies.reply import Reply, filled, joined, untrusted
from corpus.article import Article
from corpus.errors import CorpusError
from corpus.store.sources import Sources

HOW_TO_ADD = (
    "To add a source, send /add with a link or the text of the article, send a file with /add "
    "as its caption, or reply to a post with /add."
)
ADMINS_ONLY = "Only administrators can do that in this group."
OPERATOR_ONLY = "Only my operator can change this source."

READING = "Reading…"
READING_SO_FAR = ("Reading… {count} source so far", "Reading… {count} sources so far")
NOT_ADDED = "I could not add that: it {reason}."
ADDED_ONE = "Added {source}"
ALREADY_ADDED = "Already added: {source}"
ADDED = ("Added {count} source.", "Added {count} sources.")
ADDED_LINE = "[{number}] {title}"
MORE_ADDED = "… /sources lists them all."
KNOWN = "Already added: {numbers}"
UPDATED_ONE = "Updated {source}"
UPDATED = "Updated: {numbers}"
AND_MORE = "{count} more"
INCOMPLETE = "Perhaps incomplete: the page seems to have more text than I could read."
INCOMPLETE_PAGES = "Perhaps incomplete: {numbers}"
FAILED = "{name} {reason}."
MORE_FAILED = "{count} more could not be read."
TOO_MANY_SOURCES = (
    "This chat has {count} source and cannot have more.",
    "This chat has {count} sources and cannot have more.",
)
TOO_LARGE = "This chat’s sources have reached the size limit."
TOO_MANY_THIS_HOUR = (
    "{count} text was added here in the last hour. Please try again later.",
    "{count} texts were added here in the last hour. Please try again later.",
)
TOO_MUCH_WAITING = "I still have too much to read. Please try again later."
NO_READING_TIME = "I can’t read any more for you this hour. Please try again later."
TOOK_TOO_LONG = "That took too long to read. /sources and /feeds list what I could add."
ADD_AGAIN = "This group has become a supergroup. Please send again what I had not added yet."

ALREADY_REMOVED = "This source has already been removed."
TOO_MANY_FEEDS = (
    "This chat follows {count} feed and cannot follow more.",
    "This chat follows {count} feeds and cannot follow more.",
)
TOO_MANY_FEEDS_OF_USER = "You follow {count} feeds in all your chats and cannot follow more."

LONGEST_NAME = 100  # UTF-16 units of a title or a file's name
LONGEST_REASON = 300
MOST_LISTED = 10  # articles or failures that are listed by name


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of /add: the ids of new, known and updated articles, and the failures.

    ``incomplete`` are the ids of those that were not read whole; ``note`` says what of the message
    was not taken.
    """

    added: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    failed: list[CorpusError] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    incomplete: list[str] = field(default_factory=list)
    note: str = ""


def outcome_reply(outcome: Outcome, sources: Sources, refusal: str | None) -> Reply:
    """Return the reply to /add; ``refusal`` says which limit was reached, if any."""
    lines = _outcome_lines(outcome, sources, refusal)
    if outcome.note:
        lines.append(Reply(outcome.note))
    return joined(lines, "\n")


def _outcome_lines(outcome: Outcome, sources: Sources, refusal: str | None) -> list[Reply]:
    stored = [(ADDED_ONE, article_id) for article_id in outcome.added]
    stored += [(UPDATED_ONE, article_id) for article_id in outcome.updated]
    stored += [(ALREADY_ADDED, article_id) for article_id in outcome.known]
    match stored, outcome.failed:
        case [], []:
            return [Reply(refusal or HOW_TO_ADD)]
        case [(sentence, article_id)], [] if not refusal:
            line = _one_source(sentence, sources.find(article_id), sources)
            return [line, Reply(INCOMPLETE)] if outcome.incomplete else [line]
        case [], [error]:
            return [filled(NOT_ADDED, reason=_reason(error))]
    lines = _added_lines(outcome.added, sources) if outcome.added else []
    lines += _numbers_line(UPDATED, outcome.updated, sources)
    lines += _numbers_line(KNOWN, outcome.known, sources)
    lines += _numbers_line(INCOMPLETE_PAGES, outcome.incomplete, sources)
    lines += _failed_lines(outcome.failed)
    return [*lines, Reply(refusal)] if refusal else lines


def progress_line(added: int) -> str:
    """Return the progress to show while /add is running."""
    return plural(added, *READING_SO_FAR) if added else READING


def _one_source(sentence: str, article: Article | None, sources: Sources) -> Reply:
    if article is None:
        return Reply(ALREADY_REMOVED)
    return source_line(sentence, article, sources)


def _added_lines(added: list[str], sources: Sources) -> list[Reply]:
    """Return the count of new sources, and the numbers and titles of the first ones."""
    articles = filter(None, map(sources.find, added))
    lines = [Reply(plural(len(added), *ADDED))]
    lines += [
        filled(ADDED_LINE, number=sources.label(article), title=_name(article.title))
        for article in articles
    ]
    return [*lines[:MOST_LISTED], Reply(MORE_ADDED)] if len(added) >= MOST_LISTED else lines


def _numbers_line(sentence: str, ids: list[str], sources: Sources) -> list[Reply]:
    """Return a sentence about some sources with the first ones' numbers, if there are any."""
    found = list(filter(None, map(sources.find, ids[:MOST_LISTED])))
    if not found:
        return []
    more = len(ids) - MOST_LISTED
    numbers = numbers_of(found, sources) + ([AND_MORE.format(count=more)] if more > 0 else [])
    return [Reply(sentence.format(numbers=all_of(numbers)))]


def _failed_lines(failed: list[CorpusError]) -> list[Reply]:
    """Return the reasons for the first failures, and how many more there are."""
    lines = [
        filled(FAILED, name=_name(str(error.path)), reason=_reason(error))
        for error in failed[:MOST_LISTED]
    ]
    if len(failed) > MOST_LISTED:
        lines.append(Reply(MORE_FAILED.format(count=len(failed) - MOST_LISTED)))
    return lines


def _name(name: str) -> Reply:
    return untrusted(label(name, LONGEST_NAME))


def _reason(error: CorpusError) -> Reply:
    """Return an error's reason on one line: it may contain text from an untrusted page."""
    return untrusted(label(error.reason, LONGEST_REASON))
