"""Puts the glyphs of a page together to words, by their places."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

# In em, the height of the type:
RAISED = 0.45  # of a superscript at most, above its line
RUN = 1.0  # gap between two glyphs of the same run of text
OVERLAP = 0.6  # of two glyphs of the same run, or of parts of a word
SAME_PLACE = 0.01
GAP = 0.15  # more than usual between two letters is a space, if the file has no space characters
HINTED_GAP = 0.05  # the same, where pdfium sees a space
WIDE_GAP = 0.3  # the same, if it has
MOST_TRACKING = 0.25  # between the letters of a word
TOUCHING = 0.1  # between parts of a word
DROP_CAP = 1.8  # the size of a large first letter
BESIDE = 1.5  # gap between a large first letter and its word, at most
CAPITAL = 0.72  # height of a capital letter
SPACE = 0.5  # gap between a large first letter that is a word, such as "A", and the next word
SMALL, SMALL_RAISED = 0.85, 0.2  # the size of the number of a footnote, and its height
MOST_DROP_CAPS = 20  # on a page
FOOTNOTE_MARKS = frozenset("0123456789*†‡§,")
FEWEST_LETTERS = 3  # of a word with the number of a footnote
ACCENTS = dict(
    zip("´`¨ˆ˜¸ˇ˚¯˙", "\u0301\u0300\u0308\u0302\u0303\u0327\u030c\u030a\u0304\u0307", strict=True)
)


class Word(NamedTuple):
    """A word and where it stands, in points along and across the direction of its text.

    ``base`` is the height of its base line and grows upwards; ``size`` is an em.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    spaced: bool = False  # whether the file has a space before it
    # Whether pdfium sees one there; it does between the letters of a spaced-out headline, too.
    hinted: bool = False


def words_of(glyphs: Iterable[Word]) -> list[Word]:
    """The words of glyphs, each given as a word of one letter, in the order of the file."""
    return _with_drop_caps([word for run in _runs(glyphs) for word in _split(run)])


def _with_drop_caps(words: list[Word]) -> list[Word]:
    """The words, with the large first letter of a text joined to the word that it begins."""
    if not words:
        return words
    em = median(word.size for word in words)
    caps = [w for w in words if w.size >= DROP_CAP * em and _is_one_letter(w.text)]
    for cap in caps[:MOST_DROP_CAPS]:
        beside = [
            word
            for word in words
            if word.size < cap.size / DROP_CAP
            and -OVERLAP * em < word.left - cap.right < BESIDE * em
            and 0 < word.base - cap.base < CAPITAL * (cap.size - word.size) + em / 3
        ]
        if beside:
            first = max(beside, key=lambda word: word.base)
            is_word = cap.text in ("A", "I") and first.left - cap.right > SPACE * em
            text = f"{cap.text}{' ' if is_word else ''}{first.text}"
            words[words.index(first)] = first._replace(text=text, left=cap.left)
            words.remove(cap)
    return words


def _is_one_letter(text: str) -> bool:
    return len(text) <= 2 and sum(map(str.isalpha, text)) == 1 and text.isupper()


def _runs(glyphs: Iterable[Word]) -> Iterator[list[Word]]:
    """Yield glyphs that follow one another on a line, as the file has them."""
    run: list[Word] = []
    for glyph in glyphs:
        if run and not _follows(run[-1], glyph):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _follows(before: Word, glyph: Word) -> bool:
    em = max(before.size, glyph.size)
    is_raised = abs(before.base - glyph.base) > RAISED * em
    if is_raised or em > DROP_CAP * min(before.size, glyph.size):
        return False
    if abs(before.left - glyph.left) < SAME_PLACE * em:  # letters of a ligature
        return True
    gap = before.left - glyph.right if is_right_to_left(glyph.text) else glyph.left - before.right
    return -OVERLAP * em < gap < RUN * em


