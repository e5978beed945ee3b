"""What a question gets back: sentences with their scores, or none."""

from dataclasses import dataclass

from corpus.article import Sentence, Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence found for a question.

    ``matches`` are the words it shares with the question: spans of the article's text, in
    order, all inside the sentence.
    """

    sentence: Sentence
    score: float
    matches: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Passages, best first; none means that the sources do not say.

    ``query`` holds the question's terms; without any there was nothing to look for, as in
    a greeting. ``confidence`` is from 0 to 1.
    """

    question: str
    query: tuple[str, ...]
    passages: tuple[Passage, ...]
    confidence: float

    @property
    def found(self) -> bool:
        """Whether the sources answer the question."""
        return bool(self.passages)
