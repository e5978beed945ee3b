"""When a statement says that something happened, as far as its words or its article's day tell."""

import re
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

from retrieval.answering.differing.statements import LINKS, YEAR, Statement
from retrieval.asking.periods import WEEKDAYS
from retrieval.ranking.question import MONTHS
from retrieval.words.word_sets import english_terms

MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split()
DAY_NAMES = "mon tue wed thu fri sat sun".split()
DAY_OF_MONTH = re.compile(r"(3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?")
# Before a date, they say where something begins or ends, not when it happened.
BOUNDS = frozenset("until till since before after from by to between of than".split())
OTHER_YEARS = frozenset(("that", "same", "following"))  # "May 18 of that year"
RELATIVE = frozenset(("last", "this"))
# Nobody joins, dies or is born twice; most other things can happen again.
ONCE = (
    "join admit found establish born die drown burst collapse sink reopen open convict release "
    "free steal inherit crash discover launch buy touch land sign resign step"
)
ANY = frozenset("a an another some again new more several".split())
SOME_TIME = re.compile(r"\bfirst time\b")
FIRST_TIME = re.compile(r"\bfor the first time\b(?! (?:in|since))")
NEAREST = 1  # words that can stand between the parts of a date: "Saturday evening, Dec. 7"
WEEK = 7


class Agreement(Enum):
    """Whether two statements are of the same time."""

    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"


class Time(NamedTuple):
    """A date in a statement, as far as it is known. Months count from 1, weekdays from 0."""

    place: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None


def agreement(claim: Statement, found: Statement, places: Collection[int]) -> Agreement:
    """Whether a statement says that what is in some of its places happened when a claim says.

    It agrees with a claim that names no date.
    """
    wanted = list(_dates(claim))
    if claim.periods or len(wanted) > 1:
        return Agreement.UNKNOWN
    if not wanted:
        return Agreement.SAME
    time = _time_of(found, places)
    return Agreement.UNKNOWN if time is None else _compared(wanted[0], time)


def names_time(statement: Statement) -> bool:
    """Whether a statement names a date."""
    return next(_dates(statement), None) is not None


def date_places(statement: Statement) -> frozenset[int]:
    """The places of the dates that a statement names."""
    return frozenset(at for at in range(len(statement.tokens)) if _parts(statement, at))


def happens_once(claim: Statement, found: Statement, places: Collection[int]) -> bool:
    """Whether what a claim and some places of a statement are about does not happen again.

    So is what happened "for the first time", if the claim says that it was earlier.
    """
    if "first" in claim.words & found.words and not SOME_TIME.search(claim.text):
        return True
    is_once = not english_terms(ONCE).isdisjoint(claim.terms) and claim.words.isdisjoint(ANY)
    if is_once and claim.all_names and not _has_count(claim):
        return True
    return FIRST_TIME.search(found.text) is not None and _is_earlier(claim, found, places)


def _has_count(claim: Statement) -> bool:
    dates = date_places(claim)
    return any(
        token.terms[0][0].isdecimal()
        for at, token in enumerate(claim.tokens)
        if token.terms and at not in dates
    )


def _is_earlier(claim: Statement, found: Statement, places: Collection[int]) -> bool:
    """Whether a claim is of an earlier year than a statement that names nothing else."""
    wanted, time = next(_dates(claim), None), _time_of(found, places)
    if not wanted or not wanted.year or not time or not time.year:
        return False
    clause = found.clause_of(time.place)
    names = found.content_of([at for at in clause if found.tokens[at].is_name])
    return wanted.year < time.year and names <= claim.terms


def _compared(wanted: Time, time: Time) -> Agreement:
    found = Agreement.SAME
    for one, other in zip(wanted[1:], time[1:], strict=True):
        if one is not None and other is not None and one != other:
            return Agreement.OTHER
        if one is not None and other is None:
            found = Agreement.UNKNOWN
    return found


