"""The articles that have some words in their titles and names or else in their sentences."""

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from retrieval.answering.narrowing.scopes import in_language
from retrieval.index.part import AUTHOR, PUBLISHER, TITLE
from retrieval.index.reading.holding import Wanted
from retrieval.index.reading.searchable import Searchable
from retrieval.scope import Scope
from retrieval.words.analysis import analysis_for
from retrieval.words.names import name_words

MOST_WORDS = 8  # the others are ignored


class WithWords(NamedTuple):
    """The articles' keys, those added last first, and whether only their sentences have them."""

    keys: list[int]
    in_text: bool = False


class _Word(NamedTuple):
    terms: tuple[str, ...]  # as in sentences; none for a stop word
    name: str  # as in names

    @property
    def about(self) -> Wanted:
        """The word in the title, publisher or author."""
        in_title = [[TITLE + term for term in self.terms]] if self.terms else []
        return [*in_title, [PUBLISHER + self.name], [AUTHOR + self.name]]

    @property
    def within(self) -> Wanted:
        """The word in sentences; nothing for a stop word."""
        return [self.terms] if self.terms else []


def articles_with(words: str, index: Searchable, scope: Scope) -> WithWords:
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
    words: Iterable[str], language: str, index: Searchable, scope: Scope
) -> tuple[list[int], list[int]]:
    """The keys of the articles about the words of a language, and with them in sentences."""
    query = analysis_for(language).query
    wanted = [_Word(query(one), one) for one in words]
    about = index.holding([one.about for one in wanted], scope)
    return about, index.holding([one.within for one in wanted if one.within], scope)
