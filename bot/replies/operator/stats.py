"""The reply to /stats: what was asked and answered, and from which sources."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bot.replies.answering.quoting import title_of
from bot.replies.labels import plural, short_day_label
from bot.replies.reply import Kind, Mark, Reply, filled, joined
from corpus.article import Article
from corpus.store.chats.tallies import Event

LONGEST_PERIOD = 90  # days, for which counts are kept
USUAL_PERIOD = 30
HOW_TO_STATS = "Send /stats, or /stats and a number of days from 1 to {most}, such as /stats 7."
NOTHING_YET = "Nothing has been counted yet."
PERIOD = ("Today, {day}", "The last {count} days, since {day}")
SINCE_START = "Since {day}, when counting began"
ROWS = {  # the words are aligned with the numbers in a phone's fixed width
    "Questions": (Event.SURE, Event.CLOSEST, Event.NOT_FOUND),
    "  answered": (Event.SURE,),
    "  closest": (Event.CLOSEST,),
    "  not found": (Event.NOT_FOUND,),
    "Good answers": (Event.GOOD,),
    "Bad answers": (Event.BAD,),
}
WIDEST = max(map(len, ROWS))
MOST_QUOTED = "Sources quoted most:"
TIMES = ("once: {listed}", "{count} times: {listed}")
NEVER_QUOTED = (
    "Never quoted: 1 of {all} sources:",
    "Never quoted: {count} of {all} sources. Those that have been here longest:",
)
LISTED = "[{number}] {title}"
LONGEST_TITLE = 50  # UTF-16 units


class Figures(NamedTuple):
    """What was counted in a period of days, up to today.

    ``most_quoted`` are sources with how often each was quoted, most often first; ``never_quoted``
    are some of those that were not quoted, and ``unquoted`` is how many there are.
    """

    days: int
    first: date | None  # the first day of all that has counts
    start: date  # of the period
    counts: Counter[Event]
    most_quoted: Sequence[tuple[Article, int]]
    never_quoted: Sequence[Article]
    unquoted: int
    sources: int  # in the library


def stats_reply(figures: Figures) -> Reply:
    """Return the figures, with numbers one below the other."""
    if figures.first is None:
        return Reply(NOTHING_YET)
    return joined([Reply(_period(figures)), _table(figures.counts), *_sources(figures)])


def _period(figures: Figures) -> str:
    if figures.first is not None and figures.first > figures.start:
        return SINCE_START.format(day=short_day_label(figures.first))
    return plural(figures.days, *PERIOD, day=short_day_label(figures.start))


def _table(counts: Counter[Event]) -> Reply:
    numbers = {words: str(sum(counts[one] for one in events)) for words, events in ROWS.items()}
    width = max(map(len, numbers.values()))
    rows = (f"{words:{WIDEST}} {number:>{width}}" for words, number in numbers.items())
    text = "\n".join(rows)
    return Reply(text, (Mark(Kind.CODE, 0, len(text)),))


def _sources(figures: Figures) -> list[Reply]:
    """Return the sources quoted most, and those never quoted, if there are any."""
    blocks = []
    if figures.most_quoted:
        lines = [_named(*quoted) for quoted in figures.most_quoted]
        blocks.append(joined([Reply(MOST_QUOTED), *lines], "\n"))
    if figures.unquoted:
        head = plural(figures.unquoted, *NEVER_QUOTED, all=figures.sources)
        lines = [_named(article) for article in figures.never_quoted]
        blocks.append(joined([Reply(head), *lines], "\n"))
    return blocks


def _named(article: Article, times: int | None = None) -> Reply:
    """Return the article's number and title, and how often it was quoted, if that is given."""
    listed = filled(LISTED, number=str(article.number), title=title_of(article, LONGEST_TITLE))
    return listed if times is None else filled(TIMES[times != 1], count=times, listed=listed)


def how_to_stats_reply() -> Reply:
    """Return how to send the command."""
    return Reply(HOW_TO_STATS.format(most=LONGEST_PERIOD))
