"""Orders what is equal by its date, and finds what older articles say in place of a newer one.

Sentences with nearly the same score that hold the same terms of the question are equal: the
newest comes first. If a question asks for a number and articles of different days give different
ones for the same matter, the newest comes first, and the others are quoted below it as earlier
ones. If it is not clear which number a sentence gives for it, or their days are the same or far
apart, each stays a passage of its own, the newest first.

Two articles are about the same matter if the question's terms are held in or near both sentences,
and their titles and sentences share a subject and a name, and neither is about somebody or a place
that the other never mentions: two fires have different names.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from corpus.article import Sentence, Span
from retrieval.answer import Earlier
from retrieval.answering.dated.numbers_in import Number, numbers_in
from retrieval.answering.passages import sentences_of
from retrieval.answering.texts import Texts
from retrieval.asking.periods import WEEKDAYS, asks_for_latest
from retrieval.index.reading.openings import OPENING
from retrieval.index.reading.searchable import Searchable
from retrieval.ranking.candidates import Candidates
from retrieval.ranking.question import MONTHS
from retrieval.ranking.ranking import Ranking
from retrieval.words.analysis import ANALYSES
from retrieval.words.related import close_terms
from retrieval.words.word_sets import english_terms

LOOKED_AT = 10  # the best candidates, which can change places
EQUAL = np.log(1.25)  # how much likelier one of two equal sentences may be ...
EQUAL_FOR_LATEST = np.log(3)  # ... and if the question asks for the latest
MOST_DAYS = 60  # between two reports about the same matter
MOST_READ = 30  # sentences of an article whose words are compared
KINDS = frozenset({"number", "money", "measure"})
ENGLISH = ANALYSES["en"]
DAYS = " ".join((*WEEKDAYS, *MONTHS))
# Words that say little about what an article is about.
GENERAL = (
    "people person man woman child police official authority minister ministry mayor governor "
    "president government spokesman spokeswoman report reporter news new latest update day "
    "week month year today yesterday morning night number figure total count rise rose rises "
    "least more most about around nearly almost city town country local"
)


@dataclass(frozen=True, slots=True)
class Versions:
    """The candidates in their order by date.

    ``earlier`` are the numbers that candidates replace, newest first. Those in ``together`` give
    different numbers and are shown together.
    """

    order: list[int]
    earlier: Mapping[int, tuple[Earlier, ...]] = field(default_factory=dict)
    together: tuple[int, ...] = ()

    def shown(self, chosen: Collection[int]) -> list[int]:
        """The chosen candidates in this order, with those shown together."""
        return [at for at in self.order if at in chosen or at in self.together]


@dataclass(frozen=True, slots=True)
class _Report:
    """A candidate that can give a number: its day, and what its article is about."""

    at: int
    day: int
    sentence: Sentence
    numbers: Sequence[Number]  # several if it is not clear which one
    counted: str  # the term that says what the number counts
    names: frozenset[str]  # in the sentence and the title
    opening: frozenset[str]  # names in the first sentences
    subject: frozenset[str]  # the other terms of both
    held: frozenset[str]  # all terms

    @property
    def number(self) -> Number | None:
        """The number that it gives, if that is clear."""
        return self.numbers[0] if len(self.numbers) == 1 else None

    @property
    def mentions(self) -> frozenset[str]:
        """Whom and what it is about."""
        return self.names or self.opening


def by_date(found: Candidates, ranking: Ranking, index: Searchable, texts: Texts) -> Versions:
    """The candidates with what is newer before what is equal to it."""
    days = index.days({found.keys[at][0] for at in ranking.order[:LOOKED_AT]})
    if len(set(days.values()) - {0}) < 2:
        return Versions(ranking.order)
    order = _newest_first(found, ranking, days)
    if found.query.kind not in KINDS or not found.query.analysis.language.grammar:
        return Versions(order)
    reports = list(_reports(found, order, days, texts))
    if len(reports) < 2:
        return Versions(order)
    return _versions(order, sorted(reports, key=lambda one: -one.day))


def _newest_first(found: Candidates, ranking: Ranking, days: Mapping[int, int]) -> list[int]:
    margin = EQUAL_FOR_LATEST if asks_for_latest(found.query.text) else EQUAL
    order = list(ranking.order)
    for place in range(min(LOOKED_AT, len(order))):
        at = order[place]
        newest = max(
            (
                other
                for other in order[place:LOOKED_AT]
                if _equal(found, ranking, at, other, margin)
            ),
            key=lambda other: days[found.keys[other][0]],
        )
        if days[found.keys[newest][0]] > days[found.keys[at][0]] > 0:
            order.remove(newest)
            order.insert(place, newest)
    return order


def _equal(found: Candidates, ranking: Ranking, at: int, other: int, margin: float) -> bool:
    """Whether two candidates, the better first, differ so little that their dates decide."""
    close = ranking.scores[at] - ranking.scores[other] <= margin
    return bool(close and (found.held[at] == found.held[other]).all())


def _reports(
    found: Candidates,
    order: Sequence[int],
    days: Mapping[int, int],
    texts: Texts,
) -> Iterator[_Report]:
    """Yield the best candidate and those about the same matter, one of each article.

    There are none without a number in the best one. Only articles with another number are read.
    """
    numbers = dict(_numbers(found, order, days))
    best = numbers.get(order[0], ())
    given = {number.term for one in numbers.values() for number in one}
    if not best or len(given) == 1:
        return
    sentences = sentences_of(found, numbers, texts)
    reports = [
        _report(found, at, sentence, days[found.keys[at][0]], numbers[at])
        for at, sentence in sentences.items()
    ]
    yield from (one for one in reports if one is reports[0] or _same_matter(reports[0], one))


def _numbers(
    found: Candidates, order: Sequence[int], days: Mapping[int, int]
) -> Iterator[tuple[int, Sequence[Number]]]:
    """Yield the best candidate of each article that gives a number, and its numbers."""
    wanted = frozenset(found.query.terms).union(*map(close_terms, found.query.terms))
    read: set[int] = set()
    for at in order[:LOOKED_AT]:
        key = found.keys[at][0]
        if key in read or not days[key] or not _covers(found, order[0], at):
            continue
        numbers = numbers_in(found.profiles[at].text, wanted, found.query.kind, ENGLISH)
        if numbers:
            read.add(key)
            yield at, numbers


def _covers(found: Candidates, best: int, other: int) -> bool:
    """Whether all of the question's terms around the best sentence are around another one."""
    known = found.held | found.near | found.related | found.context.related
    return bool((known[other] >= (found.held[best] | found.near[best])).all())


