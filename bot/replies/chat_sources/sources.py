"""Messages about the bot's sources."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from bot.replies.answering.answers import NO_SOURCES, samples_note
from bot.replies.answering.quoting import citation, numbers_of, quote, size_of
from bot.replies.labels import day_label, label, plural, utf16_length
from bot.replies.reply import Button, Reply, filled, joined, untrusted
from corpus.article import Article
from corpus.store.sources import Sources

LIST = ("I quote from one source:", "I quote from {count} sources:")
LIST_PAGE = "I quote from {count} sources (page {page} of {pages}):"
BEGINS = "It begins:"
SAYS = "It says:"
BEGINS_TOO_LONG = "It begins with a sentence that is too long to send."
SIMILAR = "Much the same text: {numbers}"
LOST = "{size}, no longer readable since {day}"
LOST_BECAUSE = "Its page is no longer readable (since {day}): it {reason}."
NO_SUCH_SOURCE = (
    "There is no such source. I have only one; send /sources to see it.",
    "There is no such source. Send /sources to see all {count}, with their numbers.",
)
BACK = "‹ Back"
MORE = "More ›"

PAGE = (
    10  # sources; tests/bot/replies/chat_sources/test_sources.py checks that the longest lines fit
)
FIRST_SENTENCES = 3
LONGEST_REASON = 300
LONGEST_OPENING = 3000  # UTF-16 units; the lines above it take less than 1000


def sources_reply(sources: Sources, page: int = 1) -> Reply:
    """Return a page of the list of sources, or the nearest page if it does not exist."""
    if not sources:
        return Reply(NO_SOURCES)
    count = len(sources)
    pages = -(-count // PAGE)
    page = min(max(page, 1), pages)
    head = plural(count, *LIST)
    if pages > 1:
        head = LIST_PAGE.format(count=count, page=page, pages=pages)
    shown = sources.page((page - 1) * PAGE, PAGE)
    lines = joined([_listed(article, sources) for article in shown], "\n")
    listed = joined([Reply(head), lines, *samples_note(sources)])
    return replace(listed, buttons=_turns(page, pages))


def source_line(
    sentence: str, article: Article, sources: Sources, *, buttons: tuple[Button, ...] = ()
) -> Reply:
    """Return a sentence about a source, with its citation in place of ``{source}``."""
    cited = citation(article, sources, size_of(article))
    return replace(filled(sentence, source=cited), buttons=buttons)


def source_reply(sources: Sources, reference: str, alike: Sequence[Article] = ()) -> Reply:
    """Return one source and its first sentences; ``reference`` is the text after /sources.

    ``alike`` are the sources with much the same text.
    """
    article = sources.find(reference)
    if article is None:
        return Reply(plural(len(sources), *NO_SUCH_SOURCE) if sources else NO_SOURCES)
    head = citation(article, sources, size_of(article))
    numbers = ", ".join(numbers_of(alike, sources))
    notes = [Reply(SIMILAR.format(numbers=numbers))] if numbers else []
    notes += _unreadable_note(article, sources)
    return joined([head, *_opening(article), *notes, *samples_note(sources)])


def _listed(article: Article, sources: Sources) -> Reply:
    """Return a source's line in the list, with a mark if its page can no longer be read."""
    size, lost = size_of(article), sources.unreadable(article)
    if lost is not None and lost.failing is not None:
        size = LOST.format(size=size, day=day_label(lost.failing.date()))
    return citation(article, sources, size)


def _unreadable_note(article: Article, sources: Sources) -> list[Reply]:
    """Return since when the page can no longer be read, and why, or nothing if it can."""
    lost = sources.unreadable(article)
    if lost is None or lost.failing is None:
        return []
    reason = untrusted(label(lost.error or "", LONGEST_REASON))
    return [filled(LOST_BECAUSE, day=day_label(lost.failing.date()), reason=reason)]


def _opening(article: Article) -> list[Reply]:
    """Return the first sentences as quotes."""
    sentences = (sentence for sentence in article.sentences if not sentence.is_heading)
    quotes = [quote(sentence) for sentence in islice(sentences, FIRST_SENTENCES)]
    if not quotes:
        return []
    if utf16_length(quotes[0].text) > LONGEST_OPENING:
        return [Reply(BEGINS_TOO_LONG)]
    said = BEGINS if len(quotes) < len(article.spans) - len(article.headings) else SAYS
    return [joined([Reply(said), quotes[0]], "\n"), *quotes[1:]]


def _turns(page: int, pages: int) -> tuple[Button, ...]:
    """Return the buttons to the previous and the next page."""
    turns = {BACK: page - 1, MORE: page + 1}
    return tuple(Button(words, f"sources:{to}") for words, to in turns.items() if 1 <= to <= pages)
