"""Finds terms spelled almost alike: Zelensky and Zelenskyy, Pyonyang and Pyongyang."""

from collections.abc import Callable, Iterable, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

SHORTEST = 5  # letters; one error makes a shorter term another word
TWO_ERRORS = 8  # letters a term must have for two errors to be tolerated


def spelled_like(
    term: str, vocabulary: Callable[[str, Sequence[int]], Iterable[str]]
) -> list[str]:
    """Return other terms spelled almost like this one, closest first.

    They are at most one edit away, two for a long term: a letter inserted, deleted or replaced,
    or two neighbors swapped. The first letter, which is seldom mistyped, must be right, and
    numbers are never corrected. ``vocabulary`` returns the terms with a given first letter and
    one of the given lengths.

    Source: optimal string alignment, after Damerau 1964, "A technique for computer detection
    and correction of spelling errors".
    """
    if len(term) < SHORTEST or not term.isalpha():
        return []
    errors = 2 if len(term) >= TWO_ERRORS else 1
    lengths = range(len(term) - errors, len(term) + errors + 1)
    near = [one for one in vocabulary(term[0], lengths) if one != term and one.isalpha()]
    found = extract(term, sorted(near), scorer=OSA.distance, score_cutoff=errors, limit=None)
    return [other for other, _, _ in found]
