"""What the ranker knows of a question and of a sentence."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import NamedTuple

from retrieval.ranking.answer_kinds import OTHER, kind_asked
from retrieval.words.analysis import WORD, Analysis

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

NONE: frozenset[str] = frozenset()

Pair = tuple[str, str]


class Profile(NamedTuple):
    """A text's terms and marks; there are many, and this is what is read fastest."""

    text: str
    terms: tuple[str, ...]  # in the order of the text
    held: frozenset[str]  # the same without order
    words: frozenset[str]  # as printed, in lower case
    names: frozenset[str]  # terms with a capital inside the sentence
    stems: str  # the terms in one string, with a space before and after each
    line: str  # and, likewise, what the words' neighbours see of them
    begins_with_pronoun: bool
    definite: str | None  # the first term of a sentence that begins with "the"
    is_question: bool


def profile(text: str, analysis: Analysis) -> Profile:
    """The profile of a sentence."""
    printed = analysis.printed(text)
    is_question = text.rstrip("\"”’'").endswith("?")
    if not printed:
        return Profile(text, (), NONE, NONE, NONE, "", "", False, None, is_question)
    _, words, found, names, neighbours = zip(*printed, strict=True)
    terms = tuple(chain.from_iterable(found))
    return Profile(
        text=text,
        terms=terms,
        held=frozenset(terms),
        words=frozenset(words),
        names=frozenset(chain.from_iterable(names[1:])),
        stems=f" {' '.join(terms)} ",
        line=f" {' '.join(neighbours)} ",
        begins_with_pronoun=words[0] in PRONOUNS,
        definite=terms[0] if terms and words[0] == DEFINITE else None,
        is_question=is_question,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's distinct terms, in order, and what else it tells."""

    terms: tuple[str, ...]
    words: Mapping[str, str]  # the words as printed, in lower case, each with its first term
    stop_words: frozenset[str]  # in lower case, but for those that only ask
    pairs: frozenset[Pair]  # of terms that follow one another, stop words among them
    names: frozenset[str]
    kind: str
    leans: bool  # whether it points at what was said before: "and when?", "where was he?"
    follows_up: bool  # whether it makes sense only after another question, as "why?" does

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
    leans = _leans(question, analysis)
    return Asked(
        terms=analysis.query(question),
        words={one.lower: one.terms[0] for one in printed if one.terms},
        stop_words=frozenset(one.lower for one in printed if not one.terms) - ASKING,
        pairs=frozenset(pairwise(one.neighbour for one in printed)),
        names=analysis.names(question),
        kind=kind_asked(question),
        leans=leans,
        follows_up=leans or _is_short(question, analysis),
    )


def _leans(question: str, analysis: Analysis) -> bool:
    if GOES_ON.match(question):
        return True
    words = _words(question)
    points = not analysis.names(question) and not LEANING.isdisjoint(words)
    return points and not QUESTION_WORDS.isdisjoint(words)


def _is_short(question: str, analysis: Analysis) -> bool:
    few = len(analysis.query(question)) < STANDS_ALONE and not analysis.greets(question)
    return few and not QUESTION_WORDS.isdisjoint(_words(question))


def _words(question: str) -> list[str]:
    return [word.lower() for word in WORD.findall(question)]


def beginning(term: str) -> str | None:
    """What ``stems`` of a profile holds where a term of it has the same first letters.

    None for a short term, which shares them by chance.
    """
    if len(term) < SHORTEST:
        return None
    return f" {term[:BEGINNING]}" if len(term) >= BEGINNING else f" {term} "
