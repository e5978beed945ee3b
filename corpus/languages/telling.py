"""Tells which language a text is in."""

import re
from collections import Counter
from collections.abc import Sequence

from corpus.languages.known import DEFAULT, code_of, language_of, written_in
from corpus.languages.prose import count_words, ends_sentence
from corpus.languages.scripts import only_in, script_of

BEGINNING = 3000  # characters of sentences that are enough to tell
SHORT_LINE = 6  # words; lines with fewer may be a menu's, often in another language
LONG = 30  # words of sentences that tell more surely than what a page says of itself
LONGER = 80  # words of sentences that could be in a language without a file
FEWEST = 2  # words that can tell a language
# Of a text's words, those that are common in the default language only: in a text so LONG, others.
SURE, SURE_IF_LONG = 0.15, 0.1
SHOWN, SHOWN_LETTERS = 0.16, 0.05  # of the words, and of the characters
FEWEST_SIGNS, CLEAR = 2, 1.5  # different words and letters of a language; times the default's
WORD = re.compile(r"[^\W\d_]+")


def tell_language(text: str, declared: str | None = None) -> str | None:
    """The code of a text's language, one of ``codes``; None if nothing tells.

    ``declared`` is the language tag that its page or file states. It counts if the language is
    written in the script of the text, unless the sentences of a longer text are clearly in
    another one. This may load py3langid.
    """
    sample = _sentences_of(text)
    stated = code_of(declared)
    script = script_of(sample)
    if script is None:
        return stated
    possible = written_in(script)
    if len(possible) == 1:
        return possible[0]
    sample = only_in(script, sample)  # what it quotes from others is not what it is in
    is_long = count_words(sample) >= LONG
    if stated in possible and (not is_long or _shows(sample, stated)):
        return stated
    if DEFAULT in possible and _is_default(sample):
        return DEFAULT
    return _classified(sample, possible)


def guess_language(text: str) -> str | None:
    """The code of a text's language as its script, letters and common words show it, or None.

    This takes little time and memory, and loads nothing but the files of languages.
    """
    sample = _sentences_of(text)
    script = script_of(sample)
    possible = written_in(script) if script else ()
    if len(possible) <= 1:
        return next(iter(possible), None)
    if DEFAULT in possible and _is_default(sample):
        return DEFAULT
    return _most_common(sample, possible) or _usual(possible)


def _classified(sample: str, possible: Sequence[str]) -> str | None:
    # Imported here because it needs numpy, which few commands load.
    from corpus.languages.classifier import classify

    words = count_words(sample)
    if words < FEWEST:
        return _usual(possible)
    found = (code for code in classify(sample) if code in possible or words >= LONGER)
    likeliest = next(found, None)
    return likeliest if likeliest in possible else None


def _shows(sample: str, code: str | None) -> bool:
    """Whether a text has so many signs of this language that what a page states is trusted."""
    telling = language_of(code or DEFAULT).telling
    words = WORD.findall(sample.lower())
    common = sum(word in telling.common for word in words)
    own = sum(map(sample.count, telling.letters))
    return common >= SHOWN * len(words) or own >= SHOWN_LETTERS * len(sample)


def _is_default(sample: str) -> bool:
    """Whether a text is surely in the default language, which is told without the others."""
    words = WORD.findall(sample.lower())
    common = language_of(DEFAULT).telling.common
    share = SURE_IF_LONG if len(words) >= LONG else SURE
    signs = sum((word in common) - (not word.isascii()) for word in words)
    return signs >= share * len(words) > 0


def _most_common(sample: str, possible: Sequence[str]) -> str | None:
    """The language with clearly the most common words and letters of its own."""
    counts = Counter(WORD.findall(sample.lower()))
    letters = Counter(sample.lower())
    found: dict[str, int] = {}
    signs: dict[str, int] = {}  # different ones
    for code in possible:
        telling = language_of(code).telling
        words = [counts[word] for word in telling.common if word in counts]
        words += [letters[letter] for letter in telling.letters if letter in letters]
        found[code] = sum(words)
        signs[code] = len(words) - sum(len(word) == 1 for word in telling.common & counts.keys())
    best, second = sorted(found, key=lambda code: -found[code])[:2]
    is_clear = signs[best] >= FEWEST_SIGNS and found[best] > found[second]
    return best if is_clear and found[best] > CLEAR * found.get(DEFAULT, 0) else None


def _usual(possible: Sequence[str]) -> str | None:
    return next((code for code in possible if language_of(code).telling.usual), None)


def _sentences_of(text: str) -> str:
    """The beginning of a text's sentences; if it has hardly any, of the text."""
    found: list[str] = []
    length = 0
    for line in text.split("\n"):
        if count_words(line) >= SHORT_LINE and ends_sentence(line.rstrip()):
            found.append(line)
            length += len(line)
            if length > BEGINNING:
                break
    return ("\n".join(found) if length >= LONG else text)[:BEGINNING]
