"""The catalogues of translations, which are compiled when the package is built."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files

DOMAIN = "quotewire"
ENGLISH = "en"
LOCALES = files("bot.wording").joinpath("locales")
# Telegram's and other names of languages that we know by another one.
ALIKE = {"zh": "zh_Hans", "in": "id"}


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages that the bot speaks, English first."""
    folders = (folder.name for folder in LOCALES.iterdir() if folder.is_dir())
    return (ENGLISH, *sorted(folders))


def spoken_of(tag: str | None) -> str | None:
    """The language spoken to somebody whose program names a language; None if we do not speak it.

    >>> spoken_of("de-AT"), spoken_of("tlh")
    ('de', None)
    """
    code = (tag or "").replace("_", "-").partition("-")[0].lower()
    code = ALIKE.get(code, code)
    return code if code in languages() else None


@cache
def catalogue(language: str) -> NullTranslations:
    """The translations into a language; English ones are the messages themselves."""
    if language == ENGLISH:
        return NullTranslations()
    compiled = LOCALES.joinpath(language, "LC_MESSAGES", f"{DOMAIN}.mo")
    with compiled.open("rb") as file:
        return GNUTranslations(file)
