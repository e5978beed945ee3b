"""Completes a follow-up's query with those of the questions before it.

A follow-up also searches for the terms of the questions before it, which count less the longer ago
they were asked, and asks for the same kind of answer unless it names another. Only its own meaning
and that of the question before are compared. One that asks for more of the same has nothing of its
own: it repeats the question before.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from retrieval.asking.follow_ups import SAME, Leaning
from retrieval.ranking.answer_kinds import OTHER
from retrieval.ranking.question import Query

LEANED = 0.4  # how much a term of the question before counts, compared to one of the follow-up
OLDER = 0.5  # and one of the question before that, compared to one of the question before


def completed(
    query: Query, before: Sequence[Query], leaning: Leaning, named: Collection[str] = ()
) -> Query:
    """A follow-up's query, completed with those of one or more questions before, latest first.

    ``named`` are the terms of names in the sentence shown first. If the follow-up asks about
    somebody else, the question before is repeated without them.
    """
    if leaning in SAME:
        query = _repeated(before[0], query.kind, named if leaning is Leaning.OTHER else ())
        before = before[1:]
    weights = _weights(before)
    leaned = {term: weight for term, weight in weights.items() if term not in query.terms}
    older = {word: term for one in reversed(before) for word, term in one.words.items()}
    latest = before[0].text if before else ""
    return replace(
        query,
        text=query.text if query.terms else f"{query.text} {latest}",
        text_before=latest if query.terms and leaning not in SAME else "",
        terms=(*query.terms, *leaned),
        words={**older, **query.words},
        pairs=query.pairs.union(*(one.pairs for one in before[:1])),
        names=query.names.union(*(one.names for one in before)),
        kind=next((one.kind for one in (query, *before) if one.kind != OTHER), OTHER),
        numbers=tuple(dict.fromkeys(one for of in (query, *before[:1]) for one in of.numbers)),
        leaned=leaned,
    )


def _repeated(query: Query, kind: str, without: Collection[str]) -> Query:
    """A query for the same, except for some terms, unless there are no others."""
    terms = tuple(term for term in query.terms if term not in without) or query.terms
    return replace(
        query,
        terms=terms,
        words={word: term for word, term in query.words.items() if term in terms},
        names=query.names.intersection(terms),
        kind=query.kind if kind in (OTHER, "said") else kind,  # "tell me more" asks for neither
    )


def _weights(before: Sequence[Query]) -> dict[str, float]:
    weights: dict[str, float] = {}
    weight = LEANED
    for query in before:
        for term in query.terms:
            weights.setdefault(term, weight)
        weight *= OLDER if query.terms else 1
    return weights
