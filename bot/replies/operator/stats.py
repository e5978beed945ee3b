"""The reply to /stats: what was asked and answered, and from which sources."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from unicodedata import combining, east_asian_width

from bot.replies.answering.quoting import title_of
from bot.replies.labels import short_day_label
from bot.replies.reply import Kind, Mark, Reply, filled, joined
from bot.wording.wording import Counted, Wording
from corpus.article import Article
from corpus.store.chats.tallies import Event

LONGEST_PERIOD = 90  # days, for which counts are kept
USUAL_PERIOD = 30
HOW_TO_STATS = Wording(
    "Send /stats, or /stats and a number of days from 1 to {most}, such as /stats 7."
)
NOTHING_YET = Wording("Nothing has been counted yet.")
TODAY = Wording("Today, {day}")
PERIOD = Counted("The last {count} day, since {day}", "The last {count} days, since {day}")
SINCE_START = Wording("Since {day}, when counting began")
INDENT = "  "
# Lines of a table, whose words are aligned with the numbers in a phone's fixed width.
ROWS = (
    # Translators: in a table, how many questions were asked; keep it within 20 characters.
    ("", Wording("Questions"), (Event.SURE, Event.CLOSEST, Event.NOT_FOUND)),
    # Translators: in a table, how many questions were answered; keep it within 18 characters.
    (INDENT, Wording("answered"), (Event.SURE,)),
    # Translators: in a table, for how many questions only the closest sentences were shown.
    (INDENT, Wording("closest"), (Event.CLOSEST,)),
    # Translators: in a table, for how many questions nothing was found.
    (INDENT, Wording("not found"), (Event.NOT_FOUND,)),
    # Translators: in a table, how many answers readers marked as good.
    ("", Wording("Good answers"), (Event.GOOD,)),
    # Translators: in a table, how many answers readers marked as bad.
    ("", Wording("Bad answers"), (Event.BAD,)),
)
WIDE = frozenset("WF")  # classes of characters that are as wide as two
MOST_QUOTED = Wording("Sources quoted most:")
# Translators: how often a source was quoted; {listed} is its number and title.
ONCE = Wording("once: {listed}")
# Translators: how often a source was quoted; {listed} is its number and title.
TIMES = Counted("{count} time: {listed}", "{count} times: {listed}")
NEVER_QUOTED = Counted(
    "Never quoted: {count} of {all} sources:",
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
        return Reply(str(NOTHING_YET))
    return joined([Reply(_period(figures)), _table(figures.counts), *_sources(figures)])


def _period(figures: Figures) -> str:
    if figures.first is not None and figures.first > figures.start:
        return SINCE_START.format(day=short_day_label(figures.first))
    day = short_day_label(figures.start)
    return TODAY.format(day=day) if figures.days == 1 else PERIOD.format(figures.days, day=day)


def _table(counts: Counter[Event]) -> Reply:
    rows = [
        (f"{indent}{words}", sum(map(counts.__getitem__, events)))
        for indent, words, events in ROWS
    ]
    width = max(len(str(number)) for _, number in rows)
    widest = max(_columns(words) for words, _ in rows)
    text = "\n".join(
        f"{words}{' ' * (widest - _columns(words))} {number:>{width}}" for words, number in rows
    )
    return Reply(text, (Mark(Kind.CODE, 0, len(text)),))


def _columns(words: str) -> int:
    """The columns that words take where all letters are equally wide."""
    return sum(
        (not combining(letter)) * (1 + (east_asian_width(letter) in WIDE)) for letter in words
    )


def _sources(figures: Figures) -> list[Reply]:
    """Return the sources quoted most, and those never quoted, if there are any."""
    blocks = []
    if figures.most_quoted:
        lines = [_named(*quoted) for quoted in figures.most_quoted]
        blocks.append(joined([Reply(str(MOST_QUOTED)), *lines], "\n"))
    if figures.unquoted:
        head = NEVER_QUOTED.format(figures.unquoted, all=figures.sources)
        lines = [_named(article) for article in figures.never_quoted]
        blocks.append(joined([Reply(head), *lines], "\n"))
    return blocks


def _named(article: Article, times: int | None = None) -> Reply:
    """Return the article's number and title, and how often it was quoted, if that is given."""
    listed = filled(LISTED, number=str(article.number), title=title_of(article, LONGEST_TITLE))
    if times is None:
        return listed
    return filled(ONCE if times == 1 else TIMES.of(times), count=times, listed=listed)


def how_to_stats_reply() -> Reply:
    """Return how to send the command."""
    return Reply(HOW_TO_STATS.format(most=LONGEST_PERIOD))
