"""A sentence's profile: what the ranker knows about its text."""

from itertools import chain
from typing import NamedTuple

from retrieval.words.analysis import Analysis

NONE: frozenset[str] = frozenset()


class Profile(NamedTuple):
    """A sentence's terms, words and names; a named tuple because it is created and read often."""

    text: str
    terms: tuple[str, ...]  # in text order
    term_set: frozenset[str]
    words: frozenset[str]  # as printed, in lower case
    names: frozenset[str]  # terms with a capital, except the first word's
    line: str  # the terms and stop words that form word pairs, each between spaces
    is_question: bool


def profile(text: str, analysis: Analysis) -> Profile:
    """The profile of a sentence."""
    printed = analysis.printed(text)
    is_question = text.rstrip("\"”’'").endswith("?")
    if not printed:
        return Profile(text, (), NONE, NONE, NONE, "", is_question)
    _, words, found, names, neighbors = zip(*printed, strict=True)
    terms = tuple(chain.from_iterable(found))
    return Profile(
        text=text,
        terms=terms,
        term_set=frozenset(terms),
        words=frozenset(words),
        names=frozenset(chain.from_iterable(names[1:])),
        line=f" {' '.join(neighbors)} ",
        is_question=is_question,
    )
