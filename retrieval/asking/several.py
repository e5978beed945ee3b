"""Splits a message into its questions: "Who won? And when was it?".

A sentence that asks nothing belongs to the question after it, or to the last one. Within a
sentence, only an "and" before a question word separates two questions, and only if what stands
before it is a whole question: "bread and butter prices" is one, and so is "how and why did it
end".
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from corpus.article import Span
from corpus.sentences.splitting import split_sentences
from retrieval.asking.small_talk import talk_of
from retrieval.asking.small_talk_phrases import Talk
from retrieval.words.stop_words import QUESTION_WORDS
from retrieval.words.tokens import WORD

MOST = 3  # questions of a message that are answered
LONGEST = 2000  # characters of a message that are read
LINKING = r"(?:and|but|or|so|also|then|plus|&)"
ASKING = rf"(?:{'|'.join(QUESTION_WORDS)})"
BEING = (
    r"(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|should|may|might|must)"
)
CLITIC = r"(?:['’]?(?:s|re|d|ll)\b)?"
PLACED = r"(?:by|in|on|at|to|from|for|with|of|about|since|until|under|after|before|against|into)"
START = rf"\W*(?:{LINKING}\b[\s,]*)*(?:{PLACED}\s+)?"
# With a question mark, a question word or a verb at the beginning is enough to ask.
ASKS_MARKED = re.compile(
    rf"{START}(?:{ASKING}{CLITIC}|{BEING}(?:n['’]?t)?|any|tell me)\b|\W*and\b", re.IGNORECASE
)
# Without one, it could also be a clause: "When the ship sank, 20 people died."
ASKS = re.compile(
    rf"{START}(?:(?:who|whom|whose|why|how|which)\b|(?:when|where|what)(?:['’]?s\b|\W*$"
    rf"|\s+(?:{BEING}|happened|happens|caused|else|exactly|about)\b)"
    r"|(?:tell me|explain|describe|summari[sz]e|list)\b)",
    re.IGNORECASE,
)
LINK = re.compile(rf"\W*(?:{LINKING}\b[\s,]*)+(?=(?:{ASKING}|{BEING})\b)", re.IGNORECASE)
SEPARATION = re.compile(
    rf"[,;]?\s+(?:and|plus|&)\s+(?:also\s+|then\s+)?(?={ASKING}\b)"
    rf"|[,;]\s+(?=(?:when|where|why|how|what)\s+(?:{BEING}|many|much|long|old|far)\b)"
    rf"|;\s+(?={ASKING}\b)",
    re.IGNORECASE,
)
ENDS_ASKING = re.compile(rf"\b(?:{ASKING}|{LINKING})\W*\Z", re.IGNORECASE)
# "which countries", "how many people": half of a question about two things
HALF = re.compile(
    r"\W*(?:how(?:\s+(?:many|much))?|which|whose)(?:\s+[\w'’-]+)?\W*\Z", re.IGNORECASE
)
MARKER = re.compile(
    r"\s*(?:[-–—*•‣▪●◦]\s+|[(\[]?(?:\d{1,2}|[a-h])[.)\]]{1,2}\s+|q\d{1,2}[:.]\s*)", re.I
)
MARKED = re.compile(r"(?<=[?？])\s+")
NUMBERED = re.compile(r"(?:(?<=\s)|\A)[(\[]?(\d)[.)\]]{1,2}\s+")


class Asked(NamedTuple):
    """The first questions of a message, as typed, and how many more there are."""

    questions: tuple[str, ...]
    more: int = 0


def questions_in(message: str) -> Asked:
    """The questions of a message; if it has fewer than two, the whole message is the only one.

    >>> questions_in("Who won? And when was it?").questions
    ('Who won?', 'And when was it?')
    >>> questions_in("I read that it sank. Is that true?").questions
    ('I read that it sank. Is that true?',)
    """
    lines = lines_of(message[:LONGEST])
    sentences = (one for line in lines for one in sentences_of(_unmarked(line)))
    questions = _gathered(piece for one in sentences for piece in _separated(one))
    if len(questions) < 2:
        return Asked((message,))
    return Asked(tuple(questions[:MOST]), len(questions[MOST:]))


def stands_alone(question: str) -> str:
    """A further question without the "and" that joins it to the one before.

    >>> stands_alone("And when was it?"), stands_alone("And in 2019?")
    ('when was it?', 'And in 2019?')
    """
    link = LINK.match(question)
    return question[link.end() :] if link else question


def lines_of(message: str) -> list[str]:
    """The lines of a message, each without line breaks, if they are questions; else one line.

    Small talk may stand between them. A list in one line, "1. who 2. when", has a line an item.
    """
    lines = [" ".join(line.split()) for line in message.splitlines()]
    lines = [line for line in lines if any(map(str.isalnum, line))]
    questions = [line for line in map(_unmarked, lines) if not talk_of(line)]
    if len(questions) > 1 and all(map(asks, questions)):
        return lines
    return list(_items(" ".join(message.split())))


def _unmarked(line: str) -> str:
    """The line without the mark of a list's item at its beginning."""
    marker = MARKER.match(line)
    return line[marker.end() :] if marker else line


