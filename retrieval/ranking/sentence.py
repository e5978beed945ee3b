"""A sentence's profile: what the ranker knows about its text."""

from itertools import chain
from typing import NamedTuple

from retrieval.words.analysis import Analysis
from retrieval.words.stop_words import PRONOUNS

BEGINNING = 5  # letters of a stem; "korea" and "korean" share them
SHORTEST = 4  # letters a term must have for its beginning to count
DEFINITE = "the"

NONE: frozenset[str] = frozenset()


class Profile(NamedTuple):
    """A sentence's terms, words and names; a named tuple because it is created and read often."""

    text: str
    terms: tuple[str, ...]  # in text order
    term_set: frozenset[str]
    words: frozenset[str]  # as printed, in lower case
    names: frozenset[str]  # terms with a capital, except the first word's
    stems: str  # the terms in one string, with a space before and after each
    line: str  # likewise the terms and stop words that form word pairs
    begins_with_pronoun: bool
    definite: str | None  # the first term of a sentence that begins with "the"
    is_question: bool


def profile(text: str, analysis: Analysis) -> Profile:
    """The profile of a sentence."""
    printed = analysis.printed(text)
    is_question = text.rstrip("\"”’'").endswith("?")
    if not printed:
        return Profile(text, (), NONE, NONE, NONE, "", "", False, None, is_question)
    _, words, found, names, neighbors = zip(*printed, strict=True)
    terms = tuple(chain.from_iterable(found))
    return Profile(
        text=text,
        terms=terms,
        term_set=frozenset(terms),
        words=frozenset(words),
        names=frozenset(chain.from_iterable(names[1:])),
        stems=f" {' '.join(terms)} ",
        line=f" {' '.join(neighbors)} ",
        begins_with_pronoun=words[0] in PRONOUNS,
        definite=terms[0] if terms and words[0] == DEFINITE else None,
        is_question=is_question,
    )


def beginning(term: str) -> str | None:
    """The string to search for in ``Profile.stems`` to find terms with the same first letters.

    None for a short term, which would match by chance.
    """
    if len(term) < SHORTEST:
        return None
    return f" {term[:BEGINNING]}" if len(term) >= BEGINNING else f" {term} "
