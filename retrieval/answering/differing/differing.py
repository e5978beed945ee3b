"""Finds the sentences of other articles that differ from the best one: the sources disagree.

An article of another day is no disagreement but news: ``dated`` shows what it replaces.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from corpus.article import Sentence
from retrieval.answering.dated.versions import LOOKED_AT, MOST_READ
from retrieval.answering.differing.comparing import difference
from retrieval.answering.differing.opposites import DENYING_VERBS, opposites
from retrieval.answering.differing.statements import Statement
from retrieval.answering.passages import sentences_of
from retrieval.answering.texts import Texts
from retrieval.index.index import Index
from retrieval.ranking.candidates import Candidates
from retrieval.ranking.sentence import Profile
from retrieval.words.analysis import ANALYSES, analysis_for
from retrieval.words.denials import is_denial

MOST = 2  # sentences that are shown as differing from the best one
FEWEST_SHARED = 2  # terms of sentences worth comparing
ENGLISH = ANALYSES["en"]


@dataclass(frozen=True, slots=True)
class _Reported:
    """A sentence's statement, the names in it and in its title, and what its article mentions."""

    statement: Statement
    names: frozenset[str]
    held: frozenset[str]


def differing(
    found: Candidates, shown: Sequence[int], order: Sequence[int], index: Index, texts: Texts
) -> list[int]:
    """The candidates that differ from the first one shown, best first, one of each article."""
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
    if best not in sentences or not _is_english(sentences[best]):
        return []
    own = _reported(sentences[best])
    chosen: dict[int, int] = {}  # by article
    for at in looked_at:
        if at in sentences and found.keys[at][0] not in chosen and len(chosen) < MOST:
            one = sentences[at]
            if _is_english(one) and _differ(own, _reported(one)):
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
        if len(own.term_set & other.term_set) >= FEWEST_SHARED and _may_differ(own, other):
            yield at


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


def _reported(sentence: Sentence) -> _Reported:
    article = sentence.article
    texts = [article.text[slice(*span)] for span in islice(article.spans, MOST_READ)]
    title = frozenset(ENGLISH.terms(article.title))
    statement = Statement(
        sentence.text, ENGLISH, article.title, article.updated or article.published
    )
    return _Reported(
        statement,
        frozenset(statement.names) | (title & ENGLISH.names(article.title)),
        title.union(*map(ENGLISH.terms, texts)),
    )


def _differ(one: _Reported, other: _Reported) -> bool:
    """Whether two sentences about the same matter differ."""
    if one.names - other.held and other.names - one.held:
        return False
    return difference(one.statement, other.statement) is not None


def _is_english(sentence: Sentence) -> bool:
    language = (sentence.article.language or "en").partition("-")[0].casefold()
    return language == "en" and analysis_for(language) is ENGLISH
