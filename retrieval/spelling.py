"""Terms that are spelt almost like another: Zelensky and Zelenskyy, Pyonyang and Pyongyang."""

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

FEWEST = 5  # letters: shorter terms are too easily others
TWO_ERRORS = 8  # letters from which on two errors are read over
LIMIT = 5


class Spelling:
    """The terms of a vocabulary, ready to be compared.

    Terms are alike if one becomes the other by at most one change, two if it is long: a
    letter more, less, other, or two swapped. The first letter, which is seldom mistyped, and
    numbers must be right.

    Source: optimal string alignment, after Damerau 1964, "A technique for computer detection
    and correction of spelling errors".
    """

    def __init__(self) -> None:
        self._terms: dict[tuple[str, int], dict[str, None]] = defaultdict(dict)

    def learn(self, terms: Iterable[str]) -> None:
        """Take terms into the vocabulary; those it knows are not taken twice."""
        for term in terms:
            if len(term) >= FEWEST - 1 and term.isalpha():
                self._terms[term[0], len(term)][term] = None

    def alike(self, term: str) -> list[str]:
        """Return up to LIMIT other terms spelt almost like this one, the most alike first."""
        if len(term) < FEWEST or not term.isalpha():
            return []
        errors = 2 if len(term) >= TWO_ERRORS else 1
        near = [
            other
            for length in range(len(term) - errors, len(term) + errors + 1)
            for other in self._terms.get((term[0], length), ())
            if other != term
        ]
        found = extract(term, near, scorer=OSA.distance, score_cutoff=errors, limit=LIMIT)
        return [other for other, _, _ in found]
