"""The articles that have some words in their titles and names or else in their sentences."""

from collections.abc import Callable, Iterable
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np

from retrieval.answering.narrowing.scopes import in_language
from retrieval.index.index import Index
from retrieval.index.part import AUTHOR, PUBLISHER, TITLE, Mask, Part, Postings
from retrieval.scope import Scope
from retrieval.words.analysis import analysis_for
from retrieval.words.names import name_words

MOST_WORDS = 8  # the others are ignored

Has = Callable[[str], Mask]  # marks the articles with a term


class WithWords(NamedTuple):
    """The articles' keys, those added last first, and whether only their sentences have them."""

    keys: list[int]
    in_text: bool = False


class _Word(NamedTuple):
    terms: tuple[str, ...]  # as in sentences; none for a stop word
    name: str  # as in names

    def is_about(self, has: Has) -> Mask | None:
        """Marks the articles with the word in their title, publisher or author."""
        in_title = _all(has(TITLE + term) for term in self.terms)
        return _any([in_title, has(PUBLISHER + self.name), has(AUTHOR + self.name)])

    def is_within(self, has: Has) -> Mask | None:
        """Marks the articles with the word in a sentence; None for a stop word."""
        return _all(map(has, self.terms))

    @property
    def every_term(self) -> list[str]:
        """The terms that the two look for."""
        in_titles = (TITLE + term for term in self.terms)
        return [*self.terms, *in_titles, PUBLISHER + self.name, AUTHOR + self.name]


def articles_with(words: str, index: Index, scope: Scope) -> WithWords:
    """Return the scope's articles with each word in their title, publisher or author.

    If there are none, return those with each word in a sentence, not necessarily the same one.
    """
    kept = list(islice(name_words(words), MOST_WORDS))
    spoken = index.languages(scope) if kept else ()
    every = [_found(kept, one, index, in_language(scope, one)) for one in spoken]
    about = [key for one, _ in every for key in one]
    within = [key for _, one in every for key in one]
    keys = about or within
    return WithWords(sorted(keys, reverse=True), in_text=not about and bool(within))


def _found(
    words: Iterable[str], language: str, index: Index, scope: Scope
) -> tuple[list[int], list[int]]:
    """The keys of the articles about the words of a language, and with them in sentences."""
    query = analysis_for(language).query
    wanted = [_Word(query(one), one) for one in words]
    terms = tuple(dict.fromkeys(term for one in wanted for term in one.every_term))
    about: list[int] = []
    within: list[int] = []
    for part, found in index.postings(terms, scope):
        marks = dict(zip(terms, _marks(part, found), strict=True))
        about += _keys(part, _all(one.is_about(marks.__getitem__) for one in wanted))
        within += _keys(part, _all(one.is_within(marks.__getitem__) for one in wanted))
    return about, within


def _marks(part: Part, found: Postings) -> list[Mask]:
    """The articles with each term, in the order of the terms."""
    marks = []
    for start, end in pairwise([0, *found.ends]):
        mark = np.zeros(len(part.keys), bool)
        mark[part.starts.searchsorted(found.rows[start:end], side="right") - 1] = True
        marks.append(mark)
    return marks


def _keys(part: Part, mark: Mask | None) -> list[int]:
    return [] if mark is None else part.keys[mark].tolist()


def _all(marks: Iterable[Mask | None]) -> Mask | None:
    """The articles that every mark has, leaving out None; None if nothing is left."""
    found = [one for one in marks if one is not None]
    return np.logical_and.reduce(found) if found else None


def _any(marks: Iterable[Mask | None]) -> Mask | None:
    """The articles that one of the marks has; None if there is none."""
    found = [one for one in marks if one is not None]
    return np.logical_or.reduce(found) if found else None
