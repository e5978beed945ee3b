"""The search for sentences."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from bot.library.opensearch.mapping import place_of, token
from bot.library.opensearch.searching.queries import Query, any_of, within
from retrieval.index.reading.rescoring import Found
from retrieval.scope import Scope


class Search(NamedTuple):
    """A search: terms with their counts in the query, sorted, and how much is wanted."""

    counts: tuple[tuple[str, int], ...]
    scope: Scope
    size: int


def best_with(wanted: Search) -> Query:
    """The search for sentences with some of the terms, best first."""
    should = [{"term": {"terms": {"value": token(t), "boost": n}}} for t, n in wanted.counts]
    return {
        "size": wanted.size,
        "track_total_hits": False,
        "_source": ["terms", "heading"],
        "query": {"bool": {**any_of(should)["bool"], "filter": within(wanted.scope)}},
    }


def sentences_of(found: Mapping[str, Any]) -> list[Found]:
    """The sentences found, with their terms."""
    return [
        Found(*place_of(hit["_id"]), hit["_source"]["terms"].split(), "heading" in hit["_source"])
        for hit in found["hits"]["hits"]
    ]
