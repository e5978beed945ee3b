"""Who beat whom: "Spain beat Italy 2-1", "Italy lost 1-2 to Spain", "Spain and Italy drew"."""

import re
from typing import NamedTuple

from retrieval.answering.differing.statements import Statement
from retrieval.words.analysis import ANALYSES
from retrieval.words.word_sets import english_terms

ENGLISH = ANALYSES["en"]
WORD = r"[^\W\d_a-z][\w’'&.-]*"
NAME = rf"(?:the\s+)?({WORD}(?:\s+{WORD}){{0,4}})"
ALSO = r"(?:\s+(?:have|has|had|also|just|narrowly|easily|comfortably))*"
SCORE = r"(?:,?\s+(?:by\s+)?(\d{1,3})\s?[-–:]\s?(\d{1,3})\b)?"
VENUE = r"(?:\s+(?:at\s+home|away))?"
WON = (
    rf"\b{NAME}{ALSO}\s+(?:beat|beats|beaten|defeats?|defeated){SCORE}\s+{NAME}{SCORE}",
    rf"\b{NAME}{ALSO}\s+(?:won|wins?){SCORE}{VENUE}\s+(?:against|over)\s+{NAME}{SCORE}",
    rf"\A\W*{NAME}\b[^.;]*,\s+(?:beating|defeating)\s+{NAME}{SCORE}",
)
LOST = (
    rf"\b{NAME}{ALSO}\s+(?:lost|loses?){SCORE}{VENUE}\s+(?:to|against)\s+{NAME}{SCORE}",
    rf"\b{NAME}\s+(?:was|were|has\s+been|have\s+been|got)\s+(?:beaten|defeated){SCORE}"
    rf"\s+by\s+{NAME}{SCORE}",
)
DREW = (
    rf"\b{NAME}\s+and\s+{NAME}\s+(?:drew|draw){SCORE}",
    rf"\b{NAME}{ALSO}\s+(?:drew|draws?){SCORE}{VENUE}\s+(?:with|against)\s+{NAME}{SCORE}",
)
PATTERNS = [
    (re.compile(pattern), outcome)
    for outcome, patterns in (("won", WON), ("lost", LOST), ("drew", DREW))
    for pattern in patterns
]
# Before the name of a side that is not the one that won or lost: "fans of Spain beat".
OF_ANOTHER = re.compile(r"\b(?:of|to|by|over|against|between|than|with|from|for)\s+\Z")
VERBS = "beat beaten beating defeat win won lose lost draw drew drawn"


class Result(NamedTuple):
    """How two sides parted. ``winner`` and ``loser`` are the terms of their names."""

    winner: frozenset[str]
    loser: frozenset[str]
    is_drawn: bool
    score: tuple[int, int] | None  # the higher number first

    @property
    def names(self) -> frozenset[str]:
        """The terms of both names."""
        return self.winner | self.loser


def result_of(statement: Statement) -> Result | None:
    """The first result that a statement gives; None if it gives none, or is too long."""
    if not statement.is_comparable:
        return None
    for pattern, outcome in PATTERNS:
        match = pattern.search(statement.text)
        if match is None or _is_of_another(match):
            continue
        given = [one for one in match.groups() if one]
        sides = [frozenset(ENGLISH.terms(one)) for one in given if not one.isdecimal()]
        numbers = sorted((int(one) for one in given if one.isdecimal()), reverse=True)
        winner, loser = sides if outcome != "lost" else reversed(sides)
        if not winner <= loser and not loser <= winner:
            score = (numbers[0], numbers[-1]) if numbers else None
            return Result(winner, loser, outcome == "drew", score)
    return None


def is_of_others(statement: Statement) -> bool:
    """Whether a side only belongs to what won or lost, as in "fans of Spain beat"."""
    found = (pattern.search(statement.text) for pattern, _ in PATTERNS)
    return statement.is_comparable and any(match and _is_of_another(match) for match in found)


def besides(claim: Statement, result: Result) -> frozenset[str]:
    """What a claim says besides its result."""
    return claim.content - result.names - english_terms(VERBS)


def agrees(claimed: Result, found: Result) -> bool | None:
    """Whether a result is the claimed one; None if it is of others."""
    if not _same(claimed.names, found.names):
        return None
    if claimed.is_drawn or found.is_drawn:
        is_same = claimed.is_drawn and found.is_drawn
    elif _same(claimed.winner, found.winner) and _same(claimed.loser, found.loser):
        is_same = True
    elif _same(claimed.winner, found.loser) and _same(claimed.loser, found.winner):
        is_same = False
    else:
        return None
    if not is_same or claimed.score is None or claimed.score == found.score:
        return is_same
    return None if found.score is None else False


def _is_of_another(match: re.Match[str]) -> bool:
    return OF_ANOTHER.search(match.string[: match.start()]) is not None


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    return one <= other or other <= one
