"""Messages about removing sources, and about deleting all that is stored for a chat."""

from collections.abc import Sequence
from dataclasses import replace

from bot.replies.chat_sources.sources import source_line
from bot.replies.labels import all_of, label
from bot.replies.reply import Button, Reply, filled, joined, untrusted
from bot.wording.wording import Counted, Wording
from corpus.article import Article
from corpus.store.sources import Sources

# What Telegram sends back when a button is pressed, for several sources before their numbers.
REMOVE = "remove"
UNDO = "undo"
FORGET = "forget"
KEEP = "keep"

# Translators: {examples} are numbers of sources, such as "3 4".
HOW_TO_REMOVE = Wording(
    "Send /remove and one or more numbers from /sources, for example /remove {examples}."
)
NOTHING_TO_REMOVE = Wording(
    "No sources have been added in this chat, so there is nothing to remove."
)
# Translators: {source} is the number, title and publisher of an article.
CONFIRM_REMOVE = Wording("Remove {source}?")
# Translators: Above a list of several articles.
CONFIRM_SEVERAL = Counted("Remove this {count} source?", "Remove these {count} sources?")
NO_SUCH_SOURCE = Wording("There is no source {number}.")
# Translators: {numbers} are those of articles, such as "[2] and [5]".
OF_LIBRARY = Wording("Only my operator can remove {numbers}.")
TOO_MANY_AT_ONCE = Counted(
    "I can remove up to {count} source at once.",
    "I can remove up to {count} sources at once.",
)
# Translators: {source} is the number, title and publisher of an article.
REMOVED = Wording("Removed {source}")
# Translators: Above a list of several articles.
REMOVED_SEVERAL = Counted("Removed {count} source:", "Removed {count} sources:")
# Translators: {source} is the number, title and publisher of an article.
RESTORED = Wording("Restored: {source}")
# Translators: Above a list of several articles.
RESTORED_SEVERAL = Counted("Restored {count} source:", "Restored {count} sources:")
LINE = "[{number}] {title}"
# Translators: Buttons about one source, and about several.
REMOVE_IT = Wording("Remove it")
REMOVE_THEM = Wording("Remove them")
KEEP_IT = Wording("Keep it")
KEEP_THEM = Wording("Keep them")
# Translators: A button that restores what was removed.
UNDO_IT = Wording("Undo")
ALL_REMOVED = Wording("These sources have already been removed.")
NOTHING_REMOVED = Wording("Nothing was removed.")
TOO_LATE_TO_UNDO = Wording("It’s too late to undo that. Please add the source again.")

CONFIRM_FORGET = Wording("Delete everything stored for this chat? This cannot be undone.")
STORED = "• {what}"
# Translators: {stored} is a list such as "3 sources, the digest and the questions asked here" of
# the messages below; where they would need another case, word this as "Deleted: {stored}."
FORGOTTEN = Wording("Deleted {stored}.")
# Translators: What is stored for a chat; these stand in a list with bullets, and in a sentence.
SOURCES_STORED = Counted("{count} source", "{count} sources")
FEEDS_STORED = Counted("{count} followed feed", "{count} followed feeds")
STANDING_STORED = Counted("{count} watched question", "{count} watched questions")
DIGEST_STORED = Wording("the digest")
QUESTIONS_STORED = Wording("the questions asked here")
# Translators: The library are the sources that the operator chooses for every chat.
LIBRARY_STAYS = Counted(
    "The library stays, with its {count} source and its feeds. "
    "Use /remove and /unfollow to change it.",
    "The library stays, with its {count} sources and its feeds. "
    "Use /remove and /unfollow to change it.",
)
DELETE_ALL = Wording("Delete everything")

LONGEST_NAME = 100  # UTF-16 units of a title
LONGEST_NUMBER = 20  # of a reader's word where a number should be
MOST_AT_ONCE = 10  # sources
MOST_DATA = 64  # bytes of a button's data


