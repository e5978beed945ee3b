"""Words of all other languages, by what their files say."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, dropwhile

from corpus.languages.language import Language
from retrieval.words.folding import folded_alike, lowered
from retrieval.words.numbers import JOINT
from retrieval.words.terms.numerals import (
    NUMBER,
    PERCENT,
    SIGNS,
    numbers_joined,
    numeral_terms,
)
from retrieval.words.terms.runs import Runs
from retrieval.words.terms.stemming import stemmer
from retrieval.words.tokens import (
    APOSTROPHES,
    HYPHENS,
    LETTERS,
    WIDE,
    is_wide,
    seen,
    tag_parts,
)

JOINER = "\u200c"  # what Persian writes between a word and its endings
WORD = re.compile(
    rf"""
      (?: (?:[^\W\d_]\.){{2,}} (?:[^\W\d_](?![\w.]))? )          # z.B.  т.е.
    | {NUMBER}                                                    # 11.000  48,5  10:30
    | (?: [{SIGNS}] )                                             # %  €
    | (?: [#＃](?=\w) [^\W{WIDE}]+ )                              # #Klima
    | (?: {LETTERS} (?:[{APOSTROPHES}{HYPHENS}{JOINT}]{LETTERS})* )  # l’élection
    | (?: [{WIDE}]+ )                                             # 渡轮码头
    """,
    re.VERBOSE,
)
HASHES = "#＃"
APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
SEPARATOR = re.compile(f"[{HYPHENS}{JOINT}]")
AFTER_ARABIC = re.compile(f"(?<=[\u0620-\u06ff]){JOINER}")
LONGEST_STEMMED = 40  # letters


class OtherTerms:
    """The rules of a language as its file gives them."""

    word = WORD
    joined = staticmethod(numbers_joined)

    def __init__(self, language: Language) -> None:
        words = language.words
        self._language = language
        self._decimal = words.decimal
        self._suffixed = words.suffixed
        self._dotless = words.dotless
        self.stem = stemmer(words.stemmer)
        self._endings = [(ending, other) for ending, other in map(str.split, words.endings)]
        self._elided = frozenset(map(self._looked_up, words.elided))
        stop = words.stop | language.asking.questions
        self._stop_words = frozenset(map(self._looked_up, stop))
        self._runs = Runs(language)

    def parts(self, word: str) -> Iterable[tuple[int, str]]:
        """A word and its place, 0, or the parts of one in a script without spaces."""
        return self._runs.parts(word) if is_wide(word) else ((0, word),)

    def terms(self, printed: str, *, capitals: bool) -> tuple[str, ...]:  # noqa: ARG002 - as in English
        """The terms of a word."""
        printed = AFTER_ARABIC.sub("-", printed) if JOINER in printed else printed
        printed = seen(printed)
        if printed[0].isdecimal():
            return tuple(numeral_terms(printed, self._decimal))
        if printed in SIGNS:
            return ("%" if printed in PERCENT else printed,)
        if printed[0] in HASHES:
            return self._tag(printed)
        if "." in printed:
            return (folded_alike(printed).replace(".", ""),)
        if is_wide(printed):
            return self._runs.terms(printed)
        return tuple(dict.fromkeys(self._parts(printed)))

    def _tag(self, printed: str) -> tuple[str, ...]:
        """The terms of a hashtag: its words, and all of it."""
        parts = tag_parts(printed)
        words = (*parts, "".join(parts)) if len(parts) > 1 else parts
        return tuple(dict.fromkeys(term for word in words for term in self._parts(word)))

    def _parts(self, printed: str) -> Iterator[str]:
        parts = [self._without_affixes(part) for part in SEPARATOR.split(printed)]
        found = list(chain.from_iterable(map(self._terms_of, parts)))
        yield from found
        if found and len(parts) > 1:
            yield from self._terms_of("".join(parts))

    def _without_affixes(self, word: str) -> str:
        """The word without what is elided before an apostrophe, or is an ending after one."""
        *before, last = APOSTROPHE.split(word)
        parts = [*dropwhile(self._is_elided, before), last]
        if len(parts) > 1 and self._suffixed and len(parts[0]) > 1:
            parts = parts[:-1]
        return "".join(parts)

    def _is_elided(self, word: str) -> bool:
        return self._looked_up(word) in self._elided

    def _looked_up(self, word: str) -> str:
        return folded_alike(lowered(word, dotless=self._dotless))

    def _terms_of(self, word: str) -> Iterator[str]:
        """Yield the term of a word; none for a stop word."""
        lower = lowered(word, dotless=self._dotless)
        folded = folded_alike(lower)
        if not folded or folded in self._stop_words:
            return
        if len(lower) > LONGEST_STEMMED:
            yield folded
        elif term := folded_alike(self.stem(self._with_ending(lower))):
            yield term

    def _with_ending(self, word: str) -> str:
        """The word with an ending that the stemmer knows."""
        for ending, other in self._endings:
            if word.endswith(ending):
                return word.removesuffix(ending) + other
        return word
