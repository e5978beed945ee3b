"""When what a sentence tells happened, if it names a day without a year.

That is the last such day before its article: "on Monday", "on March 26".
"""

import re
from datetime import date, timedelta
from itertools import pairwise

from retrieval.answering.differing.statements import Statement, Token
from retrieval.asking.periods import WEEKDAYS

# A clause that begins with one of them tells of the same time as the one before it.
SAME_TIME = frozenset("and when while".split())
FORMER = frozenset("had ago earlier previously formerly once".split())
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
MONTH = rf"({'|'.join(MONTHS)})[a-z]*"
DAY = r"(\d{1,2})(?:st|nd|rd|th)?\b"
DATE = re.compile(rf"\b{MONTH}\.?\s+{DAY}|\b{DAY}\s+{MONTH}", re.IGNORECASE)


def happened(claim: Statement, found: Statement, published: date | None) -> date | None:
    """The day on which what a claim says happened, as a sentence of an article tells it.

    None if the sentence names no day, or another time, or says of something else that it was on
    that day.
    """
    times = found.years or found.periods or found.words & FORMER
    if published is None or times or max(len(found.days), len(found.months)) > 1:
        return None
    named = found.days or found.months
    place = next((at for at, one in enumerate(found.tokens) if _names(one, named)), None)
    if place is None or found.mode(place) != "fact" or place in found.saying:
        return None
    told = found.content_of(_told_with(found, place))
    if not claim.content & found.content - {*claim.all_names} <= told:
        return None
    if found.months:
        return _last_date(found.text, published)
    (weekday,) = found.days
    return published - timedelta((published.weekday() - WEEKDAYS.index(weekday)) % 7)


def _names(token: Token, days: frozenset[str]) -> bool:
    return token.is_name and (token.lower in days or token.lower[:3] in days)


def _last_date(text: str, published: date) -> date | None:
    """The last day before an article that a sentence of it gives as month and day."""
    match = DATE.search(text)
    if match is None:
        return None
    month, day = (match[1], match[2]) if match[1] else (match[4], match[3])
    number = MONTHS.index(month.lower()) + 1
    year = published.year - ((number, int(day)) > (published.month, published.day))
    try:
        return date(year, number, int(day))
    except ValueError:
        return None


def _told_with(found: Statement, place: int) -> list[int]:
    """The places of the clause of a token and of those that tell of the same time."""
    clauses = [found.clause_of(at) for at, _ in enumerate(found.tokens)]
    every = sorted({(clause[0], clause[-1]) for clause in clauses})
    at = next(number for number, (first, last) in enumerate(every) if first <= place <= last)
    joined = [found.tokens[first].lower in SAME_TIME for _, (first, _) in pairwise(every)]
    start, end = at, at
    while start and joined[start - 1]:
        start -= 1
    while end < len(joined) and joined[end]:
        end += 1
    return list(range(every[start][0], every[end][1] + 1))
