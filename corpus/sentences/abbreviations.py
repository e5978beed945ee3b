"""Abbreviations by language, whose full stop does not end a sentence.

A language's file has them by kind under [sentences]: in lower case, without the final full stop
and without spaces: "z.b" is "z. B.".
"""

from dataclasses import dataclass, fields
from functools import cache

from corpus.languages.known import DEFAULT, code_of, language_of

NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """A language's abbreviations, and other words that tell where sentences end."""

    titles: frozenset[str] = NONE  # a name follows; never end a sentence
    greetings: frozenset[str] = NONE  # of the titles, those that begin sentences: "Mr. Holm left."
    ranks: frozenset[str] = (
        NONE  # titles, but only if capitalized: "Const. Berg", "red card. Berg"
    )
    streets: frozenset[str] = NONE  # of the titles, those that can end an address: "Main St."
    numbered_streets: frozenset[str] = NONE  # how streets end before a number: "Hauptstr. 5"
    before_numbers: frozenset[str] = NONE  # "No. 10"; do not end a sentence if a number follows
    lettered: frozenset[str] = NONE  # likewise, or if a letter follows: "Fig. B"
    others: frozenset[str] = NONE  # end a sentence only before a frequent sentence starter
    before_titles: frozenset[str] = NONE  # of the others, those before titles: "U.S. Sen. Pike"
    ends: frozenset[str] = NONE  # of the others, those that end a sentence before any capital
    eras: frozenset[str] = NONE  # of the others, those after a year: "1965 г.", "44 a. C."
    before_dates: frozenset[str] = NONE  # words that begin a date: "В 1965 г. Холм" goes on
    times: frozenset[str] = NONE  # of the others, those after the time of day: "5 p.m."
    after_times: frozenset[str] = NONE  # what follows a time: "5 p.m. Friday", "5 p.m. Eastern"
    names: frozenset[str] = NONE  # likewise, but only if capitalized: "Miss." is a state
    starters: frozenset[str] = NONE  # words that often start sentences
    surnames: frozenset[str] = NONE  # of the starters, those that are names as well: "Dr. He"
    complete: frozenset[str] = NONE  # short words that are sentences, and no abbreviated titles
    speaking: frozenset[str] = NONE  # verbs after a quotation: '"Why?" he asked.' is one sentence
    before_letters: frozenset[str] = NONE  # a letter follows that is no initial: "vitamin C."
    informal: frozenset[str] = NONE  # words in lower case that betray texts without capitals
    before_ordinals: frozenset[str] = NONE  # "a 2. Ukrán Front"; if none are here, all words are
    openers: frozenset[str] = NONE  # how sentences begin after a space, where nothing ends them
    trailing: frozenset[str] = NONE  # marks that end a sentence before any capital
    question_marks: frozenset[str] = NONE  # marks that end a question here, and not elsewhere
    months: frozenset[str] = NONE  # "am 1. Januar"
    ordinals: bool = False  # whether "2." is "second"


KINDS = frozenset(field.name for field in fields(Abbreviations)) - {"months", "ordinals"}


@cache
def abbreviations_of(language: str | None) -> Abbreviations:
    """The abbreviations for a language code; English ones if it has none."""
    known = language_of(code_of(language) or DEFAULT)
    if not known.sentences:
        known = language_of(DEFAULT)
    kinds = {kind: known.sentences.get(kind, NONE) for kind in KINDS}
    kinds["titles"] |= kinds["greetings"] | kinds["streets"]
    kinds["before_numbers"] |= kinds["lettered"]
    kinds["others"] |= kinds["before_titles"] | kinds["ends"] | kinds["eras"]
    kinds["others"] |= kinds["times"]
    months = frozenset(month.strip(".").lower() for line in known.months for month in line.split())
    return Abbreviations(**kinds, months=months, ordinals=known.ordinals)
