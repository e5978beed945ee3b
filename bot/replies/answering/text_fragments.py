"""Text directives: the part of an address that leads a browser to words on its page.

The directive is ``text=[prefix-,]start[,end][,-suffix]``. A browser goes to the first place where
the words of ``start`` stand, whatever their case, ... up to those of ``end``, between the words
of ``prefix`` and ``suffix``. Each of the four has to be in one block of the page and, except
where they touch, between ends of words.

Source: WICG, "URL Fragment Text Directives" (2023).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple
from urllib.parse import quote

from corpus.article import Span

LONGEST_WHOLE = 80  # characters that are named whole, not by their first and last words
FEWEST_WORDS = 3  # at either end of a longer stretch, ...
FEWEST_BYTES = 36  # ... or fewer of this length in UTF-8, as in texts without spaces
MOST_WORDS = 8  # at either end, and in a prefix or a suffix
LONGEST_DIRECTIVE = 500  # characters, percent-encoded
SEEN = 400  # characters around a stretch from which a prefix or a suffix is taken
STOPS = "、，。；：！？）」』》"  # end a word where no space does, in Chinese and Japanese
WORD = re.compile(rf"[^\s{STOPS}]+[{STOPS}]*|[{STOPS}]+")
LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")  # cannot be encoded
NOT_COMPARED = re.compile(r"[\W_]+")
MANY_MARKS = 50  # kinds in a text; fewer are left out faster one by one
PUNCTUATION = frozenset({"Pd", "Ps", "Pe", "Pi", "Pf", "Po"})
NEWLINE = "\n"
CELLS = " | "  # stands between the cells of a table in our texts only


class Directive(NamedTuple):
    """The words of a text directive; all but ``start`` may be empty."""

    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        """The directive as it stands in an address."""
        prefix = f"{_encoded(self.prefix)}-," if self.prefix else ""
        end = f",{_encoded(self.end)}" if self.end else ""
        suffix = f",-{_encoded(self.suffix)}" if self.suffix else ""
        return f"text={prefix}{_encoded(self.start)}{end}{suffix}"


class _Stretch(NamedTuple):
    """A stretch of a text, with the words around it on its line or the one beside it."""

    text: str
    span: Span
    compared: str  # the whole text
    at: int  # where the stretch starts in ``compared``
    words: Sequence[Span]
    before: Sequence[Span]
    after: Sequence[Span]

    @property
    def fewest_before(self) -> int:
        """How many words a prefix needs: one if the stretch starts within a word."""
        return int(not _is_boundary(self.text, self.span.start))

    @property
    def fewest_after(self) -> int:
        """How many words a suffix needs."""
        return int(not _is_boundary(self.text, self.span.end))

    def fewest(self, words: Iterable[Span]) -> int:
        """How many of its words, from either end, say enough to be looked for."""
        size = count = 0
        for count, word in enumerate(words, 1):
            size += len(self.text[slice(*word)].encode())
            if count == FEWEST_WORDS or size >= FEWEST_BYTES:
                break
        return count

    def prefix(self, count: int) -> str | None:
        """The last words before the stretch; None if there are not so many whole ones."""
        if not count:
            return ""
        start = self.before[-count].start if count <= len(self.before) else None
        if start is None or not _is_boundary(self.text, start):
            return None
        return self.text[start : self.span.start].strip()

    def suffix(self, count: int) -> str | None:
        """The first words after the stretch; None if there are not so many whole ones."""
        if not count:
            return ""
        end = self.after[count - 1].end if count <= len(self.after) else None
        if end is None or not _is_boundary(self.text, end):
            return None
        return self.text[self.span.end : end].strip()

    def is_only(self, piece: str, at: int) -> bool:
        """Whether a piece of the compared text is there and nowhere else."""
        return self.compared.find(piece) == at and self.compared.find(piece, at + 1) < 0


def text_directive(text: str, span: Span) -> str | None:
    """Return the directive to a stretch of a text; None if there is none that is surely right.

    >>> text_directive("It rained. It closed.", Span(11, 21))
    'text=It%20closed.'
    """
    stretch = _stretch(text, span)
    if stretch is None:
        return None
    ways = (_ends, _whole) if span.end - span.start > LONGEST_WHOLE else (_whole, _ends)
    for way in ways:
        for found in map(str, way(stretch)):
            if len(found) <= LONGEST_DIRECTIVE:
                return found
    return None


def _stretch(text: str, span: Span) -> _Stretch | None:
    """Return the stretch; None if it cannot be on a page, or has no letter or digit."""
    said = text[span.start : span.end].strip()
    start = text.find(said, span.start)
    span = Span(start, start + len(said))
    around = text[max(span.start - SEEN, 0) : span.end + SEEN]
    if not _compared(said) or CELLS in said or LONE_SURROGATE.search(around):
        return None
    before, after = _compared(text[: span.start]), _compared(text[span.end :])
    words = [Span(*match.span()) for match in WORD.finditer(text, span.start, span.end)]
    return _Stretch(
        text,
        span,
        f"{before}{_compared(said)}{after}",
        len(before),
        words,
        _words_before(text, span.start),
        _words_after(text, span.end),
    )


def _whole(stretch: _Stretch) -> Iterator[Directive]:
    """Yield all the words, with as few around them as make them unique."""
    said = stretch.text[stretch.span.start : stretch.span.end]
    if NEWLINE in said:
        return
    for count_before, count_after in _counts(stretch.fewest_before, stretch.fewest_after):
        before = stretch.prefix(count_before)
        after = stretch.suffix(count_after)
        if before is None or after is None:
            continue
        start = stretch.at - len(_compared(before))
        if stretch.is_only(_compared(f"{before} {said} {after}"), start):
            yield Directive(said, prefix=before, suffix=after)


def _ends(stretch: _Stretch) -> Iterator[Directive]:
    """Yield the first words and the last, with as few more as make them unique."""
    room = len(stretch.words) - stretch.fewest(reversed(stretch.words))
    for start, before in _longer(stretch.fewest(stretch.words), stretch.fewest_before):
        prefix = stretch.prefix(before)
        first = stretch.text[stretch.span.start : stretch.words[:start][-1].end].strip()
        if prefix is None or NEWLINE in first or start > room:
            continue
        if not _is_boundary(stretch.text, stretch.words[start - 1].end):
            continue
        at = stretch.at - len(_compared(prefix))
        if stretch.is_only(_compared(f"{prefix} {first}"), at):
            last = _last_words(stretch, start)
            if last:
                yield last._replace(start=first, prefix=prefix)


def _last_words(stretch: _Stretch, start: int) -> Directive | None:
    """Return a directive with ``end`` and ``suffix`` alone, for a start of so many words."""
    first = stretch.text[stretch.span.start : stretch.words[start - 1].end]
    searched = stretch.at + len(_compared(first))
    end = stretch.at + len(_compared(stretch.text[stretch.span.start : stretch.span.end]))
    for count, after in _longer(stretch.fewest(reversed(stretch.words)), stretch.fewest_after):
        suffix = stretch.suffix(after)
        last = stretch.text[stretch.words[-count:][0].start : stretch.span.end].strip()
        if suffix is None or NEWLINE in last or start + count > len(stretch.words):
            continue
        if not _is_boundary(stretch.text, stretch.words[-count].start):
            continue
        there = end - len(_compared(last))
        if stretch.compared.find(_compared(f"{last} {suffix}"), searched) == there:
            return Directive("", last, suffix=suffix)
    return None


def _counts(before: int, after: int) -> Iterable[tuple[int, int]]:
    """Return the numbers of words to try in a prefix and a suffix, from few to many."""
    pairs = product(range(before, MOST_WORDS + 1), range(after, MOST_WORDS + 1))
    return sorted(pairs, key=lambda counts: (sum(counts), counts[1]))


def _longer(words: int, beside: int) -> Iterator[tuple[int, int]]:
    """Yield the numbers of words to try in an end of a stretch and beside it."""
    for count in range(words, MOST_WORDS + 1):
        yield count, beside
    for more in range(beside + 1, MOST_WORDS + 1):
        yield words, more


def _words_before(text: str, at: int) -> list[Span]:
    """Return the last words before a place on one line, without the mark of a list."""
    start = max(at - SEEN, 0)
    line = len(text[:at].rstrip())
    start = max(start, text.rfind(NEWLINE, 0, line) + 1)
    words = [Span(*match.span()) for match in WORD.finditer(text, start, at)]
    while words and not _compared(text[slice(*words[0])]):
        del words[0]
    return words[-MOST_WORDS:]


def _words_after(text: str, at: int) -> list[Span]:
    """Return the first words after a place on one line, unless they begin with a list's mark."""
    start = at + len(text[at:]) - len(text[at:].lstrip())
    line = text.find(NEWLINE, start)
    end = min(start + SEEN, len(text) if line < 0 else line)
    words = [Span(*match.span()) for match in WORD.finditer(text, start, end)][:MOST_WORDS]
    return words if words and _compared(text[slice(*words[0])]) else []


