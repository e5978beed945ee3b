"""What a question gets back: sentences with their scores, or none."""

from dataclasses import dataclass

from corpus.article import Sentence, Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence found for a question.

    ``matches`` are the words it shares with the question: spans of the article's text, in
    order, all inside the sentence. ``also`` are sentences of other articles that say the same
    in nearly the same words.
    """

    sentence: Sentence
    score: float
    matches: tuple[Span, ...] = ()
    also: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Passages, best first; none means that the sources do not say.

    ``query`` holds the question's terms; without any there was nothing to look for, as in
    a greeting. ``confidence``, from 0 to 1, is how likely one of the first three passages is
    right. ``unknown`` are the question's words, as typed, that no source holds; they are
    looked up only where nothing was found. ``before`` is the question that this one follows up.
    """

    question: str
    query: tuple[str, ...]
    passages: tuple[Passage, ...]
    confidence: float
    unknown: tuple[str, ...] = ()
    before: str | None = None

    @property
    def found(self) -> bool:
        """Whether the sources answer the question."""
        return bool(self.passages)
