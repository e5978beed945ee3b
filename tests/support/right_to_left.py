"""A language that is written from right to left, to see whether texts in it stand right."""

import re
from contextlib import contextmanager
from gettext import NullTranslations

import pytest

from bot.replies.reply import QUOTES
from bot.wording import wording
from bot.wording.isolates import END, ISOLATE
from bot.wording.wording import speaking

# Its translators keep placeholders, commands and what is typed after them, and names in Latin.
KEPT = re.compile(r"\{[^{}]*\}|[/@][\w@{}]+(?: [A-Z0-9][\w:]*)*|[\w.]+\.(?:org|example)\b")
LATIN = re.compile("[A-Za-z]")
LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلم"


class Mirrored(NullTranslations):
    """Translations that put an Arabic letter in place of each Latin one."""

    def gettext(self, message):
        return _mirrored(message)

    def ngettext(self, msgid1, msgid2, n):
        return _mirrored(msgid1 if n == 1 else msgid2)

    def pgettext(self, context, message):  # noqa: ARG002 - it replaces another
        return _mirrored(message)


@contextmanager
def right_to_left():
    """Speak the language."""
    with pytest.MonkeyPatch.context() as patch, speaking("ar"):
        patch.setattr(wording, "catalogue", lambda _: Mirrored())
        yield


def without_quotes(reply):
    """The text of a reply without what it quotes."""
    text = list(reply.text)
    for mark in reply.marks:
        if mark.kind in QUOTES:
            text[mark.start : mark.end] = "\0" * (mark.end - mark.start)
    return "".join(text).replace("\0", "")


def is_balanced(text):
    """Whether each line ends every isolate that it begins."""
    for line in text.split("\n"):
        depth = 0
        for letter in line:
            depth += (letter == ISOLATE) - (letter == END)
            if depth < 0:
                return False
        if depth:
            return False
    return True


def loose(text):
    """The Latin letters of Arabic lines that stand in no isolate."""
    found = []
    for line in text.split("\n"):
        depth, outside = 0, ""
        for letter in line:
            depth += (letter == ISOLATE) - (letter == END)
            outside += "" if depth else letter
        if any(letter in LETTERS for letter in line):
            found += LATIN.findall(outside)
    return found


def _mirrored(message):
    kept = [*KEPT.finditer(message)]
    out, at = "", 0
    for one in kept:
        out += _letters(message[at : one.start()]) + one[0]
        at = one.end()
    return out + _letters(message[at:])


def _letters(text):
    return LATIN.sub(lambda found: LETTERS[ord(found[0].lower()) % len(LETTERS)], text)
