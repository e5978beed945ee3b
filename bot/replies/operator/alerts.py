"""What operators are told unasked: what needs their attention, and what no longer does."""

from collections.abc import Sequence
from datetime import date

from bot.replies.failures import reason_reply
from bot.replies.labels import label, short_day_label
from bot.replies.reply import Reply, joined, untrusted
from bot.wording.wording import Counted, Wording

ATTENTION = Wording("This needs your attention:")
OVER = Wording("No longer a problem:")
# Translators: {reason} is one of those with the context "reason".
FEED = Wording("The feed {title} has not been readable since {day}: it {reason}.")
# Translators: {reason} is one of those with the context "reason".
UNTITLED_FEED = Wording("The feed without a title has not been readable since {day}: it {reason}.")
# Translators: {site} is a website, such as “example.org”; {reason} is one of those with the
# context "reason".
PAGES = Counted(
    "A page of {site} has not been readable since {day}: it {reason}.",
    "{count} pages of {site} have not been readable since {day}. One of them {reason}.",
)
STUCK = Wording("Messages are waiting, and none has been answered for 10 minutes.")
DISK = Wording("Less than 500 MB is free on the disk with the database.")
MORE = Counted("And one more.", "And {count} more.")

MOST_LISTED = 8  # lines below a heading
LONGEST_NAME = 80  # UTF-16 units
LONGEST_REASON = 150
LONGEST_LINE = 2 * LONGEST_NAME + LONGEST_REASON


def alert_reply(new: Sequence[str], over: Sequence[str]) -> Reply:
    """Return one message about all incidents that began, and all that are over."""
    parts = ((ATTENTION, new), (OVER, over))
    return joined([_listed(str(head), lines) for head, lines in parts if lines])


def feed_words(title: str, since: date, reason: str) -> str:
    """Return that a feed is failing."""
    named = label(title, LONGEST_NAME)
    return (FEED if named else UNTITLED_FEED).format(
        title=named,
        day=short_day_label(since),
        reason=reason_reply(reason, LONGEST_REASON).text,
    )


def pages_words(count: int, site: str, since: date, reason: str) -> str:
    """Return that pages of a site are failing; ``reason`` is why one of them is."""
    return PAGES.format(
        count,
        site=label(site, LONGEST_NAME),
        day=short_day_label(since),
        reason=reason_reply(reason, LONGEST_REASON).text,
    )


def _listed(head: str, lines: Sequence[str]) -> Reply:
    shown = [untrusted(label(line, LONGEST_LINE)) for line in lines[:MOST_LISTED]]
    more = len(lines) - len(shown)
    rest = [Reply(MORE.format(more))] if more else []
    return joined([Reply(head), *shown, *rest], "\n")
