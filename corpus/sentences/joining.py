"""Joins pieces of a paragraph that form one sentence."""

import re
from collections.abc import Iterable

from corpus.sentences.abbreviations import Abbreviations
from corpus.sentences.marks import WIDE
from corpus.sentences.numbers import ends_with_year, is_date, is_ordinal

OPENING = "\"'“‘«„([{¿¡"
LONGEST = 24  # characters of an abbreviation with its parts
CONTEXT = 200  # characters on each side that can affect a boundary

# Closing marks and commas. “ closes a German quotation, and opens an English one.
# »So« opens a German quotation, and ”So” a Swedish one.
BELONGS_BEFORE = re.compile(r"[)\]},;:،؛、…]|[»”](?!\w)|[“\"'’»]+[,;:]|“\s")
NOTE = re.compile(r"\[[^\[\]]{1,60}\]")  # "It is old. [Citation needed]"
KOREAN_CLOSING = re.compile("[\"']+[\uac00-\ud7a3]")  # "가자."라고 말했다.
QUESTION_IN_QUOTES = re.compile(r"[?!؟][\"”’'»]+$")
# "¿y qué pasó?", "'s Avonds bleef het rustig.": sentences that begin in lower case
BEGINS = re.compile(r"[¿¡]|['’][st]\s+[A-Z]")
LIST_NUMBER = re.compile(r"[•⁃]?\s?[(\[]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)\]]{1,2}")
PLAIN_END = re.compile(r"[^\W\d_]{2}[.?!]+[\"”’)]*$|[?!]$")
# The last word, with the parts of an abbreviation like "z. B." or "EE. UU."
LAST_WORD = re.compile(
    r"((?:(?<![^\W_])[^\W\d_]{1,2}\.\s){0,3}[^\s.,;:\"'“”‘’«»„()\[\]–—-]+(?:\.[\w-]+)*)\.$"
)
WIDE_LETTER = re.compile(f"[{WIDE}]")  # written to a word without a space

FIRST_WORD = re.compile(rf"[{re.escape(OPENING)}”»–—-]*\s?([\w’'.-]*\w)")
WORD = re.compile(r"\w+")
INDIC = re.compile(r"[\u0900-\u0dff.]{1,3}|[\u0900-\u0dff]+(?:\.[\u0900-\u0dff]+)+")
# "Vol. II", "No. A-12", "Apt. 4B"; a single letter only after a capital: "Fig. B".
NUMERAL = re.compile(r"\d|(?=[IVXLCDM]{2})[IVXLCDM]+(?![\w’'])|[A-Z]-?\d|[A-Z]{1,2}-[A-Z\d]")
LETTER = re.compile(r"[A-Z](?![\w’'.])")
PREFIXED = 2  # letters of an initial with "and" before it: וש. י. עגנון
INITIAL = re.compile(r"[^\W\d_]\.")
INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+[^\W\d_]")  # W.E.B., J.-P.
JOINED = re.compile(r"\w[\"'׳״’]$")  # the letter after it is a part of a word: דו"ח
HANGUL = re.compile("[\uac00-\ud7a3]")
# "Cllr. Berg", "Mme. Dahl": an abbreviation of a title has no vowel ...
NO_VOWEL = re.compile(r"[B-DF-HJ-NP-TV-XZ][b-df-hj-np-tv-xz]{1,5}")
# ... or, where it has one, begins the sentence: "Capt. Berg said so."
SHORT = re.compile(r"[A-Z][a-z]{1,3}")
# "Acme! Inc.": the mark belongs to the name.
COMPANY = re.compile(r"(?:Inc|Ltd|Corp|Co|LLC|L\.L\.C|Plc|PLC|plc|GmbH|AG|S\.A|SA|NV|N\.V)\b")


def merged(
    text: str, pieces: Iterable[tuple[int, int]], words: Abbreviations, *, informal: bool
) -> list[tuple[int, int]]:
    """The pieces, joined where they form one sentence."""
    found: list[tuple[int, int]] = []
    for start, end in pieces:
        if found and _belong_together(text, found[-1], (start, end), words, informal=informal):
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


def first_word(text: str, at: int = 0) -> str:
    """The word that begins here, in lower case and without "’s" and the like; may be empty."""
    found = FIRST_WORD.match(text, at, at + CONTEXT)
    return found[1].lower().replace("’", "'").partition("'")[0] if found else ""


def ends_street(left: str, word: str, words: Abbreviations) -> bool:
    """Whether "St." and the like is a street: "Main St.", "42nd St."."""
    before = left.split()[-2:-1]
    named = bool(before) and (before[0][0].isupper() or before[0][0].isdigit())
    return word in words.streets and named


