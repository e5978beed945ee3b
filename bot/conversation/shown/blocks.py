"""Reads from a message of the bot which sentences it quotes below which lines."""

from collections.abc import Collection

from bot.conversation.shown.quotes import quotes_in
from bot.replies.answering.context import Block
from bot.replies.reply import Reply
from corpus.article import Sentence
from corpus.store.sources import Sources


def blocks_in(shown: Reply, quoted: Collection[Sentence], sources: Sources) -> list[Block]:
    """Return the quotes of each citation in a message, with the line above them.

    ``quoted`` are the sentences to look for. What is above the first quote, such as the question,
    is its line.
    """
    blocks: list[tuple[Reply | None, list[Sentence]]] = []
    end = 0
    for one in quotes_in(shown):
        start, stop = one.span
        between = shown.text[end:start]
        if not blocks or "\n\n" in between:
            line = between.rpartition("\n\n")[2] if blocks else between
            blocks.append((_line(shown, start - len(line), start), []))
        for sentence in quoted:
            is_cited = sources.label(sentence.article) == one.label
            if is_cited and _is_in(sentence, one.text):
                blocks[-1][1].append(sentence)
        end = stop
    return [Block(tuple(sentences), line) for line, sentences in blocks if sentences]


def _line(shown: Reply, start: int, end: int) -> Reply | None:
    """What stands between two places, without the line's end; None if it is empty."""
    text = shown.text[start:end].rstrip("\n")
    within = range(start, start + len(text) + 1)
    marks = (one.moved(-start) for one in shown.marks if one.start in within and one.end in within)
    return Reply(text, tuple(marks)) if text else None


def _is_in(sentence: Sentence, quote: str) -> bool:
    start = sentence.article.text.find(quote)
    return 0 <= start <= sentence.start and sentence.end <= start + len(quote)
