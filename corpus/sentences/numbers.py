"""Tells whether a full stop after a number, or after the unit of a year, ends the sentence."""

import re

from corpus.sentences.abbreviations import Abbreviations

ORDINAL = re.compile(r"\d{1,3}|[IVX]{1,6}")
ALONE = re.compile(r"(?:^|[\s\"'“‘«„(\[{»”]|\.[–/-])$")  # not "3:2." or "2,5."
DATED = re.compile(r"\d{1,2}\.|[IVX]+\b")  # "5. 6.", "w latach 50. XIV wieku"
DAY = re.compile(r"\b\d{1,2}\.\s$")  # "5. 6. 2020"
NUMBER = re.compile(r"\d|[IVXLCDMХІ]+(?!\w)")  # Roman ones may be typed in Cyrillic
NEAR = 5  # words from a year to the end of the name of its era: "49 г. до н. э."
SHORT = 8  # words of a date that begins a sentence: "1 января 49 года до н. э. Цезарь"
ELIDED = re.compile("['’]")
MARKS = "\"'“‘«„([{–—-"


def is_ordinal(left: str, printed: str, right: str, words: Abbreviations) -> bool:
    """Whether a piece ends with an ordinal of the next word: "am 1. Januar", "az 1. Front"."""
    if not words.ordinals or not ORDINAL.fullmatch(printed):
        return False
    if right.split()[0].rstrip(",.").lower() in words.months:
        return printed.isdigit()
    before = left[: -len(printed) - 1]
    if not ALONE.search(before):
        return False
    previous = (before.split()[-1:] or [""])[0].lower()
    if previous.rstrip(".") in words.before_numbers:
        return False  # "Nr. 5. Danach", "Kat 3. Roma"
    counted = not words.before_ordinals or previous in words.before_ordinals
    dated = DATED.match(right) or (DAY.search(before) and right[0].isdigit())
    return counted or bool(dated) or is_date(left, words)


def ends_with_year(left: str, unit: str) -> bool:
    """Whether a number stands before this unit of a year, with which a piece ends."""
    near = NEAR if "." in unit else 1
    return any(NUMBER.match(word.strip(MARKS)) for word in left.split()[-near - 1 : -1])


def is_date(left: str, words: Abbreviations) -> bool:
    """Whether a piece is only a date, after which its sentence goes on: "В 1965 г."."""
    parts = left.split()
    first = ELIDED.split(parts[0].strip(MARKS).lower())[0]
    return len(parts) <= SHORT and (first in words.before_dates or first[:1].isdigit())
