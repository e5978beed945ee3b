"""What the index knows about its articles, and about sentences by their places in them."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np

from retrieval.index.context import Context, Places, joined
from retrieval.index.part import TITLE, Part, Postings
from retrieval.index.reading.holding import Wanted, keys_holding, terms_in
from retrieval.index.reading.openings import Openings, all_in, openings_in
from retrieval.index.scoring import Hit
from retrieval.scope import Scope


class Articles(ABC):
    """The articles in some parts; ``_where`` has the part and the position of each."""

    _where: dict[int, tuple[Part, int]]

    @abstractmethod
    def _parts(self) -> list[Part]:
        """The parts that are searched."""

    @abstractmethod
    def postings(self, terms: tuple[str, ...], scope: Scope) -> Iterator[tuple[Part, Postings]]:
        """Yield each part that has articles of the scope, and its postings of the terms there."""

    def __contains__(self, key: int) -> bool:
        return key in self._where

    def keys(self) -> Collection[int]:
        """The keys of the articles."""
        return self._where.keys()

    def sizes(self, keys: Iterable[int], scope: Scope = None) -> dict[int, int]:
        """The number of sentences of each article; 0 if it is outside the scope."""
        return {key: part.rows_in(at, scope) for key in keys for part, at in (self._where[key],)}

    def days(self, keys: Iterable[int]) -> dict[int, int]:
        """The ordinal of the day of each article; 0 if it has no date."""
        return {key: int(part.days[at]) for key in keys for part, at in (self._where[key],)}

    def languages(self, scope: Scope = None) -> list[str]:
        """The codes of the languages of the scope's articles, that of most sentences first."""
        rows: Counter[str] = Counter()
        for part in self._parts():
            rows.update(part.scoped(scope).languages)
        return [language for language, _ in rows.most_common()]

    def language(self, key: int) -> str:
        """The code of an article's language."""
        part, at = self._where[key]
        return part.languages[int(part.spoken[at])]

    def includes(self, scope: Scope, key: int | None = None) -> bool:
        """Whether a scope includes an article; without a key, whether it includes any."""
        if key is None:
            return any(part.articles(scope).any() for part in self._parts())
        part, at = self._where[key]
        return bool(part.articles(scope)[at])

    def newest(self, scope: Scope) -> list[int]:
        """The keys of the scope's articles with sentences, newest first; undated ones last."""
        dated = [one for part in self._parts() for one in part.dated(scope)]
        return [key for _, key in sorted(dated, reverse=True)]

    def openings(self, weights: Mapping[str, float], scope: Scope) -> Openings:
        """The scope's articles that open with any of the terms, with the sums of their weights."""
        terms = (*weights, *(TITLE + term for term in weights))
        return openings_in(self.postings(terms, scope), list(weights.values()))

    def every_article(self, scope: Scope) -> Openings:
        """All of the scope's articles, as if there was nothing that they do not open with."""
        return all_in((part for part, _ in self.postings((), scope)), scope)

    def holding(self, wanted: Sequence[Wanted], scope: Scope) -> list[int]:
        """The keys of the scope's articles that hold all that is wanted; none if nothing is."""
        terms = terms_in(wanted)
        found = self.postings(terms, scope)
        return [key for one in found for key in keys_holding(*one, terms, wanted)]

    def context(
        self,
        places: Sequence[tuple[int, int]],
        terms: Sequence[str],
        related: Sequence[Collection[str]],
    ) -> Context:
        """The context of sentences, each given by its article's key and its number."""
        where = [self._where[key] for key, _ in places]
        articles = np.array([at for _, at in where])
        numbers = np.array([number for _, number in places])
        found = []
        for part in dict.fromkeys(part for part, _ in where):
            chosen = np.flatnonzero([one is part for one, _ in where])
            rows = part.starts[articles[chosen]] + numbers[chosen]
            found.append((chosen, Places(part, rows)))
        return joined(found, terms, related)

    def quotable(self, hits: Iterable[Hit]) -> list[tuple[int, int]]:
        """The sentences found; for a heading, the first one below it, if any."""
        if not any(len(part.headings) for part in self._parts()):
            return [(key, sentence) for key, sentence, _ in hits]
        places = ((key, sentence, *self._where[key]) for key, sentence, _ in hits)
        return [(key, n) for key, number, part, at in places for n in part.quotable(at, number, 1)]

    def neighbors(self, key: int, sentence: int) -> list[tuple[int, int]]:
        """The sentences before and after one in its article; below a heading, several."""
        part, at = self._where[key]
        return [(key, near) for near in part.neighbors(at, sentence)]