def _split(run: Sequence[Word]) -> Iterator[Word]:
    """Yield the words of a run, which end at spaces and at gaps."""
    gaps = [max(b.left - a.right, a.left - b.right) for a, b in pairwise(run)]
    unspaced = [gap for gap, glyph in zip(gaps, run[1:], strict=True) if not glyph.spaced]
    em = max(glyph.size for glyph in run)
    inner = [
        gap
        for gap, (before, glyph) in zip(gaps, pairwise(run), strict=True)
        if not glyph.spaced and before.text.isalnum() and glyph.text.isalnum()
    ]
    usual = min(max(median(inner or [0]), 0), MOST_TRACKING * em)
    wide = sum(gap > usual + GAP * em for gap in unspaced)
    has_spaces = len(gaps) - len(unspaced) > wide  # else some fonts have, and others have not
    widest = usual + (WIDE_GAP if has_spaces else GAP) * em
    hint = usual + HINTED_GAP * em
    start = 0
    for number, gap in enumerate(gaps, 1):
        if run[number].spaced or gap > (hint if run[number].hinted else widest):
            yield _word(run[start:number])
            start = number
    yield _word(run[start:])


def _word(glyphs: Sequence[Word]) -> Word:
    largest = max(glyphs, key=lambda glyph: glyph.size)
    return Word(
        text=_spelled(_without_mark(glyphs, largest)),
        left=min(glyph.left for glyph in glyphs),
        right=max(glyph.right for glyph in glyphs),
        base=largest.base,
        size=largest.size,
        spaced=glyphs[0].spaced,
    )


def _without_mark(glyphs: Sequence[Word], largest: Word) -> Sequence[Word]:
    """The glyphs without the number of a footnote, which would hide the end of a sentence."""
    marks = [
        glyph.text in FOOTNOTE_MARKS
        and glyph.size < SMALL * largest.size
        and glyph.base - largest.base > SMALL_RAISED * largest.size
        for glyph in glyphs
    ]
    start = marks.index(False)
    end = len(marks) - marks[::-1].index(False)
    # Units such as the square metre are shorter, but have their number at the end.
    fewest = FEWEST_LETTERS if end < len(marks) else FEWEST_LETTERS - 1
    rest = glyphs[start:end]
    return rest if sum(glyph.text.isalpha() for glyph in rest) >= fewest else glyphs


def _spelled(glyphs: Sequence[Word]) -> str:
    """The letters; an accent that TeX puts over the next letter becomes part of it."""
    letters = [glyph.text for glyph in glyphs]
    for number, (glyph, after) in enumerate(pairwise(glyphs)):
        mark = ACCENTS.get(glyph.text)
        if mark and after.left < glyph.right - GAP * glyph.size:
            letters[number] = ""
            letter = after.text.replace("ı", "i")
            letters[number + 1] = unicodedata.normalize("NFC", letter + mark)
    return "".join(letters)


def joined(words: Sequence[Word]) -> str:
    """The text of the words of a line, with spaces where the eye sees them."""
    letters = "".join(word.text for word in words)
    if sum(map(is_right_to_left, letters)) > len(letters) / 2:
        words = words[::-1]
    text = words[0].text
    for before, word in pairwise(words):
        gap = max(word.left - before.right, before.left - word.right)
        touches = -OVERLAP < gap / word.size < TOUCHING and not word.spaced
        text += word.text if touches or is_unspaced(text, word.text) else f" {word.text}"
    return text


def is_right_to_left(letter: str) -> bool:
    """Whether a letter belongs to a script such as Arabic or Hebrew."""
    return unicodedata.bidirectional(letter[0]) in ("R", "AL")


def is_unspaced(before: str, after: str) -> bool:
    """Whether two texts meet in letters of a script without spaces, such as Chinese."""
    return all(
        unicodedata.east_asian_width(letter) in "WF" and not "가" <= letter <= "힣"
        for letter in (before[-1:] or " ", after[:1] or " ")
    )