def _compared(text: str) -> str:
    """Return the letters and digits without case and accents.

    Browsers compare more than that, so what is unique here is unique to all of them.
    """
    folded = (text if text.isascii() else unicodedata.normalize("NFKD", text)).casefold()
    left_out = {letter for letter in set(folded) if not letter.isalnum()}
    if len(left_out) > MANY_MARKS:
        return NOT_COMPARED.sub("", folded)
    for letter in left_out:
        folded = folded.replace(letter, "")
    return folded


def _is_boundary(text: str, at: int) -> bool:
    """Whether a word surely ends at a place by the rules of Unicode (UAX 29)."""
    if at in (0, len(text)):
        return True
    left, right = text[at - 1], text[at]
    if right.isspace():
        return True
    if unicodedata.category(right)[0] in "MC" or unicodedata.category(left) == "Cf":
        return False
    if left.isspace():
        return True
    if left.isalnum() and right.isalnum():
        return False
    if left.isalnum():
        return _parts_words(right) and not _may_join(right, text[at + 1 : at + 2])
    if right.isalnum():
        return _parts_words(left) and not _may_join(left, text[max(at - 2, 0) : at - 1])
    return _parts_words(left) and _parts_words(right)


def _parts_words(mark: str) -> bool:
    """Whether a mark is punctuation, but not "_"; symbols may be letters or parts of flags."""
    return unicodedata.category(mark) in PUNCTUATION


def _may_join(mark: str, letter: str) -> bool:
    """Whether a mark, such as an apostrophe, may be in one word with the letter beyond it."""
    if not letter or (mark in STOPS and unicodedata.east_asian_width(letter) == "W"):
        return False
    return not letter.isspace() and unicodedata.category(letter) not in PUNCTUATION


def _encoded(words: str) -> str:
    """Return words percent-encoded, with the marks that separate the parts of a directive."""
    return quote(" ".join(words.split()), safe="").replace("-", "%2D")
