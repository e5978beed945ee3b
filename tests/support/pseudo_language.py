"""A language in which the bot's own words stand in brackets, to find words that are in none."""

import re
from contextlib import contextmanager
from gettext import NullTranslations
from string import Formatter

import pytest

from bot.wording import wording

OURS = re.compile("⟦[^⟦⟧]*⟧")
# The same in every language: commands, web addresses, and how a button's page is counted.
SAME = re.compile(r"https?://\S+|(?<!\w)/[a-z]+|quotewire [a-z]+|\bFILE\b")
WORD = re.compile(r"[^\W\d_]+")


class Pseudo(NullTranslations):
    """Translations that put what is not a placeholder in brackets, so many times as long."""

    def __init__(self, longer):
        super().__init__()
        self._longer = longer

    def gettext(self, message):
        return _bracketed(message, self._longer)

    def ngettext(self, msgid1, msgid2, n):
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context, message):  # noqa: ARG002 - it replaces another
        return self.gettext(message)


@contextmanager
def pseudo_language(longer=1):
    """Speak the language, whichever one is chosen."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wording, "catalogue", lambda _: Pseudo(longer))
        yield


def untranslated(text, *names):
    """The words of a text that are neither the bot's own, in brackets, nor in one of the names."""
    rest = SAME.sub(" ", OURS.sub(" ", text))
    for name in sorted(names, key=len, reverse=True):
        rest = rest.replace(name, " ")
    return WORD.findall(rest)


def _bracketed(message, longer):
    parts = Formatter().parse(message)
    return "".join(
        _put_in_brackets(text, longer) + (f"{{{name}}}" if name is not None else "")
        for text, name, _, _ in parts
    )


def _put_in_brackets(text, longer):
    return f"⟦{text}{'~' * (longer - 1) * len(text)}⟧" if WORD.search(text) else text
