"""What the ranker knows of a question and of a sentence."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from retrieval.kinds import OTHER, kind_asked
from retrieval.terms import WORD, Analysis, Printed

BEGINNING = 5  # letters of a stem; "korea" and "korean" share them
SHORTEST = 4  # letters of a term whose beginning counts
PRONOUNS = frozenset("he she it they this that these those his her their its".split())
DEFINITE = "the"
# Words that no answer repeats, or every sentence.
ASKING = frozenset(
    "who whom whose what which when where why how do does did is are was were the a an of".split()
)

QUESTION_WORDS = frozenset("who whom whose what which when where why how".split())
GOES_ON = re.compile(r"\W*(?:and|but|or|so|(?:what|how) about)\b", re.IGNORECASE)
LEANING = PRONOUNS | frozenset("him them hers theirs there then".split())
STANDS_ALONE = 2  # terms with which a question is understood by itself

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Profile:
    """A text's terms and marks."""

    text: str
    counts: Mapping[str, int]  # tf of each term
    length: int  # in terms
    beginnings: frozenset[str]  # of the terms
    words: frozenset[str]  # as printed, in lower case
    pairs: frozenset[Pair]  # of terms that follow one another, stop words among them
    names: frozenset[str]  # terms with a capital inside the sentence
    begins_with_pronoun: bool
    definite: str | None  # the first term of a sentence that begins with "the"
    is_question: bool


def profile(text: str, analysis: Analysis) -> Profile:
    """The profile of a sentence."""
    printed = analysis.printed(text)
    terms = [term for _, found in printed for term in found]
    counts: dict[str, int] = {}  # a Counter costs as much as all the rest
    for term in terms:
        counts[term] = counts.get(term, 0) + 1
    words = [word.lower() for word, _ in printed]
    return Profile(
        text=text,
        counts=counts,
        length=len(terms),
        beginnings=frozenset([term[:BEGINNING] for term in counts if len(term) >= SHORTEST]),
        words=frozenset(words),
        pairs=_pairs(printed, words),
        names=frozenset(
            [term for word, found in printed[1:] if found and word[0].isupper() for term in found]
        ),
        definite=terms[0] if terms and words[0] == DEFINITE else None,
        begins_with_pronoun=bool(words) and words[0] in PRONOUNS,
        is_question=text.rstrip("\"”’'").endswith("?"),
    )


def _pairs(printed: Sequence[Printed], words: Sequence[str]) -> frozenset[Pair]:
    """Words that follow one another: their terms, or the stop words themselves."""
    ends = [found[-1] if found else word for (_, found), word in zip(printed, words, strict=True)]
    return frozenset(pairwise(ends))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's distinct terms, in order, and what else it tells."""

    terms: tuple[str, ...]
    words: Mapping[str, str]  # the words as printed, in lower case, each with its first term
    stop_words: frozenset[str]  # in lower case, but for those that only ask
    pairs: frozenset[Pair]  # of terms that follow one another, stop words among them
    names: frozenset[str]
    kind: str
    follows_up: bool  # whether it makes sense only after another question: "and when?"

    def after(self, before: "Asked") -> "Asked":
        """The same with the words it leaves out, taken from the question before it."""
        return replace(
            self,
            terms=tuple(dict.fromkeys((*self.terms, *before.terms))),
            words={**before.words, **self.words},
            pairs=self.pairs | before.pairs,
            names=self.names | before.names,
            kind=before.kind if self.kind == OTHER else self.kind,
        )

    def respelt(self, respelt: Mapping[str, str]) -> "Asked":
        """The same with other terms for some of its own."""

        def read(term: str) -> str:
            return respelt.get(term, term)

        return replace(
            self,
            terms=tuple(dict.fromkeys(map(read, self.terms))),
            words={word: read(term) for word, term in self.words.items()},
            pairs=frozenset((read(one), read(other)) for one, other in self.pairs),
            names=frozenset(map(read, self.names)),
        )


def asked(question: str, analysis: Analysis) -> Asked:
    """What a question asks; without terms where it asks nothing."""
    printed = analysis.printed(question)
    return Asked(
        terms=analysis.query(question),
        words={word.lower(): found[0] for word, found in printed if found},
        stop_words=frozenset(word.lower() for word, found in printed if not found) - ASKING,
        pairs=_pairs(printed, [word.lower() for word, _ in printed]),
        names=analysis.names(question),
        kind=kind_asked(question),
        follows_up=_follows_up(question, analysis),
    )


def _follows_up(question: str, analysis: Analysis) -> bool:
    words = [match.group().lower() for match in WORD.finditer(question)]
    if GOES_ON.match(question):
        return True
    few = len(analysis.query(question)) < STANDS_ALONE and not analysis.greets(question)
    leans = not analysis.names(question) and not LEANING.isdisjoint(words)
    return (few or leans) and not QUESTION_WORDS.isdisjoint(words)


def beginning(term: str) -> str | None:
    """The first letters of a term; None of a short one, which shares them by chance."""
    return term[:BEGINNING] if len(term) >= SHORTEST else None
