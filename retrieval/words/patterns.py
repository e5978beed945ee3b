"""Patterns of the phrases in a language's file.

In a phrase, "/" parts words of which one stands there, "_" is a space in one of these, "*" is any
further letters, "#" a digit, "..." any words or none, and words after "!" do not follow; those
before all others do not precede. An apostrophe may be curly. In a script without spaces between
words, a blank is nothing.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import takewhile

from corpus.languages.language import Language
from retrieval.words.folding import folded_alike
from retrieval.words.tokens import APOSTROPHES, MARKS, seen

LETTER = rf"\w{MARKS}"
FAR = 200  # characters that "..." may stand for
SIGNS = {r"\*": rf"[{LETTER}]*", r"\#": r"\d", "_": r"\s+"}
ONE_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
OTHER_DIGIT = re.compile(r"(?![0-9])\d")
NEVER = re.compile(r"(?!)")


def phrase_pattern(phrases: Iterable[str], language: Language) -> re.Pattern[str]:
    """The pattern of any of some phrases in a text that was ``plain``.

    >>> from corpus.languages.known import language_of
    >>> cost = phrase_pattern(["how much ... cost/costs"], language_of("en"))
    >>> bool(cost.search("how much does bread cost now")), bool(cost.search("how much costing"))
    (True, False)
    """
    spaced = language.words.found == "spaced"
    every = [_phrase(plain(one).split(), spaced=spaced) for one in phrases]
    if not every:
        return NEVER
    either = f"(?:{'|'.join(every)})"
    return re.compile(rf"(?<![{LETTER}]){either}(?![{LETTER}])" if spaced else either)


def plain(text: str) -> str:
    """The text as patterns are searched in it: folded, with ASCII digits and nothing unseen.

    >>> plain("À 12 h ١٢"), plain("l’été")
    ('a 12 h 12', "l'ete")
    """
    folded = seen(folded_alike(text)).translate(ONE_APOSTROPHE)
    if folded.isascii():
        return folded
    return OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit.group())), folded)


def _phrase(tokens: Sequence[str], *, spaced: bool) -> str:
    gap = rf"\s(?:.{{0,{FAR}}}?\s)?" if spaced else f".{{0,{FAR}}}?"
    between = r"\s+" if spaced else ""
    before = list(takewhile(_is_absent, tokens))
    after = filter(_is_absent, tokens[len(before) :])
    pieces = [gap if one == "..." else _word(one) for one in tokens if not _is_absent(one)]
    # A lookbehind has one width, so each alternative has its own.
    not_preceded = "".join(
        rf"(?<![^{LETTER}]{re.escape(word)}\s)(?<!^{re.escape(word)}\s)"
        if spaced
        else f"(?<!{re.escape(word)})"
        for one in before
        for word in one[1:].split("/")
    )
    not_followed = "".join(f"(?!{between}{_word(one[1:])})" for one in after)
    return not_preceded + between.join(pieces).replace(between + gap + between, gap) + not_followed


def _is_absent(token: str) -> bool:
    return token[0] == "!"


def _word(token: str) -> str:
    choices = [
        reduce(lambda text, sign: text.replace(*sign), SIGNS.items(), re.escape(one))
        for one in token.split("/")
    ]
    return choices[0] if len(choices) == 1 else f"(?:{'|'.join(choices)})"
