"""What the bot says, in the language of whoever reads it.

A message is written in English, as a constant: ``HELLO = Wording("Hello, {name}.")``. It becomes
text only when it is used, in the language that ``speaking`` sets for the current task. Catalogues
of translations are in ``locales``; see docs/translating.md.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from bot.wording.catalogues import ENGLISH, catalogue, is_right_to_left
from bot.wording.isolates import (
    MARK,
    is_whole,
    needs_mark,
    with_isolated_commands,
    with_isolated_values,
)

_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence, or another text that stands alone, with named placeholders.

    ``context`` tells apart uses of the same English words that other languages word differently.
    """

    message: str
    context: str = ""

    def __str__(self) -> str:
        """The translation, with its placeholders."""
        found = catalogue(_spoken.get())
        if self.context:
            return _standing(found.pgettext(self.context, self.message))
        return _standing(found.gettext(self.message))

    def format(self, **values: object) -> str:
        """The translation with its placeholders filled in."""
        return _filled(str(self), values)


@dataclass(frozen=True, slots=True)
class Counted:
    """A sentence about a number of things, in the forms for one and for many."""

    one: str
    many: str

    def of(self, count: int) -> str:
        """The translation in the form for this number, with its placeholders."""
        return _standing(catalogue(_spoken.get()).ngettext(self.one, self.many, count))

    def format(self, count: int, **values: object) -> str:
        """The translation for this number, which also fills ``{count}``."""
        return _filled(self.of(count), {"count": number_label(count), **values})


# The number shows how the language groups digits.
GROUPED = Wording("1,234,567", "how a number is written")
FEWEST_GROUPED = 10_000  # four digits are read at a glance
DIGITS = re.compile("[0-9]+")


def number_label(number: int) -> str:
    """A number as the language writes it.

    >>> number_label(1234), number_label(12345), number_label(-1234567)
    ('1234', '12,345', '-1,234,567')
    """
    if abs(number) < FEWEST_GROUPED:
        return str(number)
    sample = str(GROUPED)
    groups = DIGITS.findall(sample)
    left, shown = str(abs(number)), ""
    separator, size = sample.removeprefix(groups[0])[0], len(groups[-1])
    while len(left) > size:
        shown = separator + left[-size:] + shown
        left, size = left[:-size], len(groups[-2])
    return f"{'-' * (number < 0)}{left}{shown}"


def speaks_right_to_left() -> bool:
    """Whether the language spoken now is written from right to left."""
    return is_right_to_left(_spoken.get())


def spoken() -> str:
    """The code of the language spoken now, one of ``languages()``."""
    return _spoken.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language, one of ``languages()``, in the current task until the end of the block."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def _standing(message: str) -> str:
    return with_isolated_commands(message) if speaks_right_to_left() else message


def _filled(template: str, values: Mapping[str, object]) -> str:
    if not speaks_right_to_left():
        return template.format(**values)
    whole = {name for name, value in values.items() if is_whole(str(value))}
    text = with_isolated_values(template, whole).format(**values)
    return MARK + text if needs_mark(text) else text
