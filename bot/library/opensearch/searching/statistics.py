"""What the engine counts in a scope, cached."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import NamedTuple

from bot.library.opensearch.client import Engine
from bot.library.opensearch.mapping import token
from bot.library.opensearch.searching.queries import (
    ARTICLES,
    FIELDS,
    Found,
    Query,
    all_of,
    ask,
    counted,
    groups_of,
    has,
    total,
    within,
)
from retrieval.index.bm25 import idf
from retrieval.index.entry import called
from retrieval.index.part import AUTHOR, PUBLISHER
from retrieval.scope import Narrowed, Scope

SCOPES = 1000  # with cached counts
MOST_GROUPS = 4  # of a scope that are counted one by one
TERMS = 20_000  # of a scope with a cached df
LARGE = 1_000_000  # sentences of a scope whose counts change so little with an article ...
STEADY = 600.0  # ... that they are used for so many seconds, ...
FREQUENT = 1000  # ... if they are not smaller than this
MOST_LANGUAGES = 100
NAME = PUBLISHER + called(())  # what the term of a publisher's short name begins with


class Size(NamedTuple):
    """The numbers of a scope's sentences and of their terms, and of sentences by language."""

    sentences: int
    terms: int
    languages: Mapping[str, int]

    @property
    def average(self) -> float:
        """The average length, in terms, of the sentences."""
        return self.terms / max(self.sentences, 1)


@dataclass(slots=True)
class _Counts:
    """What is known of a scope."""

    size: Size
    since: float
    df: dict[str, int] = field(default_factory=dict)

    @property
    def is_steady(self) -> bool:
        return self.size.sentences >= LARGE and monotonic() - self.since < STEADY

    def forget(self) -> None:
        """Forget what an article more or less may change."""
        self.df = {term: count for term, count in self.df.items() if count >= FREQUENT}


class Statistics:
    """The sizes of scopes, and in how many of their sentences terms are.

    They are right until ``forget`` is called, which whoever learns that the engine has taken
    something in does. Those of large scopes are then right within some thousandths. The groups of
    a scope are counted one by one, so that what is known of the library serves all chats.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._counts: dict[Scope, _Counts] = {}
        self._nobody: set[str] = set()  # words, with their prefix, that no name has

    def forget(self) -> None:
        """Forget all counts that a change may have made wrong."""
        self._nobody.clear()
        self._counts = {scope: one for scope, one in self._counts.items() if one.is_steady}
        for one in self._counts.values():
            one.forget()

    def size(self, scope: Scope) -> Size:
        """The size of a scope."""
        sizes = [one.size for one in self._of(scope).values()]
        languages = Counter[str]()
        for one in sizes:
            languages.update(one.languages)
        return Size(
            sum(one.sentences for one in sizes), sum(one.terms for one in sizes), languages
        )

    def df(self, terms: Iterable[str], scope: Scope) -> dict[str, int]:
        """The number of sentences with each term or, if it has a prefix, of articles."""
        wanted = dict.fromkeys(terms)
        groups = self._of(scope)
        self._learn(groups, wanted, [], scope, ())
        return {term: sum(one.df.get(term, 0) for one in groups.values()) for term in wanted}

    def learn(
        self, terms: Iterable[str], names: Collection[str], scope: Scope, *also: Query
    ) -> list[Found]:
        """Count with one request what is not known yet; return what else it finds.

        Of names, it only learns whether no publisher or no author at all has any of the words.
        """
        words = [self._unknown(prefix, names) for prefix in (PUBLISHER, AUTHOR)]
        asked = [some for some in words if some]
        return self._learn(self._of(scope), list(terms), asked, scope, also)

    def _learn(
        self,
        groups: Mapping[Scope, _Counts],
        terms: Collection[str],
        asked: Sequence[Collection[str]],
        scope: Scope,
        also: Sequence[Query],
    ) -> list[Found]:
        """The same, given the groups of the scope, and the names' words with their prefixes."""
        new = [
            (group, counts, term)
            for group, counts in groups.items()
            for term in (terms if counts.size.sentences else ())
            if term not in counts.df and not self._is_nobody(term)
        ]
        searches = [counted([*_holders(term), *within(group)]) for group, _, term in new]
        searches += map(_any_named, asked)
        # Names are asked of all shards, so the others must be, too.
        found = ask(self._engine, None if asked else scope, [*searches, *also])
        for (_, counts, term), one in zip(new, found, strict=False):
            counts.df[term] = total(one)
        for some, one in zip(asked, found[len(new) :], strict=False):
            if not one["hits"]["hits"]:
                self._nobody.update(some)
        return found[len(searches) :]

    def _unknown(self, prefix: str, names: Collection[str]) -> list[str]:
        """The words of names, with their prefix, that somebody may have."""
        every = (prefix + name for name in dict.fromkeys(names))
        return [word for word in every if word not in self._nobody]

    def _is_nobody(self, term: str) -> bool:
        """Whether nobody has a word or, as short names consist of their words, a short name."""
        if not term.startswith(NAME):
            return term in self._nobody
        words = term.removeprefix(NAME).split()
        return any(PUBLISHER + word in self._nobody for word in words)

    def weights(self, terms: Iterable[str], scope: Scope) -> dict[str, float]:
        """Each distinct term's idf."""
        size = self.size(scope).sentences
        return {term: idf(df, size) for term, df in self.df(terms, scope).items()}

    def _of(self, scope: Scope) -> dict[Scope, _Counts]:
        """What is known of each group of a scope."""
        groups = _groups(scope)
        new = [one for one in groups if one not in self._counts]
        if len(self._counts) + len(new) > SCOPES:
            self._counts.clear()
            new = groups
        found = ask(self._engine, scope, list(map(_measured, new)))
        for one, measured in zip(new, found, strict=True):
            self._counts[one] = _Counts(_size(measured), monotonic())
        if len(self._nobody) > TERMS:
            self._nobody.clear()
        for known in (self._counts[one].df for one in groups):
            if len(known) > TERMS:
                known.clear()
        return {one: self._counts[one] for one in groups}


