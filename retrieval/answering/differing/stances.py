"""Judges whether sentences say what a claim says, or otherwise.

A sentence is for a claim if it says all of it, with the same numbers and denials. It is against it
if it gives another number for the same thing, denies it or says the opposite, and says all the
rest. Otherwise it is neither: so is one that only tells what somebody said, plans or expects.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from retrieval.answer import LIMIT, Answer, Band, Passage, Stance, View
from retrieval.answering.differing.comparing import (
    comparable,
    covered,
    same_time,
    says_opposite,
)
from retrieval.answering.differing.happening import happened
from retrieval.answering.differing.opposites import opposites
from retrieval.answering.differing.quantities import Quantity, quantities
from retrieval.answering.differing.results import agrees, besides, result_of
from retrieval.answering.differing.statements import Statement
from retrieval.asking.periods import WEEKDAYS
from retrieval.words.analysis import ANALYSES, analysis_for
from retrieval.words.word_sets import english_terms

ENGLISH = ANALYSES["en"]
FEWEST = 2  # terms of a claim that can be judged
# Words of a claim that a sentence must have, too.
WIDENING = frozenset(
    "only all every always never most first last whole entire both each again still sole".split()
)
WEEK = timedelta(7)
OPPOSING = frozenset(("against",))
CONTESTS = "win lose beat play draw score"  # "lost against Spain" is "lost to Spain"
NOBODY = re.compile(r"nobody .*|no (?:one|people|person)")


def judged(claim: str, answer: Answer, others: Iterable[Passage] = ()) -> Answer | None:
    """The answer with the passages for a claim, then those against it; None if there are none.

    They are among its own passages and ``others``. Two sides meet more than once: a result is
    only another one if none is the claimed one.
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
    if result_of(stated) is not None and chosen and chosen[0].stance is Stance.FOR:
        chosen = [one for one in chosen if one.stance is Stance.FOR]
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
    first = article.published or day
    is_as_published = day is None or first is None or day - first < WEEK
    return stance(claim, found, first if is_as_published else None)


def stance(claim: Statement, found: Statement, published: date | None = None) -> Stance | None:
    """Whether a statement is for a claim or against it; None if that is not clear.

    ``published`` is the day of its article, if its text is of that day.
    """
    if not _can_be_judged(claim) or not _as_firmly(claim, found):
        return None
    missing = _missing(claim, found)
    on = happened(claim, found, published)
    agreeing = _gives_result(claim, found)
    if agreeing is not None:
        if not _names_times_of(claim, found, on) or not _has_dates_of(claim, found, on):
            return None
        return Stance.FOR if agreeing else Stance.AGAINST
    if not missing and _supports(claim, found, on):
        return Stance.FOR
    if not same_time(claim, found) or not _can_be_of_months(claim, found, on):
        return None
    known = opposites()
    if all(not known.get(term, frozenset()).isdisjoint(found.terms) for term in missing) and (
        says_opposite(claim, found, fewest=1) and _same_numbers(claim, found)
    ):
        return Stance.AGAINST
    if missing:
        return None
    if claim.has_denial == found.has_denial and _has_other_number(claim, found):
        return Stance.AGAINST
    return Stance.AGAINST if _counts_whom_the_claim_denies(claim, found) else None


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


def _supports(claim: Statement, found: Statement, on: date | None) -> bool:
    """Whether a statement that has all terms of a claim says the same."""
    if claim.has_denial != found.has_denial or not _same_denials(claim, found):
        return False
    if not (claim.words & WIDENING) <= found.words or not _same_order(claim, found):
        return False
    if (claim.words ^ found.words) & OPPOSING and claim.terms.isdisjoint(english_terms(CONTESTS)):
        return False
    return _names_times_of(claim, found, on) and _same_numbers(claim, found, on)


def _names_times_of(claim: Statement, found: Statement, on: date | None) -> bool:
    """Whether a claim names only times of a statement, or of the day ``on`` which it was."""
    years, months, days = (
        ({str(on.year)}, {f"{on:%b}".lower()}, {WEEKDAYS[on.weekday()]}) if on else ((), (), ())
    )
    return (
        claim.years <= found.years.union(years)
        and claim.months <= found.months.union(months)
        and claim.days <= found.days.union(days)
        and claim.periods <= found.periods
    )


def _can_be_of_months(claim: Statement, found: Statement, on: date | None) -> bool:
    """Whether a statement that names no month can be of one that a claim names."""
    if not claim.months or found.months:
        return True
    day = on or found.day
    return day is not None and f"{day:%b}".lower() in claim.months


def _gives_result(claim: Statement, found: Statement) -> bool | None:
    """Whether a statement gives a claimed result, or another; None if neither is clear."""
    claimed, result = result_of(claim), result_of(found)
    if claimed is None or result is None or claim.has_denial or found.has_denial:
        return None
    known = found.terms | found.title_terms
    if not all(covered(term, known) for term in besides(claim, claimed)):
        return None
    return agrees(claimed, result)


def _has_dates_of(claim: Statement, found: Statement, on: date | None) -> bool:
    """Whether a statement has the numbers of a claimed result that are not its score."""
    claimed = result_of(claim)
    score = {str(one) for one in (claimed and claimed.score) or ()}
    numbers = {term for term in claim.terms if term.isdecimal()}
    return numbers - score <= found.terms | _numbers_of(on)


def _numbers_of(on: date | None) -> set[str]:
    return {str(on.year), str(on.day)} if on else set()


def _counts_whom_the_claim_denies(claim: Statement, found: Statement) -> bool:
    """Whether a claim says that nobody did what some did, as a statement says."""
    begins_so = NOBODY.fullmatch(" ".join(token.lower for token in claim.tokens[:2]))
    denied = {term for at in claim.denied for term in claim.tokens[at].terms}
    if begins_so is None or found.has_denial:
        return False
    return any(
        one.value > 0 and not one.noun and not one.unit and denied & _terms_of_clause(found, one)
        for one in quantities(found)
    )


def _terms_of_clause(found: Statement, one: Quantity) -> frozenset[str]:
    return found.content_of(found.clause_of(one.place))


def _same_denials(claim: Statement, found: Statement) -> bool:
    denied = {term for at in claim.denied for term in claim.tokens[at].terms}
    others = {term for at in found.denied for term in found.tokens[at].terms}
    return all((term in denied) == covered(term, others) for term in claim.content & found.terms)


def _same_order(claim: Statement, found: Statement) -> bool:
    """Whether the names of both stand in one order: who did it, and to whom."""
    names = [name for name in dict.fromkeys(claim.all_names) if name in found.terms]
    places = [found.place_of(name) for name in names]
    return places == sorted(places)


def _same_numbers(claim: Statement, found: Statement, on: date | None = None) -> bool:
    """Whether a statement has all numbers of a claim, for the same things, or of its day."""
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
    return others <= found.terms | _numbers_of(on)


def _gives(found: Quantity, wanted: Quantity) -> bool:
    """Whether a number is as exact as the one that is wanted."""
    if found.most is None or found.least == 0:
        return found[1:] == wanted[1:]
    return found.agrees(wanted)


def _has_other_number(claim: Statement, found: Statement) -> bool:
    """Whether a statement gives one other number for what a claim counts.

    If only its title has the claim's names, its other words must be the claim's own.
    """
    names = set(claim.all_names)
    if names - found.terms and not claim.content - names <= found.terms:
        return False
    pairs = list(comparable(claim, found))
    return len(pairs) == 1 and not pairs[0][0].agrees(pairs[0][1])
