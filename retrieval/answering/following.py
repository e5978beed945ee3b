"""What a follow-up takes from the turn before: where to look, and what not to show again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.answer import Answer, Key, Turn
from retrieval.answering.texts import Texts
from retrieval.asking.follow_ups import SAME, Leaning, leaning_of, normalized
from retrieval.index.context import Column
from retrieval.index.reading.searchable import Searchable
from retrieval.index.scoring import Hit
from retrieval.ranking.answer_kinds import OTHER
from retrieval.ranking.candidates import Candidates
from retrieval.ranking.question import Query
from retrieval.ranking.sentence import profile
from retrieval.scope import Scope
from retrieval.words.analysis import Analysis, analysis_for

LONGEST = 1000  # characters of the questions before; the rest is ignored
LATEST = 3  # sentences shown last, whose articles matter
REACH = 30  # sentences on each side of the one shown first that are candidates ...
NEARBY = 2  # ... and of the others
# What is added to the scores of candidates, which are log-likelihoods. Chosen on follow-ups of our
# own and on questions of SQuAD that follow one another; see tests/quality/README.md.
SAME_ARTICLE = 1.5  # in the article of the sentence shown first
ALSO_SHOWN = 0.5  # in the article of another one
NEXT = 1.5  # right after the sentence shown first; less the further away, ...
FADING = 2.0  # ... by the factor e for so many sentences, ...
EARLIER = 0.5  # ... and half before it
REPEATS = -2.5  # all words of the questions before: it answers those
SHOWN = -1.0  # shown before, but not first the last time


@dataclass(frozen=True, slots=True)
class Followed:
    """The turn that a question follows up on, and how it leans on it.

    ``again`` says that it is the last question, asked once more: its answer may be shown again.
    """

    turn: Turn
    leaning: Leaning
    again: bool = False

    def questions(self, analysis: Analysis) -> list[str]:
        """The questions before, latest first, without "more" and the like."""
        every = self.turn.question[:LONGEST].splitlines()[self.again :]
        return [one for one in every if leaning_of(one, analysis) not in SAME] or every[:1]

    def hidden(self, query: Query) -> frozenset[Key]:
        """The sentences that are not shown again.

        These are all, or only the one shown first if the question has words of its own or asks for
        a kind of answer, such as a time: one of the others may have just that.
        """
        if self.again:
            return frozenset()
        asks = len(query.terms) > len(query.leaned) or query.kind not in (OTHER, "why")
        return frozenset(self.turn.shown[: 1 if asks and self.leaning not in SAME else None])


def followed_by(question: str, after: Turn | None, analysis: Analysis) -> Followed | None:
    """What a question follows up on, given the turn before; None if it stands alone."""
    if after is None or not after.question.strip():
        return None
    leaning = leaning_of(question, analysis)
    if leaning is Leaning.ALONE:
        return None
    first, *others = after.question.splitlines()
    again = leaning not in SAME and normalized(first) == normalized(question)
    return Followed(after, leaning, again) if others or not again else None


def not_repeated(chosen: Sequence[int], found: Candidates, followed: Followed | None) -> list[int]:
    """The candidates chosen to be shown, without those below the first that were shown before."""
    before = frozenset(followed.turn.shown if followed and not followed.again else ())
    return [at for rank, at in enumerate(chosen) if not rank or found.keys[at] not in before]


def beside(shown: Sequence[Key], index: Searchable, scope: Scope) -> list[Key]:
    """The sentences of the scope around those shown last, in their articles."""
    found: dict[Key, None] = {}
    for rank, (key, number) in enumerate(shown[:LATEST]):
        size = index.sizes([key], scope)[key] if key in index else 0
        reach = NEARBY if rank else REACH
        near = range(max(number - reach, 0), min(number + reach + 1, size))
        found |= dict.fromkeys(index.quotable(Hit(key, one, 0.0) for one in near))
    return list(found)


def prior(followed: Followed, found: Candidates) -> Column:
    """What the turn before adds to each candidate's score."""
    shown = followed.turn.shown
    if not shown:
        return np.zeros(len(found.keys))
    repeated = REPEATS * found.share_of(found.leaned, found.held)
    places: Column = np.array([_of_place(place, shown) for place in found.keys])
    before = frozenset(() if followed.again else shown)
    again: Column = np.array([SHOWN * (place in before) for place in found.keys])
    return places + repeated + again


def _of_place(place: Key, shown: Sequence[Key]) -> float:
    (key, number), (first, at) = place, shown[0]
    if key != first:
        return ALSO_SHOWN * any(key == other for other, _ in shown[:LATEST])
    near = NEXT * float(np.exp((1 - abs(number - at)) / FADING))
    return SAME_ARTICLE + (near if number > at else EARLIER * near)


def names_shown(followed: Followed, texts: Texts, analysis: Analysis) -> frozenset[str]:
    """The terms of the names in the sentence shown first, if others are asked about."""
    first = followed.turn.shown[:1] if followed.leaning is Leaning.OTHER else ()
    found = texts.sentences(first).values()
    every = (profile(text, analysis).names for text in found)
    return frozenset[str]().union(*every)


def chosen(
    answer: Answer, alone: Answer, weights: Mapping[str, float], leaning: Leaning
) -> Answer:
    """The answer to a question that may be a follow-up, or the answer to it alone.

    ``weights`` are those of its own terms. It was about something else if the answer to it alone
    has more of them.
    """
    if not alone.found:
        return answer if answer.found or leaning is not Leaning.LITTLE else alone
    if leaning is Leaning.LITTLE or not answer.found:
        return alone
    return alone if _covered(alone, weights) > _covered(answer, weights) else answer


def _covered(answer: Answer, weights: Mapping[str, float]) -> float:
    """The weight of the terms that the first sentence of an answer has."""
    sentence = answer.passages[0].sentence
    terms = analysis_for(answer.language).terms(sentence.text)
    return sum(weights.get(term, 0.0) for term in dict.fromkeys(terms))
