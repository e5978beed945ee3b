"""Finds the sentences that a message of the bot quotes, however old the message is."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from telegram import Message
from telegram.constants import MessageEntityType

from bot.delivery.entities import QUOTE_TYPES
from corpus.article import Article, Sentence
from corpus.store.sources import Sources
from corpus.store.store import Store

MOST_SENTENCES = 10  # of a message
BOLD = MessageEntityType.BOLD
CITED = re.compile(r"^\[(C?[0-9]{1,9})\]", re.MULTILINE)


class Shown(NamedTuple):
    """A quote, its bold parts, and the number of its source as its citation shows it."""

    text: str
    bold: frozenset[str]
    label: str


def sentences_in(shown: Message, sources: Sources, store: Store) -> list[Sentence]:
    """Return the stored sentences that a message quotes, of the chat's sources.

    A quote of a text that was replaced since is a sentence of that text. Where sentences are bold
    as a whole, the others only stand around them.
    """
    found: dict[Sentence, bool] = {}  # with whether they are bold
    for one in quotes_in(shown):
        article = sources.find(one.label)
        texts = [article, *store.older(article)] if article is not None else []
        quoted = next(filter(None, (_sentences_of(one.text, text) for text in texts)), [])
        found |= {sentence: sentence.text in one.bold for sentence in quoted}
    some = [sentence for sentence, is_bold in found.items() if is_bold]
    return (some or list(found))[:MOST_SENTENCES]


def quotes_in(shown: Message) -> Iterator[Shown]:
    """Yield the quotes in a message; each stands above the line that cites its source."""
    text = (shown.text or "").encode("utf-16-le")
    quotes = _spans(shown, QUOTE_TYPES)
    bold = frozenset(_part(text, *span) for span in _spans(shown, {BOLD}))
    for number, (start, end) in enumerate(quotes):
        label = ""
        for at, (_, below) in enumerate(quotes[number:], number):
            following = quotes[at + 1][0] if at + 1 < len(quotes) else len(text) // 2
            cited = CITED.search(_part(text, below, following))
            if cited:
                label = cited[1]
                break
        if label:
            yield Shown(_part(text, start, end), bold, label)


def _sentences_of(quoted: str, article: Article) -> list[Sentence]:
    """The sentences of an article that a quote consists of; none if it has not that text."""
    start = article.text.find(quoted.strip())
    if start < 0 or not quoted.strip():
        return []
    end = start + len(quoted.strip())
    return [one for one in article.sentences if start <= one.start and one.end <= end]


def _spans(shown: Message, types: Collection[str]) -> list[tuple[int, int]]:
    """Where a message has entities of some types, in its order."""
    return sorted(
        (one.offset, one.offset + one.length) for one in shown.entities if one.type in types
    )


def _part(text: bytes, start: int, end: int) -> str:
    """A part of a text in UTF-16, between two of its units."""
    return text[2 * start : 2 * end].decode("utf-16-le", "replace")
