"""Answers messages: one question, several, or claims.

Small talk has no answer, nor has "more" or the like without a question before it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from retrieval.answer import Answer, Band, Turn
from retrieval.asking.claims import sentences_in, without_numbers
from retrieval.asking.follow_ups import asks_for_same, continuing
from retrieval.asking.given import Given
from retrieval.asking.several import asks, questions_in, stands_alone
from retrieval.asking.small_talk import talk_of
from retrieval.words.analysis import ANALYSES

ENGLISH = ANALYSES["en"]
MOST_CLAIMS = 3  # sentences of a message whose answers are shown

Ask = Callable[[str, Given], Answer]  # answers one question


def answer_message(message: str, given: Given, ask: Ask) -> Answer:
    """Answer each question of a message with ``ask``, or else each of its sentences.

    An answer in ``parts`` has the parts' passages one after the other. A further question may
    follow up on the one before it, but first it is asked as if it stood alone.
    """
    if talk_of(message) or (given.after is None and asks_for_same(message)):
        return Answer(message, (), (), 0.0, before=given.after)
    asked = questions_in(message)
    if len(asked.questions) == 1:
        return _answer_one(message, given, ask)
    parts: list[Answer] = []
    for question in asked.questions:
        part = _answer_one(stands_alone(question) if parts else question, given, ask)
        if parts and not part.found:  # perhaps it does not make sense without the one before
            part = _answer_one(continuing(stands_alone(question)), given, ask)
        parts.append(_as_typed(question, part))
        given = replace(given, after=_turn_within(parts[-1]))
    return _joined(message, parts, asked.more)


def _answer_one(message: str, given: Given, ask: Ask) -> Answer:
    """Answer one question or claim, which may be in several sentences."""
    sentences = sentences_in(message) or (message,)
    last = sentences[-1]
    if len(sentences) == 1:
        return _as_typed(message, _answer_claim(last, given, ask))
    whole = " ".join(sentences)
    if asks(last) or last.endswith("?"):
        about = replace(given, after=Turn(" ".join(sentences[:-1])))
        answer = max(ask(whole, given), ask(last, about), key=_success)
        if answer.found:
            return _as_typed(message, answer)
    found = [
        answer for answer in (_answer_claim(one, given, ask) for one in sentences) if answer.found
    ]
    if not found:
        return _as_typed(message, ask(whole, given))
    best = sorted(found, key=lambda answer: -answer.confidence)
    return _joined(message, best[:MOST_CLAIMS])


def _answer_claim(claim: str, given: Given, ask: Ask) -> Answer:
    """Answer a question or a claim; if nothing is found, ask for a claim's numbers.

    The sentence that contradicts a claim often has another number. That is also the answer if it
    replaces the claim's number or others.
    """
    answer = ask(claim, given)
    shorter, numbers = without_numbers(claim)
    if not numbers:
        return answer
    closest = ask(shorter, given)
    if answer.found:
        return _as_typed(claim, closest) if _has_versions(answer, closest) else answer
    if not closest.found:
        return answer
    lacking = tuple(_lacking(numbers, closest))
    return replace(_as_typed(claim, closest), without=lacking, band=Band.CLOSEST)


def _has_versions(answer: Answer, other: Answer) -> bool:
    """Whether another answer gives its number and those of older articles in one place."""
    best = answer.passages[0].sentence
    return any(
        best in (one.sentence, *(earlier.sentence for earlier in one.earlier))
        for one in other.passages
        if one.earlier
    )


def _lacking(numbers: Iterable[str], answer: Answer) -> Iterator[str]:
    """Yield the numbers that no sentence of an answer has."""
    terms = set(chain.from_iterable(ENGLISH.terms(one.sentence.text) for one in answer.passages))
    return (number for number in numbers if not terms.issuperset(ENGLISH.terms(number)))


def _success(answer: Answer) -> tuple[bool, float]:
    return answer.found, answer.confidence


def _as_typed(message: str, answer: Answer) -> Answer:
    """The answer with the whole message as its question."""
    if message == answer.question:
        return answer
    return replace(answer, question=message, asked=answer.asked or answer.question)


def _turn_within(answer: Answer) -> Turn:
    """The turn that the next question of the same message may follow up on.

    Nothing was shown yet: one sentence may answer both questions.
    """
    return replace(answer.turn, shown=())


def _joined(message: str, parts: Sequence[Answer], left_out: int = 0) -> Answer:
    """One answer with these parts."""

    def every(terms: Callable[[Answer], Sequence[str]]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(chain.from_iterable(map(terms, parts))))

    best = max(parts, key=lambda part: part.confidence)
    found = [part.band for part in parts if part.found]
    return Answer(
        message,
        every(lambda part: part.query),
        tuple(passage for part in parts for passage in part.passages),
        best.confidence,
        every(lambda part: part.unknown),
        parts[0].before,
        best.by_meaning,
        band=Band.CLOSEST if Band.CLOSEST in found else Band.SURE if found else Band.SILENT,
        parts=tuple(parts),
        left_out=left_out,
    )
