"""Which articles a question is asked of, by what is given with it and what it says itself.

A period relative to today, or "articles by" a name, narrows the scope: what they asked for is
looked for only there first, and then, if there is nothing, in the whole scope. Any other date or
name can also be what the text tells of. It then only decides if the best sentence is neither from
such an article nor contains the date or name, and there is an answer among such articles.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from corpus.article import Sentence, Span
from retrieval.answer import Answer, Band, Elsewhere, Where
from retrieval.answering.narrowing.scopes import KnownIn, by, narrowed, within
from retrieval.asking.follow_ups import continuing
from retrieval.asking.given import Given
from retrieval.asking.periods import Period, label_of, read_period
from retrieval.asking.publishers import Named, read_name
from retrieval.index.reading.searchable import Searchable
from retrieval.scope import Groups, Scope
from retrieval.words.analysis import ANALYSES
from retrieval.words.tokens import phrase
from retrieval.words.word_sets import english_terms

ENGLISH = ANALYSES["en"]
NEWS = "latest news"  # what is asked if a question only says whose or which day's articles
# Words that say no more than that articles are wanted.
ASKS_FOR_ARTICLES = (
    "article story news report reporting piece post column coverage text headline anything "
    "something everything latest new newest update work opinion publish publication write "
    "written wrote print appear happen happening occurred event thing going show give find "
    "list get read see search source page issue paper newspaper please there dated date"
)
# Words that say so by themselves, so that the question does not follow up on another ...
LISTED = "article story news piece post column coverage headline latest"
ANY = "anything something everything"  # ... or perhaps does
# Words that are part of a period but need not stand where a text names its days.
BOUNDS = "since after before until till prior early late mid dated"


class Asked(NamedTuple):
    """A question, and the articles that it is asked of."""

    question: str
    scope: Scope


Ask = Callable[[Asked], Answer]


class Wider(NamedTuple):
    """What is asked if there is nothing, and where it was asked before if that was elsewhere."""

    asked: Asked
    elsewhere: Elsewhere | None = None


@dataclass(frozen=True, slots=True)
class Narrowing:
    """How to ask a question, from the narrowest scope to the widest.

    ``preferred`` is asked if the best sentence found first is not of its articles and lacks some
    of ``terms``, which the dates and names consist of that chose them; its answer counts unless it
    is less sure. ``used`` are the words of
    the question that say all this, and ``base`` all articles that can be searched.
    """

    first: Asked
    preferred: Asked | None = None
    terms: frozenset[str] = frozenset()
    wider: tuple[Wider, ...] = ()
    used: str = ""
    base: Scope = None

    @property
    def is_plain(self) -> bool:
        """Whether the question is asked only once."""
        return self.preferred is None and not self.wider

    def answered(self, ask: Ask, index: Searchable) -> tuple[Asked, Answer]:
        """The answer, and what was asked for it."""
        asked, answer = self._answered(ask, index)
        if not self.used or not answer.unknown:
            return asked, answer
        unknown = (left for words in answer.unknown for left in self._unknown(words, index))
        return asked, replace(answer, unknown=tuple(unknown))

    def _unknown(self, words: str, index: Searchable) -> Iterator[str]:
        """Yield what is left of a phrase without words that articles outside contain.

        Nor are those unknown that only say which articles to search.
        """
        used = {word.lower for word in ENGLISH.printed(self.used)}
        printed = ENGLISH.printed(words)
        terms = [term for word in printed for term in word.terms]
        held, titles = index.df(terms, self.base), index.titles(terms, self.base)
        known = {term for term in terms if held[term] or titles[term]}
        marked = [
            (word.word, word.lower not in used and not known.issuperset(word.terms))
            for word in printed
        ]
        for is_unknown, run in groupby(marked, key=itemgetter(1)):
            if is_unknown:
                yield phrase(word for word, _ in run)

    def _answered(self, ask: Ask, index: Searchable) -> tuple[Asked, Answer]:
        asked, answer = self.first, ask(self.first)
        if self.preferred is not None and not self._fits(answer, index):
            preferred = ask(self.preferred)
            if preferred.found and (preferred.band is Band.SURE or answer.band is not Band.SURE):
                return self.preferred, preferred
        for one in () if answer.found else self.wider:
            wider = ask(one.asked)
            if wider.found:
                return one.asked, replace(wider, elsewhere=one.elsewhere)
        return asked, answer

    def _fits(self, answer: Answer, index: Searchable) -> bool:
        """Whether the best sentence has to do with the dates and names that are preferred."""
        if self.preferred is None or not answer.passages:
            return False
        best = answer.passages[0]
        if best.place is None or index.includes(self.preferred.scope, best.place[0]):
            return True
        return bool(self.terms) and self.terms <= _terms_near(best.sentence)


@dataclass(frozen=True, slots=True)
class _Read:
    """What a question says about its articles."""

    question: str
    named: Named | None
    period: Period | None

    @property
    def is_recent(self) -> bool:
        """Whether it asks for articles of days relative to today."""
        return self.period is not None and self.period.is_relative

    @property
    def is_by(self) -> bool:
        """Whether it asks for articles by somebody, and for nothing else by that name."""
        return self.named is not None and self.named.is_sure

    @property
    def used(self) -> str:
        """The words that say so."""
        spans = [one.span for one in (self.named, self.period) if one is not None]
        return " ".join(self.question[start:end] for start, end in spans)

    @property
    def asks(self) -> str:
        """The question without names and days, but with all that asks for their articles."""
        spans = [self.named.place] if self.named is not None else []
        spans += [self.period.span] if self.period is not None else []
        return _without(self.question, spans)

    def without(self, *, named: bool, period: bool) -> str:
        """The question without the words that name a publisher or author, or the days."""
        spans = [self.named.span] if named and self.named is not None else []
        spans += [self.period.span] if period and self.period is not None else []
        return _without(self.question, spans)

    def scope(self, base: Scope, *, named: bool, period: bool) -> Scope:
        """The articles by the publisher or author, or of the days, that it names."""
        if named and self.named is not None:
            base = by(base, self.named)
        if period and self.period is not None:
            base = within(base, self.period)
        return base


class Narrower:
    """Reads which articles a question is asked of, of those that an index knows."""

    def __init__(self, index: Searchable) -> None:
        self._index = index

    def read(
        self, question: str, groups: Groups | None, given: Given, language: str | None = None
    ) -> Narrowing:
        """How to ask a question of some groups' articles, in a language if one is given."""
        base = narrowed(groups, given.only, language)
        read = self._read(question, base, given.today)
        if read.named is None and read.period is None:
            return Narrowing(Asked(question, base))
        left = read.without(named=True, period=True)
        if english_terms(ASKS_FOR_ARTICLES).issuperset(ENGLISH.query(left)):
            return self._of_any_subject(read, left, base, given)
        first = Asked(
            read.without(named=read.is_by, period=read.is_recent),
            read.scope(base, named=read.is_by, period=read.is_recent),
        )
        return Narrowing(
            first,
            self._preferred(Asked(left, read.scope(base, named=True, period=True)), first),
            _terms(read, named=not read.is_by, period=not read.is_recent),
            tuple(_wider(read, base, given)),
            read.used,
            base,
        )

    def _read(self, question: str, base: Scope, today: date | None) -> _Read:
        known = KnownIn(self._index, base)
        period = read_period(question, today)
        named = read_name(question, known)
        if period is not None and named is not None and named.holds(period.span):  # USA Today
            period = read_period(_blanked(question, named.span), today)
        elif period is not None:
            named = read_name(_blanked(question, period.span), known)
        if period is None or period.is_relative:
            return _Read(question, named, period)
        scope = by(base, named) if named else base
        days = (one for one in period.earlier() if self._index.includes(within(scope, one)))
        return _Read(question, named, next(days, None))

    def _preferred(self, asked: Asked, first: Asked) -> Asked | None:
        is_wanted = asked.scope != first.scope and self._index.includes(asked.scope)
        return asked if is_wanted else None

    def _of_any_subject(self, read: _Read, left: str, base: Scope, given: Given) -> Narrowing:
        """How to ask a question that only says whose or which day's articles it is about."""
        scope = read.scope(base, named=True, period=True)
        asks = frozenset(ENGLISH.query(read.asks))
        follows = (
            given.after is not None
            and not ENGLISH.query(left)
            and english_terms(LISTED).isdisjoint(asks)
        )
        asked = Asked(continuing(left) if follows else NEWS, scope)
        used = f"{read.used} {NEWS}"
        if read.named and not read.is_by:
            terms = _terms(read, named=True, period=not read.is_recent)
            first = Asked(read.question, base)
            return Narrowing(first, self._preferred(asked, first), terms, (), used, base)
        wider = tuple(_wider(read, base, given, asked.question))
        if follows and not english_terms(ANY).isdisjoint(asks):
            wider = (Wider(Asked(NEWS, scope)), *wider)
        return Narrowing(asked, wider=wider, used=used, base=base)


