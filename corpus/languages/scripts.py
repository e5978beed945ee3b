"""The scripts that languages are written in."""

import re
from collections import Counter

# Ranges of letters. Kana is written among Chinese characters, so both are one.
SCRIPTS = {
    "Latin": "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
    "\uff21-\uff3a\uff41-\uff5a",
    "Cyrillic": "\u0400-\u052f\u1c80-\u1c8a",
    "Greek": "\u0370-\u03ff\u1f00-\u1fff",
    "Arabic": "\u0620-\u064a\u066e-\u06d3\u06d5\u06e5-\u06ef\u06fa-\u06ff\u0750-\u077f"
    "\u08a0-\u08c9\ufb50-\ufdfb\ufe70-\ufefc",
    "Hebrew": "\u05d0-\u05ea\u05ef-\u05f2\ufb1d-\ufb4f",
    "Devanagari": "\u0904-\u0939\u0958-\u0961\u0971-\u097f",
    "Thai": "\u0e01-\u0e30\u0e40-\u0e46",
    "Hangul": "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3",
    "Han": "\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff",
}
LETTERS = {script: re.compile(f"[{letters}]") for script, letters in SCRIPTS.items()}
ASCII = re.compile("[A-Za-z]")
# Names and units in Latin letters stand in the texts of all languages.
WEIGHTS = {"Latin": 1, "Han": 4}  # of a letter; those of other scripts weigh 2


def script_of(text: str) -> str | None:
    """The script of most of a text, a key of SCRIPTS; None if it has no letters.

    >>> script_of("Кто такой Elon Musk?"), script_of("NASA是什么？"), script_of("2024")
    ('Cyrillic', 'Han', None)
    """
    if text.isascii():
        return "Latin" if ASCII.search(text) else None
    counts = {script: len(found.findall(text)) for script, found in LETTERS.items()}
    weighed = Counter({script: count * WEIGHTS.get(script, 2) for script, count in counts.items()})
    script, count = weighed.most_common(1)[0]
    return script if count else None


def only_in(script: str, text: str) -> str:
    """A text without the letters of other scripts.

    >>> only_in("Latin", "Kyiv (Київ) is a city.")
    'Kyiv () is a city.'
    """
    for one, letters in () if text.isascii() else LETTERS.items():
        if one != script:
            text = letters.sub("", text)
    return text
