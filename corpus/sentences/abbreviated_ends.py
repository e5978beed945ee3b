"""Finds where the full stop of an abbreviation also ends the sentence: "at 5 p.m. He left."."""

import re
from collections.abc import Iterator

from corpus.sentences.abbreviations import Abbreviations
from corpus.sentences.joining import (
    CONTEXT,
    OPENING,
    ends_street,
    first_word,
    known_form,
    last_word,
)
from corpus.sentences.marks import CLOSING

STOP = re.compile(
    rf"\.[{re.escape(CLOSING)}]*(?P<space>\s+)(?:«\s|[{re.escape(OPENING)}»”])*"
    r"(?=(?P<next>[^\W\d_][\w’'-]*)(?:\s+(?P<further>[\w’'-]+))?)"
)
SHORT = 3  # characters of a word that can be the last part of one
TIME = frozenset({"time", "standard", "daylight", "summer"})  # "5 p.m. London time"
# "At 5 p.m. Ada Holm left", "the 5 p.m. News": the sentence goes on after the time.
BEFORE_TIME = re.compile(
    r"(?:^|[.!?:;]\W*\s|^\W+)(?:At|By|Around|About|From|Before|After|Until|Since|Shortly|Just|On)"
    r"\b[^,.!?]*[\d:.]*\s*$"
    r"|\b(?i:the|a|an|each|every|its|his|her|their|our|this|that)\s+[\d:.]+\s*$"
)
JOINS_NAME = frozenset("by and or of for with from to with as named called".split())


def abbreviated_ends(text: str, words: Abbreviations) -> Iterator[int]:
    """Yield the positions after abbreviations that end a sentence."""
    for stop in STOP.finditer(text):
        at = stop.start()
        searched = max(at - CONTEXT, 0)
        begin = (
            max(text.rfind(" ", searched, at), text.rfind("\n", searched, at), searched - 1) + 1
        )
        token = text[begin:at].lstrip(OPENING)
        next_word = stop["next"]
        possible = 0 < len(token) <= SHORT or token.lower() in words.others
        one = len(next_word) == 1 and next_word != "I"
        initial = one and text.startswith(".", stop.end() + 1)
        if possible and not initial and not next_word[0].islower() and _ends(text, stop, words):
            yield stop.end("space")


def _ends(text: str, stop: re.Match[str], words: Abbreviations) -> bool:
    """Whether the sentence ends with the abbreviation before this full stop."""
    last = last_word(text, stop.start() + 1)
    if last is None:
        return False
    printed = known_form(last[1], words)
    word = printed.lower()
    first = first_word(stop["next"])
    at = last.end(1) - len(printed)
    before = text[max(at - CONTEXT, 0) : at]
    starts = first in words.starters
    if word in words.others or printed == "I":
        if word in words.times:
            return starts or not _after_time(before, stop, words)
        title = first in words.titles and word not in words.before_titles
        ends = word in words.ends or word in words.eras
        return starts or title or first in words.greetings or ends
    if len(printed) == 1 and starts and _counted(before, words):
        return True  # a unit: "12 C.", "1,80 m.", "5 млн т."
    if len(printed) == 1 and printed.isupper():
        return _ends_with_letter(before, first, words, starts=starts)
    if not starts or first in words.surnames:
        return False
    return ends_street(f"{before} {printed}.", word, words)


def _counted(before: str, words: Abbreviations) -> bool:
    """Whether a number precedes, alone or with a word for thousands and the like."""
    last = (before.split() or [""])[-1].lower()
    return last[-1:].isdigit() or last.rstrip(".") in words.ends


def _after_time(before: str, stop: re.Match[str], words: Abbreviations) -> bool:
    """Whether the word after a time belongs to it, or to the same sentence."""
    word, further = stop["next"], (stop["further"] or "").lower()
    zone = word.isupper() and 2 <= len(word) <= 5
    dated = word.lower() in words.after_times or further in TIME
    return zone or dated or bool(BEFORE_TIME.search(before))


def _ends_with_letter(before: str, first: str, words: Abbreviations, *, starts: bool) -> bool:
    """Whether a single capital letter ends the sentence: "vitamin C." but not "J. Holm"."""
    last = (before.split() or [""])[-1]
    if last.lower() in words.before_letters:
        return True
    plain = last.islower() and last.isalpha() and last not in JOINS_NAME
    return starts and plain and (first == "he" or first not in words.surnames)
