"""The reply to /unanswered: questions without a good answer, a page at a time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from bot.replies.labels import label, listed, short_day_label
from bot.replies.pages import nearest_page, page_buttons
from bot.replies.reply import Button, Reply, filled, joined, untrusted
from bot.wording.wording import Counted, Wording
from corpus.fingerprint import fingerprint
from corpus.store.unanswered import Reason
from retrieval.asking.alike_questions import Group

NOT_KEPT = Wording(
    "I don’t store unanswered questions. To store them, set QUOTEWIRE_KEEP_UNANSWERED=true and "
    "restart me."
)
NONE_OPEN = Wording("There are no open questions.")
OPEN = Counted("1 open question:", "{count} open questions, similar ones together:")
OPEN_PAGE = Counted(
    "{count} open question, similar ones together (page {page} of {pages}):",
    "{count} open questions, similar ones together (page {page} of {pages}):",
)
ASKED_ONCE = Wording("asked once, on {day}")
ASKED = Counted(
    "asked {count} time, last on {day}",
    "asked {count} times, last on {day}",
)
DISLIKED = Counted("1 answer disliked", "{count} answers disliked")
# Translators: on a button; {number} is the number of a question in a list.
DISMISS = Wording("Dismiss {number}")
# Translators: on a button; {number} is the number of a question in a list.
FIND_FEED = Wording("Find a feed about {number}")
DISMISSED = Wording("Dismissed.")
GONE = Wording("That question is no longer there.")
# Translators: {host} is a website, such as “example.org”.
FOUND_FEED = Wording("{host} has a feed that you don’t follow: {title}")
# Translators: on a button; {host} is a website, such as “example.org”.
FOLLOW_SITE = Wording("Follow {host}")
NO_FEED = Wording(
    "For “{question}”, I found no other feed on the sites of your closest sources. To follow one "
    "that you know, send /follow and the address of the feed or of its website."
)
# Translators: above feeds that could answer a question.
FEEDS_FOR = Wording("For “{question}”:")

LISTED = "{number}. {question}"
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
        return Reply(str(NONE_OPEN))
    page, pages = nearest_page(page, len(groups), PAGE)
    count = sum(group.size for group in groups)
    head = OPEN.format(count)
    if pages > 1:
        head = OPEN_PAGE.format(count, page=page, pages=pages)
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
    asked = ASKED_ONCE.format(day=day) if group.size == 1 else ASKED.format(group.size, day=day)
    disliked = group.reasons.get(Reason.DISLIKED, 0)
    facts = [asked, *([DISLIKED.format(disliked)] * bool(disliked))]
    asked_about = filled(LISTED, number=number, question=question)
    return joined([asked_about, Reply(listed(facts))], "\n")


def _group_buttons(number: int, group: Group, page: int) -> list[Button]:
    key = key_of(group.questions[0])
    return [
        Button(DISMISS.format(number=number), f"{DISMISSES}:{key}:{page}"),
        Button(FIND_FEED.format(number=number), f"{FINDS}:{key}"),
    ]
