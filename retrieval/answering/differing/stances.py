"""Judges whether sentences say what a claim says, or otherwise.

A sentence is for a claim if it says all of it, with the same numbers and denials. It is against it
if it gives another number for the same thing, denies it or says the opposite, and says all the
rest. Otherwise it is neither: so is one that only tells what somebody said, plans or expects.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise, product

from corpus.languages.known import language_of
from retrieval.answer import LIMIT, Answer, Band, Passage, Stance, View
from retrieval.answering.differing.comparing import (
    comparable,
    covered,
    same_time,
    says_opposite,
)
from retrieval.answering.differing.coverage import (
    are_people,
    counts_whom_denied,
    has_verbs,
    missing,
    said_in,
    same_side,
    same_source,
    says,
    verbs_of,
)
from retrieval.answering.differing.opposites import opposites
from retrieval.answering.differing.quantities import Quantity, quantities
from retrieval.answering.differing.results import (
    Result,
    about_result,
    is_covered_by_cup,
    results,
    same_sides,
)
from retrieval.answering.differing.statements import Statement
from retrieval.answering.differing.times import (
    Agreement,
    agreement,
    date_places,
    happens_once,
    names_time,
)
from retrieval.index.entry import language_in
from retrieval.words.analysis import ANALYSES
from retrieval.words.word_sets import english_terms

ENGLISH = ANALYSES["en"]
FEWEST = 2  # terms of a claim that can be judged
# Words of a claim that a sentence must have, too.
WIDENING = frozenset(
    "only all every always never most first last whole entire both each again still sole".split()
)
LEADING = "find declare"  # to what is said: "found guilty"
CONDITIONS = frozenset(("if", "unless"))


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
    sentence = passage.sentence
    article = sentence.article
    if not language_of(language_in(article)).grammar:
        return None
    first = article.spans[0] if article.spans else (0, 0)
    day = article.updated or article.published
    lead = article.text[slice(*first)]
    found = Statement(sentence.text, ENGLISH, article.title, day, lead)
    of_sentence = stance(claim, found)
    if of_sentence is None and sentence.start == first[0]:
        return _with_title(claim, found, Statement(article.title, ENGLISH, day=day))
    return of_sentence


def stance(claim: Statement, found: Statement) -> Stance | None:
    """Whether a statement is for a claim or against it; None if that is not clear."""
    if not _can_be_judged(claim) or not _as_firmly(claim, found):
        return None
    of_result = _results_of_same(claim, found)
    if of_result is not None:
        return _of_result(claim, found, *of_result)
    absent = missing(claim, found)
    if not same_source(claim, found):
        return None
    if results(claim) and not found.terms.issuperset(claim.all_names):
        return None
    places = said_in(claim, found)
    time = agreement(claim, found, places)
    if not absent and _supports(claim, found, places, time):
        if time is Agreement.SAME or _has_times(claim, found):
            return Stance.FOR
        is_other = time is Agreement.OTHER and happens_once(claim, found, places)
        return Stance.AGAINST if is_other else None
    if not same_time(claim, found) and not (names_time(claim) and time is Agreement.SAME):
        return None
    return Stance.AGAINST if _says_otherwise(claim, found, absent, time) else None


def _says_otherwise(
    claim: Statement, found: Statement, absent: frozenset[str], time: Agreement
) -> bool:
    """Whether a statement denies a claim, says the opposite or gives another number."""
    known = opposites()
    opposed = absent - english_terms(LEADING)
    if all(not known.get(term, frozenset()).isdisjoint(found.terms) for term in opposed) and (
        says_opposite(claim, found, fewest=1)
        and (_same_numbers(claim, found, time) or _numbers(claim) <= found.terms)
    ):
        return True
    if absent:
        return False
    if claim.has_denial != found.has_denial or not has_verbs(claim, found):
        return counts_whom_denied(claim, found)
    return _has_other_number(claim, found) or counts_whom_denied(claim, found)


def _with_title(claim: Statement, lead: Statement, title: Statement) -> Stance | None:
    """For a claim that a title says, if the article's first sentence is about it, too."""
    if _is_plan(claim, title) or not _can_be_judged(claim):
        return None
    if not _as_firmly(claim, title) or missing(claim, title):
        return None
    if lead.is_said or lead.words & CONDITIONS or lead.mode(said_in(claim, lead)[0]) == "hedged":
        return None
    told = sum(says(term, lead.terms) for term in claim.content)
    if 2 * told < len(claim.content):
        return None
    time = agreement(claim, lead, said_in(claim, lead))
    is_same = time is Agreement.SAME or _has_times(claim, lead)
    places = said_in(claim, title)
    return Stance.FOR if is_same and _supports(claim, title, places, Agreement.SAME) else None


def _is_plan(claim: Statement, title: Statement) -> bool:
    """Whether a title may be of a plan: "Museum to open", but not "Museum goes to Graz"."""
    verbs = verbs_of(claim)
    return any(
        two.lower == "to" and not any(says(term, one.terms) for term in verbs)
        for one, two in pairwise(title.tokens)
    )