def _groups(scope: Scope) -> list[Scope]:
    """A scope's groups, each as a scope, if these are few; it as a whole otherwise."""
    groups = groups_of(scope)
    if groups is None or not 0 < len(groups) <= MOST_GROUPS:
        return [scope]
    single = [frozenset({group}) for group in sorted(groups)]
    if not isinstance(scope, Narrowed):
        return list(single)
    return [replace(scope, groups=one) for one in single]


def _holders(term: str) -> list[Query]:
    """The filters for what has a term: sentences, but articles if it has a prefix."""
    holds = has(term)
    return [holds] if "terms" in holds["term"] else [holds, ARTICLES]


def _any_named(words: Collection[str]) -> Query:
    """The search for an article that has any of these words in its publisher, or its author."""
    prefix = next(iter(words))[:1]
    holds = {"terms": {FIELDS[prefix]: [token(word[1:]) for word in words]}}
    one = {"size": 1, "track_total_hits": False, "_source": False}
    return {**one, "query": all_of([ARTICLES, holds])}


def _measured(scope: Scope) -> Query:
    """The search for the size of a scope, which adds up that of its articles."""
    sums = {name: {"sum": {"field": name}} for name in ("sentences", "length")}
    by_language = {"terms": {"field": "language", "size": MOST_LANGUAGES}, "aggs": sums}
    return {
        "size": 0,
        "track_total_hits": False,
        "query": all_of([ARTICLES, *within(scope)]),
        "aggs": {"languages": by_language},
    }


def _size(found: Found) -> Size:
    every = found["aggregations"]["languages"]["buckets"]
    sizes = {one["key"]: round(one["sentences"]["value"]) for one in every}
    terms = sum(round(one["length"]["value"]) for one in every)
    return Size(sum(sizes.values()), terms, {one: size for one, size in sizes.items() if size})
