"""Reads a period of days from a question: "this week", "on 23 March", "in 2023", "since May".

A period is relative if it depends on today's date alone; then it says when something must have
been published. Any other date can also be what the text tells of: "who won in 2014?".
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from corpus.article import Span
from corpus.months import ENGLISH, month_number

RECENT = 30  # days that count as recent
FEW = {"few": 3, "several": 3, "couple": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
       "seven": 7, "eight": 8, "nine": 9, "ten": 10}  # fmt: skip
UNIT_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30, "year": 365}
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
YEARS_BACK = 10  # in which a date without a year is looked for

MONTH_NAMES = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in ENGLISH if name != "september")
MONTH = rf"(?P<month>{MONTH_NAMES}|sept?(?:ember)?)\b\.?"
YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d,.]*\d|\w|%|-\d\d-)"
DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"


@dataclass(frozen=True, slots=True)
class Period:
    """Days, from the first to the last, and the words of the question that name them.

    If ``is_yearly``, the question names no year, so the same days of an earlier one can be meant.
    """

    since: date
    until: date
    span: Span
    is_relative: bool = False
    is_yearly: bool = False

    def earlier(self) -> "Iterator[Period]":
        """Yield the period, and the same days of the years before if no year is named."""
        yield self
        for years in range(1, YEARS_BACK + 1) if self.is_yearly else ():
            since, until = _years_before(self.since, years), _years_before(self.until, years)
            if since is not None and until is not None:
                yield Period(since, until, self.span)


def read_period(question: str, today: date | None) -> Period | None:
    """The first period that the question names; None if there is none.

    Without ``today``, only dates with a year are known.

    >>> read_period("what happened in March 2024?", None).until
    datetime.date(2024, 3, 31)
    >>> read_period("news of this week", date(2024, 3, 21)).since
    datetime.date(2024, 3, 18)
    """
    found = (
        (match.start(), order, match, read)
        for order, (pattern, read) in enumerate(PATTERNS)
        for match in pattern.finditer(question)
    )
    for _, _, match, read in sorted(found, key=lambda one: one[:2]):
        try:
            period = read(match, today)
        except (ValueError, OverflowError):  # no such day: 31 April
            continue
        if period is not None:
            return period
    return None


def label_of(question: str, period: Period) -> str:
    """A relative period in words that fit after "from".

    >>> question = "what happened in the last 3 days?"
    >>> label_of(question, read_period(question, date(2024, 3, 21)))
    'the last 3 days'
    """
    words = " ".join(question[slice(*period.span)].lower().split())
    words = POSSESSIVE.sub("", PREPOSITION.sub("", words))
    return f"the last {RECENT} days" if words in RECENTLY else words


def asks_for_latest(question: str) -> bool:
    """Whether a question asks for what is newest."""
    return LATEST.search(question) is not None


def _span(match: re.Match[str]) -> Span:
    return Span(*match.span())


def _named_days(match: re.Match[str], today: date | None) -> Period | None:
    """The period of "today", "last week", "this month" and the like."""
    if today is None:
        return None
    words = " ".join(match["words"].lower().split())
    since, until = _days_of(words, today)
    if (match["bound"] or "").lower() == "since":
        until = today
    return Period(since, until, _span(match), is_relative=True)


def _days_of(words: str, today: date) -> tuple[date, date]:
    which, _, unit = words.partition(" ")
    if words in ("yesterday", "last night"):
        return today - timedelta(1), today - timedelta(1)
    last = which == "last"
    if unit == "week":
        monday = today - timedelta(today.weekday())
        return (monday - timedelta(7), monday - timedelta(1)) if last else (monday, today)
    if unit == "month":
        first = today.replace(day=1)
        before = first - timedelta(1)
        return (before.replace(day=1), before) if last else (first, today)
    if unit == "year":
        first = date(today.year - last, 1, 1)
        return first, date(first.year, 12, 31) if last else today
    if which in ("today", "tonight", "this"):
        return today, today
    return today - timedelta(RECENT), today


def _last_days(match: re.Match[str], today: date | None) -> Period | None:
    """The period of "the last 3 days" and "the past week"."""
    if today is None:
        return None
    count = match["count"]
    few = FEW.get(count.split()[0].lower()) if count else 1
    number = few or int(count)
    days = ceil(number * UNIT_DAYS[match["unit"].lower().removesuffix("s")])
    return Period(today - timedelta(days), today, _span(match), is_relative=True)


def _weekday(match: re.Match[str], today: date | None) -> Period | None:
    if today is None:
        return None
    number = WEEKDAYS.index(match["weekday"].lower())
    back = (today.weekday() - number) % 7 or (7 if match["last"] else 0)
    day = today - timedelta(back)
    return _bounded(match, day, day, today)


def _iso(match: re.Match[str], today: date | None) -> Period:
    day = date(int(match["year"]), int(match["number"]), int(match["day"]))
    return _bounded(match, day, day, today)


def _day(match: re.Match[str], today: date | None) -> Period | None:
    month, number = _month_of(match), int(match["day"])
    if match["year"]:
        day = date(int(match["year"]), month, number)
        return _bounded(match, day, day, today)
    if today is None:
        return None
    day = date(today.year, month, number)
    if day > today:
        day = date(today.year - 1, month, number)
    return _bounded(match, day, day, today, is_yearly=True)


def _month(match: re.Match[str], today: date | None) -> Period | None:
    month = _month_of(match)
    year = match.groupdict().get("year")
    if year:
        return _bounded(match, *_whole_month(int(year), month), today)
    if today is None:
        return None
    days = _whole_month(today.year - (month > today.month), month)
    return _bounded(match, *days, today, is_yearly=True)


def _year(match: re.Match[str], today: date | None) -> Period:
    year = int(match["year"])
    return _bounded(match, date(year, 1, 1), date(year, 12, 31), today)


def _bounded(
    match: re.Match[str],
    since: date,
    until: date,
    today: date | None = None,
    *,
    is_yearly: bool = False,
) -> Period:
    """These days, or those since, after or before them, as the question says."""
    bound = " ".join((match.groupdict().get("bound") or "").lower().split())
    if bound == "since":
        return Period(since, today or date.max, _span(match))
    if bound == "after":
        return Period(until + timedelta(1), today or date.max, _span(match))
    if bound in ("before", "prior to"):
        return Period(date.min, since - timedelta(1), _span(match))
    if bound in ("until", "till", "up to"):
        return Period(date.min, until, _span(match))
    return Period(since, until, _span(match), is_yearly=is_yearly)


def _whole_month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _month_of(match: re.Match[str]) -> int:
    return month_number(match["month"]) or 0  # never 0: MONTH matches nothing but months


def _years_before(day: date, years: int) -> date | None:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return None


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w$€£./-])(?:{pattern})", re.IGNORECASE | re.VERBOSE)


RECENTLY = frozenset({"recently", "lately", "these days", "of late"})
PREPOSITION = re.compile(r"^(?:in|over|during|within|from|of(?! late)|for|since) ")
POSSESSIVE = re.compile("['’]?s$(?<!days)(?<!weeks)(?<!months)(?<!years)(?<!hours)")
FEW_WORDS = "|".join(FEW).replace("couple", r"couple(?:\s+of)?")
SINCE = r"(?P<bound>since|after|before|until|till|up\s+to|prior\s+to)"
IN = rf"""(?:(?:{SINCE}|in|during|from|of|for|throughout|by|late|early|mid)\s+
    (?:(?:early|late|mid)[\s-]+)?)"""
ON = rf"(?:(?:{SINCE}|on|from|dated|of)\s+(?:the\s+)?)"
COUNTED = r"(?:%|per|million|billion|people|troops|soldiers|dead|times|miles|km|euros|dollars)"
LATEST = _compiled(r"(?:latest|newest|most\s+recent(?:ly)?|current(?:ly)?|so\s+far|now)\b")
Read = Callable[[re.Match[str], date | None], Period | None]
PATTERNS: tuple[tuple[re.Pattern[str], Read], ...] = (
    (_compiled(r"""(?:(?P<bound>from|of|since|in)\s+)?(?P<words>today|tonight|yesterday|recently
        |lately|these\s+days|of\s+late|this\s+(?:morning|afternoon|evening|week|month|year)
        |last\s+(?:night|week|month|year))(?:['’]?s)?\b"""), _named_days),
    (_compiled(rf"""(?:(?:in|over|during|within|from|of|for)\s+)?(?:the\s+)?(?:last|past)\s+
        (?:(?P<count>\d{{1,3}}|{FEW_WORDS})\s+)?(?P<unit>(?:hour|day|week|month|year)s?)\b"""),
     _last_days),
    (_compiled(rf"(?:{SINCE}|on|this|(?P<last>last))\s+(?P<weekday>{'|'.join(WEEKDAYS)})\b"),
     _weekday),
    (_compiled(rf"{ON}?(?P<year>(?:19|20)\d\d)-(?P<number>[01]\d)-(?P<day>[0-3]\d)\b"), _iso),
    (_compiled(rf"{ON}?(?P<day>[0-3]?\d)\.\s?(?P<number>[01]?\d)\.\s?{YEAR}"), _iso),
    (_compiled(rf"{ON}?{DAY}\s+(?:of\s+)?{MONTH}(?:,?\s+{YEAR})?(?!\w)"), _day),
    (_compiled(rf"{ON}?{MONTH}\s+{DAY}\b(?!\s*{COUNTED})(?:,?\s+{YEAR})?"), _day),
    (_compiled(rf"{IN}?{MONTH},?\s+(?:of\s+)?{YEAR}"), _month),
    (_compiled(rf"(?:{SINCE}|in|during|throughout)\s+(?:(?:early|late|mid)[\s-]+)?{MONTH}(?!\w)"),
     _month),
    (_compiled(rf"{IN}?{YEAR}(?!\s+{COUNTED}\b)"), _year),
)  # fmt: skip