def _items(line: str) -> Iterator[str]:
    """Yield the items of a numbered list, or the line if it is none."""
    starts = [0]
    for found in NUMBERED.finditer(line):
        first = len(starts) == 1 and found.start() == 0
        if int(found[1]) == len(starts) and (first or len(starts) > 1):
            starts.append(found.start())
    yield from (line[start:end].strip() for start, end in pairwise([*starts, len(line)]))


def sentences_of(line: str) -> list[str]:
    """The sentences of a line; each question mark before a space ends one, unlike in news."""
    return [
        piece[start:end]
        for piece in MARKED.split(line)
        if any(map(str.isalnum, piece))
        for start, end in split_sentences(piece, Span(0, len(piece)))
    ]


def asks(sentence: str) -> bool:
    """Whether a sentence asks something: "when was it", "is it open?", "and Spain?"."""
    marked = sentence.rstrip().endswith(("?", "？"))
    return bool((ASKS_MARKED if marked else ASKS).match(sentence))


def _separated(sentence: str) -> Iterator[str]:
    """Yield the questions that a sentence joins, or the sentence if there is only one.

    They have no "and", which would make each follow up on the one before.
    """
    start = 0
    for found in SEPARATION.finditer(sentence):
        if _is_whole(sentence[start : found.start()]):
            yield sentence[start : found.start()].strip(" ,;")
            start = found.end()
    yield sentence[start:].strip(" ,;")


def _is_whole(question: str) -> bool:
    """Whether the words before an "and" are a whole question."""
    if ENDS_ASKING.search(question) or HALF.match(question):
        return False
    return len(WORD.findall(question)) > 1 and (asks(question) or asks(f"{question}?"))


def _gathered(pieces: Iterable[str]) -> list[str]:
    """The questions among some pieces, each with the statements that belong to it."""
    questions: list[list[str]] = []
    statements: list[str] = []
    for piece in pieces:
        talk = talk_of(piece)
        if (talk and talk is not Talk.CHECK) or not any(map(str.isalnum, piece)):
            continue
        if not talk and (asks(piece) or _is_keywords(piece, questions)):
            questions.append([*statements, piece])
            statements = []
        elif talk and questions and not statements:
            questions[-1].append(piece)
        else:
            statements.append(piece)
    if questions:
        questions[-1] += statements
    return [" ".join(question) for question in questions]


def _is_keywords(piece: str, questions: Sequence[Sequence[str]]) -> bool:
    """Whether a piece like "Ferry prices?" is a question, and no guess at the one before."""
    marked = piece.endswith(("?", "？"))
    return marked and (not questions or not asks(questions[-1][-1]))
