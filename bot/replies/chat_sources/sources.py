"""Messages about one of the bot's sources."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from bot.replies.answering.answers import NO_SOURCES, samples_note
from bot.replies.answering.quoting import citation, numbers_of, quote, size_of
from bot.replies.failures import reason_reply
from bot.replies.labels import day_label, listed, utf16_length
from bot.replies.reply import Button, Reply, filled, joined
from bot.wording.wording import Counted, Wording
from corpus.article import Article
from corpus.store.sources import Sources

# Translators: Above the first sentences of an article.
BEGINS = Wording("It begins:")
# Translators: Above all the sentences of a short article.
SAYS = Wording("It says:")
BEGINS_TOO_LONG = Wording("It begins with a sentence that is too long to send.")
# Translators: {numbers} are those of other articles, such as "[2], [5]".
SIMILAR = Wording("Much the same text: {numbers}")
# Translators: {reason} is one of those with the context "reason", and says what is wrong with it.
LOST_BECAUSE = Wording("Its page is no longer readable (since {day}): it {reason}.")
NO_SUCH_SOURCE = Counted(
    "There is no such source. Send /sources to see all {count}, with their numbers.",
    "There is no such source. Send /sources to see all {count}, with their numbers.",
)
NOT_THE_ONLY = Wording("There is no such source. I have only one; send /sources to see it.")

FIRST_SENTENCES = 3
LONGEST_OPENING = 3000  # UTF-16 units; the lines above it take less than 1000


def source_line(
    sentence: Wording, article: Article, sources: Sources, *, buttons: tuple[Button, ...] = ()
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
        return no_such_source_reply(sources)
    head = citation(article, sources, size_of(article))
    numbers = numbers_of(alike, sources)
    notes = [Reply(SIMILAR.format(numbers=listed(numbers)))] if numbers else []
    notes += _unreadable_note(article, sources)
    return joined([head, *_opening(article), *notes, *samples_note(sources)])


def no_such_source_reply(sources: Sources) -> Reply:
    """Return a line that there is no such source."""
    if not sources:
        return Reply(str(NO_SOURCES))
    count = len(sources)
    return Reply(NO_SUCH_SOURCE.format(count) if count > 1 else str(NOT_THE_ONLY))


def _unreadable_note(article: Article, sources: Sources) -> list[Reply]:
    """Return since when the page can no longer be read, and why, or nothing if it can."""
    lost = sources.unreadable(article)
    if lost is None or lost.failing is None:
        return []
    reason = reason_reply(lost.error or "")
    return [filled(LOST_BECAUSE, day=day_label(lost.failing.date()), reason=reason)]


def _opening(article: Article) -> list[Reply]:
    """Return the first sentences as quotes."""
    sentences = (sentence for sentence in article.sentences if not sentence.is_heading)
    quotes = [quote(sentence) for sentence in islice(sentences, FIRST_SENTENCES)]
    if not quotes:
        return []
    if utf16_length(quotes[0].text) > LONGEST_OPENING:
        return [Reply(str(BEGINS_TOO_LONG))]
    said = BEGINS if len(quotes) < len(article.spans) - len(article.headings) else SAYS
    return [joined([Reply(str(said)), quotes[0]], "\n"), *quotes[1:]]
