"""What of a claim a statement says, in its words, near ones, or with its article's title."""

import re
from collections.abc import Collection, Iterator
from functools import cache

from retrieval.answering.differing.comparing import covered
from retrieval.answering.differing.quantities import quantities
from retrieval.answering.differing.statements import LONGEST_TEXT, Statement
from retrieval.asking.claims import PAST, STATING
from retrieval.words.analysis import ANALYSES
from retrieval.words.word_sets import english_terms

ENGLISH = ANALYSES["en"]
# What a claim says is also said by each of the words or phrases on the right: who drowned, died.
IMPLIED = """
land | touch-down
hit strike | strike struck hit collide
fall collapse burst | burst collapse
die | drown
free freed | release
release | free freed
scientist researcher | biologist physicist chemist astronomer
resign | step-down
person people | villager worker passenger resident driver
worker | crew
medicine | physiology
"""
PEOPLE = (
    "villager worker passenger resident driver soldier miner child woman man student pupil "
    "tourist civilian sailor employee migrant fan runner protester"
)
# If somebody lands a probe, the probe lands.
ERGATIVE = "land open reopen close start begin stop end sink crash burst break move"
OPPOSING = frozenset(("against",))
CONTESTS = "win lose beat play draw score"  # "lost against Spain" is "lost to Spain"
NOBODY = re.compile(r"nobody .*|no (?:one|people|person)")
FIRST_NAME = re.compile(r"(?:[^\Wa-z_][\w’'-]*\s*)*")
DETERMINERS = frozenset("a an the its his her their this that no".split())
SETTING = "when after as during because"  # a clause with one of them tells which event is meant


def missing(claim: Statement, found: Statement) -> frozenset[str]:
    """The terms of a claim that a statement does not have.

    Names may be in its title, and what tells which event is meant in its title or the article's
    first sentence, unless the statement is about others.
    """
    links = english_terms(SETTING)
    absent = frozenset(term for term in claim.content - links if not says(term, found.terms))
    if not absent or _is_of_others(claim, found):
        return absent
    titled = found.title_terms if found.stands_alone else _first_of_title(found)
    absent -= titled.intersection(claim.all_names)
    setting = _setting(claim, found)
    around = found.title_terms | found.lead_terms
    return frozenset(term for term in absent if term not in setting or not says(term, around))


def _first_of_title(found: Statement) -> frozenset[str]:
    """The terms of the first name of a title: what "it" means below it."""
    first = FIRST_NAME.match(found.title[:LONGEST_TEXT])
    return found.title_terms.intersection(ENGLISH.terms(first[0]) if first else ())


def says(term: str, terms: Collection[str]) -> bool:
    """Whether some terms say what one says."""
    if covered(term, terms):
        return True
    return any(phrase.issubset(terms) for phrase in _implying().get(term, ()))


def said_in(claim: Statement, found: Statement) -> list[int]:
    """The places of a statement with what a claim says, but for names; or else all of them."""
    names = set(claim.all_names)
    wanted = [term for term in claim.content if term not in names]
    phrases = {term for one in wanted for each in _implying().get(one, ()) for term in each}
    places = [
        place
        for place, token in enumerate(found.tokens)
        if not phrases.isdisjoint(token.terms)
        or any(covered(term, token.terms) for term in wanted if token.terms)
    ]
    return places or list(range(len(found.tokens)))


def has_verbs(claim: Statement, found: Statement) -> bool:
    """Whether a statement has the verbs of a claim as verbs that say what happened.

    In "ignored a warning" nobody warned, and in "voted to ban" nothing is banned.
    """
    for at, token in enumerate(claim.tokens):
        if token.is_name or not token.terms or not _may_be_verb(token.lower):
            continue
        places = [
            place
            for place, one in enumerate(found.tokens)
            if any(says(term, one.terms) for term in token.terms)
        ]
        if places and not any(_is_alike(claim, at, found, place) for place in places):
            return False
    return True


def same_source(claim: Statement, found: Statement) -> bool:
    """Whether a statement names all who are said to say what a claim says."""
    said = [claim.tokens[at] for at in claim.saying]
    named = {term for token in said if token.is_name for term in token.terms}
    return named <= found.terms | found.title_terms


