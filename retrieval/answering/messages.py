"""Answers messages: one question, several, or claims.

Small talk has no answer, nor has "more" or the like without a question before it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from corpus.languages.known import language_of
from retrieval.answer import Answer, Band, Turn, View
from retrieval.answering.differing.stances import judged
from retrieval.asking.claims import is_claim, sentences_in, without_numbers
from retrieval.asking.follow_ups import asks_for_same, continuing
from retrieval.asking.given import Given
from retrieval.asking.several import asks, questions_in, stands_alone
from retrieval.asking.small_talk import talk_of
from retrieval.words.analysis import ANALYSES

ENGLISH = ANALYSES["en"]
MOST_CLAIMS = 3  # sentences of a message whose answers are shown
MOST_ASKED = 12  # times that its sentences are asked about; each takes up to several searches

Ask = Callable[[str, Given], Answer]  # answers one question


class _Limited:
    """Asks with ``ask`` up to ``most`` times; then it finds nothing."""

    def __init__(self, ask: Ask, most: int) -> None:
        self._ask = ask
        self._left = most

    def __call__(self, question: str, given: Given) -> Answer:
        self._left -= 1
        return self._ask(question, given) if self._left >= 0 else Answer(question, (), (), 0.0)

    def at_any_rate(self, question: str, given: Given) -> Answer:
        """Ask beyond the limit."""
        return self._ask(question, given)


def answer_message(message: str, given: Given, ask: Ask) -> Answer:
    """Answer each question of a message with ``ask``, or else each of its sentences.

    An answer in ``parts`` has the parts' passages one after the other. A further question may
    follow up on the one before it, but first it is asked as if it stood alone.
    """
    if talk_of(message) or (given.after is None and asks_for_same(message)):
        return Answer(message, (), (), 0.0, before=given.after)
    asked = questions_in(message)
    if len(asked.questions) == 1:
        return _answer_one(message, given, _Limited(ask, MOST_ASKED))
    parts: list[Answer] = []
    for question in asked.questions:
        limited = _Limited(ask, MOST_ASKED // len(asked.questions))
        part = _answer_one(stands_alone(question) if parts else question, given, limited)
        # Perhaps it does not make sense without the one before.
        if parts and not part.found and not part.unknown:
            part = _answer_one(continuing(stands_alone(question)), given, limited)
        parts.append(_as_typed(question, part))
        given = replace(given, after=_turn_within(parts[-1]))
    return _joined(message, parts, asked.more)


def _answer_one(message: str, given: Given, ask: _Limited) -> Answer:
    """Answer one question or claim, which may be in several sentences."""
    sentences = sentences_in(message) or (message,)
    last = sentences[-1]
    if len(sentences) == 1:
        answer = ask.at_any_rate(last, given)
        return _as_typed(message, _checked(answer, given, ask))
    together: Answer | None = None
    if asks(last) or last.endswith("?"):
        about = replace(given, after=Turn(" ".join(sentences[:-1])))
        together = ask.at_any_rate(" ".join(sentences), given)
        answer = max(together, ask(last, about), key=_success)
        if answer.found:
            return _as_typed(message, answer)
    every = [ask(one, given) for one in sentences]
    found = [one for one in (_checked(one, given, ask) for one in every) if one.found]
    if not found:
        return _as_typed(message, together or ask.at_any_rate(" ".join(sentences), given))
    best = sorted(found, key=lambda answer: -answer.confidence)
    return _joined(message, best[:MOST_CLAIMS])


def _checked(answer: Answer, given: Given, ask: Ask) -> Answer:
    """The answer to a question, or to a claim with what speaks for it and against it.

    If that is not clear, there are only the closest sentences.
    """
    claim = answer.question
    if not language_of(answer.language).grammar:
        return answer
    shorter, numbers = without_numbers(claim)
    closest = ask(shorter, given) if numbers else None
    if not is_claim(claim):
        return _with_any_number(answer, closest, numbers)
    found = judged(claim, answer, closest.quoted if closest else ())
    if found is not None:
        return replace(found, is_claim=True)
    found = _with_any_number(answer, closest, numbers)
    if found.view is View.SENTENCES:  # not the articles of a topic, which are what was asked for
        found = replace(found, band=Band.CLOSEST if found.found else Band.SILENT, is_claim=True)
    return found


def _with_any_number(answer: Answer, closest: Answer | None, numbers: Sequence[str]) -> Answer:
    """The answer to a claim, or the one to its numbers if nothing else was found.

    The sentence that contradicts a claim often has another number. That is also the answer if it
    replaces the claim's number or others.
    """
    claim = answer.question
    if closest is None:
        return answer
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
        language=best.language,
        sources_in=best.sources_in,
    )
