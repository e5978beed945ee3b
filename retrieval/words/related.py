"""Words that are interchangeable in news: one text says "deal", another "agreement"."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from retrieval.words.analysis import Analysis


def word_groups() -> list[str]:
    """Return the lines of ``related.txt``, each a group of words separated by spaces."""
    text = files("retrieval.words").joinpath("related.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


@cache
def related_terms(analysis: Analysis) -> Mapping[str, frozenset[str]]:
    """Map each term of the groups to the other terms of its groups.

    Built on first use.
    """
    related: dict[str, set[str]] = defaultdict(set)
    for line in word_groups():
        group = set(analysis.terms(line))
        for term in group:
            related[term] |= group
    return {term: frozenset(others - {term}) for term, others in related.items()}
