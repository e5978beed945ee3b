"""Messages about the sources that a chat adds."""

from dataclasses import dataclass, field

from bot.replies.answering.quoting import numbers_of
from bot.replies.chat_sources.sources import source_line
from bot.replies.failures import reason_reply
from bot.replies.labels import all_of, label
from bot.replies.reply import Reply, filled, joined, untrusted
from bot.wording.wording import Counted, Wording
from corpus.article import Article
from corpus.errors import CorpusError
from corpus.store.sources import Sources

HOW_TO_ADD = Wording(
    "To add a source, send /add with a link or the text of the article, send a file with /add "
    "as its caption, or reply to a post with /add."
)
ADMINS_ONLY = Wording("Only administrators can do that in this group.")
# Translators: The operator is whoever runs the bot.
OPERATOR_ONLY = Wording("Only my operator can change this source.")

READING = Wording("Reading…")
READING_SO_FAR = Counted("Reading… {count} source so far", "Reading… {count} sources so far")
# Translators: {reason} is one of those with the context "reason".
NOT_ADDED = Wording("I could not add that: it {reason}.")
# Translators: {source} is the number, title and publisher of an article.
ADDED_ONE = Wording("Added {source}")
# Translators: {source} is the number, title and publisher of an article.
ALREADY_ADDED = Wording("Already added: {source}")
ADDED = Counted("Added {count} source.", "Added {count} sources.")
ADDED_LINE = "[{number}] {title}"
# Translators: Below the first titles of a list of articles.
MORE_ADDED = Wording("… /sources lists them all.")
# Translators: {numbers} are those of articles, such as "[2] and [5]".
KNOWN = Wording("Already added: {numbers}")
# Translators: {source} is the number, title and publisher of an article.
UPDATED_ONE = Wording("Updated {source}")
# Translators: {numbers} are those of articles, such as "[2] and [5]".
UPDATED = Wording("Updated: {numbers}")
# Translators: The last part of a list of articles: "[2], [5] and 7 more".
AND_MORE = Counted("{count} more", "{count} more")
INCOMPLETE = Wording("Perhaps incomplete: the page seems to have more text than I could read.")
# Translators: {numbers} are those of articles, such as "[2] and [5]".
INCOMPLETE_PAGES = Wording("Perhaps incomplete: {numbers}")
# Translators: {name} is a file's name or a web address, and {reason} is one of those with the
# context "reason", which say what is wrong with it.
FAILED = Wording("{name} {reason}.")
# Translators: Below a list of files and pages that could not be read.
MORE_FAILED = Counted("{count} more could not be read.", "{count} more could not be read.")
TOO_MANY_SOURCES = Counted(
    "This chat has {count} source and cannot have more.",
    "This chat has {count} sources and cannot have more.",
)
TOO_LARGE = Wording("This chat’s sources have reached the size limit.")
TOO_MANY_THIS_HOUR = Counted(
    "{count} text was added here in the last hour. Please try again later.",
    "{count} texts were added here in the last hour. Please try again later.",
)
TOO_MUCH_WAITING = Wording("I still have too much to read. Please try again later.")
NO_READING_TIME = Wording("I can’t read any more for you this hour. Please try again later.")
TOOK_TOO_LONG = Wording("That took too long to read. /sources and /feeds list what I could add.")
ADD_AGAIN = Wording(
    "This group has become a supergroup. Please send again what I had not added yet."
)

ALREADY_REMOVED = Wording("This source has already been removed.")
TOO_MANY_FEEDS = Counted(
    "This chat follows {count} feed and cannot follow more.",
    "This chat follows {count} feeds and cannot follow more.",
)
TOO_MANY_FEEDS_OF_USER = Counted(
    "You follow {count} feed in all your chats and cannot follow more.",
    "You follow {count} feeds in all your chats and cannot follow more.",
)

LONGEST_NAME = 100  # UTF-16 units of a title or a file's name
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
            return [Reply(refusal or str(HOW_TO_ADD))]
        case [(sentence, article_id)], [] if not refusal:
            line = _one_source(sentence, sources.find(article_id), sources)
            return [line, Reply(str(INCOMPLETE))] if outcome.incomplete else [line]
        case [], [error]:
            return [filled(NOT_ADDED, reason=reason_reply(error.reason))]
    lines = _added_lines(outcome.added, sources) if outcome.added else []
    lines += _numbers_line(UPDATED, outcome.updated, sources)
    lines += _numbers_line(KNOWN, outcome.known, sources)
    lines += _numbers_line(INCOMPLETE_PAGES, outcome.incomplete, sources)
    lines += _failed_lines(outcome.failed)
    return [*lines, Reply(refusal)] if refusal else lines


def progress_line(added: int) -> str:
    """Return the progress to show while /add is running."""
    return READING_SO_FAR.format(added) if added else str(READING)


def _one_source(sentence: Wording, article: Article | None, sources: Sources) -> Reply:
    if article is None:
        return Reply(str(ALREADY_REMOVED))
    return source_line(sentence, article, sources)


def _added_lines(added: list[str], sources: Sources) -> list[Reply]:
    """Return the count of new sources, and the numbers and titles of the first ones."""
    articles = filter(None, map(sources.find, added))
    lines = [Reply(ADDED.format(len(added)))]
    lines += [
        filled(ADDED_LINE, number=sources.label(article), title=_name(article.title))
        for article in articles
    ]
    return [*lines[:MOST_LISTED], Reply(str(MORE_ADDED))] if len(added) >= MOST_LISTED else lines


def _numbers_line(sentence: Wording, ids: list[str], sources: Sources) -> list[Reply]:
    """Return a sentence about some sources with the first ones' numbers, if there are any."""
    found = list(filter(None, map(sources.find, ids[:MOST_LISTED])))
    if not found:
        return []
    more = len(ids) - MOST_LISTED
    numbers = numbers_of(found, sources) + ([AND_MORE.format(more)] if more > 0 else [])
    return [Reply(sentence.format(numbers=all_of(numbers)))]


def _failed_lines(failed: list[CorpusError]) -> list[Reply]:
    """Return the reasons for the first failures, and how many more there are."""
    lines = [
        filled(FAILED, name=_name(str(error.path)), reason=reason_reply(error.reason))
        for error in failed[:MOST_LISTED]
    ]
    if len(failed) > MOST_LISTED:
        lines.append(Reply(MORE_FAILED.format(len(failed) - MOST_LISTED)))
    return lines


def _name(name: str) -> Reply:
    return untrusted(label(name, LONGEST_NAME))
