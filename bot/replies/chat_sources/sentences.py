"""Sentences of a source, by their numbers, with buttons to those before and after."""

from collections.abc import Iterator
from dataclasses import replace

from bot.replies.answering.context import REACH, surrounded
from bot.replies.chat_sources.sources import no_such_source_reply
from bot.replies.reply import Button, Reply, fitting, joined
from bot.wording.wording import Counted, Wording
from corpus.article import Article
from corpus.store.sources import Sources

# Translators: {number} is an article's.
OUT_OF_RANGE = Counted(
    "[{number}] has {count} sentence, numbered from 1.",
    "[{number}] has {count} sentences, numbered from 1.",
)
# Translators: {number} is an article's.
ONLY_ONE = Wording("[{number}] has only 1 sentence.")
# Translators: {number} is an article's.
NO_SENTENCES = Wording("[{number}] has no sentences that I can quote.")
AT = "at"  # what Telegram sends back when a button is pressed, before the source and the sentence
# Translators: Buttons to the sentence before those shown, and to the one after them.
TURNS = (Wording("‹ Sentence {number}"), Wording("Sentence {number} ›"))
MOST_AT_ONCE = 10  # sentences


def sentences_reply(sources: Sources, reference: str, first: int, last: int) -> Reply:
    """Return sentences of a source and their neighbors, as many as fit; numbers are from 1."""
    article = sources.find(reference)
    if article is None:
        return no_such_source_reply(sources)
    last = min(max(first, last), first + MOST_AT_ONCE - 1)
    asked = article.sentences[max(first, 1) - 1 : last]
    if not asked or first < 1:
        return _out_of_range(len(article.spans), sources.label(article))
    reach = REACH
    while not fitting([shown := surrounded(asked, sources, reach)]) and (reach or asked[1:]):
        reach, asked = max(reach - 1, 0), asked if reach else asked[:-1]
    buttons = tuple(_turns(article, sources, asked[0].number, asked[-1].number))
    return replace(joined([shown]), buttons=buttons)


def _out_of_range(count: int, number: str) -> Reply:
    """Return how many sentences a source has, in reply to a number that none of them has."""
    if count > 1:
        return Reply(OUT_OF_RANGE.format(count, number=number))
    return Reply((ONLY_ONE if count else NO_SENTENCES).format(number=number))


def _turns(article: Article, sources: Sources, first: int, last: int) -> Iterator[Button]:
    """Yield the buttons to the sentences before the first and after the last."""
    for words, number in zip(TURNS, (first - 1, last + 1), strict=True):
        if 1 <= number <= len(article.spans):
            data = f"{AT}:{sources.label(article)}:{number}"
            yield Button(words.format(number=number), data)
