"""The list of sources: all of them, those with some words, and those of a publisher.

Pages are chosen by buttons, whose data says all that a page needs; it can be forged, and a page
that does not exist is the nearest one.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256

from bot.replies.answering.answers import NO_SOURCES, samples_note
from bot.replies.answering.quoting import citation, size_of
from bot.replies.labels import day_label, label, plural
from bot.replies.pages import nearest_page, page_buttons
from bot.replies.reply import Button, Reply, filled, joined, untrusted
from corpus.article import Article
from corpus.store.sources import Sources
from retrieval.answering.narrowing.by_words import WithWords

LIST = ("I quote from one source:", "I quote from {count} sources, last added first:")
FOUND = (
    "1 source has “{words}” in its title, publisher or author:",
    "{count} sources have “{words}” in their title, publisher or author:",
)
IN_TEXT = (
    "No title, publisher or author has “{words}”, but 1 source mentions it:",
    "No title, publisher or author has “{words}”, but {count} sources mention it:",
)
NOT_FOUND = (
    "My only source does not mention “{words}”.",
    "None of my {count} sources mentions “{words}”.",
)
OF_PUBLISHER = ("1 source from {publisher}:", "{count} sources from {publisher}:")
PUBLISHERS = ("My sources are from 1 publisher:", "My sources are from {count} publishers:")
NO_PUBLISHER = "no known publisher"
PAGE_OF = "Page {page} of {pages}"
LOST = "{size}, no longer readable since {day}"

# What Telegram sends back when a button is pressed, before a page and what the page is of.
ALL = "sources"
FIND = "find"
GROUPS = "publishers"
GROUP = "by"
BY_PUBLISHER = Button("By publisher", f"{GROUPS}:1")
EVERY_SOURCE = Button("All sources", f"{ALL}:1")
PUBLISHER = "{publisher} ({count})"

# Sources on a page; tests/bot/replies/chat_sources/test_source_list.py checks that they fit.
PAGE = 10
MANY = 30  # sources, above which there is a button to group them
LONGEST_WORDS = 45  # bytes of what is searched for, so that a button's data has room for it
LONGEST_PUBLISHER = 30  # UTF-16 units on a button
KEY = 12  # hex digits that stand for a publisher in a button's data

Listed = Callable[[int, int], Sequence[Article]]  # up to so many articles, from one on


def sources_reply(sources: Sources, page: int = 1) -> Reply:
    """Return a page of the list of sources, last added first."""
    if not sources:
        return Reply(NO_SOURCES)
    count = len(sources)
    groups = (BY_PUBLISHER,) if count > MANY else ()
    head = Reply(plural(count, *LIST))
    return _page(head, count, sources.newest, page, sources, (f"{ALL}:", ""), groups)


def found_reply(words: str, found: WithWords, sources: Sources, page: int = 1) -> Reply:
    """Return a page of the sources with some words."""
    said = untrusted(label(words, LONGEST_WORDS))
    if not sources:
        return Reply(NO_SOURCES)
    if not found.keys:
        return filled(plural(len(sources), *NOT_FOUND, words="{words}"), words=said)
    count = len(found.keys)
    head = plural(count, *(IN_TEXT if found.in_text else FOUND), words="{words}")

    def listed(start: int, most: int) -> Sequence[Article]:
        return sources.at(found.keys[start : start + most])

    data = (f"{FIND}:", f":{words}")
    return _page(filled(head, words=said), count, listed, page, sources, data, (EVERY_SOURCE,))


def publishers_reply(sources: Sources, page: int = 1) -> Reply:
    """Return a page of the publishers, with a button for each that lists its sources."""
    if not sources:
        return Reply(NO_SOURCES)
    names = list(sources.publishers)
    page, pages = nearest_page(page, len(names), PAGE)
    buttons = [
        Button(
            PUBLISHER.format(
                publisher=label(name, LONGEST_PUBLISHER) or NO_PUBLISHER,
                count=sources.publishers[name],
            ),
            f"{GROUP}:1:{_key(name)}",
        )
        for name in names[(page - 1) * PAGE : page * PAGE]
    ]
    head = [Reply(plural(len(names), *PUBLISHERS))]
    head += [Reply(PAGE_OF.format(page=page, pages=pages))] * (pages > 1)
    buttons += [*page_buttons(page, pages, f"{GROUPS}:"), EVERY_SOURCE]
    return replace(joined([*head, *samples_note(sources)]), buttons=tuple(buttons))


def publisher_reply(sources: Sources, key: str, page: int = 1) -> Reply:
    """Return a page of a publisher's sources, or the publishers if none has this key."""
    name = next((one for one in sources.publishers if _key(one) == key), None)
    if name is None:
        return publishers_reply(sources)
    count = sources.publishers[name]
    publisher = untrusted(label(name, LONGEST_PUBLISHER) or NO_PUBLISHER)
    head = filled(plural(count, *OF_PUBLISHER, publisher="{publisher}"), publisher=publisher)

    def listed(start: int, most: int) -> Sequence[Article]:
        return sources.published_by(name, start, most)

    data = (f"{GROUP}:", f":{key}")
    return _page(head, count, listed, page, sources, data, (BY_PUBLISHER, EVERY_SOURCE))


def searched(words: str) -> str:
    """Return as many of the words as a button's data has room for.

    >>> searched("kamala " * 9)
    'kamala kamala kamala kamala kamala kamala'
    """
    line = " ".join(words.split())
    kept = line.encode(errors="ignore")[:LONGEST_WORDS].decode(errors="ignore")
    whole = kept.rpartition(" ")[0] if len(kept) < len(line) and line[len(kept)] != " " else ""
    return (whole or kept).strip()


def _page(
    head: Reply,
    count: int,
    listed: Listed,
    page: int,
    sources: Sources,
    data: tuple[str, str],
    others: Sequence[Button],
) -> Reply:
    """Return a page of a list, with buttons to other pages and then others.

    ``data`` is what stands before and after the page's number in a button's data.
    """
    page, pages = nearest_page(page, count, PAGE)
    lines = [_line(article, sources) for article in listed((page - 1) * PAGE, PAGE)]
    blocks = [head, joined(lines, "\n")]
    if pages > 1:
        blocks.append(Reply(PAGE_OF.format(page=page, pages=pages)))
    shown = joined([*blocks, *samples_note(sources)])
    return replace(shown, buttons=(*page_buttons(page, pages, *data), *others))


def _line(article: Article, sources: Sources) -> Reply:
    """Return a source's line in the list, with a mark if its page can no longer be read."""
    size, lost = size_of(article), sources.unreadable(article)
    if lost is not None and lost.failing is not None:
        size = LOST.format(size=size, day=day_label(lost.failing.date()))
    return citation(article, sources, size)


def _key(publisher: str) -> str:
    """Return what stands for a publisher in a button's data."""
    return sha256(publisher.encode("utf-8", "surrogatepass")).hexdigest()[:KEY]
