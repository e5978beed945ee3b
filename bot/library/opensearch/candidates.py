"""The index in OpenSearch, as answers ask it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from time import monotonic
from typing import Any

from bot.library.opensearch.client import Engine
from bot.library.opensearch.entries import Entries
from bot.library.opensearch.mapping import place_of, token
from bot.library.opensearch.openings import SOME, found_openings, newest_in, opened_with, whole
from bot.library.opensearch.queries import (
    ARTICLES,
    Query,
    all_of,
    any_of,
    ask,
    has,
    within,
)
from bot.library.opensearch.spelling import spelled_like, spellings, with_most
from bot.library.opensearch.statistics import Statistics
from retrieval.index.context import Context
from retrieval.index.part import TITLE
from retrieval.index.reading.holding import Wanted
from retrieval.index.reading.nearness import most_together
from retrieval.index.reading.openings import Openings
from retrieval.index.reading.rescoring import Found, best
from retrieval.index.reading.searchable import Place
from retrieval.index.scoring import Hit
from retrieval.scope import Scope

FRESH = 1.0  # seconds until the engine is asked again whether it has taken something in
WIDER = (2, 20)  # times the sentences wanted that it is asked for: more if many are headings
HELD = 1000  # articles that hold some terms, at most
LISTED = 5000  # articles of a scope whose sizes are listed, at most
STATE = "state"  # the document that says what the engine has taken in


class OpenSearchIndex:
    """BM25 over the articles of a scope, which an OpenSearch cluster keeps.

    The cluster finds sentences and counts; they are scored, and their context is counted, here.
    What it answered is cached until it has taken something in, which ``look_again`` tells or,
    within a second, the cluster. All other methods raise EngineError if it cannot be used.

    Not thread-safe.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._statistics = Statistics(engine)
        self._entries = Entries(engine)
        self._known: dict[Scope, bool] = {}  # whether a scope has any article
        self._sizes: dict[Scope, dict[int, int]] = {}
        self._state: tuple[str | int, ...] = ()
        self._next_look = 0.0

    def look_again(self, index: str, change: Iterable[int]) -> None:
        """Forget what is cached if it is of another index, or before its last change.

        Call this between two questions, with what the engine has taken in by now.
        """
        self._take((index, *change), keep=False)

    def _take(self, state: tuple[str | int, ...], *, keep: bool) -> None:
        """Forget what is cached in another state, but ``keep`` articles that are gone."""
        self._next_look = monotonic() + FRESH
        if state != self._state:
            self._state = state
            self._statistics.forget()
            self._entries.forget(keep=keep)
            self._known.clear()
            self._sizes.clear()

    def __len__(self) -> int:
        return self._counts.size(None).sentences

    def __contains__(self, key: int) -> bool:
        return key in self._with([key])

    def search(self, query: Sequence[str], scope: Scope, limit: int) -> list[Hit]:
        """Return up to ``limit`` sentences of the scope, and the headings among them, best first.

        They are the best of twice as many that the engine finds with its own statistics.
        """
        counts = Counter(query)
        found = self._counts.df(counts, scope)
        terms = [term for term in counts if found[term]]
        if not terms or limit <= 0:
            return []
        idf = self._counts.weights(terms, scope)
        weights = {token(term): counts[term] * idf[term] for term in terms}
        average = self._counts.size(scope).average
        for times in WIDER:
            wanted = _best(counts, terms, scope, times * limit)
            (answer,) = ask(self._engine, scope, [wanted])
            sentences = list(map(_sentence, answer["hits"]["hits"]))
            headings = sum(one.is_heading for one in sentences)
            if len(sentences) < times * limit or len(sentences) - headings >= limit:
                break
        scored = best(sentences, weights, average, limit)
        entries = self._with([hit.key for hit in scored])
        return [hit for hit in scored if entries.holds(hit.key, hit.sentence)]

    def quotable(self, hits: Iterable[Hit]) -> list[Place]:
        """The sentences found; for a heading, the first one below it, if any."""
        some = list(hits)
        return self._with([hit.key for hit in some]).quotable(some)

    def neighbors(self, key: int, sentence: int) -> list[Place]:
        """The sentences before and after one in its article; below a heading, several."""
        return self._with([key]).neighbors(key, sentence)

    def context(
        self, places: Sequence[Place], terms: Sequence[str], related: Sequence[Collection[str]]
    ) -> Context:
        """The context of sentences, given the terms and the terms related to each."""
        keys = dict.fromkeys(key for key, _ in places)
        entries = self._with(keys)
        entries.join(keys)
        return entries.context(places, terms, related)

    def df(self, query: Iterable[str], scope: Scope) -> dict[str, int]:
        """The number of the scope's sentences that contain each distinct term."""
        return self._counts.df(query, scope)

    def titles(self, query: Iterable[str], scope: Scope) -> dict[str, int]:
        """The number of the scope's articles with each distinct term in their title."""
        return self.about(TITLE, query, scope)

    def about(self, prefix: str, terms: Iterable[str], scope: Scope) -> dict[str, int]:
        """The same with each term in what the prefix stands for, such as their author."""
        found = self._counts.df([prefix + term for term in terms], scope)
        return {term[len(prefix) :]: df for term, df in found.items()}

    def term_weights(self, query: Sequence[str], scope: Scope) -> dict[str, float]:
        """Each distinct term's idf in the scope; a term in no sentence has the largest."""
        return self._counts.weights(query, scope)

    def terms_like(self, typed: Collection[str], first: str, lengths: Collection[int]) -> set[str]:
        """The terms of these lengths that begin with a letter, at most two edits from the typed.

        These are at most a hundred for each word typed, the closest, and of any scope.
        """
        (found,) = ask(self._engine, None, [spelled_like([one for one in typed if one])])
        every = set(spellings(found))
        return {term for term in every if term[:1] == first and len(term) in lengths}

    def together(
        self, terms: Sequence[str], others: Sequence[str], scope: Scope
    ) -> Mapping[str, int]:
        """For each term, the most of the others that a sentence with it and its neighbors have.

        This looks at a few sentences and articles that have most of them.
        """
        searches = [one for term in terms for one in with_most(term, others, scope)]
        found = ask(self._engine, scope, searches)
        ids = (hit["_id"] for one in found for hit in one["hits"]["hits"])
        keys = dict.fromkeys(int(one.partition("-")[0]) for one in ids)
        part = self._with(keys).join(keys)
        postings = part.find_all((*terms, *others), part.scoped(scope).mask)
        return most_together([postings], terms, others)

    def openings(self, weights: Mapping[str, float], scope: Scope) -> Openings:
        """The scope's articles that open with any of the terms, with the sums of their weights.

        These are at most 500, those with the greatest weight.
        """
        if not weights:
            return found_openings([], weights)
        (found,) = ask(self._engine, scope, [opened_with(weights, scope)])
        return found_openings(found["hits"]["hits"], weights)

    def every_article(self, scope: Scope) -> Openings:
        """The newest of the scope's articles, at most 500, as if they opened with everything."""
        (found,) = ask(self._engine, scope, [newest_in(scope)])
        return whole(found["hits"]["hits"])

    def holding(self, wanted: Sequence[Wanted], scope: Scope) -> list[int]:
        """The keys of the scope's articles that hold all that is wanted; none if nothing is.

        These are at most 1000, those added last.
        """
        filters = [
            any_of(all_of(has(term, "held") for term in terms) for terms in one)
            for one in wanted
            if one
        ]
        if not filters:
            return []
        search = {
            "size": HELD,
            "track_total_hits": False,
            "_source": False,
            "query": all_of([ARTICLES, *filters, *within(scope)]),
            "sort": [{"article": "desc"}],
        }
        (found,) = ask(self._engine, scope, [search])
        return [int(hit["_id"]) for hit in found["hits"]["hits"]]

    def sizes(self, keys: Iterable[int], scope: Scope = None) -> dict[int, int]:
        """The number of sentences of each article; 0 if it is outside the scope."""
        some = list(keys)
        return self._with(some).sizes(some, scope)

    def sizes_in(self, scope: Scope, most: int) -> dict[int, int]:
        """The number of sentences of each of the scope's articles; none if more than ``most``.

        Nor are there any if these are more than 5000 articles.
        """
        if not 0 < self._counts.size(scope).sentences <= min(most, LISTED):
            return {}
        if scope not in self._sizes:
            (found,) = ask(self._engine, scope, [_listed(scope)])
            sizes = {int(hit["_id"]): hit["_source"]["sentences"] for hit in found["hits"]["hits"]}
            self._sizes[scope] = sizes
        return dict(self._sizes[scope])

    def days(self, keys: Iterable[int]) -> dict[int, int]:
        """The ordinal of the day of each article; 0 if it has no date."""
        some = list(keys)
        return self._with(some).days(some)

    def languages(self, scope: Scope = None) -> list[str]:
        """The codes of the languages of the scope's articles, that of most sentences first."""
        sizes = self._counts.size(scope).languages
        return sorted(sizes, key=lambda one: -sizes[one])

    def language(self, key: int) -> str:
        """The code of an article's language."""
        return self._with([key]).language(key)

    def includes(self, scope: Scope, key: int | None = None) -> bool:
        """Whether a scope includes an article; without a key, whether it includes any."""
        if key is not None:
            return self._with([key]).includes(scope, key)
        self._look()
        if scope not in self._known:
            any_article = {
                "size": 1,
                "_source": False,
                "query": all_of([ARTICLES, *within(scope)]),
            }
            (found,) = ask(self._engine, scope, [{"track_total_hits": False, **any_article}])
            self._known[scope] = bool(found["hits"]["hits"])
        return self._known[scope]

    @property
    def _counts(self) -> Statistics:
        """What is counted, right at this moment."""
        self._look()
        return self._statistics

    def _with(self, keys: Collection[int]) -> Entries:
        """The entries, with those of these articles that are there."""
        self._look()
        self._entries.need(keys)
        return self._entries

    def _look(self) -> None:
        """Ask what the engine has taken in, unless that is known."""
        if monotonic() < self._next_look:
            return
        path = f"/{self._engine.alias}/_doc/{STATE}"
        found = self._engine.request("GET", path, params={"routing": STATE}, ignore=(404,))
        change = found.get("_source", {}).get("change", ())
        # The question that is being answered may need what it has found again.
        self._take((found.get("_index", ""), *change), keep=True)


def _best(counts: Mapping[str, int], terms: Iterable[str], scope: Scope, size: int) -> Query:
    """The search for sentences with some of the terms, best first."""
    should = [{"term": {"terms": {"value": token(one), "boost": counts[one]}}} for one in terms]
    return {
        "size": size,
        "track_total_hits": False,
        "_source": ["terms", "heading"],
        "query": {"bool": {**any_of(should)["bool"], "filter": within(scope)}},
    }


def _sentence(hit: Mapping[str, Any]) -> Found:
    source = hit["_source"]
    return Found(*place_of(hit["_id"]), source["terms"].split(), "heading" in source)


def _listed(scope: Scope) -> Query:
    """The search for all of a small scope's articles that have sentences."""
    return {
        "size": LISTED,
        "track_total_hits": False,
        "_source": ["sentences"],
        "query": all_of([SOME, *within(scope)]),
    }
