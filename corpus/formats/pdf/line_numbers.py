"""Leaves out the numbers of lines, which bills and court papers have beside their text."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.formats.pdf.words import Word

LONGEST = 4  # digits
FEWEST, FEWEST_APART = 4, 2  # of numbers on each line, or on each fifth or tenth
STEPS = (1, 5, 10)
SAME_LINE = 0.4  # em
# Of the lines; rows of a table with ranks begin with capitals or figures.
LOWER_CASE = 0.2


def without_line_numbers(words: list[Word]) -> list[Word]:
    """The words of a page without the numbers of its lines, in the margin on either side."""
    numbers = [word for word in words if word.text.isdecimal() and len(word.text) <= LONGEST]
    others = [word for word in words if not word.text.isdecimal()]
    if len(numbers) < FEWEST_APART or not others:
        return words
    left, right = min(word.left for word in others), max(word.right for word in others)
    lines = list(_lines(others))
    if sum(line.text[0].islower() for line in lines) < LOWER_CASE * len(lines):
        return words
    gone: set[Word] = set()
    for margin in (
        [number for number in numbers if number.right < left],
        [number for number in numbers if number.left > right],
    ):
        if _count_lines(margin, [line.base for line in lines]):
            gone.update(margin)
    return [word for word in words if word not in gone]


def _lines(words: Sequence[Word]) -> Iterator[Word]:
    """Yield the first word of each line, from the bottom of the page to the top."""
    line: list[Word] = []
    for word in sorted(words, key=lambda word: word.base):
        if line and word.base - line[0].base > SAME_LINE * word.size:
            yield min(line, key=lambda word: word.left)
            line = []
        line.append(word)
    if line:
        yield min(line, key=lambda word: word.left)


def _count_lines(numbers: Sequence[Word], bases: Sequence[float]) -> bool:
    """Whether the numbers count the lines of text beside them, which have these base lines."""
    down = sorted(numbers, key=lambda number: -number.base)
    steps = {int(below.text) - int(above.text) for above, below in pairwise(down)}
    step = steps.pop() if len(steps) == 1 else 0
    if step not in STEPS or len(down) < (FEWEST if step == 1 else FEWEST_APART):
        return False

    def below_number(number: Word) -> int:
        return bisect_left(bases, number.base - SAME_LINE * number.size)

    between = [below_number(above) - below_number(below) for above, below in pairwise(down)]
    return all(count == step for count in between) if step > 1 else all(c <= 1 for c in between)
