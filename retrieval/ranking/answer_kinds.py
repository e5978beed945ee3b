"""Recognizes what kind of answer a question asks for and a sentence looks like.

The words that ask for each kind, and those that an answer of a kind has, are in the language's
file.
"""

import re
from functools import cache
from typing import NamedTuple

from corpus.languages.known import DEFAULT, language_of
from corpus.languages.language import Language
from retrieval.words.patterns import NEVER, phrase_pattern, plain

Pattern = re.Pattern[str]

OTHER = "what"
# No feature looks for a reason or a statement, but "and why?" must not ask for the previous
# question's kind.
ASKED_FOR = ("money", "number", "measure", "when", "who", "where", "why", "said")
BY_CAPITALS = frozenset({"who", "where"})  # whether a sentence has such an answer

DIGIT = re.compile(r"\d")
YEAR = re.compile(r"(?<![A-Za-z0-9_])(?:1\d{3}|20\d{2})s?(?![A-Za-z0-9_])")
CURRENCIES = re.compile("[$€£¥₹₽₺₴₩]")
OF_MEASURES = re.compile("[%°]")
CAPITALS = "".join(filter(str.isupper, map(chr, range(0x530))))  # Latin, Greek and Cyrillic
WITH_NUMBER = frozenset({"measure", "money"})


class _Kinds(NamedTuple):
    """What asks for each kind of answer in a language, and what shows that a sentence has it."""

    asked: dict[str, Pattern]
    held: dict[str, tuple[Pattern, ...]]
    place: Pattern  # of the text as printed


def kind_asked(question: str, language: str = DEFAULT) -> str:
    """The kind of answer that a question in a language asks for: one of ASKED_FOR, or OTHER.

    The first one in the language's file counts: "how much did it cost" asks for money, not for a
    number.

    >>> kind_asked("How many troops did they send?"), kind_asked("what happened")
    ('number', 'what')
    >>> kind_asked("Сколько солдат они отправили?", "ru"), kind_asked("誰が勝ったのですか", "ja")
    ('number', 'who')
    """
    text = plain(question)
    found = _kinds(language).asked.items()
    return next((kind for kind, asks in found if asks.search(text)), OTHER)


def holds(kind: str, sentence: str, language: str = DEFAULT) -> bool:
    """Whether a sentence looks like a kind of answer: number, measure, money, year, time or place.

    A measure or an amount of money needs a number as well.

    >>> holds("money", "It cost 48 million euros."), holds("money", "They pay in euros.")
    (True, False)
    >>> holds("time", "Sie öffnete im März.", "de"), holds("time", "Sie öffnete.", "de")
    (True, False)
    """
    kinds = _kinds(language)
    if kind == "place":
        return kinds.place.search(sentence) is not None
    text = plain(sentence)
    if kind in WITH_NUMBER and not any(one.search(text) for one in kinds.held["number"]):
        return False
    return any(one.search(text) for one in kinds.held[kind])


def can_tell_places(language: str) -> bool:
    """Whether ``holds`` can tell a place: the language's file lists what is written before one."""
    return _kinds(language).place is not NEVER


@cache
def _kinds(code: str) -> _Kinds:
    language = language_of(code)
    words = {kind: " ".join(lines).split() for kind, lines in language.asking.holds.items()}

    def held(kind: str) -> Pattern:
        return phrase_pattern(words.get(kind, ()), language)

    return _Kinds(
        {kind: phrase_pattern(lines, language) for kind, lines in language.asking.kinds.items()},
        {
            "number": (DIGIT, held("number")),
            "measure": (OF_MEASURES, held("measure")),
            "money": (CURRENCIES, held("money")),
            "year": (YEAR,),
            "time": (YEAR, held("time"), *_months(language)),
        },
        _place(language),
    )


def _months(language: Language) -> tuple[Pattern, Pattern, Pattern]:
    """What finds a month's name: one that is short only beside a number."""
    every = " ".join(language.months).split()
    full = phrase_pattern([one for one in every if one[-1] != "."], language)
    short = phrase_pattern([one[:-1] for one in every if one[-1] == "."], language).pattern
    return full, re.compile(rf"{short}\W{{1,2}}\d"), re.compile(rf"\d\W{{1,2}}(?:de\s)?{short}")


def _place(language: Language) -> Pattern:
    """What finds a name after a word that is written before places, as printed."""
    before = language.asking.holds.get("place", ())
    if not (before and language.cased):
        return NEVER
    words = "|".join(one.replace("_", " ") for one in " ".join(before).split())
    return re.compile(rf"(?<!\w)(?:{words}) [{CAPITALS}]\w")
