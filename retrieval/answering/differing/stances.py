"""Judges whether sentences say what a claim says, or otherwise.

A sentence is for a claim if it says all of it, with the same numbers and denials. It is against it
if it gives another number for the same thing, denies it or says the opposite, and says all the
rest. Otherwise it is neither: so is one that only tells what somebody said, plans or expects.
"""

from collections.abc import Iterable
from dataclasses import replace

from retrieval.answer import LIMIT, Answer, Band, Passage, Stance, View
from retrieval.answering.differing.comparing import (
    comparable,
    covered,
    same_time,
    says_opposite,
)
from retrieval.answering.differing.opposites import opposites
from retrieval.answering.differing.quantities import Quantity, quantities
from retrieval.answering.differing.statements import Statement
from retrieval.words.analysis import ANALYSES, analysis_for

ENGLISH = ANALYSES["en"]
FEWEST = 2  # terms of a claim that can be judged
# Words of a claim that a sentence must have, too.
WIDENING = frozenset(
    "only all every always never most first last whole entire both each again still sole".split()
)


def judged(claim: str, answer: Answer, others: Iterable[Passage] = ()) -> Answer | None:
    """The answer with the passages for a claim, then those against it; None if there are none.

    They are among its own passages and ``others``.
    """
    stated = Statement(claim.strip().rstrip("?？ "), ENGLISH)
    every = {one.sentence: one for one in (*answer.quoted, *others)}
    stances = {one: stance_of(stated, one) for one in every.values()}
    chosen = [
        replace(one, stance=stance, differing=())
        for wanted in Stance
        for one, stance in stances.items()
        if stance is wanted
    ]
    if not chosen:
        return None
    return replace(answer, passages=_fairly(chosen), band=Band.SURE, view=View.SENTENCES, more=0)


def stance_of(claim: Statement, passage: Passage) -> Stance | None:
    """Whether a passage is for a claim or against it; None if that is not clear."""
    article = passage.sentence.article
    if analysis_for(article.language) is not ENGLISH:
        return None
    day = article.updated or article.published
    found = Statement(passage.sentence.text, ENGLISH, article.title, day)
    return stance(claim, found)


def stance(claim: Statement, found: Statement) -> Stance | None:
    """Whether a statement is for a claim or against it; None if that is not clear."""
    if not _can_be_judged(claim) or not _as_firmly(claim, found):
        return None
    missing = _missing(claim, found)
    if not missing and _supports(claim, found):
        return Stance.FOR
    if not same_time(claim, found):
        return None
    known = opposites()
    if all(not known.get(term, frozenset()).isdisjoint(found.terms) for term in missing) and (
        says_opposite(claim, found, fewest=1) and _same_numbers(claim, found)
    ):
        return Stance.AGAINST
    if not missing and claim.has_denial == found.has_denial and _has_other_number(claim, found):
        return Stance.AGAINST
    return None


def _fairly(chosen: list[Passage]) -> tuple[Passage, ...]:
    """The first passages, with at least one of each stance."""
    kept = chosen[:LIMIT]
    if kept[-1].stance is not chosen[-1].stance:
        against = next(one for one in chosen if one.stance is chosen[-1].stance)
        kept = [*kept[:-1], against]
    return tuple(kept)


def _can_be_judged(claim: Statement) -> bool:
    """Whether a claim says enough by itself, and not only names."""
    has_words = not claim.content.issubset(claim.all_names)
    return claim.stands_alone and has_words and len(claim.content) >= FEWEST


def _as_firmly(claim: Statement, found: Statement) -> bool:
    """Whether both are stated as facts, or both as the future or as what somebody says."""
    if not claim.is_comparable or not found.is_comparable:
        return False
    last, end = len(claim.tokens) - 1, len(found.tokens) - 1
    if claim.is_said != found.is_said or claim.mode(last) != found.mode(end):
        return False
    return claim.mode(last) != "hedged"


def _missing(claim: Statement, found: Statement) -> frozenset[str]:
    """The terms of a claim that a statement does not have.

    Names may be in its title, unless it is about others.
    """
    missing = frozenset(term for term in claim.content if not covered(term, found.terms))
    if set(found.names) - found.title_terms - claim.terms:
        return missing
    return missing - found.title_terms.intersection(claim.all_names)


def _supports(claim: Statement, found: Statement) -> bool:
    """Whether a statement that has all terms of a claim says the same."""
    if claim.has_denial != found.has_denial or not _same_denials(claim, found):
        return False
    if not (claim.words & WIDENING) <= found.words or not _same_order(claim, found):
        return False
    times = ((claim.years, found.years), (claim.months, found.months), (claim.days, found.days))
    if any(own and not own <= theirs for own, theirs in (*times, (claim.periods, found.periods))):
        return False
    return _same_numbers(claim, found)


def _same_denials(claim: Statement, found: Statement) -> bool:
    denied = {term for at in claim.denied for term in claim.tokens[at].terms}
    others = {term for at in found.denied for term in found.tokens[at].terms}
    return all((term in denied) == covered(term, others) for term in claim.content & found.terms)


def _same_order(claim: Statement, found: Statement) -> bool:
    """Whether the names of both stand in one order: who did it, and to whom."""
    names = [name for name in dict.fromkeys(claim.all_names) if name in found.terms]
    places = [found.place_of(name) for name in names]
    return places == sorted(places)


def _same_numbers(claim: Statement, found: Statement) -> bool:
    """Whether a statement has all numbers of a claim, for the same things."""
    wanted = quantities(claim)
    pairs = list(comparable(claim, found))
    if not all(any(this == one and _gives(that, one) for this, that in pairs) for one in wanted):
        return False
    places = {one.place for one in wanted}
    others = {
        term
        for place, token in enumerate(claim.tokens)
        for term in token.terms
        if term[0].isdecimal() and place not in places
    }
    return others <= found.terms


def _gives(found: Quantity, wanted: Quantity) -> bool:
    """Whether a number is as exact as the one that is wanted."""
    if found.most is None or found.least == 0:
        return found[1:] == wanted[1:]
    return found.agrees(wanted)


def _has_other_number(claim: Statement, found: Statement) -> bool:
    """Whether a statement gives one other number for what a claim counts."""
    pairs = list(comparable(claim, found))
    return len(pairs) == 1 and not pairs[0][0].agrees(pairs[0][1])
