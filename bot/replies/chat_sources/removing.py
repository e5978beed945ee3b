"""Messages about removing sources, and about deleting all that is stored for a chat."""

from collections.abc import Sequence
from dataclasses import replace

from bot.replies.chat_sources.sources import source_line
from bot.replies.labels import all_of, label, plural
from bot.replies.reply import Button, Reply, filled, joined, untrusted
from corpus.article import Article
from corpus.store.sources import Sources

# What Telegram sends back when a button is pressed, for several sources before their numbers.
REMOVE = "remove"
UNDO = "undo"
FORGET = "forget"
KEEP = "keep"

HOW_TO_REMOVE = (
    "Send /remove and one or more numbers from /sources, for example /remove {examples}."
)
NOTHING_TO_REMOVE = "No sources have been added in this chat, so there is nothing to remove."
CONFIRM_REMOVE = "Remove {source}?"
CONFIRM_SEVERAL = "Remove these {count} sources?"
NO_SUCH_SOURCE = "There is no source {number}."
OF_LIBRARY = "Only my operator can remove {numbers}."
TOO_MANY_AT_ONCE = "I can remove up to {count} sources at once."
REMOVED = "Removed {source}"
REMOVED_SEVERAL = "Removed {count} sources:"
RESTORED = "Restored: {source}"
RESTORED_SEVERAL = "Restored {count} sources:"
LINE = "[{number}] {title}"
REMOVE_IT = "Remove it"
REMOVE_THEM = "Remove them"
KEEP_IT = "Keep it"
KEEP_THEM = "Keep them"
UNDO_IT = "Undo"
ALL_REMOVED = "These sources have already been removed."
NOTHING_REMOVED = "Nothing was removed."
TOO_LATE_TO_UNDO = "It’s too late to undo that. Please add the source again."

CONFIRM_FORGET = "Delete everything stored for this chat? This cannot be undone."
STORED = "• {what}"
FORGOTTEN = "Deleted {stored}."
SOURCES_STORED = ("{count} source", "{count} sources")
FEEDS_STORED = ("{count} followed feed", "{count} followed feeds")
STANDING_STORED = ("{count} watched question", "{count} watched questions")
DIGEST_STORED = ("the digest", "")
QUESTIONS_STORED = "the questions asked here"
LIBRARY_STAYS = (
    "The library stays, with its {count} source and its feeds. "
    "Use /remove and /unfollow to change it.",
    "The library stays, with its {count} sources and its feeds. "
    "Use /remove and /unfollow to change it.",
)
DELETE_ALL = "Delete everything"

LONGEST_NAME = 100  # UTF-16 units of a title
LONGEST_NUMBER = 20  # of a reader's word where a number should be
MOST_AT_ONCE = 10  # sources
MOST_DATA = 64  # bytes of a button's data


def how_to_remove_reply(sources: Sources) -> Reply:
    """Return a hint on how to remove sources, with the chat's newest ones as examples."""
    own = [one for one in sources.newest(0, 2) if one.collection == sources.collection]
    if not own or sources.samples:
        return Reply(NOTHING_TO_REMOVE)
    examples = " ".join(sources.label(one) for one in reversed(own))
    return Reply(HOW_TO_REMOVE.format(examples=examples))


def confirm_remove_reply(
    articles: Sequence[Article],
    sources: Sources,
    *,
    unknown: Sequence[str] = (),
    others: Sequence[Article] = (),
) -> Reply:
    """Return a request to confirm that sources, of which there is at least one, are removed.

    ``unknown`` are references to no source, and ``others`` sources that the chat cannot remove.
    """
    notes = [
        filled(NO_SUCH_SOURCE, number=untrusted(label(one, LONGEST_NUMBER), 1))
        for one in unknown[:MOST_AT_ONCE]
    ]
    if others:
        numbers = all_of([f"[{sources.label(one)}]" for one in others[:MOST_AT_ONCE]])
        notes.append(Reply(OF_LIBRARY.format(numbers=numbers)))
    if len(articles) == 1:
        asked = source_line(CONFIRM_REMOVE, articles[0], sources)
        buttons = (Button(REMOVE_IT, f"{REMOVE}:{articles[0].id}"), Button(KEEP_IT, KEEP))
    else:
        data = f"{REMOVE}:{_numbers(articles)}"
        if len(articles) > MOST_AT_ONCE or len(data) > MOST_DATA:
            return Reply(TOO_MANY_AT_ONCE.format(count=MOST_AT_ONCE))
        asked = _listed(CONFIRM_SEVERAL, articles, sources)
        buttons = (Button(REMOVE_THEM, data), Button(KEEP_THEM, KEEP))
    return replace(joined([asked, *notes], "\n"), buttons=buttons)


def removed_reply(articles: Sequence[Article], sources: Sources) -> Reply:
    """Return a confirmation that sources were removed, with a button that restores them."""
    if not articles:
        return Reply(ALL_REMOVED)
    if len(articles) == 1:
        undo = Button(UNDO_IT, f"{UNDO}:{articles[0].id}")
        return source_line(REMOVED, articles[0], sources, buttons=(undo,))
    undo = Button(UNDO_IT, f"{UNDO}:{_numbers(articles)}")
    return replace(_listed(REMOVED_SEVERAL, articles, sources), buttons=(undo,))


def restored_reply(articles: Sequence[Article], sources: Sources) -> Reply:
    """Return a confirmation that removed sources were restored; without any, that it is late."""
    if not articles:
        return Reply(TOO_LATE_TO_UNDO)
    if len(articles) == 1:
        return source_line(RESTORED, articles[0], sources)
    return _listed(RESTORED_SEVERAL, articles, sources)


def stored_in_words(*, sources: int, feeds: int, standing: int, digests: int) -> list[str]:
    """Return what is stored for a chat, each as a phrase; the questions are always among it."""
    counts = (
        (sources, SOURCES_STORED),
        (feeds, FEEDS_STORED),
        (standing, STANDING_STORED),
        (digests, DIGEST_STORED),
    )
    return [*(plural(count, *words) for count, words in counts if count), QUESTIONS_STORED]


def confirm_forget_reply(stored: Sequence[str], library: int | None) -> Reply:
    """Return a request to confirm that all that is stored for a chat should be deleted.

    ``library`` is the number of sources of the library, if the chat adds to it.
    """
    buttons = (Button(DELETE_ALL, FORGET), Button(KEEP_IT, KEEP))
    lines = "\n".join(STORED.format(what=one) for one in stored)
    asked = joined([Reply(f"{CONFIRM_FORGET}\n\n{lines}"), *_library_stays(library)])
    return replace(asked, buttons=buttons)


def forgotten_reply(stored: Sequence[str], library: int | None) -> Reply:
    """Return a confirmation that all of it was deleted."""
    return joined([Reply(FORGOTTEN.format(stored=all_of(stored))), *_library_stays(library)])


def _library_stays(library: int | None) -> list[Reply]:
    return [] if library is None else [Reply(plural(library, *LIBRARY_STAYS))]


def _listed(head: str, articles: Sequence[Article], sources: Sources) -> Reply:
    """Return a line above the numbers and titles of sources."""
    lines = [
        filled(
            LINE,
            number=sources.label(article),
            title=untrusted(label(article.title, LONGEST_NAME)),
        )
        for article in articles
    ]
    return joined([Reply(head.format(count=len(articles))), *lines], "\n")


def _numbers(articles: Sequence[Article]) -> str:
    return ",".join(str(article.number) for article in articles)
