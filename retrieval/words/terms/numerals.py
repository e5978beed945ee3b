"""Numbers as other languages than English write them: 48,5 and 11.000, 11 000, 11’000, ٣٫٥."""

import re
from functools import cache
from unicodedata import decimal

from retrieval.words.numbers import CURRENCIES, JOINT

SPACES = "\u00a0\u202f\u2009"
GROUPS = f"٬'’{SPACES}{JOINT}"
NUMBER = rf"(?:\d{{1,3}}(?:[.,{GROUPS}]\d{{2,3}})+(?!\d)(?:[.,٫]\d+)?|\d+(?:[.,:٫]\d+)*)"
SIGNS = "%％٪‰°" + "".join(CURRENCIES)
PERCENT = "％٪"
ARABIC_MARKS = str.maketrans("٫٬", ".,")
MARK = re.compile(rf"[.,'’{SPACES}{JOINT}]")
SPACED = re.compile(rf"(?<![\w.,:/-])[1-9]\d{{0,2}}(?:[ {SPACES}]\d{{3}})+(?![\d:/])")
FURTHER = re.compile(rf"\d[ {SPACES}]\d{{3}}(?!\d)")  # a quick test
SPACE = re.compile(f"[ {SPACES}]")


def numbers_joined(text: str) -> str:
    """The text with no spaces inside its numbers; offsets stay the same."""
    if not FURTHER.search(text):
        return text
    return SPACED.sub(lambda match: SPACE.sub(JOINT, match[0]), text)


@cache
def _digits(text: str) -> str:
    return "".join(str(decimal(one, one)) for one in text)


def numeral_terms(printed: str, mark: str) -> list[str]:
    """The terms of a number; ``mark`` is what the language writes before a fraction.

    >>> numeral_terms("48,5", ","), numeral_terms("11.000", ","), numeral_terms("٣٫٥", ".")
    (['48.5'], ['11000'], ['3.5'])
    >>> numeral_terms("12.05.2020", ","), numeral_terms("3:1", ","), numeral_terms("10:30", ",")
    (['12', '05', '2020'], ['3', '1'], ['10:30'])
    """
    ascii_digits = printed if printed.isascii() else _digits(printed).translate(ARABIC_MARKS)
    if ":" in ascii_digits:
        hour, _, rest = ascii_digits.partition(":")
        return [ascii_digits] if len(rest) > 1 else [hour, rest]
    marks = MARK.findall(ascii_digits)
    if not marks:
        return [ascii_digits]
    parts = MARK.split(ascii_digits)
    whole, fraction = parts, ""
    if _ends_in_fraction(marks, parts, mark):
        whole, fraction = parts[:-1], parts[-1]
    if len(whole) > 1 and not _are_groups(whole):
        return parts
    number = "".join(whole)
    fraction = fraction.rstrip("0")
    return [f"{number}.{fraction}" if fraction else number]


def _ends_in_fraction(marks: list[str], parts: list[str], mark: str) -> bool:
    """Whether the last mark stands before a fraction: it is the only one of its kind."""
    last = marks[-1]
    if last not in ".," or marks.count(last) > 1:
        return False
    return last == mark or len(marks) > 1 or len(parts[-1]) != 3


def _are_groups(parts: list[str]) -> bool:
    """Whether digits are groups of one number: 11.000.000, and 1,00,000 in India."""
    first, *middle, last = parts
    return len(first) <= 3 and len(last) == 3 and all(len(one) in (2, 3) for one in middle)
