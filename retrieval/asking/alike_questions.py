"""Groups questions that ask alike, whatever their wording."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from math import ceil
from typing import NamedTuple

from retrieval.words.analysis import ANALYSES

SHARED_TERMS = 0.5  # share of their terms that two questions need in common to be grouped


class Group(NamedTuple):
    """Similar questions: their number, the last day, and the wordings, most common first.

    ``reasons`` says how many of them there are for each reason that was given.
    """

    size: int
    last: str
    questions: Sequence[str]
    reasons: Mapping[str, int]


Question = tuple[str, str, str]  # with its day, such as 2025-03-03, and a reason


def grouped(questions: Iterable[Question]) -> list[Group]:
    """Group similar questions; the largest group comes first, of equal ones the latest."""
    listed = list(questions)
    terms_of = [frozenset(ANALYSES["en"].query(question)) for question, *_ in listed]
    frequency = Counter(term for terms in terms_of for term in terms)
    clusters: list[tuple[frozenset[str], list[Question]]] = []
    by_term: defaultdict[str, list[int]] = defaultdict(list)  # clusters by their rarest terms
    for question, terms in zip(listed, terms_of, strict=True):
        rarest = _rarest(terms, frequency)
        candidates = {number for term in rarest for number in by_term[term]}
        alike = (number for number in candidates if _share_enough(clusters[number][0], terms))
        number = min(alike, default=None)
        if number is not None:
            clusters[number][1].append(question)
            continue
        for term in rarest:
            by_term[term].append(len(clusters))
        clusters.append((terms, [question]))
    groups = sorted((_group(members) for _, members in clusters), key=_last, reverse=True)
    return sorted(groups, key=lambda group: -group.size)


def _rarest(terms: Collection[str], frequency: Mapping[str, int]) -> list[str]:
    """So many of the rarest terms that any two questions that share enough share one of them.

    Otherwise a word that all questions have would make each be compared with each.
    Source: Chaudhuri, Ganti and Kaushik, A Primitive Operator for Similarity Joins (2006).
    """
    ordered = sorted(terms, key=lambda term: (frequency[term], term))
    return ordered[: len(ordered) - ceil(SHARED_TERMS * len(ordered)) + 1]


def _share_enough(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= SHARED_TERMS * len(one | other)


def _last(group: Group) -> str:
    return group.last


def _group(members: Sequence[Question]) -> Group:
    wordings = Counter(question for question, *_ in members).most_common()
    last = max(day for _, day, _ in members)
    reasons = Counter(reason for *_, reason in members)
    return Group(len(members), last, [question for question, _ in wordings], reasons)
