"""Splits a paragraph into sentences."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.article import Span
from corpus.sentences.abbreviations import Abbreviations, abbreviations_of

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

OPENING = "\"'“‘«„([{¿¡"
CLOSING = "\"'”’»)]}"
SPACES = str.maketrans("\u00a0\u2009\u202f\t", "    ")  # Punkt only knows the plain space
CHUNK = 20_000  # characters per call to Punkt, whose time grows faster than the text
LONGEST = 2 * CHUNK  # characters without a boundary before we force one; nltk would give up
CONTEXT = 200  # characters on each side that can affect a boundary

# "it.The": the space is missing after a full stop between plain words.
FORGOTTEN_SPACE = re.compile(r"[.?!](?<=[a-z]{3}.)[”\"’)]*(?=[“\"‘(]?[A-Z][a-z]+[ ,])")
BULLET = re.compile(r"(?<=\s)(?=[•‣▪●◦■►⁃]\s?\S)")
LIST_MARK = re.compile(r"(?:^|(?<=\s))[•⁃]?\s?[(\[]?(?:\d{1,2}|[a-h])[.)\]]{1,2}\s(?=[A-Z])")
# 'at 5 p.m. He', 'of Acme Inc. “We': the end of an abbreviation may end the sentence too.
ABBREVIATION = re.compile(
    rf"(?<![\w.])([\w.]+)\.[{re.escape(CLOSING)}]*\s+(?=[{re.escape(OPENING)}]*[A-Z])"
)
QUESTION_IN_QUOTES = re.compile(r"[?!][\"”’']+$")
LIST_NUMBER = re.compile(r"[•⁃]?\s?[(\[]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)\]]{1,2}")
PLAIN_END = re.compile(r"[^\W\d_]{2}[.?!]+[\"”’)]*$|[?!]$")
LAST_WORD = re.compile(r"([\w.°]+)\.$")
FIRST_WORD = re.compile(rf"[{re.escape(OPENING)}–—-]*([\w’'.-]*\w)")
WORD = re.compile(r"\w+")
# People who write "i think so" start sentences in lower case too; news does not.
INFORMAL_START = re.compile(r"\W*[a-z]")
INFORMAL = re.compile(r"i(?=['’ ])(?<![\w.@/-]i)(?:['’]\w+)?(?= [a-z])")


def split_sentences(text: str, block: Span, language: str | None = None) -> list[Span]:
    """The sentences of a block, in order and trimmed, as spans of the whole text.

    Together they cover everything in the block but white space. nltk's Punkt (Kiss and Strunk,
    2006) finds them with hand-written abbreviations instead of its trained data. Our rules then
    add and remove boundaries.
    """
    words = abbreviations_of(language)
    inside = text[block.start : block.end]
    if not inside.isascii() or "\t" in inside:
        inside = inside.translate(SPACES)
    cuts = sorted({*_punkt_cuts(inside, words), *_further_cuts(inside, words)})
    pieces = _trimmed(inside, [0, *cuts, len(inside)])
    informal = INFORMAL_START.match(inside) or INFORMAL.search(inside)
    merged = _merged(inside, pieces, words, informal=bool(informal))
    return [Span(block.start + start, block.start + end) for start, end in merged]


@cache
def _punkt(words: Abbreviations) -> "PunktSentenceTokenizer":
    # Here because it loads all of nltk, and only new articles need it.
    from corpus.sentences.punkt import tokenizer

    return tokenizer(words)


def _punkt_cuts(text: str, words: Abbreviations) -> Iterator[int]:
    """Yield the positions where Punkt starts sentences.

    The text is read in chunks; each starts at the last sentence far enough from the end of the
    one before.
    """
    start = 0
    size = CHUNK
    while start < len(text):
        chunk = text[start : start + size]
        at_end = start + size >= len(text)
        begins = [begin for begin, _ in _punkt(words).span_tokenize(chunk)][1:]
        sure = [begin for begin in begins if at_end or begin < size - CONTEXT]
        yield from (start + begin for begin in sure)
        if at_end:
            return
        if size >= LONGEST and not sure:
            sure = [size]
            yield start + size
        start, size = (start + sure[-1], CHUNK) if sure else (start, 2 * size)


def _further_cuts(text: str, words: Abbreviations) -> Iterator[int]:
    """Yield boundaries that Punkt misses."""
    for match in FORGOTTEN_SPACE.finditer(text):
        before = text[max(match.start() - CONTEXT, 0) : match.start()].rpartition(" ")[2]
        if not {"/", "@"} & set(before):  # not inside an address
            yield match.end()
    if not text.isascii():
        yield from (match.start() for match in BULLET.finditer(text))
    if LIST_MARK.match(text):  # several list items on one line
        yield from (match.start() for match in LIST_MARK.finditer(text))
    for match in ABBREVIATION.finditer(text):
        known = match[1] == "I" or match[1].lower() in words.others
        first = FIRST_WORD.match(text, match.end(), match.end() + CONTEXT)
        if known and first and first[1].lower() in words.starters:
            yield match.end()


def _trimmed(text: str, cuts: Sequence[int]) -> Iterator[tuple[int, int]]:
    for start, end in pairwise(cuts):
        piece = text[start:end]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _merged(
    text: str, pieces: Iterable[tuple[int, int]], words: Abbreviations, *, informal: bool
) -> list[tuple[int, int]]:
    """The pieces, joined where they form one sentence."""
    merged: list[tuple[int, int]] = []
    for start, end in pieces:
        if merged and _belong_together(text, merged[-1], (start, end), words, informal=informal):
            merged[-1] = merged[-1][0], end
        else:
            merged.append((start, end))
    return merged


def _belong_together(
    text: str,
    before: tuple[int, int],
    after: tuple[int, int],
    words: Abbreviations,
    *,
    informal: bool,
) -> bool:
    """Whether two pieces form one sentence."""
    left = text[max(before[0], before[1] - CONTEXT) : before[1]]
    right = text[after[0] : min(after[1], after[0] + CONTEXT)]
    whole = before[1] - before[0] <= CONTEXT
    if not WORD.search(right) or right[0] in ")]}”»,;:":
        return True
    if whole and (LIST_NUMBER.fullmatch(left) or not WORD.search(left)):
        return True
    return _ends_open(left, right, words) or _continues(left, right, words, informal=informal)


def _ends_open(left: str, right: str, words: Abbreviations) -> bool:
    """Whether the left piece ends with an abbreviation that belongs to the next word."""
    last = LAST_WORD.search(left)
    if last is None:
        return False
    word = last[1].lower()
    first = FIRST_WORD.match(right)
    if word in words.names and last[1][0].isupper():
        return first is None or first[1].lower() not in words.starters
    return word in words.titles or (word in words.before_numbers and right[0].isdigit())


def _continues(left: str, right: str, words: Abbreviations, *, informal: bool) -> bool:
    """Whether the right piece continues the sentence: lower case, or "he said" and the like."""
    first = FIRST_WORD.match(right)
    if first is None or first[1][0].isdigit():
        return False
    if first[1].islower() and not left.endswith(":"):
        return not (informal and PLAIN_END.search(left))
    early = [word.lower() for word in right.split(None, 4)[:4]]
    return bool(QUESTION_IN_QUOTES.search(left)) and any(
        word.strip(",.") in words.speaking for word in early[1:]
    )
