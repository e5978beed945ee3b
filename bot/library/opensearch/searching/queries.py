"""What is asked of the engine: filters for scopes, and several searches in one request.

No query scans: each looks terms up, and reads as many documents as it returns or counts those
with a term. Counts of whole scopes are cached (see ``statistics``).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from typing import Any

from bot.library.opensearch.client import Engine
from bot.library.opensearch.errors import STRANGE, TOO_SLOW, EngineError, refusal
from bot.library.opensearch.mapping import token
from corpus.article import LIBRARY
from retrieval.index.part import AUTHOR, PUBLISHER, TITLE
from retrieval.scope import LAST_DAY, UNKNOWN_DAY, Groups, Names, Narrowed, Scope

Query = dict[str, Any]
Found = Mapping[str, Any]

AT_ONCE = 64  # searches in a request
# The share of the time for a request after which the engine ends a search. A node that is only
# slow says so, and is not taken for one that hangs, in whose place the next one would be asked.
IN_TIME = 0.8
# Terms that a search looks for at once, those of most weight: the engine refuses a search with
# more than 1,024 clauses, and a message without spaces can have thousands of terms.
MOST_TERMS = 150
FIELDS = {TITLE: "title", PUBLISHER: "publisher", AUTHOR: "author"}  # of prefixed terms
ARTICLES: Query = {"exists": {"field": "sentences"}}  # their own documents
# Of a response; a search that fails on a shard otherwise returns what others found.
SHOWN = ("hits", "aggregations", "suggest", "timed_out", "_shards.failed", "error", "status")


def ask(engine: Engine, scope: Scope, searches: Sequence[Query]) -> list[Found]:
    """What the engine finds for each search, in a scope that each must have among its filters.

    Raises:
        EngineError: The engine cannot be used, or finished only a part of a search.
    """
    found: list[Found] = []
    for start in range(0, len(searches), AT_ONCE):
        found += _ask(engine, scope, searches[start : start + AT_ONCE])
    return found


def _ask(engine: Engine, scope: Scope, searches: Sequence[Query]) -> list[Found]:
    header = json.dumps({"routing": where} if (where := _routing(scope)) else {})
    timeout = f"{round(1000 * IN_TIME * engine.address.timeout)}ms"
    lines = [
        line
        for one in searches
        for line in (header, json.dumps({"timeout": timeout, **one}, ensure_ascii=False))
    ]
    found = engine.request(
        "POST",
        f"/{engine.alias}/_msearch",
        "".join(f"{line}\n" for line in lines).encode(),
        {"filter_path": ",".join(f"responses.{one}" for one in SHOWN)},
    )
    responses = found.get("responses", [])
    if len(responses) != len(searches):
        raise EngineError(STRANGE)
    for one in responses:
        _check(one)
    return list(responses)


def _check(found: Found) -> None:
    if "error" in found:
        raise refusal("a search", found["error"], found.get("status"))
    if found.get("timed_out"):
        raise EngineError(TOO_SLOW)
    if found.get("_shards", {}).get("failed"):
        raise EngineError("could not search all shards")


def _routing(scope: Scope) -> str:
    """The shards that have all of a scope, as ``routing_of`` says; empty for all shards."""
    groups = groups_of(scope)
    return "" if not groups or LIBRARY in groups else ",".join(sorted(groups))


def groups_of(scope: Scope) -> Groups | None:
    """The groups of a scope; None for all."""
    return scope.groups if isinstance(scope, Narrowed) else scope


def within(scope: Scope) -> list[Query]:
    """The filters that keep what is in a scope."""
    groups = groups_of(scope)
    filters: list[Query] = [] if groups is None else [{"terms": {"group": sorted(groups)}}]
    if not isinstance(scope, Narrowed):
        return filters
    if scope.since > UNKNOWN_DAY or scope.until < LAST_DAY:
        filters.append({"range": {"day": {"gte": scope.since, "lte": scope.until}}})
    if scope.keys is not None:
        keys = {"gte": scope.keys.start, "lt": scope.keys.stop}
        filters.append({"range": {"article": keys}})
    if scope.language is not None:
        filters.append({"term": {"language": scope.language}})
    for prefix, names in ((PUBLISHER, scope.publishers), (AUTHOR, scope.authors)):
        if names:
            filters.append(_named(prefix, names))
    return filters


def _named(prefix: str, names: Names) -> Query:
    """The filter for a name that has all words of one of these."""
    return any_of(all_of(has(prefix + word) for word in words) for words in sorted(names))


def has(term: str, plain: str = "terms") -> Query:
    """The filter for a term; one without a prefix is looked for in the field ``plain``."""
    field = FIELDS.get(term[:1])
    return {"term": {field: token(term[1:])} if field else {plain: token(term)}}


def all_of(filters: Iterable[Query]) -> Query:
    """The filter for all of some filters."""
    return {"bool": {"filter": list(filters)}}


def any_of(filters: Iterable[Query]) -> Query:
    """The filter for one of some filters at least."""
    return {"bool": {"should": list(filters), "minimum_should_match": 1}}


def counted(filters: Iterable[Query]) -> Query:
    """A search that only counts what passes the filters."""
    return {"size": 0, "track_total_hits": True, "query": all_of(filters)}


def weighed(filter_: Query, weight: float, name: str = "") -> Query:
    """A query that adds a weight to the score of what passes a filter, and says that it did."""
    named = {"_name": name} if name else {}
    return {"constant_score": {"filter": filter_, "boost": weight, **named}}


def total(found: Found) -> int:
    """The number of documents that were counted."""
    return int(found["hits"]["total"]["value"])


def weightiest(weights: Mapping[str, float]) -> dict[str, float]:
    """The terms of most weight, as many as a search may have, in their order."""
    if len(weights) <= MOST_TERMS:
        return dict(weights)
    kept = frozenset(nlargest(MOST_TERMS, weights, key=lambda term: weights[term]))
    return {term: weight for term, weight in weights.items() if term in kept}
