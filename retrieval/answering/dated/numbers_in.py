"""Finds the number in a sentence that answers a question."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from typing import NamedTuple

from corpus.article import Span
from retrieval.ranking.answer_kinds import holds
from retrieval.ranking.question import MONTHS
from retrieval.words.analysis import Analysis, Word
from retrieval.words.tokens import WORD

FARTHEST = 4  # words between the number and the question's word for what it counts
LONGEST = 50  # characters of a number and the words that belong to it
YEAR = re.compile(r"(?:1[89]|20)\d\d")
NOT_A_COUNT = re.compile(r"\d+(?:st|nd|rd|th)|\d+[:/]\d+.*|.*\d+[-–]\w.*", re.IGNORECASE)
# Before a number that is not the one at the time of writing, or that is an age.
BEFORE_OTHERS = frozenset("from than earlier previously previous aged age over under".split())
AGE = frozenset("year-old years-old year-olds".split())
FOLLOWING = 0.5  # a word before the number counts as so much farther: "17 dead", "killed 17"
PUNCTUATION = re.compile(r"[,;:()–—]")


class Number(NamedTuple):
    """A number by its term, such as "12" for "twelve", and its place in the sentence.

    ``near`` are the wanted terms around it, nearest first.
    """

    term: str
    span: Span
    near: tuple[str, ...]


def numbers_in(
    sentence: str, wanted: Collection[str], kind: str, analysis: Analysis
) -> list[Number]:
    """The number nearest to one of the wanted terms; several if they are equally near.

    None is farther than FARTHEST words. ``kind`` is what the question asks for: a number, a
    measure or money. A date, a time, an age and an ordinal are none of these.

    >>> from retrieval.words.analysis import ANALYSES
    >>> text = "Police said on 3 March that twelve people died, up from seven."
    >>> [one.term for one in numbers_in(text, {"die", "peopl"}, "number", ANALYSES["en"])]
    ['12']
    """
    words, language = analysis.words(sentence), analysis.language.code
    found = list(WORD.finditer(sentence))
    starts = [word.start() for word in found]
    places = [_place(starts, word) for word in words]
    marks = sorted(
        (at, word.term) for (at, _), word in zip(places, words, strict=True) if word.term in wanted
    )
    ranked: list[tuple[float, Number]] = []
    for (at, last), word in zip(places, words, strict=True):
        if word.term[0].isdecimal() and _counts(sentence, found, at, last, kind, language):
            some = _around(marks, at, last)
            far = sorted((_distance(sentence, found, mark, at, last), one) for mark, one in some)
            near = tuple(one for distance, one in far if distance <= FARTHEST)
            if near:
                ranked.append((far[0][0], Number(word.term, Span(word.start, word.end), near)))
    nearest = min((far for far, _ in ranked), default=0)
    return list({one.term: one for far, one in ranked if far == nearest}.values())


def _place(starts: Sequence[int], word: Word) -> tuple[int, int]:
    """The first and the last of the printed words that a word consists of."""
    return bisect_right(starts, word.start) - 1, bisect_right(starts, word.end - 1) - 1


def _around(marks: Sequence[tuple[int, str]], at: int, last: int) -> Sequence[tuple[int, str]]:
    """The marks that can be near; a sentence of a stranger's article can have thousands."""
    first = bisect_left(marks, (at - FARTHEST, ""))
    return marks[first : bisect_left(marks, (last + FARTHEST + 1, ""))]


def _distance(sentence: str, found: list[re.Match[str]], mark: int, at: int, last: int) -> float:
    """How far a word is from a number, in words; punctuation between them counts, too."""
    if mark > last:
        between = sentence[found[last].end() : found[mark].start()]
        return mark - last + len(PUNCTUATION.findall(between))
    between = sentence[found[mark].end() : found[at].start()]
    return at - mark + FOLLOWING + len(PUNCTUATION.findall(between))


def _counts(
    sentence: str, found: list[re.Match[str]], at: int, last: int, kind: str, language: str
) -> bool:
    """Whether a number can be what a question of this kind asks for."""
    text = sentence[found[at].start() : found[last].end()]
    if len(text) > LONGEST:
        return False
    before = found[at - 1].group() if at else ""
    after = found[last + 1].group() if last + 1 < len(found) else ""
    if NOT_A_COUNT.fullmatch(text) or before.lower() in BEFORE_OTHERS or after.lower() in AGE:
        return False
    if _is_month(before) or _is_month(after) or (YEAR.fullmatch(text) and kind != "money"):
        return False
    piece = sentence[found[at].start() : found[min(last + 1, len(found) - 1)].end()]
    sign = sentence[max(found[at].start() - 1, 0) : found[at].start()]
    is_money = holds("money", sign + piece, language)
    if kind == "measure":
        return holds("measure", piece, language)
    return is_money == (kind == "money")


def _is_month(word: str) -> bool:
    return word[:1].isupper() and word.lower() in MONTHS
