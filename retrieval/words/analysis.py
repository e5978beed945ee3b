"""Turns text into terms, in the same way for questions and sentences."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from itertools import chain
from typing import NamedTuple, Protocol

from corpus.languages.known import DEFAULT, code_of, language_of
from corpus.languages.language import Language
from retrieval.words.numbers import JOINT
from retrieval.words.terms.english import HASHES, EnglishTerms
from retrieval.words.terms.others import OtherTerms
from retrieval.words.tokens import seen

LONGEST_CACHED = 60  # characters
# Words in each of two caches: one of the words last used, and one of words with any punctuation
# next to them, which is emptied when full. A word takes about 500 bytes in both together.
CACHED = 50_000
CACHED_OTHERS = 20_000  # the same for languages that most installations have few articles in
CACHED_CAPITALS = 5000  # the same for texts all in capitals
ANALYSIS_VERSION = 4  # increase when a text's terms change: stored indexes are then rebuilt


class Rules(Protocol):
    """How the words of a language are found and what their terms are."""

    @property
    def word(self) -> re.Pattern[str]:
        """What is one word, or a run of characters of a script without spaces."""

    def joined(self, text: str) -> str:
        """The text with JOINT for the spaces inside its numbers."""

    def parts(self, word: str) -> Iterable[tuple[int, str]]:
        """The parts of what ``word`` matches, each with its place in it."""

    def terms(self, printed: str, *, capitals: bool) -> tuple[str, ...]:
        """The terms of a part; ``capitals`` if the whole text has nothing else."""


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


class _WordCache(dict[str, tuple[Printed, ...]]):
    """Maps each piece of text between two spaces to its words.

    Only pieces of one word are cached. A dictionary lookup is faster than the regular expression
    and a function call.
    """

    def __init__(self, rules: Rules, analyze: Callable[[str], tuple[str, ...]], size: int) -> None:
        super().__init__()
        self._find = rules.word.findall
        self._parts = rules.parts
        self._analyze = analyze
        self._size = size
        self._cached = lru_cache(size)(self._printed)

    def __missing__(self, piece: str) -> tuple[Printed, ...]:
        words = self._find(piece)
        if words == [piece]:
            words = [piece]  # share one string object: it is cached twice
        found = tuple(self.word(part) for word in words for _, part in self._parts(word))
        if len(words) == len(found) == 1 and len(piece) <= LONGEST_CACHED:
            if len(self) >= self._size:
                self.clear()
            self[piece] = found
        return found

    def word(self, word: str) -> Printed:
        """A word that is not parted any more."""
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

    def __init__(self, language: Language) -> None:
        self.language = language
        self._rules: Rules = (EnglishTerms if language.grammar else OtherTerms)(language)
        size = CACHED if language.grammar else CACHED_OTHERS
        self._words_cache = self._cache(size, capitals=False)
        self._capitals_cache = self._cache(CACHED_CAPITALS, capitals=True)

    def _cache(self, size: int, *, capitals: bool) -> _WordCache:
        return _WordCache(self._rules, partial(self._rules.terms, capitals=capitals), size)

    def placed(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield the start and the end of each word, or part of one, and what it is."""
        found = self._rules.word.finditer(self._rules.joined(text))
        if text.isascii():  # most are, and need no parts
            yield from ((*match.span(), match[0]) for match in found)
            return
        for match in found:
            for at, part in self._rules.parts(match.group()):
                begin = match.start() + at
                yield begin, begin + len(part), part

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
            for start, end, printed in self.placed(text)
            for term in cache.word(printed).terms
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
        pieces = self._rules.joined(text).split(" ")
        return list(chain.from_iterable(map(self._cache_for(text).__getitem__, pieces)))

    def names(self, question: str) -> frozenset[str]:
        """The terms of words that begin with a capital, except the first word.

        There are none in text all in capitals or in headline case, where capitals mean nothing.

        >>> sorted(ANALYSES["en"].names("Who won the World Series again?"))
        ['seri', 'world']
        """
        inside = self._rules.word.findall(self._rules.joined(question))[1:]
        capital = [word for word in inside if is_name(word)]
        if len(capital) > 0.75 * len(inside):
            return frozenset()
        return frozenset(
            term for word in capital for one in self._words_cache[word] for term in one.terms
        )

    def related_terms(self, term: str) -> Mapping[str, float]:
        """The terms related to one, and how much alike they are, from 0 to 1; most alike first.

        There are none in languages other than English.
        """
        if not self.language.grammar:
            return {}
        # Imported on first use because it loads numpy, which commands without answers do not need.
        from retrieval.words.related import related_terms

        return related_terms(term)

    def close_terms(self, term: str) -> list[str]:
        """The terms that are closely related to one, most alike first; none if not English."""
        if not self.language.grammar:
            return []
        # Imported on first use: see above.
        from retrieval.words.related import close_terms

        return close_terms(term)

    def _cache_for(self, text: str) -> _WordCache:
        """The cache for a text: "US" in a text all in capitals is a stop word."""
        return self._capitals_cache if text.isupper() and " " in text else self._words_cache


@lru_cache
def analysis_for(language: str | None) -> Analysis:
    """The analysis for a language code; English for languages without a file."""
    code = code_of(language) or DEFAULT
    return analysis_for(code) if code != language else Analysis(language_of(code))


ANALYSES = {DEFAULT: analysis_for(DEFAULT)}
