"""Terms that are spelt almost like another: Zelensky and Zelenskyy, Pyonyang and Pyongyang."""

from collections.abc import Callable, Iterable, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

FEWEST = 5  # letters: shorter terms are too easily others
TWO_ERRORS = 8  # letters from which on two errors are read over


def spelt_like(term: str, vocabulary: Callable[[str, Sequence[int]], Iterable[str]]) -> list[str]:
    """Return the other terms spelt almost like this one, the most alike first.

    Terms are alike if one becomes the other by at most one change, two if it is long: a
    letter more, less, other, or two swapped. The first letter, which is seldom mistyped, and
    numbers must be right. ``vocabulary`` tells the terms with a first letter and of some lengths.

    Source: optimal string alignment, after Damerau 1964, "A technique for computer detection
    and correction of spelling errors".
    """
    if len(term) < FEWEST or not term.isalpha():
        return []
    errors = 2 if len(term) >= TWO_ERRORS else 1
    lengths = range(len(term) - errors, len(term) + errors + 1)
    near = [one for one in vocabulary(term[0], lengths) if one != term and one.isalpha()]
    found = extract(term, sorted(near), scorer=OSA.distance, score_cutoff=errors, limit=None)
    return [other for other, _, _ in found]
