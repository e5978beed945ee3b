"""The words of a message, and the links that they hold."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from telegram import Message, MessageEntity, User
from telegram.constants import MessageEntityType

from bot.conversation.requests import mention_entities, text_of
from bot.replies.live_text import live_spans
from corpus.article import Span
from corpus.web.pages import is_url

# Telegram marks addresses without a scheme. In a text without marks, only these surely are some.
NO_SCHEME = re.compile(
    r"www\.(?:[\w-]+\.)+[a-z]{2,}\S*|(?:[\w-]+\.)+(?:[a-z]{2,}|\d+)(?::\d+)?/\S+", re.IGNORECASE
)
SURELY = re.compile(r"www\.|.*[/?]", re.IGNORECASE)  # begins an address, not the name of a company
TOGETHER = re.compile(r"[,;|]+(?=https?://)", re.IGNORECASE)  # between two addresses
WIDE_STOPS = "。，、；：！？）」』】》"  # Telegram takes them for the end of an address
LONGEST_SEARCHED = 10_000  # characters; a longer text is an article, whatever links it holds
IN_TELEGRAM = re.compile(r"https?://(?:www\.)?(?:t|telegram)\.(?:me|dog)(?:/|\Z)", re.IGNORECASE)
POST = re.compile(r"[^/]*//[^/]*/(?:[sc]/)?\w+/\d+(?:[/?#]|\Z)")
NO_PROSE = (MessageEntityType.MENTION, MessageEntityType.BOT_COMMAND, MessageEntityType.EMAIL)


class Words(NamedTuple):
    """A text, the links that a reader can tap, and its words without what is only a link.

    The links are in order, each once. ``prose`` is empty if it has no letters or digits.
    """

    text: str
    links: tuple[str, ...]
    prose: str


def words_of(message: Message, bot: User) -> Words:
    """The words of a message, with their line breaks, without a command or a mention of the bot.

    A mention in the middle stays: it belongs to the text.
    """
    text = text_of(message)
    entities = message.entities or message.caption_entities
    commands = [one for one in entities if one.type == MessageEntityType.BOT_COMMAND]
    units = text.encode("utf-16-le")
    start, end = _inside(units, [*commands, *mention_entities(message, bot)])
    kept = [one for one in entities if start <= one.offset and one.offset + one.length <= end]
    return words_in(_text(units, start, end), kept, start, _button_links(message))


def words_in(
    text: str,
    entities: Sequence[MessageEntity] = (),
    start: int = 0,
    below: Sequence[str] = (),
) -> Words:
    """A text with its links, some of which are marked by Telegram's entities, or ``below`` it.

    The entities count UTF-16 units, and the text begins at ``start`` of them.
    """
    if len(text) > LONGEST_SEARCHED:
        return Words(text.strip(), (), " ".join(text.split()))
    placed = list(_placed(text, entities, start))
    links = list(_links(text, placed))
    spelt = [span for span, url in links if _is_spelt(text[slice(*span)], url, text)]
    spelt += [span for span, entity in placed if entity.type in NO_PROSE]
    prose = _without(text, spelt)
    found: dict[str, str] = {}
    for url in [*(url for _, url in sorted(links)), *below]:
        found.setdefault(url.partition("://")[2].rstrip("/"), url)
    return Words(text.strip(), tuple(_pages(list(found.values()), prose)), prose)


def _button_links(message: Message) -> list[str]:
    """The links of the buttons under a post, such as "Read more"."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return [button.url for row in rows for button in row if button.url and is_url(button.url)]


def _inside(units: bytes, ours: Iterable[MessageEntity]) -> tuple[int, int]:
    """Where the words begin and end, without commands and mentions of the bot around them."""
    start, end = 0, len(units) // 2
    parts = sorted((one.offset, one.offset + one.length) for one in ours)
    for first, last in parts:
        if _text(units, start, first).strip():
            break
        start = max(start, last)
    for first, last in reversed(parts):
        if first < start or _text(units, last, end).strip():
            break
        end = first
    return start, end


def _text(units: bytes, start: int, end: int) -> str:
    return units[2 * start : 2 * end].decode("utf-16-le", "replace")


def _placed(
    text: str, entities: Sequence[MessageEntity], start: int
) -> Iterator[tuple[Span, MessageEntity]]:
    """Yield the entities with their places in code points."""
    if not entities:
        return
    lengths = accumulate((1 + (letter > "\uffff") for letter in text), initial=start)
    at = {units: number for number, units in enumerate(lengths)}
    for one in entities:
        if one.offset in at and one.offset + one.length in at:
            yield Span(at[one.offset], at[one.offset + one.length]), one


def _links(text: str, placed: Iterable[tuple[Span, MessageEntity]]) -> Iterator[tuple[Span, str]]:
    """Yield the place and the address of each link: those marked, and those only spelt out."""
    marked = []
    for span, entity in placed:
        if entity.type == MessageEntityType.TEXT_LINK and entity.url and is_url(entity.url):
            marked.append(span)  # what is written there may be another address, or a shorter one
            yield span, entity.url
        elif entity.type == MessageEntityType.URL:
            marked.append(span)
            yield from ((span, url) for url in _spelt(text[slice(*span)], text))
    for span in live_spans(text):
        if any(span.start < one.end and one.start < span.end for one in marked):
            continue
        written = text[slice(*span)]
        if is_url(written) or (not marked and NO_SCHEME.fullmatch(written)):
            yield from ((span, url) for url in _spelt(written, text))


def _is_spelt(written: str, url: str, text: str) -> bool:
    """Whether what is written at the place of a link is an address, not words."""
    return (
        url in _spelt(written, text) or is_url(written) or NO_SCHEME.fullmatch(written) is not None
    )


def _spelt(written: str, text: str) -> tuple[str, ...]:
    """The addresses that are written in a text, with the scheme that Telegram would add.

    A bare name among other words, such as that of the company Example.com, is not a link.
    """
    written = written.rstrip(WIDE_STOPS)
    if "://" in written:
        return tuple(filter(is_url, TOGETHER.split(written)))
    is_address = SURELY.match(written) or text.strip() == written
    return (f"http://{written}",) if is_address else ()


def _pages(links: list[str], prose: str) -> list[str]:
    """The links that may lead to articles.

    A link into Telegram that names no post, such as "Subscribe to our channel", counts only if
    there is nothing else.
    """
    pages = [url for url in links if not IN_TELEGRAM.match(url) or POST.match(url)]
    return pages if pages or prose else links


def _without(text: str, spans: Iterable[Span]) -> str:
    """The rest of a text on one line; empty if it has no letters or digits."""
    kept = []
    at = 0
    for start, end in sorted(spans):
        kept.append(text[at:start])
        at = max(at, end)
    rest = " ".join(" ".join([*kept, text[at:]]).split())
    return rest if any(map(str.isalnum, rest)) else ""
