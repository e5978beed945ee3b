"""Names, days and numbers as a reader sees them, each on one line."""

import unicodedata
from datetime import date

# They turn the order of the letters round, up to the end of the line.
BIDI_CONTROLS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
LEFT_TO_RIGHT_MARK = "\u200e"
BREAKS = frozenset({"Cc", "Zl", "Zp", "Cs"})  # control characters, line ends, half characters
UNSEEN = frozenset({"Cf", "Mn", "Me", "Zs"})  # by themselves: joiners, accents, spaces
MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)


def label(name: str, most: int) -> str:
    """A stranger's name for something, on one line of at most ``most`` UTF-16 units.

    It cannot turn round what stands beside it. Empty if there is nothing to show.

    >>> label(" Storm  closes the bridge ", 12)
    'Storm close…'
    """
    kept = (letter for letter in name if letter not in BIDI_CONTROLS)
    spaced = (" " if unicodedata.category(letter) in BREAKS else letter for letter in kept)
    line = " ".join("".join(spaced).split())
    if all(unicodedata.category(letter) in UNSEEN for letter in line):
        return ""
    if any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in line):
        return LEFT_TO_RIGHT_MARK + _cut(line, most - 2) + LEFT_TO_RIGHT_MARK
    return _cut(line, most)


def day_label(day: date | None) -> str:
    """A day in words; empty if it is not known.

    >>> day_label(date(2025, 3, 21))
    '21 March 2025'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else ""


def plural(count: int, one: str, many: str, **values: object) -> str:
    """Return the sentence that fits the count, with the count and the other values in it.

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


def utf16_length(text: str) -> int:
    """How long Telegram says a text is.

    >>> utf16_length("a😀")
    3
    """
    return len(text.encode("utf-16-le")) // 2


def _cut(line: str, most: int) -> str:
    if utf16_length(line) <= most:
        return line
    units = line.encode("utf-16-le")[: 2 * (most - 1)]
    return units.decode("utf-16-le", "ignore").rstrip() + "…"
