"""Who won against whom, and how high: "defeating England 1-0", "lost to Spain"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from retrieval.answering.differing.statements import BEING, Statement
from retrieval.words.word_sets import english_terms

BEATING = frozenset(
    "beat beats beating beaten defeat defeats defeated defeating thrash thrashes thrashed "
    "thrashing overcame overcoming".split()
)
WINNING = frozenset("win wins won winning victory".split())
LOSING = frozenset("lose loses lost losing".split())
AGAINST = frozenset(("against", "over"))
AFTER_LOSING = frozenset(("to", "against"))
ARTICLES = frozenset(("the", "a", "an"))
# They say that there was a result, and nothing about which.
TELLING = "beat beaten defeat thrash overcome overcame win won victory lose lost loss score result"
MATCHES = "final match game"
CUPS = "cup title trophy championship tournament"
SCORE = re.compile(r"(?<![\d.,:–-])(\d{1,3})[-–:](\d{1,3})(?![\d.,:–-]\d|\d)(?!\s?[ap]\.?m)")


class Result(NamedTuple):
    """A result: the terms of both names, where it is said, and the score with the higher first."""

    place: int
    winner: frozenset[str]
    loser: frozenset[str]
    score: tuple[int, int] | None


def results(statement: Statement) -> list[Result]:
    """The results that a statement gives; none that it denies."""
    found: list[Result] = []
    for place in range(len(statement.tokens)):
        winner, loser = _sides(statement, place)
        are_two = not winner <= loser and not loser <= winner
        if are_two and place not in statement.denied:
            found.append(Result(place, winner, loser, _score(statement)))
    return found


def same_sides(claim: Result, found: Result) -> bool | None:
    """Whether both have the same winner; None if they are not of the same two."""
    if _are_same(claim.winner, found.winner) and _are_same(claim.loser, found.loser):
        return True
    if _are_same(claim.winner, found.loser) and _are_same(claim.loser, found.winner):
        return False
    return None


def about_result(statement: Statement, result: Result) -> frozenset[str]:
    """The terms that say which result it is: where, when and in what."""
    scores = {str(points) for points in result.score or ()}
    telling = english_terms(TELLING)
    return statement.content - result.winner - result.loser - telling - scores


def is_covered_by_cup(term: str, found: Statement) -> bool:
    """Whether a term only says "final", and a statement that somebody won the cup."""
    if term not in english_terms(MATCHES) or found.words.isdisjoint(WINNING):
        return False
    return not english_terms(CUPS).isdisjoint(found.terms)


def _are_same(one: frozenset[str], other: frozenset[str]) -> bool:
    return one <= other or other <= one


def _sides(statement: Statement, place: int) -> tuple[frozenset[str], frozenset[str]]:
    """The winner and the loser that a word tells, empty if it does not."""
    nobody: frozenset[str] = frozenset()
    word = statement.tokens[place].lower
    if word in BEATING:
        if _is_passive(statement, place):
            return _name_after(statement, place, {"by"}), _subject(statement, place)
        return _subject(statement, place), _name_at(statement, place + 1)
    if word in WINNING:
        return _subject(statement, place), _name_after(statement, place, AGAINST)
    if word in LOSING:
        return _name_after(statement, place, AFTER_LOSING), _subject(statement, place)
    return nobody, nobody


def _is_passive(statement: Statement, place: int) -> bool:
    before = {token.lower for token in statement.tokens[max(place - 2, 0) : place]}
    return not before.isdisjoint(BEING) and statement.tokens[place].lower.endswith(("n", "ed"))


def _name_after(
    statement: Statement, place: int, words: frozenset[str] | set[str]
) -> frozenset[str]:
    """The name after the first of some words that follows a place in its clause."""
    for at in range(place + 1, statement.clause_of(place)[-1]):
        if statement.tokens[at].lower in words:
            return _name_at(statement, at + 1)
    return frozenset()


def _name_at(statement: Statement, place: int) -> frozenset[str]:
    """The name that begins in a place, or behind an article there; empty if there is none."""
    tokens = statement.tokens
    if place < len(tokens) and tokens[place].lower in ARTICLES:
        place += 1
    last = place
    while last < len(tokens) and tokens[last].is_name and tokens[last].terms:
        last += 1
    return _terms(statement, range(place, last))


def _subject(statement: Statement, place: int) -> frozenset[str]:
    """The last name before a place in its clause, or the first of the sentence."""
    groups = list(_names(statement))
    clause = statement.clause_of(place)
    before = [group for group in groups if clause[0] <= group[0] < place]
    if not before:
        before = [group for group in groups[:1] if group[0] < clause[0]]
    return _terms(statement, before[-1]) if before else frozenset()


def _names(statement: Statement) -> Iterator[range]:
    first = None
    for place, token in enumerate(statement.tokens):
        if token.is_name and token.terms:
            first = place if first is None else first
        elif first is not None:
            yield range(first, place)
            first = None


def _terms(statement: Statement, places: range) -> frozenset[str]:
    """The terms of a name; none if it only says whose something is: "Spain's coach"."""
    if not places:
        return frozenset()
    last = statement.tokens[places[-1]]
    if last.lower.endswith(("'s", "’s")) or statement.text[last.end :][:2] in ("'s", "’s"):
        return frozenset()
    return statement.content_of(places)


def _score(statement: Statement) -> tuple[int, int] | None:
    """The score in a sentence, if there is only one."""
    found = [
        (max(points), min(points))
        for points in (tuple(map(int, match.groups())) for match in SCORE.finditer(statement.text))
    ]
    return found[0] if len(found) == 1 else None
