"""Turns text into terms, in the same way for questions and sentences."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache, partial
from itertools import chain
from typing import NamedTuple

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
from retrieval.words.stop_words import NAMES, STOP_WORDS
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
INDIC = "\u0900"  # from here on, marks are vowels
CLITIC = re.compile(rf"[{APOSTROPHES}](?:s|re|ve|ll|d|m)$", re.IGNORECASE)
APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
SEPARATOR = re.compile(f"[{HYPHENS}{JOINT}]")
LONGEST_STEMMED = 40  # letters
LONGEST_CACHED = 60  # characters
# Words in each of two caches: one of the words last used, and one of words with any punctuation
# next to them, which is emptied when full. A word takes about 500 bytes in both together.
CACHED = 50_000
CACHED_CAPITALS = 5000  # the same for texts all in capitals
ANALYSIS_VERSION = 3  # increase when a text's terms change: stored indexes are then rebuilt

# Letters that Unicode does not decompose into a plain letter and an accent.
PLAIN = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th"}
)

IRREGULAR = {"english": forms(ENGLISH)}


class Word(NamedTuple):
    """A term and the position of its word in the text, in code points."""

    term: str
    start: int
    end: int


class Printed(NamedTuple):
    """A word as printed in a text."""

    word: str
    lower: str
    terms: tuple[str, ...]  # empty for a stop word
    names: tuple[str, ...]  # the terms, if the word begins with a capital
    neighbor: str  # for word pairs: the last term, or a stop word in lower case


def is_name(word: str) -> bool:
    """Whether a word is written like a name: with a capital, or as a hashtag."""
    return word[0].isupper() or word[0] in HASHES


def parts_of(word: str) -> Iterable[tuple[int, str]]:
    """A word with its place, 0, or the pairs of characters of one in a script without spaces."""
    return pairs_of(word) if is_wide(word) else ((0, word),)


def placed(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the start and the end of each word, or part of one, and what it is."""
    if text.isascii():  # most are, and need no parts
        yield from ((*match.span(), match[0]) for match in WORD.finditer(text))
        return
    for match in WORD.finditer(text):
        for at, part in parts_of(match.group()):
            begin = match.start() + at
            yield begin, begin + len(part), part


class _WordCache(dict[str, tuple[Printed, ...]]):
    """Maps each piece of text between two spaces to its words.

    Only pieces of one word are cached. A dictionary lookup is faster than the regular expression
    and a function call.
    """

    def __init__(self, analyze: Callable[[str], tuple[str, ...]], size: int) -> None:
        super().__init__()
        self._analyze = analyze
        self._size = size
        self._cached = lru_cache(size)(self._printed)

    def __missing__(self, piece: str) -> tuple[Printed, ...]:
        words = WORD.findall(piece)
        if words == [piece]:
            words = [piece]  # share one string object: it is cached twice
        found = tuple(self._word(part) for word in words for _, part in parts_of(word))
        if len(words) == len(found) == 1 and len(piece) <= LONGEST_CACHED:
            if len(self) >= self._size:
                self.clear()
            self[piece] = found
        return found

    def _word(self, word: str) -> Printed:
        return self._cached(word) if len(word) <= LONGEST_CACHED else self._printed(word)

    def _printed(self, word: str) -> Printed:
        # Share equal strings to save memory.
        terms = tuple(word if term == word else term for term in self._analyze(word))
        lower = word.lower() if word.isascii() else seen(word).lower()
        return Printed(
            word=word.replace(JOINT, " "),
            lower=word if lower == word else lower,
            terms=terms,
            names=terms if is_name(word) else (),
            neighbor=terms[-1] if terms else lower,
        )


