"""Numbers and units in all their spellings: 5 million, $5m, 12 km, -3°C, 2.5 per cent.

A number is one term however it is written: "eleven thousand", "11,000" and "11 000" are all
"11000". ``phrases_joined`` makes one word of a number that is written in several.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from unicodedata import decimal

JOINT = "\x1f"  # stands for a space inside a number
GROUP_SPACES = "\u00a0\u202f\u2009" + JOINT
SPACE = "[ \u00a0\u202f\u2009]"
UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
VALUES = {word: value for value, word in enumerate(UNITS)}
VALUES |= {word: 10 * value for value, word in enumerate(TENS, 2)}
SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "dozen": 12,
}
STARTS = frozenset(("a", "an", "half", *VALUES, *SCALES))
ALONE = frozenset((*SCALES, "zero", "one", "half"))  # words that count only beside others
SUFFIXES = {
    "k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "b": 10**9, "bn": 10**9, "tn": 10**12,
    "trn": 10**12, "t": 10**12,
}  # fmt: skip
SIZES = ((13, "trillion"), (10, "billion"), (7, "million"))  # digits of the whole part
CURRENCIES = {
    "$": "dollar", "£": "pound", "€": "euro", "¥": "yen", "₹": "rupee", "₽": "rouble", "₩": "won",
    "₺": "lira", "₴": "hryvnia", "₪": "shekel", "₦": "naira", "₱": "peso",
}  # fmt: skip
# Units as they are shortened, and other spellings, with the words they stand for.
SHORTENED = {
    "km": "kilometre", "kms": "kilometre", "kilometer": "kilometre", "kilometers": "kilometre",
    "cm": "centimetre", "centimeter": "centimetre", "centimeters": "centimetre",
    "mm": "millimetre", "millimeter": "millimetre", "millimeters": "millimetre",
    "meter": "metre", "meters": "metre", "liter": "litre", "liters": "litre",
    "kg": "kilogram", "kgs": "kilogram", "kilo": "kilogram", "kilos": "kilogram",
    "kilogramme": "kilogram", "kilogrammes": "kilogram", "lb": "pound", "lbs": "pound",
    "oz": "ounce", "ft": "foot", "yd": "yard", "yds": "yard", "hr": "hour", "hrs": "hour",
    "mins": "minute", "secs": "second", "sq": "square", "pct": "percent", "kwh": "kilowatt hour",
    "kw": "kilowatt", "mw": "megawatt", "gw": "gigawatt", "mph": "mile hour",
    "kph": "kilometre hour", "kmh": "kilometre hour", "bn": "billion", "tonnes": "ton",
    "tonne": "ton", "ww1": "world war", "wwi": "world war", "ww2": "world war",
    "wwii": "world war",
}  # fmt: skip
PERCENT = ("%", "％", "٪", f"per{JOINT}cent")
SIGNS: dict[str, tuple[str, ...]] = dict.fromkeys(PERCENT, ("percent",))
SIGNS |= {"°": ("degree",), "°c": ("degree", "celsius"), "°f": ("degree", "fahrenheit")}
ORDINALS = {"2nd": "second", "3rd": "third"}
NTH = (
    "fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
SPELLED_ORDINALS = {word: f"{value}th" for value, word in enumerate(NTH, 4)}

_CURRENCY = f"[{''.join(CURRENCIES)}]"
_WORDS = "|".join((*UNITS[2:], *TENS))
_SCALES = "|".join(SCALES)
_SUFFIXES = "|".join(sorted(SUFFIXES, key=len, reverse=True))
_DIGITS = (
    rf"(?:\d{{1,3}}(?:[,{GROUP_SPACES}]\d{{3}})+(?!\d)(?:\.\d+)?"  # 11,000  1,234.5
    r"|(?<![\d,])\d+,\d{1,2}(?![\d,])"  # 2,5
    r"|\d+(?:[.:]\d+)*)"  # 11000  4.2  10:30
)
NUMBER = (
    rf"(?: (?=[\d\-−UACNH{''.join(CURRENCIES)}]) (?:(?<![^\s(\[“\"'‘])[-−])?"
    rf"(?:(?:US|A|C|NZ|HK)?{_CURRENCY})? {_DIGITS}"
    rf"(?: (?:[{JOINT}-](?:(?i:{_SCALES})(?![^\W_])|(?i:bn|mn|tn)(?!\w)))+"
    rf"| (?i:{_SUFFIXES}|pc)(?!\w) | (?:st|nd|rd|th)(?!\w) | °?C(?!\w))? )"
)
SIGN = r"(?: [%％٪] | °[CF]?(?!\w) )"
_PART = rf"(?:{_WORDS}|one|{_SCALES})"
# What a number of several words has after its first: a quick test.
FURTHER = re.compile(
    r" (?:[Hh]undred|[Tt]housand|[MmBb]illion|[Tt]rillion|[Dd]ozen|[Cc]ent\b|[bmt]n\b"
    r"|(?<=\d )\d{3}(?!\d))"
)
OTHER_SPACE = "\u00a0"
PHRASE = re.compile(
    rf"""
      (?<![\w.,]) (?:half{SPACE}a|an?|one|{_WORDS}) (?:(?:{SPACE}|-)(?:and{SPACE})?{_PART}\b)+
    | (?<![\d.,]) {_CURRENCY}? \d[\d,]*(?:\.\d+)? (?:{SPACE}(?:{_SCALES}|bn|mn|tn)\b)+
    | (?<![\w.,:/-]) {_CURRENCY}? [1-9]\d{{0,2}} (?:{SPACE}\d{{3}})+ (?![\d:/]|[.,]\d)
    | \b per{SPACE}cent \b
    """,
    re.VERBOSE | re.IGNORECASE,
)
MONTH = re.compile(r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\.? $", re.I)
TIME = re.compile(r"(?<![\d.])(\d{1,2})\.(\d\d)(?= ?[ap]\.?m\b)", re.IGNORECASE)  # 5.30 p.m.
MOST_WORDS = 30  # of a number; "a-a-a" without end is none
SCORE = re.compile(r"(\d+):(\d)")  # 3:1
PARTS = re.compile(
    rf"(?P<sign>[-−])?(?:US|A|C|NZ|HK)?(?P<currency>{_CURRENCY})?(?P<digits>{_DIGITS})(?P<rest>.*)",
    re.DOTALL,
)
GROUP_MARKS = re.compile(rf"[,{GROUP_SPACES}](?=\d{{3}})")
SPACES = re.compile(SPACE)
SPLIT = re.compile(rf"[{JOINT} -]+")


def phrases_joined(text: str) -> str:
    """The text with no spaces inside its numbers and colons in times; offsets stay the same."""
    if "." in text:
        text = TIME.sub(r"\1:\2", text)
    if FURTHER.search(text) or (OTHER_SPACE in text):
        return PHRASE.sub(_joined, text)
    return text


def _joined(match: re.Match[str]) -> str:
    phrase = match[0]
    before = match.string[max(match.start() - 10, 0) : match.start()]
    if phrase[-1].isdigit() and MONTH.search(before):
        return phrase  # "on May 3 300 people" has two numbers
    return SPACES.sub(JOINT, phrase)


def number_terms(printed: str) -> tuple[str, ...]:
    """The words of a number that begins with a sign, a currency or a digit.

    >>> number_terms("$1.5m"), number_terms("-12°C"), number_terms("3rd")
    (('1500000', 'million', 'dollar'), ('minus', '12', 'degree', 'celsius'), ('third',))
    """
    parts = PARTS.fullmatch(printed)
    if parts is None:
        return (printed,)
    if score := SCORE.fullmatch(printed):
        return score.groups()
    digits = _plain(parts["digits"])
    rest = parts["rest"].lower()
    currency = CURRENCIES.get(parts["currency"] or "", "")
    found = ["minus"] if parts["sign"] else []
    found += _with_rest(digits, rest, money=bool(currency))
    return (*found, currency) if currency else tuple(found)


def is_in_name(terms: Iterable[str]) -> bool:
    """Whether a word that may hold a number is a name with one, given its terms: "A-380"."""
    return any(term[-1].isdecimal() and not term[0].isdecimal() for term in terms)


def _with_rest(digits: str, rest: str, *, money: bool) -> list[str]:
    """The words of a number and what is written next to it: "m", "th", "°C", "-million"."""
    if not rest:
        return sized(digits)
    if rest in SUFFIXES:
        value = _times(digits, SUFFIXES[rest])
        plain = {"m": [digits, "metre"], "t": [digits, "ton"], "b": [digits, rest]}
        return [*sized(value), *(() if money else plain.get(rest, ()))]
    if rest == "pc":
        return [digits, "percent"]
    if rest in ("st", "nd", "rd", "th"):
        ordinal = f"{digits}{rest}"
        return [ORDINALS[ordinal]] if ordinal in ORDINALS else [digits, ordinal]
    if rest.strip(" °") == "c":
        return [digits, "degree", "celsius"]
    for scale in filter(None, SPLIT.split(rest)):
        digits = _times(digits, SCALES.get(scale) or SUFFIXES[scale])
    return sized(digits)


def sized(digits: str) -> list[str]:
    """A number and its size in words, if it is large: 5000000 is also "million"."""
    whole = len(digits.partition(".")[0])
    size = next((word for length, word in SIZES if whole >= length), None)
    return [digits, size] if size else [digits]


def sign_words(sign: str) -> tuple[str, ...] | None:
    """The words that a sign such as "%" or "°C" stands for; None if it has none."""
    return SIGNS.get(sign.lower())


def spelled_number(words: Sequence[str]) -> str | None:
    """The digits of a number in words, in lower case; None if it is not a number.

    >>> spelled_number(["eleven", "thousand"]), spelled_number(["twenty", "five"])
    ('11000', '25')
    """
    half = words[0] == "half"
    total = part = 0
    for word in words[1 if half else 0 :]:
        if word in VALUES and _adds(part % 100, VALUES[word]):
            part += VALUES[word]
        elif word in ("hundred", "dozen"):
            part = max(part, 1) * SCALES[word]
        elif word in SCALES:
            total += max(part, 1) * SCALES[word]
            part = 0
        elif word not in ("a", "an", "and"):
            return None
    value = total + part
    return str(value // 2 if half else value) if value else None


def leading_number(words: Sequence[str]) -> tuple[str | None, int]:
    """The digits of the number that the first words spell, and how many words it has.

    A word such as "million" or "one" alone is none.
    """
    if words[0] not in STARTS:
        return None, 0
    for count in range(min(len(words), MOST_WORDS), 0, -1):
        number = spelled_number(words[:count])
        if number and words[count - 1] not in ("a", "an", "and"):
            if count == 1 and words[0] in ALONE:
                break
            return number, count
    return None, 0


def _adds(before: int, value: int) -> bool:
    """Whether a number word can follow one: "twenty-five" but not "seven eleven"."""
    return not before or (before % 10 == 0 and value < 10)


def _plain(digits: str) -> str:
    """Digits without marks between groups and without zeros at the end of a fraction."""
    if not digits.isascii():
        digits = "".join(str(decimal(one, one)) for one in digits)
    plain = GROUP_MARKS.sub("", digits).replace(",", ".")
    if plain.count(".") == 1 and ":" not in plain:
        plain = plain.rstrip("0").rstrip(".")
    return plain


def _times(digits: str, factor: int) -> str:
    try:
        value = Decimal(digits) * factor
    except ArithmeticError:  # 10:30 or 1.2.3
        return digits
    return format(value.normalize(), "f")