def how_to_remove_reply(sources: Sources) -> Reply:
    """Return a hint on how to remove sources, with the chat's newest ones as examples."""
    own = [one for one in sources.newest(0, 2) if one.collection == sources.collection]
    if not own or sources.samples:
        return Reply(str(NOTHING_TO_REMOVE))
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
        buttons = _choice(REMOVE_IT, f"{REMOVE}:{articles[0].id}", KEEP_IT)
    else:
        data = f"{REMOVE}:{_numbers(articles)}"
        if len(articles) > MOST_AT_ONCE or len(data) > MOST_DATA:
            return Reply(TOO_MANY_AT_ONCE.format(MOST_AT_ONCE))
        asked = _listed(CONFIRM_SEVERAL, articles, sources)
        buttons = _choice(REMOVE_THEM, data, KEEP_THEM)
    return replace(joined([asked, *notes], "\n"), buttons=buttons)


def removed_reply(articles: Sequence[Article], sources: Sources) -> Reply:
    """Return a confirmation that sources were removed, with a button that restores them."""
    if not articles:
        return Reply(str(ALL_REMOVED))
    if len(articles) == 1:
        undo = Button(str(UNDO_IT), f"{UNDO}:{articles[0].id}")
        return source_line(REMOVED, articles[0], sources, buttons=(undo,))
    undo = Button(str(UNDO_IT), f"{UNDO}:{_numbers(articles)}")
    return replace(_listed(REMOVED_SEVERAL, articles, sources), buttons=(undo,))


def restored_reply(articles: Sequence[Article], sources: Sources) -> Reply:
    """Return a confirmation that removed sources were restored; without any, that it is late."""
    if not articles:
        return Reply(str(TOO_LATE_TO_UNDO))
    if len(articles) == 1:
        return source_line(RESTORED, articles[0], sources)
    return _listed(RESTORED_SEVERAL, articles, sources)


def stored_in_words(*, sources: int, feeds: int, standing: int, digests: int) -> list[str]:
    """Return what is stored for a chat, each as a phrase; the questions are always among it."""
    counts = ((sources, SOURCES_STORED), (feeds, FEEDS_STORED), (standing, STANDING_STORED))
    counted = [words.format(count) for count, words in counts if count]
    digest = [str(DIGEST_STORED)] if digests else []
    return [*counted, *digest, str(QUESTIONS_STORED)]


def confirm_forget_reply(stored: Sequence[str], library: int | None) -> Reply:
    """Return a request to confirm that all that is stored for a chat should be deleted.

    ``library`` is the number of sources of the library, if the chat adds to it.
    """
    buttons = _choice(DELETE_ALL, FORGET, KEEP_IT)
    lines = "\n".join(STORED.format(what=one) for one in stored)
    asked = joined([Reply(f"{CONFIRM_FORGET}\n\n{lines}"), *_library_stays(library)])
    return replace(asked, buttons=buttons)


def forgotten_reply(stored: Sequence[str], library: int | None) -> Reply:
    """Return a confirmation that all of it was deleted."""
    return joined([Reply(FORGOTTEN.format(stored=all_of(stored))), *_library_stays(library)])


def _choice(remove: Wording, data: str, keep: Wording) -> tuple[Button, Button]:
    """Return a button that removes something and one that keeps it."""
    return Button(str(remove), data), Button(str(keep), KEEP)


def _library_stays(library: int | None) -> list[Reply]:
    return [] if library is None else [Reply(LIBRARY_STAYS.format(library))]


def _listed(head: Counted, articles: Sequence[Article], sources: Sources) -> Reply:
    """Return a line above the numbers and titles of sources."""
    lines = [
        filled(
            LINE,
            number=sources.label(article),
            title=untrusted(label(article.title, LONGEST_NAME)),
        )
        for article in articles
    ]
    return joined([Reply(head.format(len(articles))), *lines], "\n")


def _numbers(articles: Sequence[Article]) -> str:
    return ",".join(str(article.number) for article in articles)
