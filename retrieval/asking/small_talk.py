"""Recognizes messages that only talk to the bot: greetings, thanks, "who are you?".

The phrases are matched word by word, after contractions are spelled out, and must cover the whole
message: "thanks, and when did it open?" is a question.
"""

import re
import unicodedata
from collections.abc import Iterator

from retrieval.asking.courtesies import said_in
from retrieval.asking.small_talk_phrases import FILLERS, PHRASES, Talk
from retrieval.words.folding import fold

LONGEST = 120  # characters of small talk
MOST_WORDS = 20
SEPARATOR = re.compile(r"[^\w\s]+|_|\s+")
APOSTROPHES = re.compile("['’ʼ＇`´]")
STRETCHED = re.compile(r"(\w)\1{2,}")  # heyyy
LAUGH = re.compile(r"a?(?:ha|he|hi){2,}h?|a?ha+h+a*|lo+l(?:o*l)*|lmf?ao+|rofl|xd+")
DISLIKES = frozenset("👎😠😡🤬")
# Often said before or after a question.
IN_PASSING = frozenset({Talk.GREETING, Talk.THANKS, Talk.APOLOGY, Talk.FAREWELL, Talk.AGREEMENT})

CONTRACTIONS = {
    "thats": "that is", "whats": "what is", "whos": "who is", "its": "it is", "hows": "how is",
    "wheres": "where is", "isnt": "is not", "didnt": "did not", "doesnt": "does not",
    "dont": "do not", "youre": "you are", "ur": "you are", "u": "you", "r": "are", "im": "i am",
    "pls": "please", "plz": "please", "theres": "there is", "lets": "let us", "ya": "you",
}  # fmt: skip


def _spelled_out(phrases: str) -> Iterator[str]:
    """Yield each phrase of a list, with every combination of its alternatives."""
    for phrase in re.split(r"[;\n]", phrases):
        found = [""]
        for word in phrase.split():
            choices = word.replace("-", " ").split("/")
            found = [f"{start} {choice}".strip() for start in found for choice in choices]
        yield from filter(None, found)


KINDS = {phrase: kind for kind in reversed(Talk) for phrase in _spelled_out(PHRASES.get(kind, ""))}
FILLING = frozenset(_spelled_out(FILLERS))
KNOWN = frozenset(Talk)
RANK = {kind: place for place, kind in enumerate(Talk)}
LONGEST_PHRASE = max(phrase.count(" ") for phrase in KINDS) + 1  # words


def talk_of(message: str) -> Talk | None:
    """What a message says if it is small talk and nothing else; None for a question.

    >>> talk_of("OK, thanks a lot!"), talk_of("thanks, and when?"), talk_of("Who are the rebels?")
    (<Talk.THANKS: 'thanks'>, None, None)
    >>> talk_of("Большое спасибо!"), talk_of("¿Quién eres?")
    (<Talk.THANKS: 'thanks'>, <Talk.IDENTITY: 'identity'>)
    """
    if not any(map(str.isalnum, message)):
        return _emoji(message)
    if len(message) > LONGEST:
        return None
    words = _words(message)
    talk = _covering(words) if len(words) <= MOST_WORDS else None
    return talk or _in_other_languages(message)


def _in_other_languages(message: str) -> Talk | None:
    """The first kind, in the order of Talk, that a message is in a language but English."""
    said = said_in(message)
    return next((kind for kind in Talk if kind in said), None) if KNOWN.issuperset(said) else None


def _emoji(message: str) -> Talk | None:
    if not DISLIKES.isdisjoint(message):
        return Talk.WRONG
    return Talk.EMOJI if any(unicodedata.category(one) == "So" for one in message) else None


def _words(message: str) -> list[str]:
    plain = SEPARATOR.sub(" ", APOSTROPHES.sub("", fold(message)))
    words = (STRETCHED.sub(r"\1", word) for word in plain.split())
    return " ".join(CONTRACTIONS.get(word, word) for word in words).split()


def _covering(words: list[str]) -> Talk | None:
    """The first kind, in the order of Talk, of the fewest phrases that cover all of the words."""
    best: list[tuple[int, int] | None] = [(0, len(Talk))]  # number of phrases, rank
    for end in range(1, len(words) + 1):
        ways = []
        for start in range(max(0, end - LONGEST_PHRASE), end):
            before, rank = best[start], _rank(" ".join(words[start:end]))
            if before is not None and rank is not None:
                ways.append((before[0] + 1, min(before[1], rank)))
        best.append(min(ways, default=None))
    _, rank = best[-1] or (0, len(Talk))
    return list(Talk)[rank] if rank < len(Talk) else None


def _rank(phrase: str) -> int | None:
    """The rank of a phrase's kind, beyond all of them for a filler; None for any other words."""
    if phrase in KINDS:
        return RANK[KINDS[phrase]]
    if phrase in FILLING:
        return len(Talk)
    return RANK[Talk.LAUGHTER] if LAUGH.fullmatch(phrase) else None
