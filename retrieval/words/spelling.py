"""Finds terms spelled almost alike: Zelensky and Zelenskyy, Pyonyang and Pyongyang."""

from collections.abc import Callable, Iterable, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

SHORTEST = 5  # letters; one error makes a shorter word another word
TWO_ERRORS = 8  # letters a word must have for two errors to be tolerated
# Endings that stemming cuts off, unless they are misspelled.
ENDINGS = (
    "s es ed d ing ings er ers est ly ally y ies e al als or ors ion ions ation ations ity ment "
    "ments ness ance ence ive able"
).split()
SHORTEST_ENDING, LONGEST_ENDING = 3, 6  # letters of one that is misspelled
SHORTEST_STEM = 4  # letters of what is before it; shorter ones begin too many other words


def spelled_like(
    term: str, vocabulary: Callable[[str, Sequence[int]], Iterable[str]]
) -> list[str]:
    """Return other terms spelled almost like this one, closest first, as ``errors_in`` does."""
    found = errors_in(term, term, vocabulary)
    return sorted(found, key=lambda other: (found[other], other))


def errors_in(
    word: str, term: str, vocabulary: Callable[[str, Sequence[int]], Iterable[str]]
) -> dict[str, int]:
    """Return other terms spelled almost like a word or its term, and the number of errors.

    They are at most one edit away, two for a long word: a letter inserted, deleted or replaced,
    or two neighbors swapped. The first letter, which is seldom mistyped, must be right, and
    numbers are never corrected. ``vocabulary`` returns the terms with a given first letter and
    one of the given lengths.

    Source: optimal string alignment, after Damerau 1964, "A technique for computer detection
    and correction of spelling errors".
    """
    if not may_be_misspelled(word, term):
        return {}
    errors = 2 if len(word) >= TWO_ERRORS else 1
    lengths = range(len(term) - errors, max(len(term), len(word)) + errors + 1)
    near = [one for one in vocabulary(word[0], lengths) if one != term and one.isalpha()]
    found: dict[str, int] = {}
    for typed in {word, term}:
        for other, edits, _ in extract(
            typed, near, scorer=OSA.distance, score_cutoff=errors, limit=None
        ):
            found[other] = min(int(edits), found.get(other, errors))
    return found


def may_be_misspelled(word: str, term: str) -> bool:
    """Whether a word is long enough, and consists of letters, so that errors are looked for."""
    return len(word) >= SHORTEST and word.isalpha() and term.isalpha()


def stems_of(word: str) -> list[str]:
    """What may be the stem of a word with one error in its ending: "officiasl", offici.

    >>> stems_of("officiasl")
    ['offici']
    """
    if len(word) < SHORTEST or not word.isalpha():
        return []
    longest = min(LONGEST_ENDING, len(word) - SHORTEST_STEM)
    cuts = range(len(word) - longest, len(word) - SHORTEST_ENDING + 1)
    return [
        word[:at]
        for at in cuts
        if extract(word[at:], ENDINGS, scorer=OSA.distance, score_cutoff=1, limit=1)
    ]
