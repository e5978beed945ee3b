"""Finds the sentences that a message of the bot quotes, however old the message is."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from bot.replies.reply import QUOTES, Kind, Reply
from corpus.article import Article, Sentence, Span
from corpus.store.sources import Sources
from corpus.store.store import Store

MOST_SENTENCES = 10  # of a message
# In a language written from right to left, marks of its direction may stand before the number.
CITED = re.compile(r"^[\u200e\u200f\u2066-\u2069]*\[(C?[0-9]{1,9})\]", re.MULTILINE)


class Shown(NamedTuple):
    """A quote, where it is in its message, and the number of its source as cited below it."""

    text: str
    span: Span
    label: str


def sentences_in(shown: Reply, sources: Sources, store: Store) -> list[Sentence]:
    """Return the stored sentences that a message quotes, of the chat's sources.

    A quote of a text that was replaced since is a sentence of that text. Where sentences are bold
    as a whole, the others only stand around them.
    """
    bold = {shown.text[slice(*span)] for span in _spans(shown, {Kind.BOLD})}
    found: dict[Sentence, None] = {}  # in order
    for one in quotes_in(shown):
        article = sources.find(one.label)
        texts = [article, *store.older(article)] if article is not None else []
        quoted = next(filter(None, (_sentences_of(one.text, text) for text in texts)), [])
        found |= dict.fromkeys(quoted)
    some = [sentence for sentence in found if sentence.text in bold]
    return (some or list(found))[:MOST_SENTENCES]


def quotes_in(shown: Reply) -> Iterator[Shown]:
    """Yield the quotes in a message; each stands above the line that cites its source."""
    quotes = _spans(shown, QUOTES)
    starts = [start for start, _ in quotes[1:]] + [len(shown.text)]
    gaps = [(end, start) for (_, end), start in zip(quotes, starts, strict=False)]
    for number, span in enumerate(quotes):
        cited = (CITED.search(shown.text, *gap) for gap in gaps[number:])
        if first := next(filter(None, cited), None):
            yield Shown(shown.text[slice(*span)], span, first[1])


def _sentences_of(quoted: str, article: Article) -> list[Sentence]:
    """The sentences of an article that a quote consists of; none if it has not that text."""
    start = article.text.find(quoted.strip())
    if start < 0 or not quoted.strip():
        return []
    end = start + len(quoted.strip())
    return [one for one in article.sentences if start <= one.start and one.end <= end]


def _spans(shown: Reply, kinds: Collection[Kind]) -> list[Span]:
    """Where a message has marks of some kinds, in its order."""
    return sorted(Span(one.start, one.end) for one in shown.marks if one.kind in kinds)