def same_side(claim: Statement, found: Statement) -> bool:
    """Whether both are for something, or both against it, but for who plays against whom."""
    if claim.words.isdisjoint(OPPOSING) == found.words.isdisjoint(OPPOSING):
        return True
    return not claim.terms.isdisjoint(english_terms(CONTESTS))


def counts_whom_denied(claim: Statement, found: Statement) -> bool:
    """Whether a claim says that nobody did what some did, as a statement says."""
    begins_so = NOBODY.fullmatch(" ".join(token.lower for token in claim.tokens[:2]))
    if begins_so is None or found.has_denial:
        return False
    denied = {term for at in claim.denied for term in claim.tokens[at].terms}
    return any(
        one.value > 0
        and not one.noun
        and not one.unit
        and denied & found.content_of(found.clause_of(one.place))
        for one in quantities(found)
    )


def verbs_of(claim: Statement) -> frozenset[str]:
    """The terms of the words of a claim that say what happened."""
    return frozenset(
        term
        for token in claim.tokens
        if not token.is_name and _may_be_verb(token.lower)
        for term in token.terms
    )


def are_people(noun: str) -> bool:
    """Whether a noun is a kind of people."""
    return noun in english_terms(PEOPLE)


def _is_of_others(claim: Statement, found: Statement) -> bool:
    """Whether a statement names others, up to the clause with what the claim says."""
    known = found.title_terms | claim.terms
    first = [term for term in found.tokens[0].terms if not term[0].isdecimal()]
    if not any(says(term, known) for term in first) and first:
        return True
    last = found.clause_of(said_in(claim, found)[-1])[-1]
    names = set(found.names) & found.content_of(range(last + 1))
    return bool(names - known)


def _setting(claim: Statement, found: Statement) -> frozenset[str]:
    """The terms of a claim that tell which event is meant.

    They are in a clause with "when", or a noun after a name: "the Baltimore bridge".
    """
    links = frozenset(SETTING.split())
    clauses = {token.clause for token in claim.tokens if token.lower in links} - {0}
    places = [place for place, token in enumerate(claim.tokens) if token.clause in clauses]
    for place in range(2, len(claim.tokens)):
        article, name, noun = claim.tokens[place - 2 : place + 1]
        is_name = name.is_name and found.title_terms.intersection(name.terms)
        if (
            article.lower == "the"
            and is_name
            and not noun.is_name
            and not _may_be_verb(noun.lower)
        ):
            places.append(place)
    return claim.content_of(places)


def _is_alike(claim: Statement, at: int, found: Statement, place: int) -> bool:
    """Whether a word of a statement is no noun or infinitive where the claim's is none."""
    own = claim.tokens[at - 1].lower if at else ""
    before = found.tokens[place - 1].lower if place else ""
    if before == "to":
        return own == "to"
    is_noun = before in DETERMINERS or before.endswith(("'s", "’s"))
    if is_noun and own not in DETERMINERS:
        return False
    return _is_of_subject(claim, at, found, place)


def _is_of_subject(claim: Statement, at: int, found: Statement, place: int) -> bool:
    """Whether the names before a verb of a claim are not all behind it in a statement."""
    if claim.is_passive(at) != found.is_passive(place):
        return True
    if not english_terms(ERGATIVE).isdisjoint(found.tokens[place].terms):
        return True
    names = [one for one in claim.tokens[:at] if one.is_name]
    places = [found.place_of(term) for one in names for term in one.terms if term in found.terms]
    return not places or min(places) < place


def _may_be_verb(word: str) -> bool:
    return word in STATING or PAST.fullmatch(word) is not None


@cache
def _implying() -> dict[str, list[frozenset[str]]]:
    return {term: phrases for terms, phrases in _lines() for term in terms}


def _lines() -> Iterator[tuple[frozenset[str], list[frozenset[str]]]]:
    for line in IMPLIED.strip().splitlines():
        claimed, saying = line.split("|")
        phrases = [english_terms(phrase.replace("-", " ")) for phrase in saying.split()]
        yield english_terms(claimed), phrases
