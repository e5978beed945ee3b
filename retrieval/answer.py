"""The answer to a question: sentences with their scores, or none."""

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

from corpus.article import Sentence, Span
from corpus.languages.known import DEFAULT
from corpus.rewording.edited_sentences import Reworded

Key = tuple[int, int]  # an article's key in the index, and the number of a sentence in it, from 0

LIMIT = 3  # passages of an answer, unless another limit is given
LONGEST_QUESTION = 300  # characters; the end of a long chain of follow-ups is cut off
MOST_SHOWN = 50  # sentences of such a chain that are remembered


class View(StrEnum):
    """How the passages of an answer were chosen, and their order."""

    SENTENCES = "sentences"  # they answer the question, best first
    ARTICLES = "articles"  # what the articles about a topic begin with, newest first
    TIMELINE = "timeline"  # the same, oldest first


class Where(StrEnum):
    """Which articles an answer is from if those asked for first do not have any."""

    BEFORE = "before"  # older ones
    OTHER_DAYS = "other days"
    OTHERS = "others"  # by anybody


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """That an answer is not from the articles that the question asked for.

    ``asked`` are those, in the question's words: "this week", "the Courier".
    """

    asked: str
    where: Where


@dataclass(frozen=True, slots=True)
class Earlier:
    """A number that an older article gives for the same matter."""

    sentence: Sentence
    number: Span  # of the article's text


class Stance(StrEnum):
    """What a sentence says about a claim."""

    FOR = "for"  # the same
    AGAINST = "against"  # otherwise


class Band(StrEnum):
    """How sure an answer is."""

    SURE = "sure"  # its first sentence is most likely right
    CLOSEST = "closest"  # its sentences are the closest found; the reader is told so
    SILENT = "none"  # there is no answer


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence found for a question.

    ``matches`` are the words it shares with the question, as spans of the article's text, in
    order. ``also`` are copies in other articles: sentences with nearly the same words. ``place``
    is the sentence's in the index; None if it comes from elsewhere. ``earlier`` are the numbers
    that older articles give in place of this sentence's, newest first. ``differing`` are sentences
    of other articles that give another number for the same matter, or say the opposite.
    ``stance`` says whether it is for the claim that was asked about or against it, if that is
    clear. ``reworded`` says how the sentence read before its source changed it, if whoever keeps
    the articles knows.
    """

    sentence: Sentence
    score: float
    matches: tuple[Span, ...] = ()
    also: tuple[Sentence, ...] = ()
    place: Key | None = None
    earlier: tuple[Earlier, ...] = ()
    differing: tuple["Passage", ...] = ()
    stance: Stance | None = None
    reworded: Reworded | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """An answered question that the next one may follow up on.

    ``question`` includes the questions that it followed up on itself, each on a line of its own,
    the latest first. ``shown`` are the sentences shown for all of them: the latest answer's first,
    best first.
    """

    question: str
    shown: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Passages, in the order of ``view``; none if the sources do not answer the question.

    ``query`` holds the question's terms; it is empty for small talk, for example.
    ``confidence`` is the probability, from 0 to 1, that one of the first three passages is right.
    ``unknown`` are the question's words, as typed, that no source contains. ``before`` is the turn
    that it follows up on. ``by_meaning`` says whether the first sentence was judged by its
    meaning, too. ``more`` is the number of further articles about the topic. ``band`` says how
    sure the answer is, and ``elsewhere`` that the articles that the question asked for have none.

    ``language`` is the code of that of the articles which were searched. ``sources_in`` are the
    codes of the languages of all sources if the question is in none of these.

    ``asked`` are the words of the question that were asked, if not all of them. ``without`` are
    numbers of a claim with which nothing was found. ``is_claim`` says that the message states
    something: its passages are for it or against it, or only close. A message with several
    questions or claims has an answer with ``parts``, whose passages are those of the parts;
    ``left_out`` is the number of further questions, which are not answered.
    """

    question: str
    query: tuple[str, ...]
    passages: tuple[Passage, ...]
    confidence: float
    unknown: tuple[str, ...] = ()
    before: Turn | None = None
    by_meaning: bool = False
    view: View = View.SENTENCES
    more: int = 0
    band: Band = Band.SILENT
    elsewhere: Elsewhere | None = None
    asked: str = ""
    without: tuple[str, ...] = ()
    is_claim: bool = False
    parts: tuple["Answer", ...] = ()
    left_out: int = 0
    language: str = DEFAULT
    sources_in: tuple[str, ...] = ()

    @property
    def found(self) -> bool:
        """Whether the sources answer the question."""
        return bool(self.passages)

    @property
    def quoted(self) -> tuple[Passage, ...]:
        """All passages, each followed by those that differ from it."""
        return tuple(chain.from_iterable((one, *one.differing) for one in self.passages))

    @property
    def turn(self) -> Turn:
        """The turn that the next question may follow up on.

        Of several parts, it is the last one's; small talk leaves the one before.
        """
        if not self.query and not self.passages and self.before is not None:
            return self.before
        shown = tuple(one.place for one in self.quoted if one.place is not None)[:MOST_SHOWN]
        if self.parts:
            return replace(self.parts[-1].turn, shown=shown)
        asked = " ".join((self.asked or self.question).split())  # on one line
        if self.before is None:
            return Turn(asked, shown)
        full = f"{asked}\n{self.before.question}"[:LONGEST_QUESTION]
        return Turn(full, tuple(dict.fromkeys((*shown, *self.before.shown)))[:MOST_SHOWN])
