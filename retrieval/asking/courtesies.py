"""Polite words of English, and what short messages in other languages say.

These are whole phrases of the languages' files. Only the languages in the message's script are
looked at, and none for what is likely English, whose small talk has rules of its own.
"""

import re
from collections.abc import Sequence
from functools import cache

from corpus.languages.known import DEFAULT, language_of, written_in
from corpus.languages.scripts import script_of
from retrieval.words.patterns import LETTER, plain

# Before and after what a message asks, as alternatives of a regular expression.
PLEASE = "please|pls|plz"
HELLO = "hi|hey|hello"
OKAY = "ok|okay"
THANKS = r"thanks|thank\ you|thx"

LONGEST = 60  # characters of a phrase
MOST_WORDS = 8
MORE = "more"
CONTEXT = "context"
WORD = re.compile(f"[{LETTER}]+")
PIECE = re.compile(r"[.,!?;:…。、！？،؛؟।\n]+")
ENGLISH = language_of(DEFAULT).words.stop | language_of(DEFAULT).asking.questions


def said_in(message: str) -> tuple[str, ...]:
    """What each piece of a short message says: a key of ``Asking.phrases``; empty for others.

    >>> said_in("Привет! Спасибо."), said_in("Más, por favor"), said_in("Где спасибо?")
    (('greeting', 'thanks'), ('more',), ())
    """
    if len(message) > LONGEST:
        return ()
    if _is_likely_english(_words(message).split()):
        return ()
    script = script_of(message) or ""
    whole = _said(message, script)
    if whole is not None:
        return (whole,)
    said = [_said(one, script) for one in PIECE.split(message) if _words(one)]
    return tuple(filter(None, said)) if all(said) else ()


def _said(text: str, script: str) -> str | None:
    kind, capitals = _phrases(script).get(_words(text), (None, frozenset()))
    return kind if capitals.issubset(WORD.findall(text)) else None


def _is_likely_english(words: Sequence[str]) -> bool:
    """Whether words are too many for a phrase, or mostly stop words of English."""
    return len(words) > MOST_WORDS or 2 * sum(word in ENGLISH for word in words) > len(words)


@cache
def _phrases(script: str) -> dict[str, tuple[str, frozenset[str]]]:
    """What the phrases of all languages in a script say, and their words with a capital."""
    return {
        _words(phrase): (kind, frozenset(filter(str.istitle, WORD.findall(phrase))))
        for code in reversed(written_in(script))
        for kind, phrases in language_of(code).asking.phrases.items()
        for phrase in phrases
    }


def _words(text: str) -> str:
    return " ".join(WORD.findall(plain(text)))
