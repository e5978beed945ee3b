"""Recognizes the lines of a page that are not the article's by the words of its language."""

import re
from collections.abc import Iterable
from functools import cache

from corpus.article import Reason
from corpus.languages.dates import written_days
from corpus.languages.known import codes, language_of
from corpus.languages.prose import MARKS, STOPS, WORD
from corpus.metadata import Metadata

KINDS = {
    "advertisements": Reason.ADVERTISEMENT,
    "sharing": Reason.SHARING,
    "more": Reason.READ_MORE,
    "newsletters": Reason.NEWSLETTER,
    "subscriptions": Reason.SUBSCRIPTION,
    "follow": Reason.FOLLOW_US,
    "credits": Reason.PHOTO_CREDIT,
    "cookies": Reason.COOKIES,
    "copyright": Reason.COPYRIGHT,
    "comments": Reason.COMMENTS,
    "pleas": Reason.APPEAL,
    "menus": Reason.NAVIGATION,
}
# Labels and buttons are no sentences; what else a page says to its visitor can be.
SENTENCES = frozenset("newsletters subscriptions follow cookies copyright pleas".split())
ANYTHING = ".{0,200}"
LONGEST = 120  # characters of a byline or a line with a date
MOST_NAMES = 8  # words of all names in a byline
MOST_AROUND, LONGEST_AROUND = 3, 14  # words around a date, and their letters
SHORT = 5  # letters of those that stand around any date
TIME = re.compile(r"(?<!\d)\d{1,2}[:.h時时]\s?\d\d(?:[:.]\d\d)?分?")
COUNT = r"[\d\s.,+]{1,12}"  # before "comments"
BEFORE_SIGN = re.compile(r"\\ (:|;|!|\\\?)")  # in an escaped phrase
TYPED_ALIKE = str.maketrans("ёЁ", "еЕ")  # one letter for another, so that places stay
LABEL = rf"[^{STOPS}]{{0,80}}(?!\W*[{STOPS}])"


def phrase_reason(line: str, language: str) -> Reason | None:
    """The reason to leave out a line by the words of the language with this code, if any."""
    patterns = _patterns(language) if language in codes() else ()
    line = line.translate(TYPED_ALIKE)
    return next((why for why, pattern in patterns if pattern.fullmatch(line)), None)


@cache
def _patterns(language: str) -> tuple[tuple[Reason, re.Pattern[str]], ...]:
    page = language_of(language).page
    every = ((kind, why, getattr(page, kind)) for kind, why in KINDS.items())
    return tuple((why, _lines(kind, phrases)) for kind, why, phrases in every if phrases)


def _lines(kind: str, phrases: Iterable[str]) -> re.Pattern[str]:
    every = "|".join(_pattern(phrase, is_label=kind not in SENTENCES) for phrase in phrases)
    return re.compile(rf"\W*(?:{every})\W*", re.IGNORECASE)


def _pattern(phrase: str, *, is_label: bool) -> str:
    """What a phrase matches; "…" in it stands for other words, before a label for a number."""
    parts = [_words(part) for part in phrase.translate(TYPED_ALIKE).split("…")]
    first, *others = parts
    if is_label and others and not first:
        return r"\s*".join((COUNT, others[0].removeprefix(r"\s+")))
    is_open = phrase.endswith("…") and not phrase.rstrip(" …").endswith((":", "：", "=", "＝"))
    if is_label and is_open:
        return ANYTHING.join(parts[:-1]) + LABEL
    return ANYTHING.join(parts)


def _words(part: str) -> str:
    """What words match: an apostrophe may be curly, and a sign may stand without its space."""
    text = BEFORE_SIGN.sub(r"\\s*\1", re.escape(part)).replace(r"\ ", r"\s+")
    return text.replace("'", "['’]")


def read_signed_line(line: str, language: str) -> tuple[Reason, Metadata] | None:
    """The reason to leave out a byline or a line with a date, and its metadata, or None."""
    if language not in codes() or len(line) > LONGEST:
        return None
    author = _author(line, language)
    if author:
        return Reason.BYLINE, Metadata(author=author)
    return _dated(line, language)


def _author(line: str, language: str) -> str | None:
    cased = line.upper() != line.lower()
    before, after = _signs(language_of(language).page.bylines)
    found = before.fullmatch(line) or (None if cased else after.fullmatch(line))
    if found is None:
        return None
    name = found["name"].strip()
    words = [word for word in name.split() if word[0].isalpha()]
    # A particle such as "von" has no capital, and in some scripts nothing has.
    capitals = sum(word[0].isupper() for word in words)
    is_name = capitals >= 2 and name[0].isupper() if cased else bool(words)
    return name if is_name and len(words) <= MOST_NAMES else None


@cache
def _signs(labels: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Lines with a name after one of these labels, and before one."""
    label = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in labels) or "(?!)"
    name = rf"(?P<name>[^\W\d_][\w{MARKS}'’.,&·・ -]{{1,80}}?)"
    return (
        re.compile(rf"\W*(?:{label})\s*(?:[:：/／=＝|｜]\s*|\s){name}[\s)）】\]]*", re.IGNORECASE),
        re.compile(rf"\W*{name}\s(?:{label})\W*", re.IGNORECASE),
    )


def _dated(line: str, language: str) -> tuple[Reason, Metadata] | None:
    page = language_of(language).page
    labels = tuple(sorted((*page.updated, *page.published), key=len, reverse=True))
    found = next(written_days(line, language), None)
    if found is None or not labels:
        return None
    before, after = line[: found.start].strip(), TIME.sub(" ", line[found.end :])
    own = next((one for one in labels if before.casefold().startswith(one.casefold())), "")
    rest = [*WORD.findall(before[len(own) :]), *WORD.findall(after)]
    # Days of the week, "at" and "o'clock" stay.
    if len(rest) > MOST_AROUND or any(len(word) > LONGEST_AROUND for word in rest):
        return None
    is_day = before.endswith((",", "،", "、")) or before.islower()
    is_short = not before and all(len(word) <= SHORT for word in rest)
    if not (own or is_day or is_short):
        return None
    is_update = own in page.updated
    day = found.day
    return Reason.DATE, Metadata(updated=day) if is_update else Metadata(published=day)
