"""Guesses a text's language from its script and its most common words."""

import re
from collections import Counter

BEGINNING = 3000  # characters that are enough to tell
FEWEST = 3  # different common words that a language needs; one less if no others are there
WORD = re.compile(r"[^\W\d_]+")
SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
)
LATIN = re.compile(r"[A-Za-z]")
ENGLISH = "en"
COMMON = {
    "en": "the of and to in is was for that it on with as his are at by this from had not but be "
    "he i you we they she her my me do did will would can said who what which were been their "
    "there one have has if or no so up out",
    "de": "der die und den von zu das mit sich des auf für ist im dem nicht ein eine als auch es "
    "an er hat aus bei werden nach sie wird am sind zum war",
    "es": "el la de que y los del se las por un con una su para es al como más pero fue ha lo",
    "fr": "le la les et des du est une dans que qui au pour par sur pas plus ce il ne sont avec "
    "aux cette été ont",
    "it": "il di che la è per un una in del non della con i le si da al dei nel ha alla sono più",
    "pt": "o de que e do da em um para os no uma na se com por mais as dos como foi ao não é das",
    "nl": "de het een van en in dat is op te zijn voor met die niet aan er om ook als bij maar",
    "pl": "w i na z się nie do to że jest o za od przez po jak ale dla są oraz był ze tym",
    "tr": "ve bir bu da de için ile olarak çok daha gibi olan en kadar sonra ne o olduğu değil",
    "sv": "och i att det som en på är av för med den till inte om ett han men var jag från har",
    "da": "og i at det er en til på der af for ikke med den som de et han var men har fra jeg",
    "cs": "a se v na je že o s z do i to k ve pro za by ale si jsem po jako podle který však",
}
WORDS = {language: frozenset(words.split()) for language, words in COMMON.items()}


def guess_language(text: str) -> str | None:
    """The code of the language that a text seems to be in; None if its words do not show it."""
    text = text[:BEGINNING]
    if not text.isascii():
        latin = len(LATIN.findall(text))
        for language, script in SCRIPTS:
            if len(script.findall(text)) > latin / 2:
                return language
    counts = Counter(WORD.findall(text.lower()))
    found = {language: sum(map(counts.__getitem__, common)) for language, common in WORDS.items()}
    best = max(found, key=lambda language: found[language])
    others = [number for language, number in found.items() if language != best]
    fewest = FEWEST if found[ENGLISH] or found[best] <= max(others) else FEWEST - 1
    enough = len(WORDS[best] & counts.keys()) >= fewest
    clear = enough and (best == ENGLISH or found[best] > 1.5 * found[ENGLISH])
    return best if clear else None
