"""Messages about the feeds that a chat follows."""

from bot.replies.labels import day_label, label
from bot.replies.reply import Reply, filled, joined, untrusted
from corpus.errors import CorpusError
from corpus.store.subscriptions import Followed

HOW_TO_FOLLOW = "To follow a feed, send /follow and the address of the feed or of its website."
NO_FEEDS = f"No feeds are followed here. {HOW_TO_FOLLOW}"
NOT_AN_ADDRESS = f"That is no web address. {HOW_TO_FOLLOW}"
HOW_TO_UNFOLLOW = "Send /unfollow and the feed’s number from /feeds."
FOLLOWING = "Following {feed}\nNew items will be added as sources."
NOT_FOLLOWED = "I could not follow that: it {reason}."
UNFOLLOWED = "Stopped following {feed}\nIts articles stay."
FEED = "{title}, {url}"
NUMBERED_FEED = "{number}. {feed}"
OVERFLOWING_FEED = "{number}. {feed} (more new items than I read)"
FAILING_FEED = "{number}. {feed} (failing since {day}: it {reason})"

LONGEST_TITLE = 100  # UTF-16 units
LONGEST_ADDRESS = 200
LONGEST_REASON = 300
LONGEST_LISTED = 100  # of a reason in a list


def following_reply(feed: Followed) -> Reply:
    """Return a confirmation that a feed is followed."""
    return filled(FOLLOWING, feed=_feed_line(feed))


def not_followed_reply(error: CorpusError) -> Reply:
    """Return why a feed cannot be followed."""
    return filled(NOT_FOLLOWED, reason=_reason(error.reason, LONGEST_REASON))


def unfollowed_reply(feed: Followed) -> Reply:
    """Return a confirmation that a feed was unfollowed."""
    return filled(UNFOLLOWED, feed=_feed_line(feed))


def feeds_reply(feeds: list[Followed]) -> Reply:
    """Return a chat's feeds, numbered; those that do not fit a message are left out."""
    lines = [_listed(number, feed) for number, feed in enumerate(feeds, 1)]
    return joined(lines, "\n") if lines else Reply(NO_FEEDS)


def _listed(number: int, feed: Followed) -> Reply:
    """Return a feed's line in the list, with when it began to fail and why."""
    if feed.failing is not None:
        day = day_label(feed.failing.date())
        reason = _reason(feed.error or "", LONGEST_LISTED)
        return filled(FAILING_FEED, number=number, feed=_feed_line(feed), day=day, reason=reason)
    template = OVERFLOWING_FEED if feed.overflows else NUMBERED_FEED
    return filled(template, number=number, feed=_feed_line(feed))


def _feed_line(feed: Followed) -> Reply:
    title = untrusted(label(feed.title, LONGEST_TITLE))
    return filled(FEED, title=title, url=untrusted(label(feed.url, LONGEST_ADDRESS)))


def _reason(reason: str, most: int) -> Reply:
    """Return an error's reason on one line: it may contain text from an untrusted page."""
    return untrusted(label(reason, most))
