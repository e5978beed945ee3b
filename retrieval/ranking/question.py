"""A question's query: what the ranker knows about the question."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from retrieval.ranking.answer_kinds import kind_asked
from retrieval.words.analysis import Analysis

# Stop words that no answer repeats, or that every sentence contains.
ASKING = frozenset(
    "who whom whose what which when where why how do does did is are was were the a an of".split()
)

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Query:
    """A question's distinct terms in order, words, names and kind; no terms if it asks nothing."""

    terms: tuple[str, ...]
    words: Mapping[str, str]  # each word as printed, in lower case, with its first term
    stop_words: frozenset[str]  # in lower case, except ASKING
    pairs: frozenset[Pair]  # of neighboring words, as terms or stop words
    names: frozenset[str]  # as terms
    kind: str  # the kind of answer asked for

    def respelled(self, corrections: Mapping[str, str]) -> "Query":
        """The query with misspelled terms replaced by their corrections."""

        def correct(term: str) -> str:
            return corrections.get(term, term)

        return replace(
            self,
            terms=tuple(dict.fromkeys(map(correct, self.terms))),
            words={word: correct(term) for word, term in self.words.items()},
            pairs=frozenset((correct(one), correct(other)) for one, other in self.pairs),
            names=frozenset(map(correct, self.names)),
        )


def parse_question(question: str, analysis: Analysis) -> Query:
    """The query of a question."""
    printed = analysis.printed(question)
    return Query(
        terms=analysis.query(question),
        words={one.lower: one.terms[0] for one in printed if one.terms},
        stop_words=frozenset(one.lower for one in printed if not one.terms) - ASKING,
        pairs=frozenset(pairwise(one.neighbor for one in printed)),
        names=analysis.names(question),
        kind=kind_asked(question),
    )
