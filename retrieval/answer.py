"""The answer to a question: sentences with their scores, or none."""

from dataclasses import dataclass

from corpus.article import Sentence, Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence found for a question.

    ``matches`` are the words it shares with the question, as spans of the article's text, in
    order. ``also`` are copies in other articles: sentences with nearly the same words.
    """

    sentence: Sentence
    score: float
    matches: tuple[Span, ...] = ()
    also: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Passages, best first; none if the sources do not answer the question.

    ``query`` holds the question's terms; it is empty for a greeting, for example.
    ``confidence`` is the probability, from 0 to 1, that one of the first three passages is right.
    ``unknown`` are the question's words, as typed, that no source contains; they are only looked
    up if there is no answer. ``before`` is the question that this one follows up on.
    ``by_meaning`` says whether the first sentence was judged by its meaning, too.
    """

    question: str
    query: tuple[str, ...]
    passages: tuple[Passage, ...]
    confidence: float
    unknown: tuple[str, ...] = ()
    before: str | None = None
    by_meaning: bool = False

    @property
    def found(self) -> bool:
        """Whether the sources answer the question."""
        return bool(self.passages)
