"""The catalogues of translations, which are compiled when the package is built."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files

from corpus.languages.known import code_of, own_name_of

DOMAIN = "quotewire"
ENGLISH = "en"
LOCALES = files("bot.wording").joinpath("locales")
# Telegram's and other names of languages that we know by another one.
ALIKE = {"zh": "zh_Hans", "in": "id"}
LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")  # as POSIX ranks them
COMPILED = f"LC_MESSAGES/{DOMAIN}.mo"
RIGHT_TO_LEFT = frozenset({"R", "AL"})  # bidirectional classes of letters


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages that the bot speaks, English first.

    Those are the ones whose catalogues are compiled.
    """
    found = (folder.name for folder in LOCALES.iterdir() if folder.joinpath(COMPILED).is_file())
    return (ENGLISH, *sorted(found))


def spoken_of(tag: str | None) -> str | None:
    """The language spoken to somebody whose program names a language; None if we do not speak it.

    >>> spoken_of("de-AT"), spoken_of("tlh")
    ('de', None)
    """
    code = (tag or "").replace("_", "-").partition("-")[0].lower()
    code = ALIKE.get(code, code)
    return code if code in languages() else None


def spoken_in(environment: Mapping[str, str]) -> str:
    """The language of a terminal, by the first of its variables that is set; else English.

    >>> spoken_in({"LC_ALL": "", "LANG": "de_AT.UTF-8"}), spoken_in({"LC_ALL": "C"})
    ('de', 'en')
    """
    locale = next(filter(None, map(environment.get, LOCALE_VARIABLES)), None)
    return spoken_of(re.split("[.@]", locale or "")[0]) or ENGLISH


@cache
def catalogue(language: str) -> NullTranslations:
    """The translations into a language; English ones are the messages themselves."""
    if language == ENGLISH:
        return NullTranslations()
    with LOCALES.joinpath(language, COMPILED).open("rb") as file:
        return GNUTranslations(file)


@cache
def own_name(language: str) -> str:
    """What the speakers of a language call it.

    >>> own_name("de")
    'Deutsch'
    """
    code = code_of(language)
    return own_name_of(code) if code else language


@cache
def is_right_to_left(language: str) -> bool:
    """Whether a language is written from right to left."""
    return unicodedata.bidirectional(own_name(language)[0]) in RIGHT_TO_LEFT
