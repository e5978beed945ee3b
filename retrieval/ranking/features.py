"""What speaks for and against a candidate sentence, in numbers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from retrieval.index.context import Column, Context, Grid
from retrieval.ranking.answer_kinds import holds
from retrieval.ranking.question import Asked, Profile, beginning
from retrieval.words.analysis import ANALYSES
from retrieval.words.related import related_terms

SENTENCE = 12.0  # terms that a sentence has on average
SECTION = 60.0  # and a section


Key = tuple[int, int]  # an article's key, and the number of a sentence of it, from 0


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a candidate's text tells."""

    own: Profile
    led: bool  # whether it begins with "the" and a term of the sentence before


class Candidates:
    """The candidates of a question, as grids; ``idf`` is that of each of its terms.

    Without ``looks``, one at each, only the features of FROM_POSTINGS can be told. ``told`` are
    those that are known already, by their names.
    """

    def __init__(
        self,
        asked: Asked,
        idf: Sequence[float],
        keys: Sequence[Key],
        context: Context,
        looks: Sequence[Look] = (),
        told: Mapping[str, Column] = MappingProxyType({}),
    ) -> None:
        self.asked = asked
        self.keys = keys
        self.looks = looks
        self.context = context
        self.idf = np.asarray(idf, float)
        self.weight = self.idf / self.idf.sum()
        self.own = context.own
        self.lengths = context.own_length
        self.held = self.own > 0
        around = context.before + context.after + context.section > 0
        self.near = (around | context.title) & ~self.held  # held by the neighbourhood alone
        self.far = context.article & ~self.held & ~self.near  # elsewhere in the article alone
        names = [term in asked.names for term in asked.terms]
        self.names = np.array(names, bool)
        self.numbers = np.array([term[:1].isdigit() for term in asked.terms], bool)
        self._told = dict(told)

    def some(self, chosen: Sequence[int]) -> "Candidates":
        """Some of them, given by their places here."""
        keys = [self.keys[at] for at in chosen]
        looks = [self.looks[at] for at in chosen] if self.looks else ()
        told = {name: column[chosen] for name, column in self._told.items()}
        context = self.context.some(chosen)
        return Candidates(self.asked, self.idf.tolist(), keys, context, looks, told)

    def feature(self, name: str) -> Column:
        """A feature of each, by its name in FEATURES."""
        if name not in self._told:
            self._told[name] = FEATURES[name](self)
        return self._told[name]

    @cached_property
    def related(self) -> NDArray[np.bool_]:
        """For which terms, which it does not hold, each holds a related one."""
        akin = related_terms(ANALYSES["en"])
        related = [akin.get(term, frozenset()) for term in self.asked.terms]
        held = [look.own.held for look in self.looks]
        marks = [[not one.isdisjoint(terms) for one in related] for terms in held]
        return np.asarray(np.array(marks, bool) & ~self.held)

    def share(self, terms: Grid | NDArray[np.bool_]) -> Column:
        """The share of the question's weight in the terms that each row holds."""
        shares: Column = terms @ self.weight
        return shares

    def column(self, of_look: Callable[[Look], float]) -> Column:
        """The number that a look at each candidate gives."""
        return np.array([of_look(look) for look in self.looks], float)

    @property
    def numbers_in_article(self) -> Column:
        """Which sentence of its article each is, from 0."""
        return np.array([number for _, number in self.keys], float)

    def bm25(self, tf: Grid, lengths: Column, average: float, k1: float, b: float) -> Column:
        """BM25 of a grid of term frequencies, as a share of the question's weight."""
        norm = k1 * (1 - b + b * lengths / average)
        return self.share(tf * (k1 + 1) / (tf + norm[:, None]))


Feature = Callable[[Candidates], Column]


def _means(grid: NDArray[np.bool_]) -> Column:
    return np.asarray(grid.mean(axis=1))


def sentence_score(found: Candidates) -> Column:
    """BM25 of the sentence: its words are the first evidence."""
    return found.bm25(found.own, found.lengths, SENTENCE, 0.4, 0.6)


