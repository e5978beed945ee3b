"""Abbreviations by language, whose full stop does not end a sentence.

A language's file has them by kind under [sentences]: in lower case, without the final full stop
and without spaces: "z.b" is "z. B.".
"""

from dataclasses import dataclass
from functools import cache

from corpus.languages.known import DEFAULT, code_of, language_of

ENGLISH = "en"
SPECIAL = ("before_titles", "ends")  # kinds that are among the others, too
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """A language's abbreviations, and other words that tell where sentences end."""

    language: str
    titles: frozenset[str]  # a name follows; never end a sentence
    greetings: frozenset[str]  # of the titles, those that begin sentences: "Mr. Holm left."
    ranks: frozenset[str]  # titles, but only if capitalized: "Const. Berg", "red card. Berg"
    before_numbers: frozenset[str]  # "No. 10"; do not end a sentence if a number follows
    others: frozenset[str]  # end a sentence only before a frequent sentence starter
    before_titles: frozenset[str]  # of the others, those before titles: "U.S. Sen. Pike"
    ends: frozenset[str]  # of the others, those that end a sentence before any capital
    names: frozenset[str]  # likewise, but only if capitalized: "Miss." is a state, "miss" a word
    starters: frozenset[str]  # words that often start sentences
    speaking: frozenset[str]  # verbs after a quotation: '"Why?" he asked.' is one sentence
    before_letters: frozenset[str]  # a letter follows that is no initial: "vitamin C."
    ordinals: bool  # whether "2." is "second"


@cache
def abbreviations_of(language: str | None) -> Abbreviations:
    """The abbreviations for a language code; English ones if it has none."""
    known = language_of(code_of(language) or DEFAULT)
    if not known.sentences:
        known = language_of(DEFAULT)
    kinds = known.sentences
    return Abbreviations(
        language=known.code,
        titles=kinds.get("titles", NONE) | kinds.get("greetings", NONE),
        greetings=kinds.get("greetings", NONE),
        ranks=kinds.get("ranks", NONE),
        before_numbers=kinds.get("before_numbers", NONE),
        others=NONE.union(*(kinds.get(kind, NONE) for kind in ("others", *SPECIAL))),
        before_titles=kinds.get("before_titles", NONE),
        ends=kinds.get("ends", NONE),
        names=kinds.get("names", NONE),
        starters=kinds.get("starters", NONE),
        speaking=kinds.get("speaking", NONE),
        before_letters=kinds.get("before_letters", NONE),
        ordinals=known.ordinals,
    )