def _time_of(found: Statement, places: Collection[int]) -> Time | None:
    """The only date in the clauses of some places, or else the only one of the sentence."""
    every = [*_dates(found), *_periods(found)]
    clauses = {found.tokens[place].clause for place in places}
    every = [one for one in every if not _is_bound(one, found)]
    near = [one for one in every if found.tokens[one.place].clause in clauses]
    is_linked = any(
        _is_in_link(found, place) for place in [*places, *(one.place for one in every)]
    )
    if not near and len(every) == 1 and not is_linked:
        near = every
    return _resolved(near[0], found) if len(near) == 1 else None


def _is_bound(time: Time, statement: Statement) -> bool:
    """Whether a date only says where something begins or ends."""
    return bool(time.place) and statement.tokens[time.place - 1].lower in BOUNDS


def _is_in_link(found: Statement, place: int) -> bool:
    return found.tokens[found.clause_of(place)[0]].lower in LINKS


def _dates(statement: Statement) -> Iterator[Time]:
    """Yield the dates that a statement names, with the parts that stand together made one."""
    found: Time | None = None
    end = 0
    for place in range(len(statement.tokens)):
        parts = _parts(statement, place)
        if not parts:
            continue
        joins = found is not None and place - end <= NEAREST + 1
        if found is not None and joins and all(getattr(found, name) is None for name in parts):
            found = found._replace(**parts)
        else:
            if found is not None:
                yield found
            found = Time(place, **parts)
        end = place
    if found is not None:
        yield found


def _parts(statement: Statement, place: int) -> dict[str, int]:
    """What a token says of a date."""
    token = statement.tokens[place]
    if YEAR.fullmatch(token.lower):
        return {"year": int(token.lower)}
    if token.is_name and token.lower in MONTHS:
        return {"month": MONTH_NAMES.index(token.lower[:3]) + 1}
    if token.is_name and token.lower in WEEKDAYS:
        return {"weekday": DAY_NAMES.index(token.lower[:3])}
    if not DAY_OF_MONTH.fullmatch(token.lower):
        return {}
    around = statement.tokens[max(place - 1, 0) : place + 3]
    if any(one.is_name and one.lower in MONTHS for one in around):
        return {"day": int(re.sub(r"\D", "", token.lower))}
    return {}


def _periods(statement: Statement) -> Iterator[Time]:
    """Yield the times that a statement names by their relation to its article's day."""
    day = statement.day
    for place, token in enumerate(statement.tokens):
        following = statement.tokens[place + 1].lower if place + 1 < len(statement.tokens) else ""
        if day is None or token.lower not in {*RELATIVE, "yesterday", "today"}:
            continue
        if token.lower in RELATIVE:
            is_last = token.lower == "last"
            if following == "year":
                yield Time(place, day.year - is_last)
            elif following == "month":
                last = day.replace(day=1) - timedelta(days=is_last)
                yield Time(place, last.year, last.month)
            elif following == "week":
                yield _within(place, day - timedelta(2 * WEEK * is_last), day)
        else:
            that = day - timedelta(token.lower == "yesterday")
            yield Time(place, that.year, that.month, that.day, that.weekday())


def _within(place: int, first: date, last: date) -> Time:
    """The year and month of some days, if they are the same of all."""
    year = first.year if first.year == last.year else None
    return Time(place, year, first.month if year and first.month == last.month else None)


def _resolved(time: Time, statement: Statement) -> Time | None:
    """A date with what its article's day adds: the last such day before; None if unclear."""
    after = {token.lower for token in statement.tokens[time.place + 1 : time.place + 5]}
    if "year" in after and after & OTHER_YEARS:
        return None
    day = statement.day
    if time.year is not None or day is None:
        return time
    if time.month is not None:
        is_later = (time.month, time.day or 1) > (day.month, day.day)
        return time._replace(year=day.year - is_later)
    if time.weekday is None:
        return time
    that = day - timedelta((day.weekday() - time.weekday) % WEEK)
    return Time(time.place, that.year, that.month, that.day, time.weekday)