def _wider(read: _Read, base: Scope, given: Given, question: str = "") -> Iterator[Wider]:
    """Yield what is asked if there is nothing in recent articles, or in those by somebody."""
    if read.is_recent and read.period is not None:
        asked = question or read.without(named=read.is_by, period=True)
        where = Where.BEFORE if read.period.until == given.today else Where.OTHER_DAYS
        scope = read.scope(base, named=read.is_by, period=False)
        yield Wider(Asked(asked, scope), Elsewhere(label_of(read.question, read.period), where))
    if read.named is not None and not question:
        for named in (True, False) if read.is_by else (True,):
            asked = read.without(named=named, period=read.is_recent)
            yield Wider(Asked(asked, base), Elsewhere(read.named.name, Where.OTHERS))


def _terms(read: _Read, *, named: bool, period: bool) -> frozenset[str]:
    """The terms of the words that name somebody, or days."""
    words = [read.named.name] if named and read.named is not None else []
    if period and read.period is not None:
        words.append(read.question[slice(*read.period.span)])
    return frozenset(ENGLISH.terms(" ".join(words))) - english_terms(BOUNDS)


def _terms_near(sentence: Sentence) -> frozenset[str]:
    """The terms of a sentence and its neighbors."""
    return frozenset(term for near in sentence.window for term in ENGLISH.terms(near.text))


def _without(question: str, spans: Iterable[Span]) -> str:
    for start, end in sorted(spans, reverse=True):
        question = f"{question[:start]} {question[end:]}"
    return " ".join(question.split())


def _blanked(question: str, span: Span) -> str:
    """The question with spaces in place of some words."""
    return question[: span.start] + " " * (span.end - span.start) + question[span.end :]
