"""The reply to /unanswered: questions without a good answer, a page at a time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from bot.replies.labels import label, plural, short_day_label
from bot.replies.pages import nearest_page, page_buttons
from bot.replies.reply import Button, Reply, filled, joined, untrusted
from corpus.fingerprint import fingerprint
from corpus.store.unanswered import Reason
from retrieval.asking.alike_questions import Group

NOT_KEPT = (
    "I don’t store unanswered questions. To store them, set QUOTEWIRE_KEEP_UNANSWERED=true and "
    "restart me."
)
NONE_OPEN = "There are no open questions."
OPEN = ("1 open question:", "{count} open questions, similar ones together:")
OPEN_PAGE = "{count} open questions, similar ones together (page {page} of {pages}):"
ASKED = (
    "{number}. {question}\nasked once, on {day}",
    "{number}. {question}\nasked {count} times, last on {day}",
)
DISLIKED = (", 1 answer disliked", ", {count} answers disliked")
DISMISS = "Dismiss {number}"
FIND_FEED = "Find a feed about {number}"
DISMISSED = "Dismissed."
GONE = "That question is no longer there."
FOUND_FEED = "{host} has a feed that you don’t follow: {title}"
FOLLOW_SITE = "Follow {host}"
NO_FEED = (
    "For “{question}”, I found no other feed on the sites of your closest sources. To follow one "
    "that you know, send /follow and the address of the feed or of its website."
)
FEEDS_FOR = "For “{question}”:"

PAGE = 4  # groups
LONGEST_QUESTION = 300  # UTF-16 units
LONGEST_HOST = 40
LONGEST_DATA = 64  # bytes of a button
TURN_PAGE = "open:page"
DISMISSES = "open:dismiss"
FINDS = "open:feed"
FOLLOWS = "follow"


class FoundFeed(NamedTuple):
    """A site, by its address and host, and the title of its feed."""

    site: str
    host: str
    title: str


def open_questions_reply(groups: Sequence[Group], page: int = 1) -> Reply:
    """Return a page of the groups, or the nearest page if it does not exist."""
    if not groups:
        return Reply(NONE_OPEN)
    page, pages = nearest_page(page, len(groups), PAGE)
    count = sum(group.size for group in groups)
    head = plural(count, *OPEN)
    if pages > 1:
        head = OPEN_PAGE.format(count=count, page=page, pages=pages)
    start = (page - 1) * PAGE
    shown = list(enumerate(groups[start : start + PAGE], start + 1))
    buttons = [button for number, group in shown for button in _group_buttons(number, group, page)]
    buttons += page_buttons(page, pages, f"{TURN_PAGE}:")
    blocks = [_listed(number, group) for number, group in shown]
    return replace(joined([Reply(head), *blocks]), buttons=tuple(buttons))


def feeds_reply(question: str, feeds: Sequence[FoundFeed]) -> Reply:
    """Return the feeds that could answer a question, with buttons to follow them."""
    asked = untrusted(label(question, LONGEST_QUESTION))
    if not feeds:
        return filled(NO_FEED, question=asked)
    lines = [
        filled(
            FOUND_FEED,
            host=untrusted(label(feed.host, LONGEST_HOST)),
            title=untrusted(label(feed.title, LONGEST_QUESTION)),
        )
        for feed in feeds
    ]
    buttons = [
        Button(FOLLOW_SITE.format(host=label(feed.host, LONGEST_HOST)), data)
        for feed in feeds
        if len((data := f"{FOLLOWS}:{feed.site}").encode()) <= LONGEST_DATA
    ]
    return replace(
        joined([filled(FEEDS_FOR, question=asked), *lines], "\n"), buttons=tuple(buttons)
    )


def key_of(question: str) -> str:
    """Return 16 hexadecimal digits that stand for a question in the data of a button."""
    return f"{fingerprint([question]) & (2**64 - 1):016x}"


def _listed(number: int, group: Group) -> Reply:
    question = untrusted(label(group.questions[0], LONGEST_QUESTION))
    day = short_day_label(date.fromisoformat(group.last))
    template, count = ASKED[group.size != 1], group.size
    listed = filled(template, number=number, question=question, count=count, day=day)
    disliked = group.reasons.get(Reason.DISLIKED, 0)
    return joined([listed, Reply(plural(disliked, *DISLIKED) if disliked else "")], "")


def _group_buttons(number: int, group: Group, page: int) -> list[Button]:
    key = key_of(group.questions[0])
    return [
        Button(DISMISS.format(number=number), f"{DISMISSES}:{key}:{page}"),
        Button(FIND_FEED.format(number=number), f"{FINDS}:{key}"),
    ]