def _belong_together(
    text: str,
    before: tuple[int, int],
    after: tuple[int, int],
    words: Abbreviations,
    *,
    informal: bool,
) -> bool:
    """Whether two pieces form one sentence."""
    left = text[max(before[0], before[1] - CONTEXT) : before[1]]
    right = text[after[0] : min(after[1], after[0] + CONTEXT)]
    whole = before[1] - before[0] <= CONTEXT
    if not WORD.search(right) or BELONGS_BEFORE.match(right) or NOTE.fullmatch(right):
        return True
    if whole and (LIST_NUMBER.fullmatch(left) or not WORD.search(left)):
        return True
    if left[-1] == "!" and COMPANY.match(right):
        return True
    if before[1] == after[0] and KOREAN_CLOSING.match(right):
        return True
    return _ends_open(left, right, words) or _continues(left, right, words, informal=informal)


def last_word(text: str, end: int) -> re.Match[str] | None:
    """The word before the full stop that ends here."""
    begin = max(end - LONGEST, 0)
    if not text[begin:end].isascii():
        for wide in WIDE_LETTER.finditer(text, begin, end - 1):
            begin = wide.end()
    return LAST_WORD.search(text, begin, end)


def known_form(printed: str, words: Abbreviations) -> str:
    """An abbreviation of several parts without its spaces, if it is one; else its last part."""
    whole = printed.replace(" ", "")
    return whole if whole.lower() in words.others else printed.rpartition(" ")[2]


def _ends_open(left: str, right: str, words: Abbreviations) -> bool:
    """Whether the left piece ends with an abbreviation that belongs to the next word."""
    last = last_word(left, len(left)) if left[-1] == "." else None
    if last is None:
        return False
    printed = known_form(last[1], words)
    word = printed.lower()
    first = first_word(right)
    starts = first in words.starters
    if announces_number(word, words) and _is_number(printed, right, words):
        return True
    if printed[0].isupper() and word in words.names:
        return not starts
    if word in words.ranks and printed.istitle():
        return not starts
    if word in words.titles:
        named = not starts or first in words.surnames
        return named or not ends_street(left, word, words)
    return not starts and _goes_on(left, printed, right, words)


def _goes_on(left: str, printed: str, right: str, words: Abbreviations) -> bool:
    """Whether a sentence goes on after this word, if no frequent starter comes next."""
    word = printed.lower()
    if word in words.eras and ends_with_year(left, word):
        return is_date(left, words)
    first = first_word(right)
    if word in words.others and word not in words.ends and first not in words.titles:
        return True
    if word in words.ends and first in words.others:
        return True  # "5 mil. Kč"
    initial = _is_initial(left, printed, right, words)
    return (
        initial
        or is_ordinal(left, printed, right, words)
        or _is_title(left, printed, right, words)
    )


def announces_number(word: str, words: Abbreviations) -> bool:
    """Whether a number can follow this abbreviation, such as "No." or "Hauptstr."."""
    return word in words.before_numbers or word.endswith(tuple(words.numbered_streets))


def _is_number(printed: str, right: str, words: Abbreviations) -> bool:
    """Whether the right piece begins with the number that an abbreviation announces."""
    if NUMERAL.match(right):
        return True
    lettered = printed[0].isupper() and printed.lower() in words.lettered
    return lettered and bool(LETTER.match(right))


def _is_initial(left: str, printed: str, right: str, words: Abbreviations) -> bool:
    """Whether a word is an initial."""
    single = len(printed) == 1 and printed.isalpha()
    if single and not _is_cased(printed):
        return not HANGUL.match(printed) and not JOINED.search(left[:-2])
    if single and printed.isupper():  # Punkt takes it for one only before a capital
        caseless = right[0].isalpha() and not _is_cased(right[0])
        return caseless or bool(INITIAL.match(right))
    if INDIC.fullmatch(printed):
        return printed not in words.complete
    if len(printed) == PREFIXED and printed.isalpha() and not _is_cased(printed):
        return bool(INITIAL.match(right))
    capitals = printed.isupper() or not _is_cased(printed)
    return capitals and bool(INITIALS.fullmatch(printed)) and not _known(printed, words)


def _is_cased(text: str) -> bool:
    return text.lower() != text.upper()


def _known(printed: str, words: Abbreviations) -> bool:
    return printed.lower() in words.others


def _is_title(left: str, printed: str, right: str, words: Abbreviations) -> bool:
    """Whether a word looks like an abbreviated title before a name."""
    if not right[0].isupper():
        return False
    if NO_VOWEL.fullmatch(printed) and not _known(printed, words):
        return True
    alone = left.strip(OPENING) == f"{printed}."
    incomplete = bool(words.complete) and printed.lower() not in words.complete
    return alone and incomplete and bool(SHORT.fullmatch(printed))


def _continues(left: str, right: str, words: Abbreviations, *, informal: bool) -> bool:
    """Whether the right piece continues the sentence: lower case, or "he said" and the like."""
    first = FIRST_WORD.match(right)
    if first is None or first[1][0].isdigit():
        return False
    if left[-1] in ".?!…" and BEGINS.match(right):
        return False
    if first[1].islower() and not left.endswith(":"):
        return not (informal and PLAIN_END.search(left))
    if not QUESTION_IN_QUOTES.search(left):
        return False
    early = [word.lower() for word in right.split(None, 4)[:4]]
    spoken = early[1:] if _is_cased(first[1]) else early  # else the verb can come first
    return any(word.strip(",.،。।") in words.speaking for word in spoken)
