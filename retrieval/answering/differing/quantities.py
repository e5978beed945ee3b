"""The numbers of a statement: how much of what, how exactly, and of what kind."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from retrieval.answering.dated.numbers_in import AGE, NOT_A_COUNT, YEAR
from retrieval.answering.differing.statements import Statement
from retrieval.ranking.question import MONTHS
from retrieval.words.numbers import is_in_name, leading_number
from retrieval.words.word_sets import english_terms

ABOUT = frozenset("about around some roughly approximately circa close estimated".split())
ABOVE = frozenset("least over more above exceeding exceeded".split())
BELOW = frozenset("up under less fewer below most nearly almost".split())
# A number after one of these is a part, an addition, or of another time.
APART = frozenset(
    "another other further additional among including from than of every each aged age between "
    "first last next since until".split()
)
AFTER_APART = frozenset("of more others other each per".split())
MARGIN = Decimal("0.1")  # of a number that is only about right ...
ROUNDED = Decimal("0.05")  # ... and the most that a round number is off
FEWEST_ROUNDED = 100  # smaller counts are meant exactly
UNITS = (
    "percent kilometre metre centimetre millimetre mile foot feet inch yard hour minute second "
    "day week month year kilogram gram ton pound ounce litre degree celsius fahrenheit acre "
    "hectare point euro dollar yen rouble ruble franc krona kronor krone kroner rupee yuan peso "
    "shekel lira won cent"
)
SIZES = "million billion trillion thousand hundred dozen"
PERSONS = "people person victim human man individual"
# What becomes of people; without a noun, people are meant: "12 dead".
STATES = (
    "dead die kill injured wounded hurt missing arrested detained displaced evacuated rescued "
    "homeless trapped held toll"
)
OTHERS_WORDS = 3  # words before a number that say how exact it is
LINKING = frozenset(("to", "by"))
TIGHT = frozenset("-–/:")  # next to a number that is a score, a time or a range


class Quantity(NamedTuple):
    """A number of a statement.

    ``unit`` is what it is measured in, empty if it counts something; ``noun`` is the first term
    after it, empty if people are counted or if there is none.
    """

    place: int
    value: Decimal
    least: Decimal
    most: Decimal | None
    unit: str
    noun: str
    link: str  # "to" or "by" before it

    def agrees(self, other: "Quantity") -> bool:
        """Whether both can be the same number, as exactly as they are given."""
        if self.most is not None and self.most < other.least:
            return False
        return other.most is None or self.least <= other.most


def quantities(statement: Statement) -> list[Quantity]:
    """The numbers of a statement that say how much; no dates, ages, ordinals or parts."""
    return list(_quantities(statement))


def _quantities(statement: Statement) -> Iterator[Quantity]:
    tokens = statement.tokens
    for place, token in enumerate(tokens):
        number = next((term for term in token.terms if term[0].isdecimal()), None)
        if number is None or is_in_name(token.terms):
            continue
        before = [one.lower for one in tokens[max(place - OTHERS_WORDS, 0) : place]]
        after = [one.lower for one in tokens[place + 1 : place + 3]] + [""]
        unit, noun = _what(statement, place)
        if noun is None or not _is_amount(statement, place, before, after[0], unit):
            continue
        try:
            value = Decimal(number)
        except InvalidOperation:
            continue
        least, most = _range(value, before, is_count=not unit)
        yield Quantity(place, value, least, most, unit, noun, _link(before))


def _is_amount(statement: Statement, place: int, before: list[str], after: str, unit: str) -> bool:
    token = statement.tokens[place]
    around = statement.text[max(token.start - 1, 0) : token.start], statement.text[token.end :][:1]
    if NOT_A_COUNT.fullmatch(token.lower) or not TIGHT.isdisjoint(around):
        return False
    if after in AGE or after in AFTER_APART or (before and _is_apart(before)):
        return False
    if not unit and place > 1 and _is_in_name(statement, place):
        return False
    if YEAR.fullmatch(token.lower) and not unit:
        return False
    return not {*before[-1:], after} & MONTHS


def _is_in_name(statement: Statement, place: int) -> bool:
    """Whether a number follows a name directly: "Apollo 11"."""
    before, token = statement.tokens[place - 1 : place + 1]
    return before.is_name and statement.text[before.end : token.start].isspace()


def _is_apart(before: list[str]) -> bool:
    """Whether the words before a number make it a part, or another than that of now."""
    if before[-1] == "than":
        return before[-2:-1] not in (["more"], ["less"], ["fewer"])
    if before[-1] == "of":  # "a toll of 12", but "3 of 12"
        return (
            len(before) == 1
            or leading_number(before[-2:-1])[0] is not None
            or (before[-2][:1].isdecimal())
        )
    return before[-1] in APART


def _what(statement: Statement, place: int) -> tuple[str, str | None]:
    """The unit of a number and the noun that it counts, empty for people; None if unclear."""
    tokens = statement.tokens
    units, states = english_terms(UNITS), english_terms(STATES)
    own = next((term for term in tokens[place].terms if term in units), "")
    rest = [one for one in tokens[place].terms if not one[0].isdecimal()]
    if not units.union(english_terms(SIZES)).issuperset(rest):  # "8pm"
        return own, None
    clause = statement.clause_of(place)
    run: list[str] = []
    for at in range(place + 1, clause[-1] + 1):
        token = tokens[at]
        if not token.terms or any(term[0].isdecimal() for term in token.terms):
            break
        if not token.is_name:
            run += token.terms
    if not own and run and run[0] in units:
        own = run.pop(0)
    if not run:
        has_state = any(not states.isdisjoint(tokens[at].terms) for at in clause)
        return own, "" if own or has_state else None
    return own, "" if run[0] in english_terms(PERSONS) or run[0] in states else run[0]


def _range(value: Decimal, before: list[str], *, is_count: bool) -> tuple[Decimal, Decimal | None]:
    """The least and the most that a number can stand for."""
    words = set(before[-2:])
    if words & ABOVE and not words & BELOW:
        return value, None
    off = _rounding(value, is_count=is_count)
    if words & ABOUT:
        off = max(off, MARGIN * value)
        return value - off, value + off
    if words & {"nearly", "almost"}:
        return value - MARGIN * value, value
    if words & BELOW:
        return Decimal(0), value
    return value - off, value + off


def _rounding(value: Decimal, *, is_count: bool) -> Decimal:
    """How far a rounded number may be off: half of its last digit that is no zero."""
    if is_count and value < FEWEST_ROUNDED:
        return Decimal(0)
    exponent = int(value.normalize().as_tuple().exponent)
    half = Decimal(5) * Decimal(10) ** (exponent - 1)
    if is_count and exponent <= 0:
        return Decimal(0)
    return min(half, ROUNDED * value)


def _link(before: list[str]) -> str:
    return before[-1] if before and before[-1] in LINKING else ""
