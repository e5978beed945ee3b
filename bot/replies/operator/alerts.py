"""What operators are told unasked: what needs their attention, and what no longer does."""

from collections.abc import Sequence
from datetime import date

from bot.replies.labels import label, plural, short_day_label
from bot.replies.reply import Reply, joined, untrusted

ATTENTION = "This needs your attention:"
OVER = "No longer a problem:"
FEED = "The feed {title} has not been readable since {day}: it {reason}."
PAGES = (
    "A page of {site} has not been readable since {day}: it {reason}.",
    "{count} pages of {site} have not been readable since {day}. One of them {reason}.",
)
STUCK = "Messages are waiting, and none has been answered for 10 minutes."
DISK = "Less than 500 MB is free on the disk with the database."
MORE = ("And one more.", "And {count} more.")

MOST_LISTED = 8  # lines below a heading
LONGEST_NAME = 80  # UTF-16 units
LONGEST_REASON = 150
LONGEST_LINE = 2 * LONGEST_NAME + LONGEST_REASON


def alert_reply(new: Sequence[str], over: Sequence[str]) -> Reply:
    """Return one message about all incidents that began, and all that are over."""
    parts = ((ATTENTION, new), (OVER, over))
    return joined([_listed(head, lines) for head, lines in parts if lines])


def feed_words(title: str, since: date, reason: str) -> str:
    """Return that a feed is failing."""
    return FEED.format(
        title=label(title, LONGEST_NAME) or "without a title",
        day=short_day_label(since),
        reason=label(reason, LONGEST_REASON),
    )


def pages_words(count: int, site: str, since: date, reason: str) -> str:
    """Return that pages of a site are failing; ``reason`` is why one of them is."""
    return plural(
        count,
        *PAGES,
        site=label(site, LONGEST_NAME),
        day=short_day_label(since),
        reason=label(reason, LONGEST_REASON),
    )


def _listed(head: str, lines: Sequence[str]) -> Reply:
    shown = [untrusted(label(line, LONGEST_LINE)) for line in lines[:MOST_LISTED]]
    more = len(lines) - len(shown)
    rest = [Reply(plural(more, *MORE))] if more else []
    return joined([Reply(head), *shown, *rest], "\n")
