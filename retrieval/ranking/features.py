"""The features of a candidate sentence: the evidence for and against it, as numbers."""

from collections.abc import Mapping

import numpy as np

from retrieval.index.bm25 import K1, B
from retrieval.index.context import Column, Grid, Marks
from retrieval.ranking.answer_kinds import holds
from retrieval.ranking.candidates import Candidates, Feature
from retrieval.ranking.sentence import Profile

SENTENCE = 12.0  # terms in an average sentence
SECTION = 60.0  # terms in an average section


def _means(grid: Marks) -> Column:
    return np.asarray(grid.mean(axis=1))


def sentence_score(found: Candidates) -> Column:
    """BM25 of the sentence."""
    return found.bm25(found.own, found.lengths, SENTENCE, K1, B)


def window_score(found: Candidates) -> Column:
    """BM25 of the sentence and its neighbors, which often name its subject."""
    context = found.context
    tf = found.own + (context.before + context.after) / 2
    return found.bm25(tf, found.lengths + context.around_length, 3 * SENTENCE, 0.9, 0.6)


def section_score(found: Candidates) -> Column:
    """BM25 of the section: answers are found where the subject is discussed."""
    return found.bm25(found.context.section, found.context.section_length, SECTION, 1.2, 0.75)


def words_covered(found: Candidates) -> Column:
    """The share of the query's terms in the sentence, weighted equally."""
    return _means(found.held)


def near_coverage(found: Candidates) -> Column:
    """The share of the weight that is only in the text around the sentence."""
    return found.share(found.near)


def far_coverage(found: Candidates) -> Column:
    """The share of the weight that is only elsewhere in the article."""
    return found.share(found.far)


def title_coverage(found: Candidates) -> Column:
    """The share of the weight that is in the title and not in the sentence."""
    return found.share(found.context.title & ~found.held)


def related(found: Candidates) -> Column:
    """The share of the weight matched only by related words in the sentence, as far as alike."""
    return found.share(found.likeness)


def related_near(found: Candidates) -> Column:
    """The share of the weight matched only by a close word in the section or the title."""
    return found.share(found.context.related & ~found.held & ~found.near)


def printed_words(found: Candidates) -> Column:
    """The share of the weight whose words are in the sentence exactly as typed."""
    idf = dict(zip(found.query.terms, found.idf, strict=True))
    words = [(word, float(idf.get(term, 0.0))) for word, term in found.query.words.items()]
    total = sum(weight for _, weight in words) or 1.0

    def share(own: Profile) -> float:
        printed = own.words
        return sum([weight for word, weight in words if word in printed]) / total

    return found.column(share)


def pairs(found: Candidates) -> Column:
    """The share of the question's pairs of neighboring words that the sentence repeats."""
    wanted = [f" {one} {other} " for one, other in found.query.pairs]

    def share(own: Profile) -> float:
        line = own.line
        return sum([pair in line for pair in wanted]) / max(len(wanted), 1)

    return found.column(share)


def stop_words(found: Candidates) -> Column:
    """The share of the question's stop words in the sentence; "he" and "most" mean something."""
    wanted = found.query.stop_words
    return found.column(lambda own: len(wanted & own.words) / max(len(wanted), 1))


def _share_of(grid: Marks, which: Marks) -> Column:
    return _means(grid[:, which]) if which.any() else np.zeros(len(grid))


def names_held(found: Candidates) -> Column:
    """The share of the question's names that are in the sentence."""
    return _share_of(found.held, found.names)


def names_near(found: Candidates) -> Column:
    """The share of the question's names that are only in the text around the sentence."""
    return _share_of(found.near, found.names)


def names_missing(found: Candidates) -> Column:
    """The share of the question's names that are not in the article: it could be off topic."""
    return _share_of(~found.held & ~found.near & ~found.far, found.names)


def numbers_absent(found: Candidates) -> Column:
    """The share of the numbers asked about that are not in the sentence or the text around it.

    One that is elsewhere in the article counts half.
    """
    numbers = found.query.numbers
    if not numbers:
        return np.zeros(len(found.keys))
    absent = np.zeros(len(found.keys))
    for terms in numbers:
        columns = np.array([term in terms for term in found.query.terms], bool)
        here = (found.held | found.near)[:, columns].any(axis=1)
        far = found.far[:, columns].any(axis=1)
        absent += np.where(here, 0.0, np.where(far, 0.5, 1.0))
    return absent / len(numbers)


def plain_coverage(found: Candidates) -> Column:
    """The share of the weight that is in the sentence, not counting names."""
    return found.share(found.held & ~found.names)


def is_question(found: Candidates) -> Column:
    """Whether the sentence is a question, which answers nothing."""
    return found.column(lambda own: own.is_question)


def new_names(found: Candidates) -> Column:
    """The number of names not in the question, up to 4, scaled to 0 to 1."""
    terms = frozenset(found.query.terms)
    return np.minimum(found.column(lambda own: len(own.names - terms)), 4) / 4


def new_name(found: Candidates) -> Column:
    """Whether the sentence has a name that is not in the question."""
    return (new_names(found) > 0).astype(float)


def length(found: Candidates) -> Column:
    """The logarithm of the length: headings say too little, long sentences a bit of everything."""
    return np.asarray(np.log1p(found.lengths))


def position(found: Candidates) -> Column:
    """The logarithm of the sentence's number in its article: news puts what matters first."""
    numbers = np.array([number for _, number in found.keys], float)  # from 0
    return np.asarray(np.log1p(numbers))


def meaning(found: Candidates) -> Column:
    """How near the sentence is to the question in meaning."""
    return found.similarity.own.astype(float)


def window_meaning(found: Candidates) -> Column:
    """How near the sentence, with half of its neighbors, is to the question in meaning."""
    return found.similarity.mixed.astype(float)


def has(kind: str) -> Feature:
    """Return a feature: whether the sentence looks like this kind of answer."""
    return lambda found: found.column(lambda own: holds(kind, own.text, found.query.language))


def asked_for(kind: str, feature: Feature) -> Feature:
    """Return a version of the feature that is 0 unless the question asks for this kind."""

    def only(found: Candidates) -> Column:
        return feature(found) if found.query.kind == kind else np.zeros(len(found.keys))

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
    "related": related,
    "related near": related_near,
    "printed words": printed_words,
    "pairs": pairs,
    "stop words": stop_words,
    "names held": names_held,
    "names near": names_near,
    "names missing": names_missing,
    "numbers absent": numbers_absent,
    "is a question": is_question,
    "length": length,
    "position": position,
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
    "meaning": meaning,
    "window meaning": window_meaning,
}

# Features that are 0 for a sentence without a vector.
OF_MEANING = frozenset(("meaning", "window meaning"))

# Features that can be computed without reading the text, from the postings and the vectors.
WITHOUT_TEXT = (
    "sentence", "window", "section", "words covered", "plain coverage", "near coverage",
    "far coverage", "title coverage", "related near", "names held", "names near",
    "names missing", "numbers absent", "length", "position", *sorted(OF_MEANING),
)  # fmt: skip


def feature_grid(found: Candidates) -> Grid:
    """A row for each candidate and a column for each feature, in the order of FEATURES."""
    return np.column_stack([found.feature(name) for name in FEATURES])
