"""Splits a paragraph into sentences."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.article import Span
from corpus.sentences.abbreviated_ends import abbreviated_ends
from corpus.sentences.abbreviations import Abbreviations, abbreviations_of
from corpus.sentences.joining import CONTEXT, merged
from corpus.sentences.marks import CLOSING, mark_cuts
from corpus.sentences.spaces import space_cuts

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktSentenceTokenizer

SPACES = "\u00a0\u2009\u202f\t"  # Punkt only knows the plain space
CHUNK = 20_000  # characters per call to Punkt, whose time grows faster than the text
LONGEST = 2 * CHUNK  # characters without a boundary before we force one; nltk would give up

# Punkt starts the sentence after the mark: « Nous partons. »
OPENED = re.compile(r"(?<=\s)«\s*$")
# "it.The": the space is missing after a full stop between plain words.
LOWER, UPPER = "a-zß-öø-ÿа-яёіїєґα-ωά-ώ", "A-ZÀ-ÖØ-ÞА-ЯЁІЇЄҐΑ-ΩΆ-Ώ"
FORGOTTEN_SPACE = re.compile(
    rf"[.?!](?<=[{LOWER}]{{3}}.)[”\"’)»]*(?=[“\"‘(«]?[{UPPER}][{LOWER}]+[ ,])"
)
# "Nada cambió... Pedro calló.": in English, Punkt tells by the next word.
TRAILING = re.compile(rf"(?P<mark>\.{{3}}|…)[{re.escape(CLOSING)}]*\s+(?=[¿¡«„“\"‘(—–-]*\s?(\w))")
# What copies of encyclopedias keep of references: "known.[citation needed] The", ".:212–219 It"
REFERENCE = re.compile(
    r"[.?!](?:\s?\[[^\[\]]{1,60}\]|:\s?\d+(?:[–-]\d+)?)+\s+(?=[^\W\d_]|[«„“\"])"
)
BULLET = re.compile(r"(?<=\s)(?=[•‣▪●◦■►⁃]\s?\S)")
LIST_MARK = re.compile(r"(?:^|(?<=\s))[•⁃]?\s?[(\[]?(?:\d{1,2}|[a-h])[.)\]]{1,2}\s(?=[A-Z])")
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
    for space in SPACES:  # str.translate takes ten times as long
        inside = inside.replace(space, " ")
    for mark in words.question_marks:
        inside = inside.replace(mark, "?")
    marked = [] if inside.isascii() else list(mark_cuts(inside))
    cuts = {*marked, *_further_cuts(inside, words)}
    for start, end in pairwise([0, *marked, len(inside)]):
        cuts.update(
            _at_opening(inside, start + cut) for cut in _punkt_cuts(inside[start:end], words)
        )
    pieces = _trimmed(inside, [0, *sorted(cuts), len(inside)])
    informal = bool(words.informal) and _is_informal(inside)
    joined = merged(inside, pieces, words, informal=informal)
    return [Span(block.start + start, block.start + end) for start, end in joined]


def _is_informal(text: str) -> bool:
    return bool(INFORMAL_START.match(text) or INFORMAL.search(text))


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


def _at_opening(text: str, cut: int) -> int:
    """The cut, or the place of the opening mark that stands before it with a space."""
    opened = OPENED.search(text, max(cut - 4, 0), cut)
    return opened.start() if opened else cut


def _further_cuts(text: str, words: Abbreviations) -> Iterator[int]:
    """Yield boundaries that Punkt misses."""
    for match in FORGOTTEN_SPACE.finditer(text):
        before = text[max(match.start() - CONTEXT, 0) : match.start()].rpartition(" ")[2]
        if not {"/", "@"} & set(before):  # not inside an address
            yield match.end()
    yield from (match.end() for match in REFERENCE.finditer(text))
    if words.trailing:
        for match in TRAILING.finditer(text):
            if match["mark"] in words.trailing and match[2].isupper():
                yield match.end()
    if not text.isascii():
        yield from space_cuts(text, words.openers)
        yield from (match.start() for match in BULLET.finditer(text))
    if LIST_MARK.match(text):  # several list items on one line
        yield from (match.start() for match in LIST_MARK.finditer(text))
    yield from abbreviated_ends(text, words)


def _trimmed(text: str, cuts: Sequence[int]) -> Iterator[tuple[int, int]]:
    for start, end in pairwise(cuts):
        piece = text[start:end]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
