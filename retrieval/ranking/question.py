"""A question's query: what the ranker knows about the question."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise

from corpus.languages.language import Language
from corpus.months import ENGLISH, month_names
from retrieval.ranking.answer_kinds import kind_asked
from retrieval.words.analysis import Analysis, Printed, analysis_for
from retrieval.words.numbers import is_in_name
from retrieval.words.stop_words import QUESTION_WORDS

# Stop words that no answer repeats, or that every sentence contains.
ASKING = frozenset({*QUESTION_WORDS, *"do does did is are was were the a an of".split()})

# "the three ministers", "name 3 reasons"
COUNTED = frozenset("which what name list give top these those the his her their its".split())
MONTHS = frozenset({*ENGLISH, *(name[:3] for name in ENGLISH), "sept"})

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Query:
    """A question's distinct terms in order, words, names and kind; no terms if it asks nothing.

    ``text`` is the question as typed, or, for a follow-up without terms of its own, with the
    question before. If it has terms, ``text_before`` is the question before.
    ``analysis`` is the one that made the terms.
    ``leaned`` holds the weights of terms that only questions before have, compared to its own.
    """

    text: str
    terms: tuple[str, ...]
    words: Mapping[str, str]  # each word as printed, in lower case, with its first term
    stop_words: frozenset[str]  # in lower case, except ASKING
    pairs: frozenset[Pair]  # of neighboring words, as terms or stop words
    names: frozenset[str]  # as terms
    kind: str  # the kind of answer asked for
    numbers: tuple[frozenset[str], ...] = ()  # those asked about, each with its terms
    leaned: Mapping[str, float] = field(default_factory=dict)
    text_before: str = ""
    analysis: Analysis = field(default_factory=partial(analysis_for, None), compare=False)

    @property
    def language(self) -> str:
        """The code of the language of the articles to search."""
        return self.analysis.language.code

    def respelled(self, corrections: Mapping[str, str]) -> "Query":
        """The query with misspelled terms replaced by their corrections."""

        def correct(term: str) -> str:
            return corrections.get(term, term)

        own = {correct(term) for term in self.terms if term not in self.leaned}
        return replace(
            self,
            terms=tuple(dict.fromkeys(map(correct, self.terms))),
            words={word: correct(term) for word, term in self.words.items()},
            pairs=frozenset((correct(one), correct(other)) for one, other in self.pairs),
            names=frozenset(map(correct, self.names)),
            leaned={
                correct(term): weight
                for term, weight in self.leaned.items()
                if correct(term) not in own
            },
        )


def parse_question(question: str, analysis: Analysis) -> Query:
    """The query of a question."""
    language = analysis.language
    printed = analysis.printed(question)
    return Query(
        text=question,
        terms=analysis.query(question),
        words={one.lower: one.terms[0] for one in printed if one.terms},
        stop_words=frozenset(one.lower for one in printed if not one.terms) - _asking(language),
        pairs=frozenset(pairwise(one.neighbor for one in printed)),
        names=analysis.names(question),
        kind=kind_asked(question, language.code),
        numbers=tuple(_numbers(printed, language)),
        analysis=analysis,
    )


def _asking(language: Language) -> frozenset[str]:
    """The stop words of a question that mean nothing in an answer."""
    return ASKING if language.grammar else language.asking.questions


def _numbers(printed: Sequence[Printed], language: Language) -> Iterator[frozenset[str]]:
    """Yield the terms of each number that an answer has to be about.

    A small one that counts the answers is none ("which two towns", "the top 10"), nor is the day
    of a date.
    """
    months = month_names(language.code)
    words = ["", *(one.lower for one in printed), ""]
    for before, one, after in zip(words, printed, words[2:], strict=False):
        terms = frozenset(term for term in one.terms if term[0].isdecimal())
        spelled = one.word[0].isalpha()
        if not terms or is_in_name(one.terms) or (spelled and one.terms[0] not in terms):
            continue
        small = min(map(len, terms)) == 1 or terms == {"10"}
        counts = small and (spelled or one.word[-1].isalpha() or before in COUNTED)
        if not counts and before not in months and after not in months:
            yield terms
