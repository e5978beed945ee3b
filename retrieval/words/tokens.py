"""The words of a text, as printed: what counts as one word, in any script.

Characters that nobody sees, such as soft hyphens, are inside words. Scripts without spaces between
words give pairs of neighboring characters, which is how Lucene's CJKAnalyzer indexes them.
"""

import re
from collections.abc import Iterable, Iterator

from retrieval.words.numbers import JOINT, NUMBER, SIGN

APOSTROPHES = "'’ʼ＇`´"
HYPHENS = r"\-‐‑"
UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"
# Chinese characters, kana, and the letters and vowels of Thai, Lao, Burmese and Khmer.
WIDE = (
    "\u3005-\u3007\u3041-\u3096\u3099-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u103f\u1780-\u17d3"
)
# Accents and vowel signs that follow their letters as characters of their own.
MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
    "\u0981-\u0983\u09bc-\u09cd\u09d7\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71\u0a81-\u0a83"
    "\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bcd\u0bd7\u0c00-\u0c04\u0c3c-\u0c56"
    "\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d4d\u0d57\u0d81-\u0d83\u0dca-\u0ddf"
)
# An accent may follow its letter as its own character. ASCII comes first because it is faster.
LETTERS = (
    rf"(?:[A-Za-z0-9]++|[^\W_{WIDE}]++)(?:[A-Za-z0-9]++|[^\W_{WIDE}]++|[{MARKS}{UNSEEN}]++)*+"
)
WORD = re.compile(
    rf"""
      (?: (?:[^\W\d_]\.){{2,}} (?:[^\W\d_](?![\w.]))? )          # U.S.  D.C.  p.m
    | {NUMBER}                                                    # 11,000  4.2  10:30  $5m
    | {SIGN}                                                      # %  °C
    | (?: [#＃](?=\w) [^\W{WIDE}]+ )                              # #SaveTheHarbour
    | (?: {LETTERS} (?:[{APOSTROPHES}{HYPHENS}{JOINT}]{LETTERS})* )  # Putin's  anti-missile
    | (?: [{WIDE}]+ )                                             # 渡轮码头
    """,
    re.VERBOSE,
)
UNSEEN_CHARACTER = re.compile(f"[{UNSEEN}]")
WIDE_RUN = re.compile(f"[{WIDE}]+")
TAG_RUN = re.compile(r"[^\W\d_]+|\d+")
# Words that ask, which no answer repeats: no pair crosses them.
ASKING = re.compile(
    "什么时候|什麼時候|为什么|為什麼|什么|什麼|甚麼|多少|哪里|哪裡|哪儿|哪些|哪个|哪個|哪|怎么样|怎么|怎麼|怎样|"
    "怎樣|如何|何时|何時|是谁|是誰|谁|誰|几个|幾個|吗|嗎|呢|是多少|いつ|どこ|だれ|なぜ|どの|どんな|"
    "いくつ|いくら|どれ|何"
)
# Japanese endings and particles, and Chinese ones that stand alone, have no meaning of their own.
HIRAGANA = re.compile("[\u3041-\u309f]+")
PARTICLES = frozenset("的了是在和与與及也有被")


def seen(word: str) -> str:
    """The word without characters that nobody sees."""
    return word if word.isascii() else UNSEEN_CHARACTER.sub("", word)


def is_wide(word: str) -> bool:
    """Whether a word is a run of characters of a script without spaces."""
    return not word.isascii() and WIDE_RUN.fullmatch(word) is not None


def pairs_of(run: str) -> Iterator[tuple[int, str]]:
    """Yield each two neighboring characters of a run with their place in it.

    A word that asks is in one piece, and a single character stays one.
    """
    start = 0
    for asking in ASKING.finditer(run):
        yield from _pairs(run, start, asking.start())
        yield asking.start(), asking.group()
        start = asking.end()
    yield from _pairs(run, start, len(run))


def _pairs(run: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    if end - start == 1:
        yield start, run[start]
    for at in range(start, end - 1):
        yield at, run[at : at + 2]


def phrase(words: Iterable[str]) -> str:
    """Neighboring words as they stand in the text: with spaces, except between pairs of a run."""
    text = ""
    for word in words:
        overlaps = text[-1:] == word[:1] and is_wide(word)
        text += word[1:] if overlaps else f" {word}" if text else word
    return text


def means_something(pair: str) -> bool:
    """Whether a part of a run is worth looking for."""
    plain = pair in PARTICLES or ASKING.fullmatch(pair) or HIRAGANA.fullmatch(pair)
    return not plain


def tag_parts(tag: str) -> list[str]:
    """The words of a hashtag, as its capitals, digits and underscores part them.

    >>> tag_parts("#SaveTheHarbour2026"), tag_parts("#NHS_crisis")
    (['Save', 'The', 'Harbour', '2026'], ['NHS', 'crisis'])
    """
    return [part for run in TAG_RUN.findall(tag) for part in _at_capitals(run)]


def _at_capitals(run: str) -> Iterator[str]:
    """Yield the parts of a run of letters: each capital begins one, several are one together."""
    start = 0
    for at in range(1, len(run)):
        after_small = not run[at - 1].isupper()
        before_small = run[at + 1 : at + 2].islower()
        if run[at].isupper() and (after_small or before_small):
            yield run[start:at]
            start = at
    yield run[start:]
