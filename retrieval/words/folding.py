"""Folds letters: lower case, and one spelling for those that readers type in several ways."""

import re
import unicodedata

INDIC = "\u0900"  # from here on, marks are vowels

# Letters that Unicode does not decompose into a plain letter and an accent.
PLAIN = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th"}
)
# Letters of other scripts, after NFKC. Source: the normalizers of Lucene for Arabic, Persian
# and the languages of India.
ALIKE = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىيې", "ی"),
        **dict.fromkeys("ةۀە", "ه"),
        "ك": "ک",
        "ؤ": "و",
        "ئ": "ی",
        "ς": "σ",
        "ё": "е",
        "ँ": "ं",
        "़": "",
        "ـ": "",
    }
)
# What nltk 3.10 has endings for: Romanian is written with a comma below since 2003, not a cedilla.
AS_STEMMED = str.maketrans("șțё", "şţе", "\u0307")
GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")


def fold(text: str) -> str:
    """The text in lower case, without accents on Latin letters.

    In other scripts a mark can make a different letter, so marks are kept there.

    >>> fold("Škoda"), fold("Straße"), fold("İstanbul"), fold("Київ")
    ('skoda', 'strasse', 'istanbul', 'київ')
    """
    lower = text.casefold()
    if lower.isascii():
        return lower
    folded = []
    for letter in unicodedata.normalize("NFKC", lower.translate(PLAIN)):
        base = unicodedata.normalize("NFD", letter)[0]
        if not unicodedata.combining(letter) or letter >= INDIC:
            folded.append(base if base.isascii() else letter)
    return "".join(folded)


def lowered(text: str, *, dotless: bool) -> str:
    """The text in lower case and composed, with the accents that stemmers know.

    Marks that compose with no letter are left out. ``dotless`` is for Turkish.

    >>> lowered("ISPARTA", dotless=True), lowered("Straße", dotless=False)
    ('ısparta', 'straße')
    """
    if text.isascii() and not dotless:
        return text.lower()
    composed = unicodedata.normalize("NFKC", text)
    if dotless:
        composed = composed.replace("İ", "i").replace("I", "ı")
    lower = composed.lower().translate(AS_STEMMED)
    if lower.isascii():
        return lower
    return "".join(one for one in lower if one >= INDIC or not unicodedata.combining(one))


def folded_alike(text: str) -> str:
    """The text as ``fold`` gives it, and letters that are typed in several ways as one.

    >>> folded_alike("Αθήνα"), folded_alike("أحمد"), folded_alike("हिन्दी"), folded_alike("Ещё")
    ('αθηνα', 'احمد', 'हिन्दी', 'еще')
    """
    folded = fold(text)
    if folded.isascii():
        return folded
    if GREEK.search(folded):
        parts = unicodedata.normalize("NFD", folded)
        folded = "".join(one for one in parts if not unicodedata.combining(one))
    return folded.translate(ALIKE)
