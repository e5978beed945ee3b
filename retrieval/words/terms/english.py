"""English words: irregular forms, number words, units, abbreviations and clitics."""

import re
from collections.abc import Iterable, Iterator

from corpus.languages.language import Language
from retrieval.words.folding import fold
from retrieval.words.irregular import ENGLISH, forms
from retrieval.words.numbers import (
    CURRENCIES,
    JOINT,
    SHORTENED,
    SPELLED_ORDINALS,
    leading_number,
    number_terms,
    phrases_joined,
    sign_words,
    sized,
)
from retrieval.words.terms.stemming import stemmer
from retrieval.words.tokens import (
    APOSTROPHES,
    HYPHENS,
    WORD,
    is_wide,
    means_something,
    pairs_of,
    seen,
    tag_parts,
)

NUMERIC = frozenset(CURRENCIES)  # marks that only numbers have
HASHES = "#＃"
CLITIC = re.compile(rf"[{APOSTROPHES}](?:s|re|ve|ll|d|m)$", re.IGNORECASE)
APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
SEPARATOR = re.compile(f"[{HYPHENS}{JOINT}]")
LONGEST_STEMMED = 40  # letters
NAMES = frozenset({"US", "IT", "WHO"})  # stop words unless they are written in capitals
IRREGULAR = forms(ENGLISH)


class EnglishTerms:
    """The rules of English."""

    word = WORD
    joined = staticmethod(phrases_joined)

    def __init__(self, language: Language) -> None:
        self._stop_words = language.words.stop | language.asking.questions
        self.stem = stemmer(language.words.stemmer)

    def parts(self, word: str) -> Iterable[tuple[int, str]]:
        """A word and its place, 0, or the pairs of characters in a script without spaces."""
        return pairs_of(word) if is_wide(word) else ((0, word),)

    def terms(self, printed: str, *, capitals: bool) -> tuple[str, ...]:
        """The terms of a word; ``capitals`` if the whole text has nothing else."""
        printed = seen(printed)
        if printed[0].isdecimal() or printed[0] in "-−" or not NUMERIC.isdisjoint(printed):
            return tuple(map(self._plain_stem, number_terms(printed)))
        if signs := sign_words(printed):
            return tuple(map(self._plain_stem, signs))
        if printed[0] in HASHES:
            return self._tag(printed)
        if "." in printed:
            return (fold(printed).replace(".", ""),)
        if printed in NAMES and not capitals:
            return (fold(printed),)
        if is_wide(printed):
            return (fold(printed),) if means_something(printed) else ()
        return tuple(self._parts(printed))

    def _tag(self, printed: str) -> tuple[str, ...]:
        """The terms of a hashtag: its words, and all of it."""
        parts = tag_parts(printed)
        whole = "".join(parts) if len(parts) > 1 else ""
        words = (*parts, whole) if whole else parts
        return tuple(term for word in words for term in self._parts(word))

    def _plain_stem(self, word: str) -> str:
        return word if word[0].isdecimal() else self.stem(word)

    def _parts(self, printed: str) -> Iterator[str]:
        parts = [fold(CLITIC.sub("", part)) for part in SEPARATOR.split(printed)]
        number, count = leading_number(parts)
        if number:
            yield from map(self._plain_stem, sized(number))
            parts = parts[count:]
        if len(parts) > 1:
            parts.append("".join(parts))
        for part in parts:
            yield from self._terms_of(APOSTROPHE.sub("", part))

    def _terms_of(self, word: str) -> Iterator[str]:
        """Yield the terms of a word in lower case; none for a stop word."""
        if not word or word in self._stop_words:
            return
        if word in SPELLED_ORDINALS:
            yield SPELLED_ORDINALS[word]
        elif word in SHORTENED:
            yield from map(self.stem, SHORTENED[word].split())
        elif len(word) > LONGEST_STEMMED:
            yield word
        else:
            yield self.stem(IRREGULAR.get(word, word))
