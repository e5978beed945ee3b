"""What the bot says about its sources."""

from collections.abc import Sequence
from dataclasses import replace

from bot.replies.answers import NO_SOURCES, samples_note
from bot.replies.labels import counted, utf16_length
from bot.replies.quoting import citation, numbers_of, quote, size_of
from bot.replies.reply import Button, Reply, joined
from corpus.article import Article
from corpus.store.sources import Sources

PAGE = 10  # sources; ten of the longest lines fit a message, as tests/test_replies.py checks


FIRST_SENTENCES = 3


LONGEST_OPENING = 3000  # UTF-16 units; what stands above it takes less than 1000


def sources_reply(sources: Sources, page: int = 1) -> Reply:
    """A page of the list of sources; the first or last page where the number is beyond."""
    if not sources:
        return Reply(NO_SOURCES)
    count = len(sources)
    pages = -(-count // PAGE)
    page = min(max(page, 1), pages)
    shown = sources.page((page - 1) * PAGE, PAGE)
    head = f"I quote from {counted(count, 'source')}"
    head += f" (page {page} of {pages}):" if pages > 1 else ":"
    lines = joined([citation(article, sources, size_of(article)) for article in shown], "\n")
    listed = joined([Reply(head), lines, *samples_note(sources)])
    return replace(listed, buttons=tuple(_turns(page, pages)))


def source_line(
    said: str, article: Article, sources: Sources, *, buttons: tuple[Button, ...] = ()
) -> Reply:
    """Something said of one source."""
    line = joined([Reply(said), citation(article, sources, size_of(article))], " ")
    return replace(line, buttons=buttons)


def source_reply(sources: Sources, reference: str, alike: Sequence[Article] = ()) -> Reply:
    """One source and its first sentences; ``reference`` is what stands behind /sources.

    ``alike`` are the sources with nearly the same text.
    """
    article = sources.find(reference)
    if article is None:
        return _no_such_source(sources)
    first = article.sentences[:FIRST_SENTENCES]
    said = "It begins:" if len(first) < len(article.spans) else "It says:"
    quotes = [quote(sentence) for sentence in first]
    if quotes and utf16_length(quotes[0].text) <= LONGEST_OPENING:
        quotes[0] = joined([Reply(said), quotes[0]], "\n")
    else:
        quotes = [Reply("It begins with a sentence that is too long to send.")] if quotes else []
    head = citation(article, sources, size_of(article))
    same = ", ".join(numbers_of(alike, sources))
    notes = [Reply(f"Nearly the same text: {same}")] if same else []
    return joined([head, *quotes, *notes, *samples_note(sources)])


def _no_such_source(sources: Sources) -> Reply:
    count = len(sources)
    if count > 1:
        return Reply(f"I have {count} sources; /sources lists them with their numbers.")
    return Reply("I have one source; /sources shows its number." if count else NO_SOURCES)


def _turns(page: int, pages: int) -> list[Button]:
    """The buttons to the page before and the page after."""
    turns = {"‹ Back": page - 1, "More ›": page + 1}
    return [Button(words, f"sources:{to}") for words, to in turns.items() if 1 <= to <= pages]
