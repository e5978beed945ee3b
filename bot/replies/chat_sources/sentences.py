"""Sentences of a source, by their numbers, with buttons to those before and after."""

from collections.abc import Iterator
from dataclasses import replace

from bot.replies.answering.context import REACH, surrounded
from bot.replies.chat_sources.sources import no_such_source_reply
from bot.replies.labels import plural
from bot.replies.reply import Button, Reply, fitting, joined
from corpus.article import Article
from corpus.store.sources import Sources

OUT_OF_RANGE = (
    "[{number}] has only 1 sentence.",
    "[{number}] has {count} sentences, numbered from 1.",
)
NO_SENTENCES = "[{number}] has no sentences that I can quote."
AT = "at"  # what Telegram sends back when a button is pressed, before the source and the sentence
TURNS = ("‹ Sentence {number}", "Sentence {number} ›")
MOST_AT_ONCE = 10  # sentences


def sentences_reply(sources: Sources, reference: str, first: int, last: int) -> Reply:
    """Return sentences of a source and their neighbors, as many as fit; numbers are from 1."""
    article = sources.find(reference)
    if article is None:
        return no_such_source_reply(sources)
    last = min(max(first, last), first + MOST_AT_ONCE - 1)
    asked = article.sentences[max(first, 1) - 1 : last]
    if not asked or first < 1:
        count = len(article.spans)
        line = plural(count, *OUT_OF_RANGE, number=sources.label(article))
        return Reply(line if count else NO_SENTENCES.format(number=sources.label(article)))
    reach = REACH
    while not fitting([shown := surrounded(asked, sources, reach)]) and (reach or asked[1:]):
        reach, asked = max(reach - 1, 0), asked if reach else asked[:-1]
    buttons = tuple(_turns(article, sources, asked[0].number, asked[-1].number))
    return replace(joined([shown]), buttons=buttons)


def _turns(article: Article, sources: Sources, first: int, last: int) -> Iterator[Button]:
    """Yield the buttons to the sentences before the first and after the last."""
    for words, number in zip(TURNS, (first - 1, last + 1), strict=True):
        if 1 <= number <= len(article.spans):
            data = f"{AT}:{sources.label(article)}:{number}"
            yield Button(words.format(number=number), data)
