"""The list of sources: all of them, those with some words, and those of a publisher.

Pages are chosen by buttons, whose data says all that a page needs; it can be forged, and a page
that does not exist is the nearest one.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256

from bot.replies.answering.answers import NO_SOURCES, samples_note
from bot.replies.answering.quoting import citation, size_of
from bot.replies.labels import day_label, label
from bot.replies.pages import nearest_page, page_buttons
from bot.replies.reply import Button, Reply, filled, joined, untrusted
from bot.wording.wording import Counted, Wording, number_label
from corpus.article import Article
from corpus.store.sources import Sources
from retrieval.answering.narrowing.by_words import WithWords

LIST = Counted(
    "I quote from {count} source, last added first:",
    "I quote from {count} sources, last added first:",
)
LIST_OF_ONE = Wording("I quote from one source:")
# Translators: {words} are what a reader searches for.
FOUND = Counted(
    "{count} source has “{words}” in its title, publisher or author:",
    "{count} sources have “{words}” in their title, publisher or author:",
)
# Translators: {words} are what a reader searches for.
IN_TEXT = Counted(
    "No title, publisher or author has “{words}”, but {count} source mentions it:",
    "No title, publisher or author has “{words}”, but {count} sources mention it:",
)
# Translators: {words} are what a reader searches for.
NOT_FOUND = Counted(
    "None of my {count} source mentions “{words}”.",
    "None of my {count} sources mentions “{words}”.",
)
# Translators: {words} are what a reader searches for.
NOT_IN_ONLY = Wording("My only source does not mention “{words}”.")
OF_PUBLISHER = Counted("{count} source from {publisher}:", "{count} sources from {publisher}:")
OF_NO_PUBLISHER = Counted(
    "{count} source from no known publisher:", "{count} sources from no known publisher:"
)
PUBLISHERS = Counted(
    "My sources are from {count} publisher:", "My sources are from {count} publishers:"
)
# Translators: Stands in a list of publishers, for the articles without one.
NO_PUBLISHER = Wording("no known publisher")
PAGE_OF = Wording("Page {page} of {pages}")
# Translators: After an article's title; {size} is "8 sentences".
LOST = Wording("{size}, no longer readable since {day}")

# What Telegram sends back when a button is pressed, before a page and what the page is of.
ALL = "sources"
FIND = "find"
GROUPS = "publishers"
GROUP = "by"
# Translators: A button that shows the publishers of the sources.
BY_PUBLISHER = Wording("By publisher")
# Translators: A button.
EVERY_SOURCE = Wording("All sources")
PUBLISHER = "{publisher} ({count})"  # on a button

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
        return Reply(str(NO_SOURCES))
    count = len(sources)
    groups = (_by_publisher_button(),) if count > MANY else ()
    head = Reply(LIST.format(count) if count > 1 else str(LIST_OF_ONE))
    return _page(head, count, sources.newest, page, sources, (f"{ALL}:", ""), groups)


def found_reply(words: str, found: WithWords, sources: Sources, page: int = 1) -> Reply:
    """Return a page of the sources with some words."""
    said = untrusted(label(words, LONGEST_WORDS))
    if not sources:
        return Reply(str(NO_SOURCES))
    if not found.keys:
        total = len(sources)
        template = NOT_FOUND.of(total) if total > 1 else str(NOT_IN_ONLY)
        return filled(template, count=number_label(total), words=said)
    count = len(found.keys)
    head = filled(
        (IN_TEXT if found.in_text else FOUND).of(count), count=number_label(count), words=said
    )

    def listed(start: int, most: int) -> Sequence[Article]:
        return sources.at(found.keys[start : start + most])

    data = (f"{FIND}:", f":{words}")
    return _page(head, count, listed, page, sources, data, (_every_source_button(),))


def publishers_reply(sources: Sources, page: int = 1) -> Reply:
    """Return a page of the publishers, with a button for each that lists its sources."""
    if not sources:
        return Reply(str(NO_SOURCES))
    names = list(sources.publishers)
    page, pages = nearest_page(page, len(names), PAGE)
    buttons = [
        Button(
            PUBLISHER.format(
                publisher=label(name, LONGEST_PUBLISHER) or str(NO_PUBLISHER),
                count=sources.publishers[name],
            ),
            f"{GROUP}:1:{_key(name)}",
        )
        for name in names[(page - 1) * PAGE : page * PAGE]
    ]
    head = [Reply(PUBLISHERS.format(len(names)))]
    head += [Reply(PAGE_OF.format(page=page, pages=pages))] * (pages > 1)
    buttons += [*page_buttons(page, pages, f"{GROUPS}:"), _every_source_button()]
    return replace(joined([*head, *samples_note(sources)]), buttons=tuple(buttons))


def publisher_reply(sources: Sources, key: str, page: int = 1) -> Reply:
    """Return a page of a publisher's sources, or the publishers if none has this key."""
    name = next((one for one in sources.publishers if _key(one) == key), None)
    if name is None:
        return publishers_reply(sources)
    count = sources.publishers[name]
    publisher = label(name, LONGEST_PUBLISHER)
    template = OF_PUBLISHER if publisher else OF_NO_PUBLISHER
    head = filled(template.of(count), count=number_label(count), publisher=untrusted(publisher))

    def listed(start: int, most: int) -> Sequence[Article]:
        return sources.published_by(name, start, most)

    data = (f"{GROUP}:", f":{key}")
    others = (_by_publisher_button(), _every_source_button())
    return _page(head, count, listed, page, sources, data, others)


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


def _by_publisher_button() -> Button:
    return Button(str(BY_PUBLISHER), f"{GROUPS}:1")


def _every_source_button() -> Button:
    return Button(str(EVERY_SOURCE), f"{ALL}:1")


def _line(article: Article, sources: Sources) -> Reply:
    """Return a source's line in the list, with a mark if its page can no longer be read."""
    size, lost = size_of(article), sources.unreadable(article)
    if lost is not None and lost.failing is not None:
        size = LOST.format(size=size, day=day_label(lost.failing.date()))
    return citation(article, sources, size)


def _key(publisher: str) -> str:
    """Return what stands for a publisher in a button's data."""
    return sha256(publisher.encode("utf-8", "surrogatepass")).hexdigest()[:KEY]