def window_score(found: Candidates) -> Column:
    """BM25 of the sentence with those before and after: they often name what it is about."""
    context = found.context
    tf = found.own + (context.before + context.after) / 2
    return found.bm25(tf, found.lengths + context.around_length, 3 * SENTENCE, 0.9, 0.6)


def section_score(found: Candidates) -> Column:
    """BM25 of the section around: an answer stands where the subject is treated."""
    return found.bm25(found.context.section, found.context.section_length, SECTION, 1.2, 0.75)


def words_covered(found: Candidates) -> Column:
    """The share of the question's words, rare or not, that the sentence holds."""
    return _means(found.held)


def near_coverage(found: Candidates) -> Column:
    """The share of the weight that only the neighbourhood holds."""
    return found.share(found.near)


def far_coverage(found: Candidates) -> Column:
    """The share of the weight that is only elsewhere in the article."""
    return found.share(found.far)


def title_coverage(found: Candidates) -> Column:
    """The share of the weight that the title holds and the sentence does not."""
    return found.share(found.context.title & ~found.held)


def beginnings(found: Candidates) -> Column:
    """The share of the weight whose terms are missing but for another ending: Korea, Korean."""
    starts = [beginning(term) for term in found.asked.terms]
    alike = [
        [start is not None and start in look.own.stems for start in starts] for look in found.looks
    ]
    return found.share(np.array(alike, bool) & ~found.held)


def related(found: Candidates) -> Column:
    """The share of the weight whose terms are missing, but a related word is there."""
    return found.share(found.related)


def related_near(found: Candidates) -> Column:
    """The share of the weight whose terms are nowhere near, but a related word is."""
    return found.share(found.context.related & ~found.held & ~found.near)


def printed_words(found: Candidates) -> Column:
    """The share of the weight whose words stand there as the question prints them."""
    idf = dict(zip(found.asked.terms, found.idf, strict=True))
    words = [(word, float(idf.get(term, 0.0))) for word, term in found.asked.words.items()]
    total = sum(weight for _, weight in words) or 1.0
    return found.column(
        lambda look: sum([weight for word, weight in words if word in look.own.words]) / total
    )


def pairs(found: Candidates) -> Column:
    """The share of the question's neighbouring words that are neighbours in the sentence."""
    asked = [f" {one} {other} " for one, other in found.asked.pairs]
    return found.column(
        lambda look: sum([pair in look.own.line for pair in asked]) / max(len(asked), 1)
    )


def stop_words(found: Candidates) -> Column:
    """The share of the question's stop words: "against", "he" and "most" tell a little, too."""
    asked = found.asked.stop_words
    return found.column(lambda look: len(asked & look.own.words) / max(len(asked), 1))


def _share_of(grid: NDArray[np.bool_], which: NDArray[np.bool_]) -> Column:
    return _means(grid[:, which]) if which.any() else np.zeros(len(grid))


def names_held(found: Candidates) -> Column:
    """The share of the question's names that the sentence holds."""
    return _share_of(found.held, found.names)


def names_near(found: Candidates) -> Column:
    """The share of the question's names that only the neighbourhood holds."""
    return _share_of(found.near, found.names)


def names_missing(found: Candidates) -> Column:
    """The share of the question's names that the article lacks: it may be another matter."""
    return _share_of(~found.held & ~found.near & ~found.far, found.names)


def numbers_missing(found: Candidates) -> Column:
    """The share of the question's numbers that the sentence does not hold."""
    return _share_of(~found.held, found.numbers)


def plain_coverage(found: Candidates) -> Column:
    """The share of the weight, in words that are no names, that the sentence holds."""
    return found.share(found.held & ~found.names)


def is_question(found: Candidates) -> Column:
    """A sentence that asks does not answer."""
    return found.column(lambda look: look.own.is_question)