class Analysis:
    """Turns text of one language into terms: folding, stop words, stemming."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._words_cache = _WordCache(partial(self._analyze, capitals=False), CACHED)
        self._capitals_cache = _WordCache(partial(self._analyze, capitals=True), CACHED_CAPITALS)
        self._stop_words = STOP_WORDS[language]
        self._names = NAMES[language]
        self._irregular = IRREGULAR[language]

    @cached_property
    def _stem(self) -> Callable[[str], str]:
        # Imported on first use because it is slow: the bot starts listening first.
        from nltk.stem.snowball import SnowballStemmer

        stem: Callable[[str], str] = SnowballStemmer(self._language).stem
        return stem

    def words(self, text: str) -> list[Word]:
        """The terms with their positions, in text order, without stop words.

        A compound gives its parts and the whole at the same position: "anti-missile" gives
        anti, missil and antimissil.

        >>> [word.term for word in ANALYSES["en"].words("Putin’s 11,000 anti-missile U.S. troops")]
        ['putin', '11000', 'anti', 'missil', 'antimissil', 'us', 'troop']
        """
        cache = self._cache_for(text)
        return [
            Word(term, start, end)
            for start, end, printed in placed(phrases_joined(text))
            for one in cache[printed]
            for term in one.terms
        ]

    def terms(self, text: str) -> list[str]:
        """The terms in text order."""
        return [term for one in self.printed(text) for term in one.terms]

    def query(self, question: str) -> tuple[str, ...]:
        """The question's distinct terms, in order; none for stop words alone.

        >>> ANALYSES["en"].query("Who is who?"), ANALYSES["en"].query("Who won?")
        ((), ('win',))
        """
        return tuple(dict.fromkeys(self.terms(question)))

    def printed(self, text: str) -> list[Printed]:
        """The words in text order.

        >>> [(one.word, one.terms) for one in ANALYSES["en"].printed("The Sherpas")]
        [('The', ()), ('Sherpas', ('sherpa',))]
        """
        # No word contains a space.
        pieces = phrases_joined(text).split(" ")
        return list(chain.from_iterable(map(self._cache_for(text).__getitem__, pieces)))

    def names(self, question: str) -> frozenset[str]:
        """The terms of words that begin with a capital, except the first word.

        There are none in text all in capitals or in headline case, where capitals mean nothing.

        >>> sorted(ANALYSES["en"].names("Who won the World Series again?"))
        ['seri', 'world']
        """
        inside = WORD.findall(phrases_joined(question))[1:]
        capital = [word for word in inside if is_name(word)]
        if len(capital) > 0.75 * len(inside):
            return frozenset()
        return frozenset(
            term for word in capital for one in self._words_cache[word] for term in one.terms
        )

    def _cache_for(self, text: str) -> _WordCache:
        """The cache for a text: "US" in a text all in capitals is a stop word."""
        return self._capitals_cache if text.isupper() and " " in text else self._words_cache

    def _analyze(self, printed: str, capitals: bool) -> tuple[str, ...]:
        printed = seen(printed)
        if printed[0].isdecimal() or printed[0] in "-−" or not NUMERIC.isdisjoint(printed):
            return tuple(map(self._plain_stem, number_terms(printed)))
        if signs := sign_words(printed):
            return tuple(map(self._plain_stem, signs))
        if printed[0] in HASHES:
            return self._tag(printed)
        if "." in printed:
            return (fold(printed).replace(".", ""),)
        if printed in self._names and not capitals:
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
        return word if word[0].isdecimal() else self._stem(word)

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
            yield from map(self._stem, SHORTENED[word].split())
        elif len(word) > LONGEST_STEMMED:
            yield word
        else:
            yield self._stem(self._irregular.get(word, word))


def fold(text: str) -> str:
    """The text in lower case, without accents on Latin letters.

    In other scripts a mark can make a different letter, so marks are kept there.

    >>> fold("Škoda"), fold("Straße"), fold("İstanbul"), fold("Київ")
    ('skoda', 'strasse', 'istanbul', 'київ')
    """
    lower = text.casefold()
    if lower.isascii():
        return lower
    folded = []
    for letter in unicodedata.normalize("NFKC", lower.translate(PLAIN)):
        base = unicodedata.normalize("NFD", letter)[0]
        if not unicodedata.combining(letter) or letter >= INDIC:
            folded.append(base if base.isascii() else letter)
    return "".join(folded)


ANALYSES = {"en": Analysis("english")}


@lru_cache
def analysis_for(language: str | None) -> Analysis:
    """The analysis for a language code; English for languages without one."""
    return ANALYSES.get((language or "en").partition("-")[0].casefold(), ANALYSES["en"])
