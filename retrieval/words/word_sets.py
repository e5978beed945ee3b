"""The terms of lists of English words that rules look for."""

from functools import cache

from retrieval.words.analysis import ANALYSES


@cache
def english_terms(words: str) -> frozenset[str]:
    """The terms of some words; made on first use, because that loads the stemmer.

    >>> sorted(english_terms("piece pieces story"))
    ['piec', 'stori']
    """
    return frozenset(ANALYSES["en"].terms(words))