def _results_of_same(claim: Statement, found: Statement) -> tuple[Result, Result] | None:
    """The result that a claim gives and the one that a statement gives of the same two."""
    claimed = results(claim)
    if len(claimed) != 1:
        return None
    theirs = [one for one in results(found) if same_sides(claimed[0], one) is not None]
    return (claimed[0], theirs[0]) if len(theirs) == 1 else None


def _of_result(claim: Statement, found: Statement, claimed: Result, told: Result) -> Stance | None:
    """Whether a result is for a claim of who won or against it; None if it may be another one."""
    about = about_result(claim, claimed)
    known = found.terms | found.title_terms.intersection(claim.all_names)
    if any(not says(term, known) and not is_covered_by_cup(term, found) for term in about):
        return None
    time = agreement(claim, found, [told.place])
    if claim.has_denial or not (time is Agreement.SAME or _has_times(claim, found)):
        return None
    scores_differ = bool(claimed.score and told.score and claimed.score != told.score)
    if not same_sides(claimed, told) or scores_differ:
        return Stance.AGAINST if about else None
    if (claimed.score and not told.score) or not (claim.words & WIDENING) <= found.words:
        return None
    is_same = claimed.score is not None or _same_numbers(claim, found, time)
    return Stance.FOR if is_same else None


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
    if not claim.is_comparable or not found.is_comparable or found.words & CONDITIONS:
        return False
    mode = claim.mode(len(claim.tokens) - 1)
    if claim.is_said != found.is_said or mode == "hedged":
        return False
    return found.mode(said_in(claim, found)[-1]) == mode


def _supports(
    claim: Statement, found: Statement, places: Collection[int], time: Agreement
) -> bool:
    """Whether a statement that has all terms of a claim says the same, but for its date."""
    if not _same_denials(claim, found, places) or not has_verbs(claim, found):
        return False
    if not (claim.words & WIDENING) <= found.words or not _same_order(claim, found):
        return False
    return same_side(claim, found) and _same_numbers(claim, found, time)


def _has_times(claim: Statement, found: Statement) -> bool:
    """Whether a statement names all times of a claim."""
    times = (
        (claim.years, found.years),
        (claim.months, found.months),
        (claim.days, found.days),
        (claim.periods, found.periods),
    )
    return all(own <= theirs for own, theirs in times)


def _same_denials(claim: Statement, found: Statement, places: Collection[int]) -> bool:
    """Whether both deny the same; what else a statement denies does not matter."""
    clauses = {found.tokens[at].clause for at in places}
    denials = [at for at in found.denied if found.tokens[at].clause in clauses]
    if claim.has_denial != bool(denials):
        return False
    denied = {term for at in claim.denied for term in claim.tokens[at].terms}
    others = {term for at in denials for term in found.tokens[at].terms}
    return all((term in denied) == covered(term, others) for term in claim.content & found.terms)


def _same_order(claim: Statement, found: Statement) -> bool:
    """Whether the names of both stand in one order: who did it, and to whom."""
    names = [name for name in dict.fromkeys(claim.all_names) if name in found.terms]
    places = [found.place_of(name) for name in names]
    return places == sorted(places)


def _same_numbers(claim: Statement, found: Statement, time: Agreement) -> bool:
    """Whether a statement has all numbers of a claim, for the same things, but for its date."""
    wanted = quantities(claim)
    pairs = [*comparable(claim, found), *_of_people(wanted, quantities(found))]
    if not all(any(this == one and _gives(that, one) for this, that in pairs) for one in wanted):
        return False
    places = {one.place for one in wanted}
    if time is not Agreement.UNKNOWN:
        places.update(date_places(claim))
    others = {
        term
        for place, token in enumerate(claim.tokens)
        for term in token.terms
        if term[0].isdecimal() and place not in places
    }
    return others <= found.terms


def _numbers(statement: Statement) -> frozenset[str]:
    return frozenset(term for term in statement.terms if term[0].isdecimal())


def _of_people(
    wanted: Iterable[Quantity], given: Iterable[Quantity]
) -> Iterator[tuple[Quantity, Quantity]]:
    """Yield the numbers of people with those of a kind of people."""
    for one, other in product(wanted, given):
        if not one.unit and not one.noun and are_people(other.noun):
            yield one, other._replace(noun="")


def _gives(found: Quantity, wanted: Quantity) -> bool:
    """Whether a number is as exact as the one that is wanted."""
    if found.most is None or found.least == 0:
        return found[1:] == wanted[1:]
    return found.agrees(wanted)


def _has_other_number(claim: Statement, found: Statement) -> bool:
    """Whether a statement gives one other number for what a claim counts."""
    pairs = list(comparable(claim, found))
    return len(pairs) == 1 and not pairs[0][0].agrees(pairs[0][1])
