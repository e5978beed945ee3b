"""Names, dates, numbers and lists as a reader sees them, each on one line."""

import unicodedata
from collections.abc import Sequence
from datetime import date

from corpus.months import ENGLISH

# These change the direction of the text up to the end of the line.
BIDI_CONTROLS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
LEFT_TO_RIGHT_MARK = "\u200e"
BREAKS = frozenset({"Cc", "Zl", "Zp", "Cs"})  # control characters, line ends, lone surrogates
INVISIBLE = frozenset({"Cf", "Mn", "Me", "Zs"})  # on their own: joiners, accents, spaces
MONTHS = tuple(map(str.capitalize, ENGLISH))
DAY = "{day} {month} {year}"
SHORT_MONTH = 3  # letters
JOINING = " ,;:–—-"  # left over where a name is cut
ALL_OF = "{others} and {last}"
ONE_OF = "{others} or {last}"


def label(name: str, most: int) -> str:
    """Return an untrusted name as one line of at most ``most`` UTF-16 units.

    It cannot change the direction of the text around it. Empty if nothing in it is visible. It is
    cut after a word, unless that would leave less than half.

    >>> label(" Storm  closes the bridge ", 16), label("A strengthening", 9)
    ('Storm closes…', 'A streng…')
    """
    if name.isascii() and name.isprintable():  # most names are; others take longer
        return _cut(" ".join(name.split()), most)
    kept = (letter for letter in name if letter not in BIDI_CONTROLS)
    spaced = (" " if unicodedata.category(letter) in BREAKS else letter for letter in kept)
    line = " ".join("".join(spaced).split())
    if all(unicodedata.category(letter) in INVISIBLE for letter in line):
        return ""
    if any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in line):
        return LEFT_TO_RIGHT_MARK + _cut(line, most - 2) + LEFT_TO_RIGHT_MARK
    return _cut(line, most)


def day_label(day: date | None) -> str:
    """Return a date in words; empty if it is unknown.

    >>> day_label(date(2025, 3, 21))
    '21 March 2025'
    """
    return DAY.format(day=day.day, month=MONTHS[day.month - 1], year=day.year) if day else ""


def short_day_label(day: date | None) -> str:
    """Return a date with the month abbreviated; empty if it is unknown.

    >>> short_day_label(date(2025, 9, 21))
    '21 Sep 2025'
    """
    if day is None:
        return ""
    return DAY.format(day=day.day, month=MONTHS[day.month - 1][:SHORT_MONTH], year=day.year)


def plural(count: int, one: str, many: str, **values: object) -> str:
    """Return the sentence that fits the count, with the count and the other values filled in.

    >>> plural(1, "one source", "{count} sources"), plural(8, "one source", "{count} sources")
    ('one source', '8 sources')
    """
    return (one if count == 1 else many).format(count=count, **values)


def counted(count: int, noun: str) -> str:
    """Return a count and its noun; sentences that readers see use ``plural`` instead.

    >>> counted(1, "source"), counted(8, "source")
    ('1 source', '8 sources')
    """
    return f"{count} {noun}{'s' * (count != 1)}"


def all_of(items: Sequence[str]) -> str:
    """Return the items as a list in a sentence.

    >>> all_of(["[1]"]), all_of(["[1]", "[2]", "[3]"])
    ('[1]', '[1], [2] and [3]')
    """
    return _in_sentence(items, ALL_OF)


def one_of(items: Sequence[str]) -> str:
    """Return the items as alternatives in a sentence.

    >>> one_of(["mayor", "ferry"])
    'mayor or ferry'
    """
    return _in_sentence(items, ONE_OF)


def utf16_length(text: str) -> int:
    """Return the length of a text as Telegram counts it.

    >>> utf16_length("a😀")
    3
    """
    return len(text.encode("utf-16-le")) // 2


def _in_sentence(items: Sequence[str], last_two: str) -> str:
    *others, last = items
    return last_two.format(others=", ".join(others), last=last) if others else last


def _cut(line: str, most: int) -> str:
    if utf16_length(line) <= most:
        return line
    units = line.encode("utf-16-le")[: 2 * (most - 1)]
    kept = units.decode("utf-16-le", "ignore")
    if line[len(kept)] != " " and (end := kept.rfind(" ")) >= len(kept) / 2:
        kept = kept[:end]
    return kept.rstrip(JOINING) + "…"
