"""The catalogues of translations, and their compilation, which a checkout needs once."""

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.wording.catalogues import LOCALES

PATHS = sorted(LOCALES.glob("*/LC_MESSAGES/*.po"))


def read(path):
    """Return the catalogue in a file."""
    with path.open("rb") as file:
        return read_po(file)


def compile_all():
    """Compile the catalogues that have changed since they were compiled."""
    for path in PATHS:
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime:
            with compiled.open("wb") as file:
                write_mo(file, read(path))