def goes_on(found: Candidates) -> Column:
    """How much the sentence before is about the question, where this one goes on about it.

    It does so with a pronoun, or with "the" and a word of that sentence: "The pact says ...".
    """
    led = found.column(lambda look: look.own.begins_with_pronoun or look.led)
    return led * found.share(found.context.before > 0)


def new_words(found: Candidates) -> Column:
    """How much the sentence says beyond the question: up to 15 terms, from 0 to 1."""
    return np.asarray(np.minimum(found.lengths - found.own.sum(axis=1), 15) / 15)


def new_names(found: Candidates) -> Column:
    """How many names it has that the question does not: up to 4, from 0 to 1."""
    asked = frozenset(found.asked.terms)
    return np.minimum(found.column(lambda look: len(look.own.names - asked)), 4) / 4


def new_name(found: Candidates) -> Column:
    """Whether it has a name that the question does not."""
    return (found.feature("new names") > 0).astype(float)


def length(found: Candidates) -> Column:
    """The logarithm of its length: headings say little, long sentences a little of much."""
    return np.asarray(np.log1p(found.lengths))


def position(found: Candidates) -> Column:
    """The logarithm of its number in the article: news tells the most important first."""
    return np.asarray(np.log1p(found.numbers_in_article))


def opens_article(found: Candidates) -> Column:
    """The first sentence of an article sums it up."""
    return np.asarray(found.numbers_in_article == 0, float)


def opens_section(found: Candidates) -> Column:
    """The first sentence of a section often sums it up."""
    return found.context.opens_section.astype(float)


def has(kind: str) -> Feature:
    """Whether the sentence has the marks of a kind of answer."""
    return lambda found: found.column(lambda look: holds(kind, look.own.text))


def asked_for(kind: str, feature: Feature) -> Feature:
    """A feature that counts only for questions that ask for a kind of answer."""

    def only(found: Candidates) -> Column:
        return feature(found) if found.asked.kind == kind else np.zeros(len(found.keys))

    return only


FEATURES: Mapping[str, Feature] = {
    "sentence": sentence_score,
    "window": window_score,
    "section": section_score,
    "words covered": words_covered,
    "plain coverage": plain_coverage,
    "near coverage": near_coverage,
    "far coverage": far_coverage,
    "title coverage": title_coverage,
    "beginnings": beginnings,
    "related": related,
    "related near": related_near,
    "printed words": printed_words,
    "pairs": pairs,
    "stop words": stop_words,
    "names held": names_held,
    "names near": names_near,
    "names missing": names_missing,
    "numbers missing": numbers_missing,
    "is a question": is_question,
    "goes on": goes_on,
    "new words": new_words,
    "new name": new_name,
    "new names": new_names,
    "length": length,
    "position": position,
    "opens article": opens_article,
    "opens section": opens_section,
    "who: new name": asked_for("who", new_name),
    "who: new names": asked_for("who", new_names),
    "when: time": asked_for("when", has("time")),
    "when: year": asked_for("when", has("year")),
    "where: place": asked_for("where", has("place")),
    "where: new name": asked_for("where", new_name),
    "number: number": asked_for("number", has("number")),
    "measure: measure": asked_for("measure", has("measure")),
    "measure: number": asked_for("measure", has("number")),
    "money: money": asked_for("money", has("money")),
    "why: cause": asked_for("why", has("cause")),
    "said: speech": asked_for("said", has("speech")),
    "what: new words": asked_for("what", new_words),
    "what: new name": asked_for("what", new_name),
}

# Those that can be told without a look at the text.
FROM_POSTINGS = (
    "sentence", "window", "section", "words covered", "plain coverage", "near coverage",
    "far coverage", "title coverage", "related near", "names held", "names near",
    "names missing", "numbers missing", "new words", "length", "position", "opens article",
    "opens section",
)  # fmt: skip


def feature_grid(found: Candidates) -> Grid:
    """A row for each candidate, a column for each feature, in the order of FEATURES."""
    return np.column_stack([found.feature(name) for name in FEATURES])
