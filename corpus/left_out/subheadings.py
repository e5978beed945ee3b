"""Tells subheadings from sentences, whether or not the text marks them as headings."""

import re
from collections.abc import Sequence

from corpus.article import Span
from corpus.languages.prose import CLOSING, MARKS, count_words, ends_line, ends_sentence

MOST_WORDS, LONGEST = 8, 60  # words and characters of a subheading
PROSE = 12  # words of the paragraphs above and below it, at least
LEAD = 8  # words of a lead, at least
LEAD_END = re.compile(rf"[.!…。｡．！।॥۔]{CLOSING}")  # a heading can be a question
PLAIN = re.compile(
    rf"[^\W\d_](?:[^@/|•:;=\"“”«»]*[^\W\d_])?[{MARKS}]*[®™]?"
)  # no figure, label or address
SMALL = frozenset(
    "a an the of in on at to from by with for as and or but vs per into over after how".split()
)


def find_subheadings(text: str, paragraphs: Sequence[Span]) -> list[Span]:
    """The short lines in capitals or in title case that stand alone between prose.

    In a script without capitals, they are the short lines that do not end like sentences.

    A short line in other words, such as "Battery life", can be a sentence without its full stop.
    """
    lines = [text[start:end] for start, end in paragraphs]
    prose = [_is_prose(line) for line in lines]
    return [
        paragraphs[at]
        for at in range(1, len(lines) - 1)
        if prose[at - 1] and prose[at + 1] and _is_subheading(lines[at])
    ]


def is_lead(line: str) -> bool:
    """Whether a line marked as a heading is a whole sentence: many pages set leads so."""
    return count_words(line) >= LEAD and LEAD_END.search(line) is not None


def _is_prose(line: str) -> bool:
    return count_words(line) >= PROSE and ends_sentence(line)


def _is_subheading(line: str) -> bool:
    words = line.split()
    if count_words(line) > MOST_WORDS or len(line) > LONGEST or not PLAIN.fullmatch(line):
        return False
    if line.upper() == line.lower():  # without capitals, it is the missing mark that tells
        return not ends_line(line)
    return line.isupper() or (
        words[0][0].isupper() and all(word[0].isupper() or word in SMALL for word in words)
    )
