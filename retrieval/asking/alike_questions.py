"""Groups questions that ask alike, whatever their wording."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
    analysis = ANALYSES["en"]
    clusters: list[tuple[frozenset[str], list[Question]]] = []
    by_term: defaultdict[str, list[int]] = defaultdict(list)  # the clusters whose first has it
    for question in questions:
        terms = frozenset(analysis.query(question[0]))
        shared = Counter(number for term in terms for number in by_term[term])
        alike = (
            number
            for number, count in shared.items()
            if count >= SHARED_TERMS * (len(terms) + len(clusters[number][0]) - count)
        )
        number = min(alike, default=None)
        if number is not None:
            clusters[number][1].append(question)
            continue
        for term in terms:
            by_term[term].append(len(clusters))
        clusters.append((terms, [question]))
    groups = sorted((_group(members) for _, members in clusters), key=_last, reverse=True)
    return sorted(groups, key=lambda group: -group.size)


def _last(group: Group) -> str:
    return group.last


def _group(members: Sequence[Question]) -> Group:
    wordings = Counter(question for question, *_ in members).most_common()
    last = max(day for _, day, _ in members)
    reasons = Counter(reason for *_, reason in members)
    return Group(len(members), last, [question for question, _ in wordings], reasons)
