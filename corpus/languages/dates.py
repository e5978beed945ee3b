"""Finds the days that are written out in a text, by the month names of a language."""

import contextlib
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from corpus.languages.known import codes, language_of

EARLIEST, LATEST = 1900, 2199  # years; others may be those of another calendar
YEAR = r"(?P<year>\d{4})(?!\d)"
DAY = r"(?<!\d)(?P<day>\d{1,2})"
NUMBER = r"(?P<month>\d{1,2})"
NUMBERS = (
    rf"(?<!\d){YEAR}\s*年\s*{NUMBER}\s*月\s*{DAY}\s*日",
    rf"(?<!\d){YEAR}\s*년\s*{NUMBER}\s*월\s*{DAY}\s*일",
    rf"(?<![\d.])(?P<year>\d{{4}})(?P<mark>[-/.]){NUMBER}(?P=mark)(?P<day>\d{{1,2}})(?![\d])",
    rf"(?<![\d.]){DAY}(?P<mark>[-/.]){NUMBER}(?P=mark){YEAR}",
)
SHORT = r"(?:[^\W\d_]{1,4}\.?\s+)?"  # de, del, năm


class Written(NamedTuple):
    """A day and where it stands in a text."""

    day: date
    start: int
    end: int


def written_days(text: str, language: str | None) -> Iterator[Written]:
    """Yield the days in a text in the language with this code, those with names of months first.

    In numbers, the day stands before the month, or all are in the order of ISO 8601.
    """
    names, patterns = _patterns(language) if language in codes() else ({}, ())
    for pattern in patterns:
        for found in pattern.finditer(text):
            month = found["month"].casefold().rstrip(".")
            number = int(month) if month.isdecimal() else names.get(" ".join(month.split()), 0)
            year = int(found["year"])
            with contextlib.suppress(ValueError):
                if EARLIEST <= year <= LATEST:
                    yield Written(date(year, number, int(found["day"])), *found.span())


@cache
def _patterns(language: str) -> tuple[dict[str, int], tuple[re.Pattern[str], ...]]:
    names = {
        name.rstrip(".").replace("_", " ").casefold(): number
        for number, line in enumerate(language_of(language).months, 1)
        for name in line.split()
    }
    longest_first = sorted(names, key=len, reverse=True)
    month = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest_first)
    month = rf"(?P<month>{month})\.?"
    named = (
        rf"{DAY}(?:[.º°]|\W?[^\W\d_]{{1,3}}\b)?\s*{SHORT}{month},?\s*{SHORT}{YEAR}",
        rf"{month}\s+{DAY}(?:st|nd|rd|th)?,?\s+{SHORT}{YEAR}",
    )
    forms = (*(named if names else ()), *NUMBERS)
    return names, tuple(re.compile(form, re.IGNORECASE) for form in forms)
