"""The articles that open with some terms, as the engine finds them."""

from collections.abc import Mapping, Sequence

from bot.library.opensearch.searching.queries import (
    ARTICLES,
    Found,
    Query,
    all_of,
    any_of,
    has,
    weighed,
    weightiest,
    within,
)
from retrieval.index.part import TITLE
from retrieval.index.reading.openings import Openings, openings_of
from retrieval.scope import Scope

MOST = 500  # articles: those with the greatest weight, or the newest
SOME: Query = {"range": {"sentences": {"gt": 0}}}
# Where a term is besides the title: in the first sentences, in the first alone, or nowhere.
LEVELS = ("opening",), ("first",), ()
NEWEST = [{"day": "desc"}, {"article": "desc"}]


def opened_with(weights: Mapping[str, float], scope: Scope) -> Query:
    """The search for the articles that open with some terms; the newest of equal ones first.

    The title and the first sentence weigh more, so that what they hold all of is among the first.
    """
    levels: Sequence[Query] = [
        weighed(_opens(term, fields), weight / (1 << level), f"{level} {number}")
        for number, (term, weight) in enumerate(weightiest(weights).items())
        for level, fields in enumerate(LEVELS)
    ]
    return {
        "size": MOST,
        "track_total_hits": False,
        "_source": ["day"],
        "query": {"bool": {**any_of(levels)["bool"], "filter": [SOME, *within(scope)]}},
        "sort": ["_score", *NEWEST],
    }


def found_openings(hits: Sequence[Found], weights: Mapping[str, float]) -> Openings:
    """The articles found, with the weight in the beginning, the first sentence, and the title."""
    every = list(weightiest(weights).values())
    articles = []
    for hit in hits:
        own = [0.0, 0.0, 0.0]
        for level, number in (map(int, name.split()) for name in hit["matched_queries"]):
            own[level] += every[number]
        opening, front, title = own
        articles.append((int(hit["_id"]), hit["_source"]["day"], title, front, opening))
    return openings_of(articles)


def newest_in(scope: Scope) -> Query:
    """The search for the newest articles of a scope."""
    return {
        "size": MOST,
        "track_total_hits": False,
        "_source": ["day"],
        "query": all_of([ARTICLES, SOME, *within(scope)]),
        "sort": NEWEST,
    }


def whole(hits: Sequence[Found]) -> Openings:
    """The articles found, as if there was nothing that they do not open with."""
    return openings_of([(int(hit["_id"]), hit["_source"]["day"], 1.0, 1.0, 1.0) for hit in hits])


def _opens(term: str, fields: Sequence[str]) -> Query:
    return any_of([has(TITLE + term), *(has(term, field) for field in fields)])
