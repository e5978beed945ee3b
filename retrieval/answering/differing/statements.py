"""A sentence as a statement: its words, clauses, denials, dates, and how sure it is of itself."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import islice, pairwise
from typing import NamedTuple

from retrieval.answering.differing.modes import FUTURE, HEDGES, SAYING, is_told
from retrieval.answering.differing.opposites import DENYING_VERBS
from retrieval.asking.periods import WEEKDAYS
from retrieval.ranking.question import MONTHS
from retrieval.words.analysis import Analysis, is_name
from retrieval.words.denials import is_denial
from retrieval.words.numbers import JOINT, phrases_joined
from retrieval.words.tokens import WORD
from retrieval.words.word_sets import english_terms

LONGEST = 60  # words of a statement; a longer sentence says too much to be compared
LONGEST_TEXT = 600  # characters
# What they deny is a noun, the last word of a phrase: "no valid licence".
OF_NOUNS = frozenset("no without".split())
# A sentence that begins with one of them is about what the one before it names.
REFERRING = frozenset("it he she they this that these those we i you its his her their".split())
SHORTEST_SCOPE = 2  # terms of a clause that says by itself what a number is about
BOUNDARY = re.compile(r"[,;:()–—]|\.\.\.|…")
TIGHT = frozenset("–:")  # in a score or a time, such as 3–1 and 1:30
LINKS = frozenset(
    "and but while which who whom that when where after before because although though since so "
    "as if than including among".split()
)
RELATIVE = frozenset("who which whom that where".split())
BEING = frozenset("is are was were be been being get gets got".split())
YEAR = re.compile(r"(?:1[89]|20)\d\d")
PERIODS = frozenset("year years month months week weeks quarter season decade century".split())
WHICH_PERIOD = frozenset("last next previous this past coming first second third fourth".split())
RELATIVE_DAYS = frozenset("yesterday today tomorrow tonight".split())
# They say how a number is meant, or join words, and nothing about the matter.
EMPTY = (
    "about around some nearly almost roughly approximately more less least most over under up "
    "down only still also now new then just already later earlier far total number figure other "
    "another left leave leaves leaving stay stays stayed remain remains remained people person "
    "against between during through near"
)


class Token(NamedTuple):
    """A word of a statement, with its place in the sentence."""

    lower: str
    terms: tuple[str, ...]  # empty for a stop word
    is_name: bool  # whether it begins with a capital
    start: int
    end: int
    clause: int


class Statement:
    """What a sentence states.

    ``title``, ``day`` and the first sentence, ``lead``, are those of its article, if it has one.
    """

    def __init__(
        self,
        text: str,
        analysis: Analysis,
        title: str = "",
        day: date | None = None,
        lead: str = "",
    ) -> None:
        self.text = text
        self.title = title
        self._analysis, self._lead = analysis, lead
        self.day = day
        self.title_terms = frozenset(analysis.terms(title[:LONGEST_TEXT]))
        self.tokens = list(_tokens(text, analysis))

    @cached_property
    def lead_terms(self) -> frozenset[str]:
        """All terms of the article's first sentence."""
        return frozenset(self._analysis.terms(self._lead[:LONGEST_TEXT]))

    @cached_property
    def is_comparable(self) -> bool:
        """Whether it is short enough, and no question."""
        is_short = len(self.text) <= LONGEST_TEXT and 0 < len(self.tokens) <= LONGEST
        return is_short and not self.text.rstrip("\"”’' ").endswith("?")

    @cached_property
    def stands_alone(self) -> bool:
        """Whether it does not refer to the sentence before it."""
        first = next((token.lower for token in self.tokens if token.lower not in LINKS), "")
        return re.split("['’]", first)[0] not in REFERRING

    @cached_property
    def words(self) -> frozenset[str]:
        """The words, in lower case."""
        return frozenset(token.lower for token in self.tokens)

    @cached_property
    def terms(self) -> frozenset[str]:
        """All terms."""
        return frozenset(term for token in self.tokens for term in token.terms)

    @cached_property
    def content(self) -> frozenset[str]:
        """The terms that say something about the matter: no numbers, dates, or who says it."""
        return self.content_of(range(len(self.tokens)))

    @cached_property
    def names(self) -> list[str]:
        """The terms of the names, in text order, without days and without those who say it."""
        return [
            term
            for at, token in enumerate(self.tokens)
            if token.is_name and at and at not in self.saying
            for term in self._telling(token)
        ]

    @cached_property
    def all_names(self) -> list[str]:
        """Like ``names``, and the first word's terms if it has a capital."""
        first = self._telling(self.tokens[0]) if self.tokens and self.tokens[0].is_name else ()
        return [*first, *self.names]

    @cached_property
    def has_denial(self) -> bool:
        """Whether anything is denied."""
        return bool(self.denied)

    def place_of(self, term: str) -> int:
        """The first place of a term; after all if it is missing."""
        places = (at for at, token in enumerate(self.tokens) if term in token.terms)
        return next(places, len(self.tokens))

    def content_of(self, places: Sequence[int]) -> frozenset[str]:
        """Like ``content``, of the tokens in some places."""
        return frozenset(
            term
            for at in places
            if at not in self.saying
            for term in self._telling(self.tokens[at])
        )

    def clause_of(self, place: int) -> range:
        """The places of the tokens in the same clause as a token."""
        clause = self.tokens[place].clause
        places = [at for at, token in enumerate(self.tokens) if token.clause == clause]
        return range(places[0], places[-1] + 1)

    def scope_of(self, place: int) -> range:
        """The places of the clause of a number, with a clause beside it that it leans on.

        That is the one before "who", and the one before or after a short one.
        """
        clause = self.clause_of(place)
        first, last = clause[0], clause[-1]
        leans_back = self.tokens[first].lower in RELATIVE
        if not leans_back and len(self.content_of(clause)) >= SHORTEST_SCOPE:
            return clause
        if first:
            first = self.clause_of(first - 1)[0]
        elif last + 1 < len(self.tokens):
            last = self.clause_of(last + 1)[-1]
        return range(first, last + 1)

    @cached_property
    def saying(self) -> frozenset[int]:
        """The places of the tokens that say who says it: "police said", "according to X"."""
        found: set[int] = set()
        for at, token in enumerate(self.tokens):
            if token.lower not in SAYING:
                continue
            clause = self.clause_of(at)
            if len(clause) <= 8 and not any(self._is_number(one) for one in clause):
                found.update(clause)
            found.add(at)
        return frozenset(found)

    @cached_property
    def is_said(self) -> bool:
        """Whether it is only said by somebody, or in quotes."""
        return is_told(self.words, self.text)

    def mode(self, place: int) -> str:
        """How it states what is in a place: as a fact, as the future, or as less than that."""
        tokens = self.tokens[: self.clause_of(place)[-1] + 1]
        words = {one.lower for at, one in enumerate(tokens) if not (at and self._is_month(one))}
        if words & HEDGES:
            return "hedged"
        pairs = pairwise(one.lower for one in tokens)
        is_to = any(one in BEING and two == "to" for one, two in pairs)  # "is to be raised"
        return "future" if is_to or words & FUTURE else "fact"

    @cached_property
    def denied(self) -> frozenset[int]:
        """The places of the terms that are denied."""
        found: set[int] = set()
        for at, token in enumerate(self.tokens):
            following = self.tokens[at + 1].lower if at + 1 < len(self.tokens) else ""
            if is_denial(token.lower) and following != "only":
                found.update(self._after(at, is_noun=token.lower in OF_NOUNS))
            elif token.lower in DENYING_VERBS and following == "to":
                found.update(self._after(at))
        return frozenset(found)

    @cached_property
    def years(self) -> frozenset[str]:
        """The years that it names."""
        return frozenset(token.lower for token in self.tokens if YEAR.fullmatch(token.lower))

    @cached_property
    def months(self) -> frozenset[str]:
        """The months that it names, by their first three letters."""
        return frozenset(token.lower[:3] for token in self.tokens if self._is_month(token))

    @cached_property
    def days(self) -> frozenset[str]:
        """The days of the week that it names."""
        return frozenset(token.lower for token in self.tokens if token.lower in WEEKDAYS)

    @cached_property
    def periods(self) -> frozenset[str]:
        """The periods that it names by their relation to another: "last year"."""
        found = {token.lower for token in self.tokens if token.lower in RELATIVE_DAYS - {"today"}}
        for one, two in zip(self.tokens, self.tokens[1:], strict=False):
            if one.lower in WHICH_PERIOD and two.lower in PERIODS:
                found.add(f"{one.lower} {two.lower}")
        return frozenset(found)

    def is_passive(self, place: int) -> bool:
        """Whether a form of "be" stands before a token."""
        before = self.tokens[max(place - 3, 0) : place]
        return any(token.lower in BEING or token.lower.endswith("n't") for token in before)

    def subject(self, place: int) -> frozenset[str]:
        """The terms before a token in its clause."""
        before = range(self.clause_of(place)[0], place)
        return self.content_of([at for at in before if self.tokens[at].lower not in DENYING_VERBS])

    def _after(self, place: int, *, is_noun: bool = False) -> list[int]:
        """The place of the next word with terms in the same clause, or of the noun there."""
        found: list[int] = []
        for at in range(place + 1, self.clause_of(place)[-1] + 1):
            is_telling = bool(self._telling(self.tokens[at]))
            if found and not is_telling:
                break
            if is_telling and not self.tokens[at].lower.endswith("ly"):
                found.append(at)
                if not is_noun:
                    break
        return found[-1:]

    def _is_number(self, place: int) -> bool:
        return any(term[0].isdecimal() for term in self.tokens[place].terms)

    @staticmethod
    def _is_month(token: Token) -> bool:
        return token.is_name and token.lower in MONTHS

    @staticmethod
    def _telling(token: Token) -> tuple[str, ...]:
        empty = english_terms(EMPTY)
        if token.lower in WEEKDAYS or (token.is_name and token.lower in MONTHS):
            return ()
        if token.lower in HEDGES or token.lower in SAYING or is_denial(token.lower):
            return ()
        if any(term[0].isdecimal() for term in token.terms):
            return ()
        return tuple(term for term in token.terms if term not in empty)


def _tokens(text: str, analysis: Analysis) -> Iterator[Token]:
    clause, end = 0, 0
    words = WORD.finditer(phrases_joined(text[:LONGEST_TEXT]))
    found = list(islice(words, LONGEST + 1))
    for at, match in enumerate(found):
        word = match.group()
        between = text[end : match.start()]
        lower = word.lower().replace(JOINT, " ")
        parts = BOUNDARY.search(between) and not (between in TIGHT and word[0].isdecimal())
        if end and (parts or (lower in LINKS and not _joins(found, at))):
            clause += 1
        yield Token(
            lower, tuple(analysis.terms(word)), is_name(word), match.start(), match.end(), clause
        )
        end = match.end()


def _joins(found: Sequence[re.Match[str]], at: int) -> bool:
    """Whether a word begins no clause: "Armenia and Azerbaijan"."""
    around = (found[at - 1].group(), found[at + 1].group() if at + 1 < len(found) else "a")
    if found[at].group().lower() in ("after", "before"):  # "after 6 p.m."
        return around[1][0].isdecimal()
    return found[at].group() == "and" and all(is_name(word) for word in around)
