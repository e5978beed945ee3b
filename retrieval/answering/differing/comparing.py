"""Compares two statements: whether they give different numbers for the same, or say the opposite.

Both must be about the same matter. One may have words that the other lacks, but none in place of
another's: "the council approved the tram" and "the council rejected the car park" are about two
matters. Where it is not clear what a number counts or what a denial denies, nothing is found: a
wrong finding is worse than none.
"""

from collections.abc import Collection, Iterator
from enum import Enum
from functools import lru_cache
from itertools import product

from retrieval.answering.differing.opposites import are_opposite, of_subjects, opposites
from retrieval.answering.differing.quantities import Quantity, quantities
from retrieval.answering.differing.statements import Statement
from retrieval.words.related import related_terms

ALIKE = 0.69  # how much alike two terms are that can stand for each other; of a group, at least
NONE: frozenset[str] = frozenset()
SHARED = 0.5  # of the terms of the shorter of two statements about the same matter, at least ...
SHARED_OF_LONGER = 0.25  # ... and of the longer one
MOST_NUMBERS = 8  # of a statement; with more, it is not clear which belong together
CACHED = 2000  # terms
FEWEST_SHARED = 2  # terms of two statements about the same matter


class Difference(Enum):
    """In what two statements differ."""

    NUMBER = "number"
    OPPOSITE = "opposite"


def difference(one: Statement, other: Statement) -> Difference | None:
    """In what two statements about the same matter differ; None if in nothing that is clear."""
    if not one.is_comparable or not other.is_comparable or not same_time(one, other):
        return None
    if not one.stands_alone or not other.stands_alone or not _share_enough(one, other):
        return None
    if says_opposite(one, other):
        return Difference.OPPOSITE
    return Difference.NUMBER if _numbers_differ(one, other) else None


def _share_enough(one: Statement, other: Statement) -> bool:
    """Whether two statements share so many terms that they can be about the same matter."""
    shorter, longer = sorted((one, other), key=lambda each: len(each.content))
    shared = sum(covered(term, longer.terms) for term in shorter.content)
    return shared >= max(SHARED * len(shorter.content), SHARED_OF_LONGER * len(longer.content))


def same_time(one: Statement, other: Statement) -> bool:
    """Whether two statements do not name different times."""
    pairs = ((one.years, other.years), (one.months, other.months), (one.days, other.days))
    if any(this and that and not this & that for this, that in pairs):
        return False
    if _is_of_another_year(one, other) or _is_of_another_year(other, one):
        return False
    return one.periods == other.periods


def _is_of_another_year(one: Statement, other: Statement) -> bool:
    """Whether only the first names a year, and it is not that of the other's article."""
    if not one.years or other.years:
        return False
    return other.day is None or str(other.day.year) not in one.years


def covered(term: str, terms: Collection[str]) -> bool:
    """Whether a term or one that can stand for it is among some terms."""
    return term in terms or not _standing_for(term).isdisjoint(terms)


@lru_cache(CACHED)
def _standing_for(term: str) -> frozenset[str]:
    """The terms that can stand for one, and not for an opposite of it as well."""
    opposed = opposites().get(term, NONE)
    ambiguous = opposed.union(*map(_alike, opposed))
    return _alike(term) - ambiguous


def _alike(term: str) -> frozenset[str]:
    return frozenset(other for other, alike in related_terms(term).items() if alike >= ALIKE)


def lacking(terms: Collection[str], statement: Statement, *others: str) -> frozenset[str]:
    """The terms that a statement and its title do not have."""
    known = statement.terms | statement.title_terms | set(others)
    return frozenset(term for term in terms if not covered(term, known))


def comparable(one: Statement, other: Statement) -> Iterator[tuple[Quantity, Quantity]]:
    """Yield the numbers of two statements that are of the same thing."""
    numbers, others = quantities(one), quantities(other)
    if max(len(numbers), len(others)) > MOST_NUMBERS:
        return
    for this, that in product(numbers, others):
        if (this.unit, this.link) == (that.unit, that.link) and _same_thing(
            this, one, that, other
        ):
            yield this, that


