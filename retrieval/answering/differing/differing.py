"""Finds the sentences of other articles that differ from the best one: the sources disagree.

An article of another day is no disagreement but news: ``dated`` shows what it replaces.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from corpus.article import Sentence
from retrieval.answering.dated.versions import LOOKED_AT, MOST_READ
from retrieval.answering.differing.comparing import difference
from retrieval.answering.differing.opposites import DENYING_VERBS, opposites
from retrieval.answering.differing.statements import Statement
from retrieval.answering.passages import sentences_of
from retrieval.answering.texts import Texts
from retrieval.index.reading.searchable import Searchable
from retrieval.ranking.candidates import Candidates
from retrieval.ranking.sentence import Profile
from retrieval.words.analysis import ANALYSES
from retrieval.words.denials import is_denial

MOST = 2  # sentences that are shown as differing from the best one
FEWEST_SHARED = 2  # terms of sentences worth comparing, ...
LEAST_SHARED = 1 / 3  # ... and the share of the shorter one's
ENGLISH = ANALYSES["en"]


def differing(
    found: Candidates, shown: Sequence[int], order: Sequence[int], index: Searchable, texts: Texts
) -> list[int]:
    """The candidates that differ from the first one shown, best first, one of each article."""
    if not found.query.analysis.language.grammar:
        return []
    looked_at = list(_worth(found, shown[0], order)) if shown else []
    if not looked_at:
        return []
    best = shown[0]
    days = index.days({found.keys[at][0] for at in (best, *looked_at)})
    day = days[found.keys[best][0]]
    looked_at = [at for at in looked_at if days[found.keys[at][0]] in (day, 0) or not day]
    if not looked_at:
        return []
    sentences = sentences_of(found, (best, *looked_at), texts)
    if best not in sentences:
        return []
    own = _statement_of(sentences[best])
    chosen: dict[int, int] = {}  # by article
    for at in looked_at:
        if at not in sentences or found.keys[at][0] in chosen or len(chosen) == MOST:
            continue
        one = sentences[at]
        if difference(own, _statement_of(one)) is None:
            continue
        if _mention_the_same(sentences[best], one):
            chosen[found.keys[at][0]] = at
    return list(chosen.values())


def _worth(found: Candidates, best: int, order: Sequence[int]) -> Iterator[int]:
    """Yield the best candidates of other articles that may differ, by their words alone."""
    own = found.profiles[best]
    key = found.keys[best][0]
    if own.is_question:
        return
    for at in order[:LOOKED_AT]:
        other = found.profiles[at]
        if found.keys[at][0] == key or other.is_question:
            continue
        if _share_enough(own.term_set, other.term_set) and _may_differ(own, other):
            yield at


def _share_enough(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return shared >= max(FEWEST_SHARED, LEAST_SHARED * min(len(one), len(other)))


def _may_differ(one: Profile, other: Profile) -> bool:
    if _numbers(one) - _numbers(other) and _numbers(other) - _numbers(one):
        return True
    if _denies(one) != _denies(other):
        return True
    known = opposites()
    return any(not known[term].isdisjoint(other.term_set) for term in one.term_set & known.keys())


def _denies(own: Profile) -> bool:
    return not DENYING_VERBS.isdisjoint(own.words) or any(map(is_denial, own.words))


def _numbers(own: Profile) -> frozenset[str]:
    return frozenset(term for term in own.term_set if term[0].isdecimal())


def _statement_of(sentence: Sentence) -> Statement:
    article = sentence.article
    return Statement(sentence.text, ENGLISH, article.title, article.updated or article.published)


def _mention_the_same(one: Sentence, other: Sentence) -> bool:
    """Whether not each of two sentences names what the other's article never mentions."""
    return not (_names_of(one) - _held_by(other) and _names_of(other) - _held_by(one))


def _names_of(sentence: Sentence) -> frozenset[str]:
    """The names in a sentence and its article's title."""
    title = sentence.article.title
    named = frozenset(ENGLISH.terms(title)) & ENGLISH.names(title)
    return named.union(_statement_of(sentence).names)


def _held_by(sentence: Sentence) -> frozenset[str]:
    """The terms of a sentence, and of its article's title and first sentences."""
    article = sentence.article
    texts = (article.text[slice(*span)] for span in islice(article.spans, MOST_READ))
    return frozenset(ENGLISH.terms(article.title)).union(
        ENGLISH.terms(sentence.text), *map(ENGLISH.terms, texts)
    )
