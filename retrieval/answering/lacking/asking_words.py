"""The words of a question that ask, in whatever language it is asked."""

import re
from functools import cache

from corpus.languages.known import DEFAULT, language_of, written_in
from corpus.languages.scripts import script_of

LONGEST = 500  # characters of a question that tell whether it is English
FIRST = 2  # words
WORD = re.compile(r"\w+")


def asking_words(script: str | None) -> frozenset[str]:
    """The words, in small letters, that ask in the languages of a script, but not in English.

    >>> {"quand", "ile"} <= asking_words("Latin"), "who" in asking_words("Latin")
    (True, False)
    """
    return frozenset().union(*_asking(script or "").values())


def asks_in_another(question: str) -> bool:
    """Whether a question is asked in another language than English.

    Then it has more frequent words of that language than of English, and one of them asks: near
    the beginning if there is no other.

    >>> asks_in_another("Et quand ?"), asks_in_another("What happened in Como?")
    (True, False)
    >>> asks_in_another("mayor of Sund comment")
    False
    """
    found = WORD.findall(question[:LONGEST].casefold())
    words, first = frozenset(found), frozenset(found[:FIRST])
    english = len(words & _frequent(DEFAULT))
    for code, some in _asking(script_of(question[:LONGEST]) or "").items():
        shared = len(words & _frequent(code))
        if shared > english and words & some and (shared > 1 or first & some):
            return True
    return False


@cache
def _asking(script: str) -> dict[str, frozenset[str]]:
    others = (code for code in written_in(script) if code != DEFAULT)
    return {code: language_of(code).asking.questions - _frequent(DEFAULT) for code in others}


@cache
def _frequent(code: str) -> frozenset[str]:
    language = language_of(code)
    return language.words.stop | language.asking.questions