def _numbers_differ(one: Statement, other: Statement) -> bool:
    pairs = list(comparable(one, other))
    if len(pairs) != 1 or pairs[0][0].agrees(pairs[0][1]):
        return False
    noun = pairs[0][0][4:6]
    return not any(
        this.value == that.value and this[4:6] == that[4:6] == noun
        for this, that in product(quantities(one), quantities(other))
    )


def _same_thing(this: Quantity, one: Statement, that: Quantity, other: Statement) -> bool:
    """Whether two numbers are of the same thing, and stated in the same way."""
    mode = one.mode(this.place)
    if mode == "hedged" or mode != other.mode(that.place):
        return False
    if bool(this.noun) != bool(that.noun) or (this.noun and not covered(this.noun, {that.noun})):
        return False
    if this.place in one.denied or that.place in other.denied:
        return False
    own = one.content_of(one.scope_of(this.place))
    others = other.content_of(other.scope_of(that.place))
    return _same_matter(own, one, others, other)


def _same_matter(
    own: frozenset[str],
    one: Statement,
    others: frozenset[str],
    other: Statement,
    fewest: int = FEWEST_SHARED,
) -> bool:
    """Whether one has no terms in place of the other's, and they share enough."""
    if lacking(own, other) and lacking(others, one):
        return False
    if lacking(one.names, other) and lacking(other.names, one):
        return False
    shared = [term for term in own | one.content if covered(term, other.terms)]
    return len(shared) >= fewest


def says_opposite(one: Statement, other: Statement, fewest: int = FEWEST_SHARED) -> bool:
    """Whether one denies what the other states, or states the opposite, of the same matter.

    They share at least ``fewest`` other terms where they do.
    """
    is_opposed = False
    for (term, places), (that, others) in product(_stated(one), _stated(other)):
        are_opposites = are_opposite(term, that)
        if not are_opposites and term != that:
            continue
        denied = _is_denied(one, places), _is_denied(other, others)
        if None in denied:  # said of one thing and denied of another
            return False
        if are_opposites and denied[0] != denied[1]:  # "rose", "did not fall"
            return False
        if are_opposites == (denied[0] == denied[1]):
            this, theirs = (one, places[0]), (other, others[0])
            is_opposed |= _same_predication(this, theirs, (term, that), fewest)
    return is_opposed


def _stated(statement: Statement) -> list[tuple[str, list[int]]]:
    """The terms that can be denied, with their places.

    There are none of a pair of opposites that the statement holds both of.
    """
    found: dict[str, list[int]] = {}
    for place, token in enumerate(statement.tokens):
        if place not in statement.saying:
            for term in token.terms:
                if not term[0].isdecimal():
                    found.setdefault(term, []).append(place)
    known = opposites()
    return [
        (term, places)
        for term, places in found.items()
        if known.get(term, NONE).isdisjoint(statement.terms)
    ]


def _is_denied(statement: Statement, places: Collection[int]) -> bool | None:
    """Whether what is in some places is denied; None if only in some of them."""
    found = {place in statement.denied for place in places}
    return found.pop() if len(found) == 1 else None


def _same_predication(
    this: tuple[Statement, int], that: tuple[Statement, int], terms: tuple[str, str], fewest: int
) -> bool:
    """Whether two terms are said of the same matter, in the same way."""
    (one, at), (other, place) = this, that
    mode = one.mode(at)
    if mode == "hedged" or mode != other.mode(place):
        return False
    counts = one.is_passive(at) == other.is_passive(place) or not of_subjects().isdisjoint(terms)
    if counts and not _same_subject(one, at, other, place):
        return False
    own = one.content_of(one.clause_of(at)) - {*terms}
    theirs = other.content_of(other.clause_of(place)) - {*terms}
    if lacking(own, other) and lacking(theirs, one):
        return False
    shared = [term for term in own if covered(term, theirs)]
    return len(shared) >= fewest and _same_matter(own, one, theirs, other, fewest)


def _same_subject(one: Statement, at: int, other: Statement, place: int) -> bool:
    """Whether two terms are said of the same; "it" in a statement can be anything."""
    subject, others = one.subject(at), other.subject(place)
    if not subject or not others:
        return subject == others or not (one if others else other).stands_alone
    return all(covered(term, others) for term in subject) or all(
        covered(term, subject) for term in others
    )
