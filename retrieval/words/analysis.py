"""From text to terms: the one analysis that questions and sentences share."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache, partial
from itertools import chain
from typing import NamedTuple

from retrieval.words.irregular import ENGLISH, forms

APOSTROPHES = "'’ʼ＇`´"
HYPHENS = r"\-‐‑"
LETTERS = (
    r"(?:[^\W_]++[\u0300-\u036f]*+)++"  # an accent may follow its letter as its own character
)

WORD = re.compile(
    rf"""
      (?: (?:[^\W\d_]\.){{2,}} (?:[^\W\d_](?![\w.]))? )          # U.S.  D.C.  p.m
    | (?: \d{{1,3}}(?:[,\u00a0\u202f]\d{{3}})+(?![\d]) (?:\.\d+)?  # 11,000  1,234.5
                | \d+(?:[.:]\d+)* )                                       # 11000  4.2  10:30
    | (?: {LETTERS} (?:[{APOSTROPHES}{HYPHENS}]{LETTERS})* )  # Putin's  anti-missile
    """,
    re.VERBOSE,
)
GROUP_MARKS = re.compile(r"[,\u00a0\u202f]")
CLITIC = re.compile(rf"[{APOSTROPHES}](?:s|re|ve|ll|d|m)$", re.IGNORECASE)
APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
HYPHEN = re.compile(f"[{HYPHENS}]")
LONGEST_STEMMED = 40  # letters
LONGEST_KEPT = 60  # characters of what is kept in mind: no word is longer
# Words, the last ones, that are kept in mind; and as many again with what is next to them, all
# of which are dropped when there are more. A word takes about 500 bytes in both together.
KEPT = 50_000
KEPT_SHOUTED = 5000  # of those in texts all in capitals
ANALYSIS = 1  # one more whenever a text comes to give other terms: kept indexes are made anew

# Letters that do not fall apart into a plain one and an accent.
PLAIN = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th"}
)

STOP_WORDS = {
    "english": frozenset(
        """
        a an the this that these those it its he him his she her hers they them their theirs
        i me my mine we us our ours you your yours
        is am are was were be been being do does did done doing has have had having
        can could will would shall should may might must
        of in on at to from by with for as into onto about
        and or but nor so if then than there here
        who whom whose what which when where why how
        any some many much such same own too very just only also not no
        dont didnt doesnt isnt wasnt arent werent hasnt havent hadnt
        cant wont wouldnt couldnt shouldnt
        tell say said says know please s
        """.split()
    )
}
NAMES = {"english": frozenset({"US", "IT", "WHO"})}  # stop words but for their capitals
IRREGULAR = {"english": forms(ENGLISH)}
GREETINGS = {
    "english": frozenset(
        """
        hello hi hey hiya howdy greetings good morning afternoon evening night day
        thanks thank thx ty cheers welcome bye goodbye ok okay yes yeah nope
        nice great cool lot bot
        """.split()
    )
}


class Word(NamedTuple):
    """A term and where its word stands in the text, in code points."""

    term: str
    start: int
    end: int


class Printed(NamedTuple):
    """A word as a text prints it."""

    word: str
    lower: str
    terms: tuple[str, ...]  # none of a stop word
    names: tuple[str, ...]  # the same, if it begins with a capital
    neighbour: str  # its last term, or the stop word in lower case: what those beside it see


class _Known(dict[str, tuple[Printed, ...]]):
    """The words of what stands between two spaces, if it was one word and was met before.

    A dictionary finds it faster than the regular expression and a function do.
    """

    def __init__(self, analyse: Callable[[str], tuple[str, ...]], most: int) -> None:
        super().__init__()
        self._analyse = analyse
        self._most = most
        self._lately = lru_cache(most)(self._printed)

    def __missing__(self, written: str) -> tuple[Printed, ...]:
        words = WORD.findall(written)
        if words == [written]:
            words = [written]  # the very same: it is remembered twice
        found = tuple(map(self._word, words))
        # Of more words, or of what is too long for one, there may be any number.
        if len(words) == 1 and len(written) <= LONGEST_KEPT:
            if len(self) >= self._most:
                self.clear()
            self[written] = found
        return found

    def _word(self, word: str) -> Printed:
        return self._lately(word) if len(word) <= LONGEST_KEPT else self._printed(word)

    def _printed(self, word: str) -> Printed:
        # Of two strings that are the same, one is enough to remember.
        terms = tuple(word if term == word else term for term in self._analyse(word))
        lower = word.lower()
        return Printed(
            word=word,
            lower=word if lower == word else lower,
            terms=terms,
            names=terms if word[0].isupper() else (),
            neighbour=terms[-1] if terms else lower,
        )


class Analysis:
    """How a language's text becomes terms: folding, stemming, stop words."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._said = _Known(partial(self._analyse, shouted=False), KEPT)
        self._shouted = _Known(partial(self._analyse, shouted=True), KEPT_SHOUTED)
        self._stop_words = STOP_WORDS[language]
        self._names = NAMES[language]
        self._irregular = IRREGULAR[language]

    @cached_property
    def _stem(self) -> Callable[[str], str]:
        from nltk.stem.snowball import SnowballStemmer  # here: the bot listens before it is loaded

        stem: Callable[[str], str] = SnowballStemmer(self._language).stem
        return stem

    @cached_property
    def _greetings(self) -> set[str]:
        return {self._stem(word) for word in GREETINGS[self._language]}

    def words(self, text: str) -> list[Word]:
        """The terms with their places, in the order of the text; stop words are left out.

        The parts of a compound and the whole of it stand at the same place: "anti-missile"
        gives anti, missil and antimissil.

        >>> [word.term for word in ANALYSES["en"].words("Putin’s 11,000 anti-missile U.S. troops")]
        ['putin', '11000', 'anti', 'missil', 'antimissil', 'us', 'troop']
        """
        known = self._known(text)
        return [
            Word(term, match.start(), match.end())
            for match in WORD.finditer(text)
            for one in known[match.group()]
            for term in one.terms
        ]

    def terms(self, text: str) -> list[str]:
        """The terms alone, in the order of the text."""
        return [term for one in self.printed(text) for term in one.terms]

    def query(self, question: str) -> tuple[str, ...]:
        """The question's distinct terms, in order; none if it only greets or asks nothing.

        >>> ANALYSES["en"].query("Who is who?"), ANALYSES["en"].query("Hello, good morning!")
        ((), ())
        """
        return () if self.greets(question) else tuple(dict.fromkeys(self.terms(question)))

    def greets(self, question: str) -> bool:
        """Whether it has words with meaning, but only such as greet, thank or take leave."""
        terms = self.terms(question)
        return bool(terms) and self._greetings.issuperset(terms)

    def printed(self, text: str) -> list[Printed]:
        """The words, in the order of the text.

        >>> [(one.word, one.terms) for one in ANALYSES["en"].printed("The Sherpas")]
        [('The', ()), ('Sherpas', ('sherpa',))]
        """
        # No word has a space in it.
        return list(chain.from_iterable(map(self._known(text).__getitem__, text.split(" "))))

    def names(self, question: str) -> frozenset[str]:
        """The terms that the question writes with a capital inside, as names are.

        None where capitals tell nothing: in shouting and in a headline's manner.

        >>> sorted(ANALYSES["en"].names("Who won the World Series again?"))
        ['seri', 'world']
        """
        inside = WORD.findall(question)[1:]
        capital = [word for word in inside if word[0].isupper()]
        if len(capital) > 0.75 * len(inside):
            return frozenset()
        return frozenset(
            term for word in capital for one in self._said[word] for term in one.terms
        )

    def _known(self, text: str) -> _Known:
        """The words as they are meant in a text: where all is capitals, these tell nothing."""
        return self._shouted if text.isupper() and " " in text else self._said

    def _analyse(self, printed: str, shouted: bool) -> tuple[str, ...]:
        if printed[0].isdecimal():  # only a number begins so
            return (fold(GROUP_MARKS.sub("", printed)),)
        if "." in printed:
            return (fold(printed).replace(".", ""),)
        if printed in self._names and not shouted:
            return (fold(printed),)
        return tuple(self._parts(printed))

    def _parts(self, printed: str) -> Iterator[str]:
        parts = [fold(CLITIC.sub("", part)) for part in HYPHEN.split(printed)]
        if len(parts) > 1:
            parts.append("".join(parts))
        for part in parts:
            word = APOSTROPHE.sub("", part)
            if word and word not in self._stop_words:
                # No language's words are longer.
                long = len(word) > LONGEST_STEMMED
                yield word if long else self._stem(self._irregular.get(word, word))


def fold(text: str) -> str:
    """The text in lower case without accents.

    Only Latin letters lose their marks: in other scripts a mark can make another letter.

    >>> fold("Škoda"), fold("Straße"), fold("İstanbul"), fold("Київ")
    ('skoda', 'strasse', 'istanbul', 'київ')
    """
    lower = text.casefold()
    if lower.isascii():
        return lower
    folded = []
    for letter in unicodedata.normalize("NFKC", lower.translate(PLAIN)):
        base = unicodedata.normalize("NFD", letter)[0]
        if not unicodedata.combining(letter):
            folded.append(base if base.isascii() else letter)
    return "".join(folded)


ANALYSES = {"en": Analysis("english")}


@lru_cache
def analysis_for(language: str | None) -> Analysis:
    """The analysis of a language given by its code; English where there is none of its own."""
    return ANALYSES.get((language or "en").partition("-")[0].casefold(), ANALYSES["en"])
