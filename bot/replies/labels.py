"""Names, dates, numbers and lists as a reader sees them, each on one line."""

import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import reduce

from bot.wording.isolates import isolated
from bot.wording.wording import Wording, speaks_right_to_left

# These change the direction of the text up to the end of the line.
BIDI_CONTROLS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
BREAKS = frozenset({"Cc", "Zl", "Zp", "Cs"})  # control characters, line ends, lone surrogates
INVISIBLE = frozenset({"Cf", "Mn", "Me", "Zs"})  # on their own: joiners, accents, spaces
JOINING = " ,;:–—-"  # left over where a name is cut

DAY = Wording("{day} {month} {year}", "date")
MONTHS = (
    Wording("January", "month"),
    Wording("February", "month"),
    Wording("March", "month"),
    Wording("April", "month"),
    Wording("May", "month"),
    Wording("June", "month"),
    Wording("July", "month"),
    Wording("August", "month"),
    Wording("September", "month"),
    Wording("October", "month"),
    Wording("November", "month"),
    Wording("December", "month"),
)
SHORT_MONTHS = (
    Wording("Jan", "month, short"),
    Wording("Feb", "month, short"),
    Wording("Mar", "month, short"),
    Wording("Apr", "month, short"),
    Wording("May", "month, short"),
    Wording("Jun", "month, short"),
    Wording("Jul", "month, short"),
    Wording("Aug", "month, short"),
    Wording("Sep", "month, short"),
    Wording("Oct", "month, short"),
    Wording("Nov", "month, short"),
    Wording("Dec", "month, short"),
)
NEXT = Wording("{others}, {next}", "list")
BOTH = Wording("{first} and {last}", "list of two")
ALL_OF = Wording("{others} and {last}", "list of more than two")
EITHER = Wording("{first} or {last}", "list of two")
ONE_OF = Wording("{others} or {last}", "list of more than two")


def label(name: str, most: int) -> str:
    """Return an untrusted name as one line of at most ``most`` UTF-16 units.

    It cannot change the direction of the text around it: if it could, it is in an isolate. Empty
    if nothing in it is visible. It is cut after a word, unless that would leave less than half.

    >>> label(" Storm  closes the bridge ", 16), label("A strengthening", 9)
    ('Storm closes…', 'A streng…')
    """
    line = plain_label(name, most)
    if speaks_right_to_left() or _runs_to_left(line):
        return isolated(plain_label(name, most - 2))
    return line


def plain_label(name: str, most: int) -> str:
    """Return the same without isolates, for what is not shown in another text."""
    if name.isascii() and name.isprintable():  # most names are; others take longer
        return _cut(" ".join(name.split()), most)
    kept = (letter for letter in name if letter not in BIDI_CONTROLS)
    spaced = (" " if unicodedata.category(letter) in BREAKS else letter for letter in kept)
    line = " ".join("".join(spaced).split())
    if all(unicodedata.category(letter) in INVISIBLE for letter in line):
        return ""
    return _cut(line, most)


def day_label(day: date | None) -> str:
    """Return a date in words; empty if it is unknown.

    >>> day_label(date(2025, 3, 21))
    '21 March 2025'
    """
    return _in_words(day, MONTHS) if day else ""


def short_day_label(day: date | None) -> str:
    """Return a date with the month abbreviated; empty if it is unknown.

    >>> short_day_label(date(2025, 9, 21))
    '21 Sep 2025'
    """
    return _in_words(day, SHORT_MONTHS) if day else ""


def counted(count: int, noun: str) -> str:
    """Return a count and its noun in English; sentences that readers see are ``Counted``.

    >>> counted(1, "source"), counted(8, "source")
    ('1 source', '8 sources')
    """
    return f"{count} {noun}{'s' * (count != 1)}"


def all_of(items: Sequence[str]) -> str:
    """Return the items as a list in a sentence.

    >>> all_of(["[1]"]), all_of(["[1]", "[2]", "[3]"])
    ('[1]', '[1], [2] and [3]')
    """
    return _in_sentence(items, BOTH, ALL_OF)


def one_of(items: Sequence[str]) -> str:
    """Return the items as alternatives in a sentence.

    >>> one_of(["mayor", "ferry"])
    'mayor or ferry'
    """
    return _in_sentence(items, EITHER, ONE_OF)


def listed(items: Sequence[str]) -> str:
    """Return the items, at least one, in a row.

    >>> listed(["[1]", "[2]", "[3]"])
    '[1], [2], [3]'
    """
    first, *others = items
    return reduce(lambda before, one: NEXT.format(others=before, next=one), others, first)


def utf16_length(text: str) -> int:
    """Return the length of a text as Telegram counts it.

    >>> utf16_length("a😀")
    3
    """
    return len(text.encode("utf-16-le")) // 2


def _runs_to_left(line: str) -> bool:
    """Whether any part of a line is written from right to left."""
    return not (line.isascii() or RIGHT_TO_LEFT.isdisjoint(map(unicodedata.bidirectional, line)))


def _in_words(day: date, months: Sequence[Wording]) -> str:
    # The parts of a date need no isolates: all of it is in one where it is used.
    return str(DAY).format(day=day.day, month=months[day.month - 1], year=day.year)


def _in_sentence(items: Sequence[str], two: Wording, more: Wording) -> str:
    *others, last = items
    if not others:
        return last
    if len(others) == 1:
        return two.format(first=others[0], last=last)
    return more.format(others=listed(others), last=last)


def _cut(line: str, most: int) -> str:
    if utf16_length(line) <= most:
        return line
    units = line.encode("utf-16-le")[: 2 * (most - 1)]
    kept = units.decode("utf-16-le", "ignore")
    if line[len(kept)] != " " and (end := kept.rfind(" ")) >= len(kept) / 2:
        kept = kept[:end]
    return kept.rstrip(JOINING) + "…"
