"""What the bot says, in the language of whoever reads it.

A message is written in English, as a constant: ``HELLO = Wording("Hello, {name}.")``. It becomes
text only when it is used, in the language that ``speaking`` sets for the current task. Catalogues
of translations are in ``locales``; see docs/translating.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from bot.wording.catalogues import ENGLISH, catalogue

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
            return found.pgettext(self.context, self.message)
        return found.gettext(self.message)

    def format(self, **values: object) -> str:
        """The translation with its placeholders filled in."""
        return str(self).format(**values)


@dataclass(frozen=True, slots=True)
class Counted:
    """A sentence about a number of things, in the forms for one and for many."""

    one: str
    many: str

    def of(self, count: int) -> str:
        """The translation in the form for this number, with its placeholders."""
        return catalogue(_spoken.get()).ngettext(self.one, self.many, count)

    def format(self, count: int, **values: object) -> str:
        """The translation for this number, which also fills ``{count}``."""
        return self.of(count).format(count=count, **values)


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
