"""The terms of the engine that are spelled like what was typed, and which occur together."""

from collections.abc import Iterator, Sequence

from bot.library.opensearch.mapping import token
from bot.library.opensearch.searching.queries import (
    ARTICLES,
    MOST_TERMS,
    Found,
    Query,
    has,
    weighed,
    within,
)
from retrieval.scope import Scope

MOST = 100  # terms that are looked at for each word typed, the closest
ALIKE = {
    "field": "terms",
    "suggest_mode": "always",
    "max_edits": 2,
    "prefix_length": 1,
    "min_word_length": 1,
    "string_distance": "damerau_levenshtein",
    "accuracy": 0.1,
    "max_term_freq": 2_000_000_000,  # a word that is there may be a stem misspelled
    "size": MOST,
    "shard_size": MOST,
}
TOGETHER = 10  # sentences and articles that are looked at for each term


def spelled_like(typed: str) -> Query:
    """The search for terms at most two edits from a word, with the same first letter.

    The engine walks through its terms along an automaton of the edits, and does not read them all.
    """
    return {
        "size": 0,
        "track_total_hits": False,
        "query": {"match_none": {}},
        "suggest": {"like": {"text": token(typed), "term": ALIKE}},
    }


def spellings(found: Found) -> frozenset[str]:
    """The terms found."""
    entries = found.get("suggest", {}).get("like", ())
    return frozenset(option["text"] for entry in entries for option in entry["options"])


def with_most(term: str, others: Sequence[str], scope: Scope) -> Iterator[Query]:
    """Yield the searches for sentences and articles with a term and most of the others."""
    for field in ("terms", "held"):
        kind = [ARTICLES] if field == "held" else []
        yield {
            "size": TOGETHER,
            "track_total_hits": False,
            "_source": False,
            "query": {
                "bool": {
                    "filter": [has(term, field), *kind, *within(scope)],
                    "should": [weighed(has(other, field), 1.0) for other in others[:MOST_TERMS]],
                }
            },
        }
