"""The catalogues of translations, what they are made from, and their compilation."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.wording.catalogues import LOCALES

ROOT = Path(__file__).parents[2]
KEYWORDS = parse_keywords(["Wording:1,1t", "Wording:1,2c,2t", "Counted:1,2"])  # of the docs
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


def template():
    """Return the messages of the program, without translations."""
    catalog = Catalog()
    found = extract_from_dir(
        ROOT / "bot", [("**.py", "python")], keywords=KEYWORDS, comment_tags=["Translators:"]
    )
    for _, _, message, _, context in found:
        catalog.add(message, context=context)
    return catalog


def messages(catalog):
    """Return a catalogue's messages by their ids and contexts, apart from its head."""
    return {(one.id, one.context): one for one in catalog if one.id}
