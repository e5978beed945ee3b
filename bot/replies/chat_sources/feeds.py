"""Messages about the feeds that a chat follows."""

from bot.replies.failures import reason_reply
from bot.replies.labels import day_label, label
from bot.replies.reply import Reply, filled, joined, untrusted
from bot.wording.wording import Wording
from corpus.errors import CorpusError
from corpus.store.subscriptions import Followed

HOW_TO_FOLLOW = Wording(
    "To follow a feed, send /follow and the address of the feed or of its website."
)
# Translators: How to follow one stands after it.
NO_FEEDS = Wording("No feeds are followed here.")
# Translators: How to follow a feed stands after it.
NOT_AN_ADDRESS = Wording("That is no web address.")
HOW_TO_UNFOLLOW = Wording("Send /unfollow and the feed’s number from /feeds.")
# Translators: {feed} is a title and a web address.
FOLLOWING = Wording("Following {feed}\nNew items will be added as sources.")
# Translators: {reason} is one of those with the context "reason".
NOT_FOLLOWED = Wording("I could not follow that: it {reason}.")
# Translators: {feed} is a title and a web address.
UNFOLLOWED = Wording("Stopped following {feed}\nIts articles stay.")
FEED = "{title}, {url}"
NUMBERED_FEED = "{number}. {feed}"
# Translators: A feed in a list.
OVERFLOWING_FEED = Wording("{number}. {feed} (more new items than I read)")
# Translators: A feed in a list; {reason} is one of those with the context "reason".
FAILING_FEED = Wording("{number}. {feed} (failing since {day}: it {reason})")

LONGEST_TITLE = 100  # UTF-16 units
LONGEST_ADDRESS = 200
LONGEST_LISTED = 100  # of a reason in a list


def how_to_follow_reply(problem: Wording | None = None) -> Reply:
    """Return a hint on how to follow a feed, perhaps after what the problem is."""
    return Reply(f"{problem} {HOW_TO_FOLLOW}" if problem else str(HOW_TO_FOLLOW))


def following_reply(feed: Followed) -> Reply:
    """Return a confirmation that a feed is followed."""
    return filled(FOLLOWING, feed=_feed_line(feed))


def not_followed_reply(error: CorpusError) -> Reply:
    """Return why a feed cannot be followed."""
    return filled(NOT_FOLLOWED, reason=reason_reply(error.reason))


def unfollowed_reply(feed: Followed) -> Reply:
    """Return a confirmation that a feed was unfollowed."""
    return filled(UNFOLLOWED, feed=_feed_line(feed))


def feeds_reply(feeds: list[Followed]) -> Reply:
    """Return a chat's feeds, numbered; those that do not fit a message are left out."""
    lines = [_listed(number, feed) for number, feed in enumerate(feeds, 1)]
    return joined(lines, "\n") if lines else how_to_follow_reply(NO_FEEDS)


def _listed(number: int, feed: Followed) -> Reply:
    """Return a feed's line in the list, with when it began to fail and why."""
    if feed.failing is not None:
        day = day_label(feed.failing.date())
        reason = reason_reply(feed.error or "", LONGEST_LISTED)
        return filled(FAILING_FEED, number=number, feed=_feed_line(feed), day=day, reason=reason)
    return filled(
        OVERFLOWING_FEED if feed.overflows else NUMBERED_FEED, number=number, feed=_feed_line(feed)
    )


def _feed_line(feed: Followed) -> Reply:
    title = untrusted(label(feed.title, LONGEST_TITLE))
    return filled(FEED, title=title, url=untrusted(label(feed.url, LONGEST_ADDRESS)))
