"""Quotes with the sentences around them.

As everywhere, a quote is a slice of the article's text. The sentences that are asked about are
bold in it. Text that is left out of the article parts it into several quotes, with "…" between.
"""

import sys
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from bot.replies.answering.compared import below
from bot.replies.answering.quoting import (
    LEFT_OUT,
    LONGEST_CITATION,
    LONGEST_OPEN,
    TOO_LONG,
    citation,
    quote,
)
from bot.replies.labels import listed, utf16_length
from bot.replies.reply import Kind, Reply, fitting, joined
from bot.wording.wording import Wording
from corpus.article import Article, Sentence, Span
from corpus.store.sources import Sources

PLACES = (
    # Translators: Where a quote is in an article, after its title.
    Wording("sentence {numbers} of {total}"),
    # Translators: The same of several sentences; {numbers} are such as "1–3, 7".
    Wording("sentences {numbers} of {total}"),
)
REACH = 2  # sentences before and after, not counting headings; less if they do not fit
LONGEST_BESIDE = 1000  # UTF-16 units of a sentence that is only beside one asked about
LONGEST_SENTENCE = 3000  # of one asked about; the rest of a message is for its citation

Numbers = Sequence[int]  # of sentences in their article, from 0, ascending


class Block(NamedTuple):
    """Sentences of one article, at least one, and the line that belongs above them."""

    sentences: Sequence[Sentence]
    line: Reply | None = None


def context_reply(asked: Sequence[Block], sources: Sources) -> Reply:
    """Return sentences, each with those around it, above citations of their articles.

    If not everything fits a message, there are fewer sentences around, and then fewer articles.
    """
    for reach in range(REACH, -1, -1):
        blocks: list[Reply] = []
        for sentences, line in asked:
            blocks += below(line, [surrounded(sentences, sources, reach)])
        if fitting(blocks) == len(blocks):
            break
    return joined(blocks)


def surrounded(asked: Sequence[Sentence], sources: Sources, reach: int = REACH) -> Reply:
    """Return sentences of one article with ``reach`` sentences on each side, and a citation.

    It may be too long for a message.
    """
    article = asked[0].article
    bold = sorted({sentence.number - 1 for sentence in asked})
    shown = sorted({one for number in bold for one in _around(article, number, reach)})
    lines: list[Reply] = []
    for run in _runs(article, shown):
        lines += [LEFT_OUT, _quoted(article, run, bold)]
    place = PLACES[len(bold) > 1].format(numbers=_ranges(bold), total=len(article.spans))
    first = Span(asked[0].start, asked[0].end)
    cited = citation(article, sources, place, LONGEST_CITATION, first)
    return joined([*lines[1:], cited], "\n", sys.maxsize)


def _around(article: Article, number: int, reach: int) -> range:
    """Return a sentence's number and those around it, with the headings between them."""
    ends = []
    for step in (-1, 1):
        end, left, at = number, reach, number + step
        while left and 0 <= at < len(article.spans):
            sentence = Sentence(article, *article.spans[at])
            if utf16_length(sentence.text) > LONGEST_BESIDE:
                break
            if not sentence.is_heading:
                end, left = at, left - 1
            at += step
        ends.append(end)
    return range(ends[0], ends[1] + 1)


def _runs(article: Article, shown: Numbers) -> Iterator[list[int]]:
    """Yield the numbers in runs with only white space between their sentences.

    A sentence that is too long to send stands alone.
    """
    run: list[int] = []
    for number in shown:
        if run and not _continues(article, run[-1], number):
            yield run
            run = []
        run.append(number)
    yield run


def _continues(article: Article, number: int, following: int) -> bool:
    start, end = article.spans[number], article.spans[following]
    apart = following - number > 1 or article.text[start.end : end.start].strip()
    return not apart and not any(_is_too_long(article, one) for one in (number, following))


def _is_too_long(article: Article, number: int) -> bool:
    start, end = article.spans[number]
    return utf16_length(article.text[start:end]) > LONGEST_SENTENCE


def _quoted(article: Article, run: Numbers, bold: Collection[int]) -> Reply:
    """Return a run as one quote, folded if it is long, or say that its sentence is too long."""
    if _is_too_long(article, run[0]):
        return Reply(TOO_LONG.format(number=run[0] + 1))
    whole = Sentence(article, article.spans[run[0]].start, article.spans[run[-1]].end)
    kind = Kind.FOLDED if utf16_length(whole.text) > LONGEST_OPEN else Kind.QUOTE
    return quote(whole, [Span(*article.spans[one]) for one in run if one in bold], kind)


def _ranges(numbers: Numbers) -> str:
    """Return the numbers as shown, from 1.

    >>> _ranges([0, 1, 2, 6])
    '1–3, 7'
    """
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][-1] == number:
            ranges[-1][-1] += 1
        else:
            ranges.append([number + 1, number + 1])
    return listed([f"{a}" if a == b else f"{a}–{b}" for a, b in ranges])
