"""Terms of scripts without spaces between words."""

import re
from collections.abc import Iterator

from corpus.languages.language import Language

CHARACTERS = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Hiragana are endings and particles, which have no meaning of their own: no piece has them.
PIECE = re.compile(
    rf"(?P<katakana>[\u30a1-\u30fa\u30fc-\u30ff]+)|(?P<characters>[{CHARACTERS}]+)"
    "|(?P<letters>[\u0e01-\u0ece\u1000-\u103f\u1780-\u17d3]+)"
)
CHARACTER = re.compile(f"[{CHARACTERS}]")
# Letters of Thai or of a script like it that are written as one: a vowel in front, a consonant,
# what stands above, below and behind it. Source: the character clusters of Theeramunkong, 2000.
CLUSTER = re.compile(
    "[\u0e40-\u0e44\u0ec0-\u0ec4]?"
    "[^\u0e30-\u0e3a\u0e40-\u0e4e\u0eb0-\u0ebc\u0ec0-\u0ece\u102b-\u103e\u17b6-\u17d3]"
    "[\u0e30-\u0e3a\u0e45-\u0e4e\u0eb0-\u0ebc\u0ec5-\u0ece\u102b-\u103e\u17b6-\u17d3]*"
    "|."
)

NOTHING = "(?!)"


class Runs:
    """How runs of such characters are parted; languages have their own words that ask."""

    def __init__(self, language: Language) -> None:
        asking = language.asking.questions if language.words.found != "spaced" else ()
        longest_first = sorted(asking, key=lambda word: (-len(word), word))
        self._asking = re.compile("|".join(map(re.escape, longest_first)) or NOTHING)
        self._stop = language.words.stop

    def parts(self, run: str) -> Iterator[tuple[int, str]]:
        """Yield the parts of a run of characters, each with its place, in text order.

        Each two neighboring characters are one, and so is a run of katakana, a word that asks,
        and a last character.
        """
        start = 0
        for asking in self._asking.finditer(run):
            yield from _parts(run, start, asking.start())
            yield asking.start(), asking.group()
            start = asking.end()
        yield from _parts(run, start, len(run))

    def terms(self, part: str) -> tuple[str, ...]:
        """The terms of a part: of two Chinese characters the first and both, else the part."""
        if part in self._stop or self._asking.fullmatch(part):
            return ()
        if not CHARACTER.match(part):
            return (part,)
        first = () if part[0] in self._stop else (part[0],)
        return (*first, part) if part[1:] else first


def _parts(run: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    for piece in PIECE.finditer(run, start, end):
        if piece["katakana"]:
            yield piece.start(), piece[0]
        elif piece["characters"]:
            for at in range(piece.start(), piece.end()):
                yield at, run[at : min(at + 2, piece.end())]
        else:
            yield from _pairs(run, piece.start(), piece.end())


def _pairs(run: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield each two neighboring clusters, and one that is alone."""
    starts = [cluster.start() for cluster in CLUSTER.finditer(run, start, end)]
    for at, stop in zip(starts, [*starts[2:], end], strict=False):
        yield at, run[at:stop]
