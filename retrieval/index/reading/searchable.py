"""What answers ask of an index, whatever keeps it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from retrieval.index.context import Context
from retrieval.index.reading.holding import Wanted
from retrieval.index.reading.openings import Openings
from retrieval.index.scoring import Hit
from retrieval.scope import Scope

Place = tuple[int, int]  # an article's key, and a sentence's number in it, from 0


class Searchable(Protocol):
    """Which sentences and articles of a scope can answer.

    ``Index`` is the embedded one. Articles get in and out by other ways, which each kind has of
    its own. The store is the truth: what is found here may be gone there, or found a moment late,
    so a text is read from the store before it is quoted. Keys that are not there raise KeyError,
    where it is not said otherwise. Sentences include headings, which are searched but not quoted.

    A kind of index that counts in another process may fail, with an error of its own.
    """

    def __len__(self) -> int:
        """The number of sentences."""

    def __contains__(self, key: int, /) -> bool:
        """Whether there is an article with this key."""

    def expect(self, terms: Sequence[str], naming: str, scope: Scope, limit: int, /) -> None:
        """Learn what will likely be asked next of a scope, so that one request can do for all.

        That is a search for these terms with this limit, and the words of a text that may name
        publishers or authors.
        """

    def search(self, query: Sequence[str], scope: Scope, limit: int) -> list[Hit]:
        """Return up to ``limit`` sentences of the scope, and the headings among them, best first.

        They are scored by BM25 with the scope's own statistics. Equal scores keep corpus order.
        """

    def quotable(self, hits: Iterable[Hit]) -> list[Place]:
        """The sentences found; for a heading, the first one below it, if any."""

    def neighbors(self, key: int, sentence: int) -> list[Place]:
        """The sentences before and after one in its article; below a heading, several."""

    def context(
        self, places: Sequence[Place], terms: Sequence[str], related: Sequence[Collection[str]]
    ) -> Context:
        """The context of sentences, given the terms and the terms related to each."""

    def df(self, query: Iterable[str], scope: Scope) -> dict[str, int]:
        """The number of the scope's sentences that contain each distinct term."""

    def titles(self, query: Iterable[str], scope: Scope) -> dict[str, int]:
        """The number of the scope's articles with each distinct term in their title."""

    def about(self, prefix: str, terms: Iterable[str], scope: Scope) -> dict[str, int]:
        """The same with each term in what the prefix stands for, such as their author."""

    def term_weights(self, query: Sequence[str], scope: Scope) -> dict[str, float]:
        """Each distinct term's idf in the scope; a term in no sentence has the largest."""

    def terms_like(
        self, typed: Collection[str], first: str, lengths: Collection[int]
    ) -> Collection[str]:
        """The terms of these lengths, in letters, that begin with the letter ``first``.

        Those more than two edits away from all that was typed may be missing.
        """

    def expect_typed(self, typed: Collection[str], /) -> None:
        """Learn about words that ``terms_like`` will likely be asked for next."""

    def together(
        self, terms: Sequence[str], others: Sequence[str], scope: Scope
    ) -> Mapping[str, int]:
        """For each term, the most of the others that a sentence with it and its neighbors have.

        Where the scope is too large to look at each sentence, some that have most of them.
        """

    def openings(self, weights: Mapping[str, float], scope: Scope) -> Openings:
        """The scope's articles that open with any of the terms, with the sums of their weights.

        There may be a limit, which leaves those out that have the least.
        """

    def every_article(self, scope: Scope) -> Openings:
        """All of the scope's articles, as if there was nothing that they do not open with.

        There may be a limit, which leaves out the oldest.
        """

    def holding(self, wanted: Sequence[Wanted], scope: Scope) -> list[int]:
        """The keys of the scope's articles that hold all that is wanted; none if nothing is.

        There may be a limit, which leaves out those added first.
        """

    def sizes(self, keys: Iterable[int], scope: Scope = None) -> dict[int, int]:
        """The number of sentences of each article; 0 if it is outside the scope."""

    def sizes_in(self, scope: Scope, most: int) -> dict[int, int]:
        """The number of sentences of each of the scope's articles; none if more than ``most``."""

    def days(self, keys: Iterable[int]) -> dict[int, int]:
        """The ordinal of the day of each article; 0 if it has no date."""

    def languages(self, scope: Scope = None) -> list[str]:
        """The codes of the languages of the scope's articles, that of most sentences first."""

    def language(self, key: int) -> str:
        """The code of an article's language."""

    def includes(self, scope: Scope, key: int | None = None) -> bool:
        """Whether a scope includes an article; without a key, whether it includes any."""
