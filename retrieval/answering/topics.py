"""Answers requests for a topic with what the articles about it begin with.

An article is about a topic if its title and its first sentences hold the topic's terms. If some
articles hold all of them in the title or the first sentence, only those count. Otherwise, a topic
that was asked for as one ("latest on", "summarize") may lack terms of little weight, or have some
only in the sentences after. Words that nothing frames are a topic only if the title holds most of
them: they can also be keywords for a detail, which a sentence answers better.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article, Sentence
from retrieval.answer import Answer, Passage, View
from retrieval.answering.candidate_search import Texts
from retrieval.answering.openings import OPENING, openings
from retrieval.answering.passages import matches
from retrieval.asking.frames import Frame, Framed
from retrieval.index.index import Index
from retrieval.ranking.question import Query
from retrieval.ranking.ranking import alike
from retrieval.ranking.sentence import Profile, profile
from retrieval.scope import UNKNOWN_DAY, Scope
from retrieval.words.analysis import ANALYSES, analysis_for

ENGLISH = ANALYSES["en"]
Keys = NDArray[np.int64]
Days = NDArray[np.int32]

MOST_ARTICLES = 5  # shown, unless a limit other than the default says otherwise
DEFAULT_LIMIT = 3
WHOLE = 1 - 1e-9  # the share of a topic's weight in all of its terms, which are summed
NEEDED = 0.7  # the share that an article must open with, ...
IN_FRONT = 0.5  # ... that the title and the first sentence must, ...
IN_TITLE = 0.5  # ... and that the title must if nothing frames the topic
COPIES = 5  # articles read beyond those shown, some of which can be copies
SHORTEST = 4  # terms of a sentence that says something: "10 p.m." and "News." do not
CONFIDENCE = 0.95  # of an answer with a whole topic


class TopicSearch:
    """Finds the articles about a topic."""

    def __init__(self, index: Index, texts: Texts) -> None:
        self._index = index
        self._texts = texts

    def answer(
        self, question: str, framed: Framed, query: Query, scope: Scope, limit: int
    ) -> Answer | None:
        """Return what articles about a topic begin with; None if there is no topic or article.

        There are up to MOST_ARTICLES articles, with a sentence of each, newest first, or oldest
        first for a timeline. A single article has up to ``limit`` sentences. ``query`` is that of
        the topic.
        """
        is_timeline = framed.frame is Frame.TIMELINE
        about = self._about(framed, query, scope, oldest_first=is_timeline)
        most = limit if limit < DEFAULT_LIMIT else max(limit, MOST_ARTICLES)
        found, read = self._read(about, query.terms, most)
        if not found:
            return None
        shown = found[:most]
        more = len(about) - read + len(found) - len(shown)
        if len(shown) == 1 and not more:
            shown = list(_summary(shown[0], query.terms, limit))
        view = View.TIMELINE if is_timeline else View.ARTICLES
        confidence = CONFIDENCE * max(one.score for one in shown)
        return Answer(question, query.terms, tuple(shown), confidence, view=view, more=more)

    def _about(
        self, framed: Framed, query: Query, scope: Scope, *, oldest_first: bool
    ) -> Mapping[int, float]:
        """The articles about a topic, with the share of its weight that they open with."""
        if framed.frame is Frame.NEWS:
            return dict.fromkeys(self._index.newest(scope), 1.0)
        terms = _without_compounds(framed.subject, query) if framed.bare else ()
        weights = self._index.term_weights(terms, scope)
        if not weights:
            return {}
        total = sum(weights.values())
        found = openings(self._index, {term: one / total for term, one in weights.items()}, scope)
        chosen = found.front >= WHOLE
        if framed.frame is Frame.NONE:
            chosen &= found.title >= IN_TITLE
        elif not chosen.any():
            chosen = (found.opening >= NEEDED) & (found.front >= IN_FRONT)
        (at,) = chosen.nonzero()
        at = at[_by_day(found.keys[at], found.days[at], oldest_first=oldest_first)]
        return dict(zip(found.keys[at].tolist(), found.opening[at].tolist(), strict=True))

    def _read(
        self, about: Mapping[int, float], terms: Collection[str], most: int
    ) -> tuple[list[Passage], int]:
        """The leads of the first articles, without copies, and the number of articles read."""
        leads: list[tuple[Passage, Profile]] = []
        keys = list(islice(about, most + COPIES))
        articles = self._texts.at(keys)
        for key in keys:
            if key in articles:
                leads += _lead(key, articles[key], about[key], terms)
        return _without_copies(leads), len(keys)


def _by_day(keys: Keys, days: Days, *, oldest_first: bool) -> NDArray[np.intp]:
    """The order of articles by their day; those without one come last."""
    sign = 1 if oldest_first else -1
    return np.lexsort((sign * keys, sign * days, days == UNKNOWN_DAY))


def _without_compounds(subject: str, query: Query) -> list[str]:
    """The query's terms without those of compounds, whose parts are terms of their own."""
    words = (one.terms for one in ENGLISH.printed(subject))
    wholes = {terms[-1] for terms in words if len(terms) > 2}
    return [term for term in query.terms if term not in wholes]


def _lead(
    key: int, article: Article, share: float, terms: Collection[str]
) -> Iterator[tuple[Passage, Profile]]:
    """Yield what an article begins with, if anything: its first sentence about the topic."""
    opening = list(islice(_sentences(article), OPENING))
    about = (one for one in opening if not one[1].term_set.isdisjoint(terms))
    for sentence, own in islice(chain(about, opening), 1):
        yield _passage(key, sentence, share, terms), own


def _sentences(article: Article) -> Iterator[tuple[Sentence, Profile]]:
    """Yield the sentences that say something by themselves."""
    analysis = analysis_for(article.language)
    for sentence in article.sentences:
        own = profile(sentence.text, analysis)
        if not sentence.is_heading and not own.is_question and len(own.terms) >= SHORTEST:
            yield sentence, own


def _passage(key: int, sentence: Sentence, score: float, terms: Collection[str]) -> Passage:
    spans = matches(sentence, terms)
    return Passage(sentence, score, spans, place=(key, sentence.number - 1))


def _without_copies(leads: Iterable[tuple[Passage, Profile]]) -> list[Passage]:
    """The passages, with copies of better ones in ``also`` of these."""
    kept: list[tuple[Passage, Profile]] = []
    for passage, own in leads:
        for at, (original, other) in enumerate(kept):
            if alike(own, other):
                also = (*original.also, passage.sentence)
                kept[at] = replace(original, also=also), other
                break
        else:
            kept.append((passage, own))
    return [passage for passage, _ in kept]


def _summary(lead: Passage, terms: Collection[str], limit: int) -> Iterator[Passage]:
    """Yield the lead and the sentences after it, up to the limit."""
    yield lead
    key, number = lead.place or (0, 0)
    after = (one for one, _ in _sentences(lead.sentence.article) if one.number - 1 > number)
    for sentence in islice(after, limit - 1):
        yield _passage(key, sentence, lead.score, terms)