def _report(
    found: Candidates, at: int, sentence: Sentence, day: int, numbers: Sequence[Number]
) -> _Report:
    article = sentence.article
    own = found.profiles[at].term_set
    texts = [article.text[slice(*span)] for span in islice(article.spans, MOST_READ)]
    capitals = frozenset(name for text in texts for name in ENGLISH.names(text)) - english_terms(
        DAYS
    )
    title = frozenset(ENGLISH.terms(article.title))
    words = {term for term in title | own if not term[0].isdecimal()}
    names = (title | own) & capitals
    counted = _counted(numbers, names)
    return _Report(
        at,
        day,
        sentence,
        numbers,
        counted,
        names,
        frozenset(name for text in texts[:OPENING] for name in ENGLISH.names(text))
        - english_terms(DAYS),
        frozenset(words - names - english_terms(GENERAL) - english_terms(DAYS)).difference(
            {counted}, close_terms(counted)
        ),
        title.union(*map(ENGLISH.terms, texts)),
    )


def _counted(numbers: Sequence[Number], names: frozenset[str]) -> str:
    """The term that says best what a number counts; empty without a number."""
    near = numbers[0].near if numbers else ()
    telling = (term for term in near if term not in english_terms(GENERAL) and term not in names)
    return next(telling, next(iter(near), ""))


def _same_matter(one: _Report, other: _Report) -> bool:
    if not _counts_the_same(one, other) or not one.subject & other.subject:
        return False
    if not (one.names | one.opening) & (other.names | other.opening):
        return False
    if not one.mentions & other.held or not other.mentions & one.held:
        return False
    return not (one.mentions - other.held and other.mentions - one.held)


def _counts_the_same(one: _Report, other: _Report) -> bool:
    """Whether what each number counts is near the other, too, in this or a related word."""
    return all(
        any(not words.isdisjoint(number.near) for number in that.numbers)
        for this, that in ((one, other), (other, one))
        for words in ({this.counted, *close_terms(this.counted)},)
    )


def _versions(order: list[int], reports: Sequence[_Report]) -> Versions:
    """The order with the newest report first; ``reports`` are about one matter, newest first."""
    newest, older = reports[0], reports[1:]
    known = {number.term for number in newest.numbers}
    earlier, together = [], [newest.at]
    for one in older:
        is_clear = newest.number is not None and one.number is not None
        if not is_clear or not 0 < newest.day - one.day <= MOST_DAYS:
            together.append(one.at)
        elif one.numbers[0].term not in known:
            known.add(one.numbers[0].term)
            earlier.append(one)
    gone = {one.at for one in earlier} | set(together)
    place = min(order.index(one.at) for one in reports)
    rest = [at for at in order[place:] if at not in gone]
    return Versions(
        [*order[:place], *together, *rest],
        {newest.at: tuple(map(_earlier, earlier))},
        tuple(together),
    )


def _earlier(report: _Report) -> Earlier:
    start, span = report.sentence.start, report.numbers[0].span
    return Earlier(report.sentence, Span(start + span.start, start + span.end))
