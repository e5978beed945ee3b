"""What the engine finds of whole articles."""

from collections.abc import Iterable, Mapping, Sequence

from bot.library.opensearch.searching.caching import Caching, keep
from bot.library.opensearch.searching.openings import (
    SOME,
    found_openings,
    newest_in,
    opened_with,
    whole,
)
from bot.library.opensearch.searching.queries import (
    ARTICLES,
    Query,
    all_of,
    any_of,
    ask,
    has,
    within,
)
from bot.library.opensearch.searching.statistics import SCOPES
from retrieval.index.reading.holding import Wanted
from retrieval.index.reading.openings import Openings
from retrieval.scope import Scope

HELD = 1000  # articles that hold some terms, at most
LISTED = 5000  # articles of a scope whose sizes are listed, at most
MOST_LISTS = 50  # scopes with cached lists of sizes; each can take 300 KB


class ArticleSearches(Caching):
    """The articles that the engine has."""

    def __len__(self) -> int:
        return self._counts.size(None).sentences

    def __contains__(self, key: int) -> bool:
        return key in self._with([key])

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
            keep(self._sizes, scope, sizes, MOST_LISTS)
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
            keep(self._known, scope, bool(found["hits"]["hits"]), SCOPES)
        return self._known[scope]


def _listed(scope: Scope) -> Query:
    """The search for all of a small scope's articles that have sentences."""
    return {
        "size": LISTED,
        "track_total_hits": False,
        "_source": ["sentences"],
        "query": all_of([SOME, *within(scope)]),
    }
